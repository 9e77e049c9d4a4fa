"""What every stage says when something is wrong, and where.

Import from here: `from dbep_ig.engine.diagnostics import Rule, Severity, Issue, Location, Result`.
"""

from .issue import Issue, Location
from .language import LANGUAGES, Language, LateText, Text
from .ordering import most_helpful_first
from .own_fault import COMMAND_LEFT, OWN_FAULT, RESOURCE_LEFT, own_fault, own_fault_issue
from .place import Locator, Place, Source, Span
from .pointer import Pointer, pointer_text
from .report import Beyond, Held, Report, not_shown
from .result import Result, collect
from .rule import Rule, Severity, Summary

__all__ = [
    "COMMAND_LEFT",
    "LANGUAGES",
    "OWN_FAULT",
    "RESOURCE_LEFT",
    "Beyond",
    "Held",
    "Issue",
    "Language",
    "LateText",
    "Location",
    "Locator",
    "Place",
    "Pointer",
    "Report",
    "Result",
    "Rule",
    "Severity",
    "Source",
    "Span",
    "Summary",
    "Text",
    "collect",
    "most_helpful_first",
    "not_shown",
    "own_fault",
    "own_fault_issue",
    "pointer_text",
]
