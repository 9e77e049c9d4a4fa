"""Words in any language as FHIR names: ASCII letters and digits.

`Mål` -> `Maal`, `formål` -> `formaal`, `größe` -> `groesse`, `éléments` -> `elements`. Names are what machines see; titles keep
their letters.

The rule is one for all languages, so that a name does not change with `languages:`. Latin letters that have a spelling of more
letters get it, as in the machine-readable zone of passports: æ ä ae, ø ö œ oe, å aa, ü ue, ß ss, þ th, ĳ ij; đ ð d, ħ h, ı i,
ł l, ŋ n, ŧ t. Of all others the accents are dropped. Words of other scripts have no such spelling: they need `name:`.

Source: https://hl7.org/fhir/R4/structuredefinition.html#resource (element names) and sdf-0 for StructureDefinition.name;
the spellings: https://www.icao.int/publications/Documents/9303_p3_cons_en.pdf, section 6 A
"""

import re
import unicodedata

_SPELLED = {
    "æ": "ae", "ä": "ae", "ø": "oe", "ö": "oe", "œ": "oe", "å": "aa", "ü": "ue", "ß": "ss", "þ": "th", "ĳ": "ij",
    "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ł": "l", "ŋ": "n", "ŧ": "t",
}  # fmt: skip
_CAPITALS = {
    letter.upper(): spelled.capitalize() for letter, spelled in _SPELLED.items() if letter not in "ßı"
}
_LETTERS = str.maketrans({**_SPELLED, **_CAPITALS, "ẞ": "Ss"})
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]{0,63}")
_ID = re.compile(r"[A-Za-z0-9\-.]{1,64}")


def ascii_name(text: str) -> str:
    """The text in ASCII by the rule above; what has no spelling there stays: see `is_name`."""
    spelled = unicodedata.normalize("NFC", text).translate(_LETTERS)
    return "".join(c for c in unicodedata.normalize("NFKD", spelled) if not unicodedata.combining(c))


def is_name(text: str) -> bool:
    """Letters a–z and digits, a letter first, at most 64."""
    return _NAME.fullmatch(text) is not None


def is_id(text: str) -> bool:
    """https://hl7.org/fhir/R4/datatypes.html#id"""
    return _ID.fullmatch(text) is not None


def pascal_case(text: str) -> str:
    """`eksempel-kostplan` -> `EksempelKostplan`: a computable name out of an id."""
    return "".join(
        part[:1].upper() + part[1:] for part in re.split(r"[^A-Za-z0-9]+", ascii_name(text)) if part
    )


def words_of(name: str) -> str:
    """`nesteEvaluering` -> `neste evaluering`: what people call an element whose author says nothing else."""
    parts: list[str] = []
    for index, letter in enumerate(name):
        before, after = name[index - 1 : index], name[index + 1 : index + 2]
        if not parts or (letter.isupper() and (not before.isupper() or after.islower())):
            parts.append("")
        parts[-1] += letter
    words = (one if one.isupper() and len(one) > 1 else one[:1].lower() + one[1:] for one in parts)
    return " ".join(words)
