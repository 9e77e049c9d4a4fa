"""The forms of small values: names, ids, addresses, cardinalities, types, paths. Several keywords share each."""

import re
import unicodedata

from dbep_ig.engine.diagnostics import Text
from dbep_ig.engine.fhir.primitives.moments import date_fault
from dbep_ig.engine.terminology.builtin.language_tags import is_language_tag

from . import meant_forms
from .element_paths import PATH_PATTERN, STEPS_PATTERN, ElementPath, parse_path
from .model import Binding, Cardinality, ElementType
from .shapes import Parsed, pattern

# Any script's letters. Patterns are read by Python and, in editors, as ECMAScript, with or without its flag `u`: Python has no
# \p{L}, ECMAScript no \w beyond ASCII. So a pattern says which signs are none, and `_is_word` has the last word.
_NO_LETTERS = r"\u0000-\u0040\u005B-\u0060\u007B-\u00A9\u00AB-\u00B4\u00B6-\u00B9\u00BB-\u00BF\u00D7\u00F7\u2000-\u206F\u2190-\u2BFF\u3000-\u3004\uFF00-\uFF20"
_LETTER = rf"[^{_NO_LETTERS}]"
_WORD = rf"{_LETTER}(?:[0-9]|{_LETTER})*"
_NAME = rf"{_LETTER}(?:[0-9]|{_LETTER}){{0,63}}"
_IN_WORDS = ("L", "M", "Nd")  # Unicode's letters, the marks that belong to them, digits
_ADDRESS = r"(?:https?://|urn:)[^\s|#]+(?:\|[^\s|#]+)?"
_ID = r"[A-Za-z0-9][A-Za-z0-9\-.]{0,63}"
_TARGET = rf"(?:{_WORD}|{_ADDRESS}|{_ID})"
_TYPE = rf"(?:{_WORD}|{_ID})(?:\({_TARGET}(?:\s*,\s*{_TARGET})*\))?"
_STRENGTHS = "required|extensible|preferred|example"


def _is_word(text: str) -> bool:
    return all(unicodedata.category(sign).startswith(_IN_WORDS) for sign in text)


