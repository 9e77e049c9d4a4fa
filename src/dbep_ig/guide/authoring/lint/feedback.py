"""The feedback link's address: only placeholders that are filled in."""

from collections.abc import Iterator

from dbep_ig.engine.diagnostics import Issue
from dbep_ig.guide.authoring.bearings import Bearings
from dbep_ig.guide.authoring.feedback import PLACEHOLDERS, unknown_placeholders
from dbep_ig.guide.authoring.model_rules import UNKNOWN_PLACEHOLDER
from dbep_ig.guide.authoring.suggestions import did_you_mean


def check_feedback(bearings: Bearings) -> Iterator[Issue]:
    """DBEP2054, at the characters of the placeholder."""
    guide = bearings.model.guide
    allowed = tuple(f"{{{name}}}" for name in PLACEHOLDERS)
    for written, start, end in unknown_placeholders(guide.feedback or ""):
        params = {"placeholder": written, "allowed": allowed, "hint": did_you_mean(written, allowed)}
        yield Issue(UNKNOWN_PLACEHOLDER, (guide.where / "feedback").range(start, end), params)
