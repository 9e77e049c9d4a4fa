"""Norwegian words as FHIR names: ASCII letters and digits.

`Mål` -> `Maal`, `formål` -> `formaal`. Names are what machines see; titles keep their letters.
Source: https://hl7.org/fhir/R4/structuredefinition.html#resource (element names) and sdf-0 for StructureDefinition.name
"""

import re
import unicodedata

_LETTERS = str.maketrans(
    {"æ": "ae", "ø": "oe", "å": "aa", "Æ": "Ae", "Ø": "Oe", "Å": "Aa", "đ": "d", "Đ": "D"}
)
_ID = re.compile(r"[A-Za-z0-9\-.]{1,64}")


def ascii_name(text: str) -> str:
    """The text with æ, ø and å spelled out and other accents dropped; what is no letter stays."""
    spelled = text.translate(_LETTERS)
    return "".join(c for c in unicodedata.normalize("NFKD", spelled) if not unicodedata.combining(c))


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
