"""The guide's earlier addresses: each is another than its address of today, and stands once."""

from collections.abc import Iterator

from dbep_ig.engine.diagnostics import Issue, Text
from dbep_ig.guide.authoring.bearings import Bearings
from dbep_ig.guide.authoring.model_rules import SUPERFLUOUS_ALIAS
from dbep_ig.guide.authoring.yaml_nodes import YamlSequence


def check_canonical_aliases(bearings: Bearings) -> Iterator[Issue]:
    """DBEP2053."""
    guide = bearings.model.guide
    where = guide.where / "canonicalAliases"
    seen: set[str] = set()
    for index, alias in enumerate(guide.canonical_aliases):
        reason = None
        if alias == guide.canonical:
            reason = Text("det er adressen guiden har nå", "it is the address that the guide has now")
        elif alias in seen:
            reason = Text("den står her fra før", "it is listed already")
        seen.add(alias)
        if reason is not None:
            at = where / index if isinstance(where.node, YamlSequence) else where
            yield Issue(SUPERFLUOUS_ALIAS, at.location(), {"alias": alias, "reason": reason})
