"""A rule: the fault it names, how grave it is, and what it says in both languages."""

from collections.abc import Mapping
from enum import IntEnum
from typing import NamedTuple

from .language import Language, LateText, Text
from .printable import printable

_LONGEST_VALUE = 200  # characters of a value shown inside a message


class Severity(IntEnum):
    """http://hl7.org/fhir/issue-severity, gravest first, so that sorting puts errors on top."""

    FATAL = 0
    ERROR = 1
    WARNING = 2
    INFORMATION = 3

    @property
    def code(self) -> str:
        """The FHIR code, e.g. `error`."""
        return self.name.lower()

    def __str__(self) -> str:
        return self.code

    def __format__(self, spec: str) -> str:
        return format(self.code, spec)


class Summary(NamedTuple):
    """What a reader is told of all findings of a rule at once, where the places of each make no difference.

    by    the parameter that says what they are about; `count` among the parameters says how often, `name` what it is called
    text  what comes before these
    """

    by: str
    text: Text


class Rule:
    """One kind of fault, with a stable code.

    code        DBEP + four digits, never reused; see the architecture page for the ranges
    name        the fault in kebab-case, so that "allow value-too-long" reads well
    issue_type  a code of http://hl7.org/fhir/issue-type
    severity    an error, unless the rule says otherwise
    nb, en      one sentence of facts with {named} parameters, values first, no advice
    spec        where the specification says so
    summary     for text: all its findings are one line at the end
    """

    __slots__ = ("code", "issue_type", "message", "name", "severity", "spec", "summary")

    def __init__(
        self,
        *,
        code: str,
        name: str,
        issue_type: str,
        nb: str,
        en: str,
        severity: Severity = Severity.ERROR,
        spec: str = "",
        summary: Summary | None = None,
    ) -> None:
        self.code = code
        self.name = name
        self.severity = severity
        self.issue_type = issue_type
        self.message = Text(nb, en)
        self.spec = spec
        self.summary = summary

    def __repr__(self) -> str:
        return f"Rule({self.code} {self.name})"

    def say(self, params: Mapping[str, object], language: Language) -> str:
        """The message in `language`, on one line; a `Text` among the parameters is said in that language too."""
        shown = {key: printable(_shown(value, language)) for key, value in params.items()}
        return self.message.in_language(language).format(**shown)


def _shown(value: object, language: Language) -> str:
    if isinstance(value, Text | LateText):
        return value.in_language(language)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple | set | frozenset) and not isinstance(value, str):
        items = sorted(value, key=str) if isinstance(value, set | frozenset) else value
        return ", ".join(_shown(item, language) for item in items)
    text = str(value)
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…"
