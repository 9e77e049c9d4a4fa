"""What every stage says when something is wrong, and where.

Import from here: `from dbep_ig.engine.diagnostics import Rule, Severity, Issue, Location, Result`.
"""

from .issue import Issue, Location
from .language import LANGUAGES, Language, LateText, Text
from .ordering import most_helpful_first
from .place import Locator, Place, Source, Span
from .pointer import Pointer, pointer_text
from .report import Held, Report
from .result import Result, collect
from .rule import Rule, Severity

__all__ = [
    "LANGUAGES",
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
    "Text",
    "collect",
    "most_helpful_first",
    "pointer_text",
]
