"""The guide's earlier addresses: each differs from the one of today in address or prefix, and stands once."""

from collections.abc import Iterator

from dbep_ig.engine.diagnostics import Issue, Text
from dbep_ig.guide.authoring.bearings import Bearings
from dbep_ig.guide.authoring.model_rules import SUPERFLUOUS_ALIAS


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
