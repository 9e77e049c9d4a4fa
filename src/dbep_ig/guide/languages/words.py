"""The words of one language, as its file here has them, filled up with English.

Reading is done when a word is first asked for: the command starts and validates without it. Imports inside functions are for
start-up time.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from dbep_ig.engine.diagnostics import Language

ENGLISH = "en"
SECTIONS = ("site", "severities", "codes", "prose", "datatypes", "notice")
# Codes that mean a language which has its words under another: https://www.iana.org/assignments/language-subtag-registry
_SAME = {"no": "nb"}

_PLACEHOLDER = re.compile(r"\{(\w+)\}")

# What languages that may have no file here call themselves.
_NAMED = {
    "da": "Dansk",
    "de": "Deutsch",
    "es": "Español",
    "et": "Eesti",
    "fi": "Suomi",
    "fr": "Français",
    "is": "Íslenska",
    "it": "Italiano",
    "lt": "Lietuvių",
    "lv": "Latviešu",
    "nl": "Nederlands",
    "pl": "Polski",
    "pt": "Português",
    "se": "Davvisámegiella",
    "sma": "Åarjelsaemien gïele",
    "smj": "Julevsámegiella",
}


@dataclass(frozen=True, slots=True)
class Words:
    """What one language calls things.

    code        as guide.yaml has it: `sv`, `de-AT`
    name        what the language calls itself
    site        labels of the site, by key
    severities  severity of a finding -> word
    codes       code of FHIR in running text (a status, the strength of a binding) -> word
    prose       what sentences about an example are made of; texts, lists and mappings as en.yaml has them
    datatypes   data type of FHIR -> element -> the short words that examples may write for it
    notice      what the package's own file about its terms says, by key
    """

    code: str
    name: str
    site: Mapping[str, str]
    severities: Mapping[str, str]
    codes: Mapping[str, str]
    prose: Mapping[str, Any]
    datatypes: Mapping[str, Mapping[str, tuple[str, ...]]]
    notice: Mapping[str, str]


@cache
def known_languages() -> tuple[str, ...]:
    """The languages that have a file here."""
    files = resources.files(__package__).iterdir()
    return tuple(sorted(file.name.removesuffix(".yaml") for file in files if file.name.endswith(".yaml")))


def file_of(code: str) -> str | None:
    """The language whose file here has the words of `code`: `nb` for `nb-NO` and for `no`; None where there is none."""
    base = code.partition("-")[0]
    known = known_languages()
    return next((one for one in (code, base, _SAME.get(base, "")) if one in known), None)


@cache
def words_of(code: str) -> Words:
    """The words of a language without those that a guide brings; in English where it has no file here."""
    return with_own(code, {})


def with_own(code: str, own: Mapping[str, Any]) -> Words:
    """The words of a language, with a guide's own in place of those here.

    own  `name` and sections as a file has them, checked
    """
    found = _file(ENGLISH)
    there = file_of(code)
    if there is not None:
        found = _merged(found, _file(there))
    # English has nothing that is right for every language in what examples may write.
    datatypes = _merged(_file(there).get("datatypes", {}) if there else {}, own.get("datatypes", {}))
    found = _merged(found, own)
    return Words(
        code=code,
        name=str(own.get("name") or (found["name"] if there else _NAMED.get(code, code))),
        site=found["site"],
        severities=found["severities"],
        codes=found["codes"],
        prose=found.get("prose", {}),
        datatypes={
            kind: {
                element: (said,) if isinstance(said, str) else tuple(said) for element, said in parts.items()
            }
            for kind, parts in datatypes.items()
        },
        notice=found["notice"],
    )


def filled(text: str, /, **values: object) -> str:
    """A text with its placeholders replaced; what stands for nothing here stays as it is."""
    return _PLACEHOLDER.sub(lambda found: str(values.get(found[1], found[0])), text)


def tool_language(code: str) -> Language:
    """The language that the tool speaks to readers of `code`: its own texts (findings, keywords) are in these two alone."""
    return "nb" if code.partition("-")[0] in ("nb", "nn", "no") else "en"


def english() -> Mapping[str, Any]:
    """The file that has every word."""
    return _file(ENGLISH)


@cache
def _file(code: str) -> Mapping[str, Any]:
    import yaml

    data = (resources.files(__package__) / f"{code}.yaml").read_bytes()
    # texts alone: in YAML's own types `no` is false
    found = yaml.load(data, getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # noqa: S506  makes texts, lists and mappings
    return MappingProxyType(found)


def _merged(under: Mapping[str, Any], over: Mapping[str, Any]) -> Mapping[str, Any]:
    found = dict(under)
    for key, value in over.items():
        there = found.get(key)
        found[key] = (
            _merged(there, value) if isinstance(there, Mapping) and isinstance(value, Mapping) else value
        )
    return found