# Scripts without capitals (Arabic, Georgian, Hebrew …) begin both kinds of name with the letters they have.
CLASS_NAME: Parsed[str] = Parsed(
    rf"(?![a-z]){_NAME}",
    lambda text: text if _is_word(text) and not text[0].islower() else None,
    Text(
        "et klassenavn (stor forbokstav, bare bokstaver og tall, høyst 64)",
        "a class name (capital first letter, letters and digits only, at most 64)",
    ),
    meant=meant_forms.class_name,
)
ELEMENT_NAME: Parsed[str] = Parsed(
    rf"(?![A-Z]){_NAME}",
    lambda text: text if _is_word(text) and not (text[0].isupper() or text[0].istitle()) else None,
    Text(
        "et elementnavn (liten forbokstav, bare bokstaver og tall, høyst 64)",
        "an element name (lower-case first letter, letters and digits only, at most 64)",
    ),
    meant=meant_forms.element_name,
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
    meant=meant_forms.identifier,
)
ID_OR_TRUE = pattern(
    rf"(?!(?i:yes|no|on|off|ja|nei|nej|false|y|n)$|(?!true$)(?i:true)$){_ID}",
    Text(
        "«true» eller en id (bokstavene a–z, tall, bindestrek og punktum, høyst 64 tegn)",
        "`true` or an id (letters a–z, digits, hyphens and full stops, at most 64)",
    ),
    meant=lambda text: "true" if meant_forms.boolean(text) == "true" else None,
)
PREFIX_FORM = pattern(
    r"[A-Za-z0-9](?:[A-Za-z0-9\-.]{0,61}[A-Za-z0-9])?",
    Text(
        "et prefiks (bokstavene a–z, tall, bindestrek og punktum, med bokstav eller tall til slutt)",
        "a prefix (letters a–z, digits, hyphens and full stops, with a letter or digit last)",
    ),
    meant=meant_forms.identifier,
)
PACKAGE_ID = pattern(
    r"(?=.{1,64}$)[a-z][a-z0-9\-]*(?:\.[a-z0-9\-]+)+",
    Text(
        "en pakke-id (små bokstaver, skilt med punktum, høyst 64 tegn)",
        "a package id (lower-case letters, separated by full stops, at most 64 characters)",
    ),
)
CODE = pattern(
    r"[^\s]+(?: [^\s]+)*", Text("en kode (uten mellomrom i endene)", "a code (no spaces at the ends)")
)
CANONICAL = pattern(
    _ADDRESS,
    Text("en URI (http://…, https://… eller urn:…)", "a URI (http://…, https://… or urn:…)"),
    meant=meant_forms.address,
)
WEB_OR_MAIL_ADDRESS = pattern(
    r"(?:https?://|mailto:)[^\s<>\"]+",
    Text(
        "en nettadresse eller e-postadresse (https://… eller mailto:…)",
        "a web or e-mail address (https://… or mailto:…)",
    ),
    meant=meant_forms.address,
)
WEB_OR_MAIL_CONTACT = pattern(
    r"(?:https?://|mailto:)[^\s<>\"]+|[^\s<>\"@:/]+@[^\s<>\"@:/]+\.[^\s<>\"@:/]+",
    Text(
        "en nettadresse eller e-postadresse (https://… eller navn@example.org)",
        "a web or e-mail address (https://… or name@example.org)",
    ),
)
FINDING_PLACE = pattern(
    r"[^\s#]+(?:#[^\s#]+)?",
    Text(
        "et sted (som profiles/plan.yaml eller profiles/plan.yaml#rules/category)",
        "a place (such as profiles/plan.yaml or profiles/plan.yaml#rules/category)",
    ),
)
SYSTEM_AND_CODE = pattern(
    r"(?:https?://|urn:)[^\s|#]+#[^\s|#]+",
    Text(
        "et system og en kode (som urn:iso:std:iso:3166#NO)",
        "a system and a code (such as urn:iso:std:iso:3166#NO)",
    ),
)
CANONICAL_OR_ID = pattern(rf"{_ADDRESS}|{_ID}", Text("en URI eller en id", "a URI or an id"))
VERSION = pattern(
    r"\d+\.\d+\.\d+(?:-[0-9A-Za-z.\-]+)?",
    Text("en versjon på formen 1.2.3", "a version of the form 1.2.3"),
    meant=meant_forms.version,
)


def _date(text: str) -> str | None:
    return text if date_fault(text) is None else None


DATE: Parsed[str] = Parsed(
    r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])",
    _date,
    Text("en dato på formen ÅÅÅÅ-MM-DD", "a date of the form YYYY-MM-DD"),
    meant=meant_forms.date,
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
    meant=meant_forms.cardinality,
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
    meant=meant_forms.types,
)
CONTEXT_PATH = pattern(
    r"[A-Z][A-Za-z0-9]*(?:\.[a-z][A-Za-z0-9]*(?:\[x\])?)*",
    Text(
        "en ressurs eller et element, som CarePlan.activity",
        "a resource or an element, such as CarePlan.activity",
    ),
)
ELEMENT_PATH: Parsed[ElementPath] = Parsed(
    PATH_PATTERN,
    parse_path,
    Text("en sti i FHIR (som CarePlan.addresses)", "a path in FHIR (such as CarePlan.addresses)"),
    meant=meant_forms.path,
)
STEPS = pattern(
    STEPS_PATTERN,
    Text(
        "en sti uten ressursnavn (som activity.detail)",
        "a path without the resource name (such as activity.detail)",
    ),
    meant=meant_forms.steps,
)


def _binding(text: str) -> Binding:
    value_set, _, strength = text.rpartition("(")
    return Binding(value_set.strip(), strength.rstrip(")"))


BINDING_FORM: Parsed[Binding] = Parsed(
    rf"(?:{_ADDRESS}|{_ID})\s+\((?:{_STRENGTHS})\)",
    _binding,
    Text(
        "en binding: et verdisett og en styrke, som `verdisett (required)`",
        "a binding: a value set and a strength, such as `valueset (required)`",
    ),
    meant=meant_forms.binding,
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
    meant=meant_forms.discriminator,
)
