"""The forms of small values: names, ids, addresses, cardinalities, types, paths. Several keywords share each."""

import re

from dbep_ig.engine.diagnostics import Text
from dbep_ig.engine.terminology.builtin.language_tags import is_language_tag

from .element_paths import PATH_PATTERN, STEPS_PATTERN, ElementPath, parse_path
from .model import Binding, Cardinality, ElementType
from .shapes import Parsed, pattern

# Letters include æ, ø and å; JSON Schema patterns are ECMAScript's, which know no \w beyond ASCII.
_LETTER = "A-Za-zÆØÅæøåÄÖäöÉéÁáŠšŽžČčĐđŊŋŦŧ"
_WORD = rf"[{_LETTER}][{_LETTER}0-9]*"
_ADDRESS = r"(?:https?://|urn:)[^\s|#]+(?:\|[^\s|#]+)?"
_ID = r"[A-Za-z0-9][A-Za-z0-9\-.]{0,63}"
_TARGET = rf"(?:{_WORD}|{_ADDRESS}|{_ID})"
_TYPE = rf"(?:{_WORD}|{_ID})(?:\({_TARGET}(?:\s*,\s*{_TARGET})*\))?"
_STRENGTHS = "required|extensible|preferred|example"

CLASS_NAME = pattern(
    rf"[A-ZÆØÅÄÖÁŠŽČĐŊŦ][{_LETTER}0-9]*",
    Text(
        "et klassenavn (stor forbokstav, bare bokstaver og tall)",
        "a class name (capital first letter, letters and digits only)",
    ),
)
ELEMENT_NAME = pattern(
    rf"[a-zæøåäöáéšžčđŋŧ][{_LETTER}0-9]*",
    Text(
        "et elementnavn (liten forbokstav, bare bokstaver og tall)",
        "an element name (lower-case first letter, letters and digits only)",
    ),
)
FHIR_NAME = pattern(
    "[A-Za-z][A-Za-z0-9]{0,63}",
    Text("et FHIR-navn (bokstavene a–z og tall)", "a FHIR name (letters a–z and digits)"),
)
ID = pattern(
    _ID,
    Text(
        "en id (bokstavene a–z, tall, bindestrek og punktum, høyst 64 tegn)",
        "an id (letters a–z, digits, hyphens and full stops, at most 64)",
    ),
)
PREFIX_FORM = pattern(
    r"[A-Za-z0-9](?:[A-Za-z0-9\-.]{0,61}[A-Za-z0-9])?",
    Text(
        "et prefiks (bokstavene a–z, tall, bindestrek og punktum, med bokstav eller tall til slutt)",
        "a prefix (letters a–z, digits, hyphens and full stops, with a letter or digit last)",
    ),
)
PACKAGE_ID = pattern(
    r"[a-z][a-z0-9\-]*(?:\.[a-z0-9\-]+)+",
    Text(
        "en pakke-id (små bokstaver, skilt med punktum)",
        "a package id (lower-case letters, separated by full stops)",
    ),
)
CODE = pattern(
    r"[^\s]+(?: [^\s]+)*", Text("en kode (uten mellomrom i endene)", "a code (no spaces at the ends)")
)
CANONICAL = pattern(
    _ADDRESS,
    Text("en URI (http://…, https://… eller urn:…)", "a URI (http://…, https://… or urn:…)"),
)
WEB_OR_MAIL_ADDRESS = pattern(
    r"(?:https?://|mailto:)[^\s<>\"]+",
    Text(
        "en nettadresse eller e-postadresse (https://… eller mailto:…)",
        "a web or e-mail address (https://… or mailto:…)",
    ),
)
CANONICAL_OR_ID = pattern(rf"{_ADDRESS}|{_ID}", Text("en URI eller en id", "a URI or an id"))
VERSION = pattern(
    r"\d+\.\d+\.\d+(?:-[0-9A-Za-z.\-]+)?", Text("en versjon på formen 1.2.3", "a version of the form 1.2.3")
)
DATE = pattern(
    r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])",
    Text("en dato på formen ÅÅÅÅ-MM-DD", "a date of the form YYYY-MM-DD"),
)
LANGUAGE: Parsed[str] = Parsed(
    r"[a-z]{2,8}(?:-[A-Za-z0-9]{1,8})*",
    lambda text: text if is_language_tag(text) else None,
    Text("et språk (BCP 47, som nb, en eller sv)", "a language (BCP 47, such as nb, en or sv)"),
    ("nb", "nn", "en"),
)
CODING = pattern(
    rf"(?:{_ADDRESS}|{_ID})#[^\s#]+",
    Text("en kode med system (system#kode)", "a code with its system (system#code)"),
)
SLICE_NAME = pattern(
    r"[A-Za-z0-9_][A-Za-z0-9_\-]*",
    Text("et slicenavn (bokstavene a–z, tall, bindestrek)", "a slice name (letters a–z, digits, hyphens)"),
)


