"""guide.yaml: each earlier address differs from the one of today and is listed once; the feedback link has known placeholders."""

from collections.abc import Iterator

from dbep_ig.engine.diagnostics import Issue, Text
from dbep_ig.guide.authoring.bearings import Bearings
from dbep_ig.guide.authoring.feedback import PLACEHOLDERS, unknown_placeholders
from dbep_ig.guide.authoring.model_rules import SUPERFLUOUS_ALIAS, UNKNOWN_PLACEHOLDER
from dbep_ig.guide.authoring.suggestions import did_you_mean


def check_canonical_aliases(bearings: Bearings) -> Iterator[Issue]:
    """DBEP2053."""
    guide = bearings.model.guide
    seen: set[tuple[str, str]] = set()
    for alias in guide.canonical_aliases:
        names = (alias.canonical, alias.prefix or guide.prefix)
        reason = None
        if names == (guide.canonical, guide.prefix):
            reason = Text("det er adressen guiden har nå", "it is the address that the guide has now")
        elif names in seen:
            reason = Text("den står her fra før", "it is listed already")
        seen.add(names)
        if reason is not None:
            params = {"alias": alias.canonical, "reason": reason}
            yield Issue(SUPERFLUOUS_ALIAS, alias.where.location(), params)


def check_feedback(bearings: Bearings) -> Iterator[Issue]:
    """DBEP2054, at the characters of the placeholder."""
    guide = bearings.model.guide
    allowed = tuple(f"{{{name}}}" for name in PLACEHOLDERS)
    for written, start, end in unknown_placeholders(guide.feedback or ""):
        params = {"placeholder": written, "allowed": allowed, "hint": did_you_mean(written, allowed)}
        yield Issue(UNKNOWN_PLACEHOLDER, (guide.where / "feedback").range(start, end), params)
