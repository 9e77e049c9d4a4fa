"""Answers of services: a value, or UndecidedError."""

from typing import Any

from dbep_ig.engine.diagnostics import Text

from .environment import UNDECIDED
from .errors import UndecidedError
from .rules import CANNOT_DECIDE

NOBODY_KNOWS = Text(
    "det som trengs, er ikke tilgjengelig i denne kjøringen", "what is needed is not available in this run"
)


def answered(answer: Any, operation: str, reason: str | Text = NOBODY_KNOWS) -> Any:
    """The answer, unless it is UNDECIDED."""
    if answer is UNDECIDED:
        raise UndecidedError(CANNOT_DECIDE, {"operation": operation, "reason": reason})
    return answer
