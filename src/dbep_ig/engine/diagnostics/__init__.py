"""What every stage says when something is wrong, and where.

Import from here: `from dbep_ig.engine.diagnostics import Rule, Severity, Issue, Location, Result`.
"""

from .issue import Asker, Issue, Location
from .language import LANGUAGES, Language, LateText, Text, known_language
from .ordering import most_helpful_first
from .own_fault import COMMAND_LEFT, OWN_FAULT, RESOURCE_LEFT, own_fault, own_fault_issue
from .place import Locator, OrderedLocator, Place, Source, Span
from .pointer import Pointer, pointer_text
from .printable import printable, printable_json, printable_line, printable_lines
from .remark import Remark
from .report import HELD_REASONS, Accepted, Beyond, Held, Report, not_shown
from .result import Result
from .rule import Rule, Severity, Summary

__all__ = [
    "COMMAND_LEFT",
    "HELD_REASONS",
    "LANGUAGES",
    "OWN_FAULT",
    "RESOURCE_LEFT",
    "Accepted",
    "Asker",
    "Beyond",
    "Held",
    "Issue",
    "Language",
    "LateText",
    "Location",
    "Locator",
    "OrderedLocator",
    "Place",
    "Pointer",
    "Remark",
    "Report",
    "Result",
    "Rule",
    "Severity",
    "Source",
    "Span",
    "Summary",
    "Text",
    "known_language",
    "most_helpful_first",
    "not_shown",
    "own_fault",
    "own_fault_issue",
    "pointer_text",
    "printable",
    "printable_json",
    "printable_line",
    "printable_lines",
]