def _cardinality(text: str) -> Cardinality | None:
    least, most = text.split("..")
    found = Cardinality(int(least), None if most == "*" else int(most))
    return None if found.max is not None and found.min > found.max else found


CARDINALITY_FORM: Parsed[Cardinality] = Parsed(
    r"\d{1,9}\.\.(?:\d{1,9}|\*)",
    _cardinality,
    Text(
        "en kardinalitet (min..maks, som 0..1 eller 1..*)", "a cardinality (min..max, such as 0..1 or 1..*)"
    ),
    ("0..1", "1..1", "0..*", "1..*"),
)


def _types(text: str) -> tuple[ElementType, ...]:
    # A target may be a versioned canonical with a bar in it, so only bars outside parentheses part types.
    found = []
    for one in re.findall(_TYPE, text):
        name, _, rest = one.partition("(")
        targets = tuple(target.strip() for target in rest.rstrip(")").split(",")) if rest else ()
        found.append(ElementType(name, targets))
    return tuple(found)


TYPES: Parsed[tuple[ElementType, ...]] = Parsed(
    rf"{_TYPE}(?:\s*\|\s*{_TYPE})*",
    _types,
    Text(
        "en type (som CodeableConcept, Reference(Pasient, Organization) eller Quantity | string)",
        "a type (such as CodeableConcept, Reference(Pasient, Organization) or Quantity | string)",
    ),
    ("CodeableConcept", "string", "Reference(Pasient)"),
)
ELEMENT_PATH: Parsed[ElementPath] = Parsed(
    PATH_PATTERN,
    parse_path,
    Text("en sti i FHIR (som CarePlan.addresses)", "a path in FHIR (such as CarePlan.addresses)"),
)
STEPS = pattern(
    STEPS_PATTERN,
    Text(
        "en sti uten ressursnavn (som activity.detail)",
        "a path without the resource name (such as activity.detail)",
    ),
)


def _binding(text: str) -> Binding:
    value_set, _, strength = text.rpartition("(")
    return Binding(value_set.strip(), strength.rstrip(")"))


BINDING_FORM: Parsed[Binding] = Parsed(
    rf"(?:{_ADDRESS}|{_ID})\s+\((?:{_STRENGTHS})\)",
    _binding,
    Text("en binding (som `verdisett (required)`)", "a binding (such as `valueset (required)`)"),
)
LENGTH: Parsed[int] = Parsed(
    "[1-9][0-9]{0,8}",
    int,
    Text("et antall tegn (et helt tall fra 1)", "a number of characters (an integer from 1)"),
)
PHASE_FORM: Parsed[int] = Parsed("[1-9]", int, Text("en fase fra 1 til 9", "a phase from 1 to 9"))


def _discriminator(text: str) -> tuple[str, str]:
    kind, _, path = text.partition(":")
    return kind, path


DISCRIMINATOR: Parsed[tuple[str, str]] = Parsed(
    r"(?:value|exists|pattern|type|profile):[^\s]+",
    _discriminator,
    Text("en diskriminator (som value:system)", "a discriminator (such as value:system)"),
)
