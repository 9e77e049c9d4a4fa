"""Names in expressions lead to something; and where a part of an expression stands in the file."""

from collections.abc import Iterator

from dbep_ig.engine.diagnostics import Issue, Location
from dbep_ig.guide.authoring.bearings import Bearings
from dbep_ig.guide.authoring.expressions import Expression, ShortForm
from dbep_ig.guide.authoring.model_rules import UNKNOWN_SHORT_FORM
from dbep_ig.guide.authoring.suggestions import did_you_mean
from dbep_ig.guide.authoring.yaml_nodes import Where, YamlScalar


def check_short_forms(expression: Expression, where: Where, bearings: Bearings) -> Iterator[Issue]:
    """DBEP2048 for each name of the expression, which stands at `where`, that leads to nothing."""
    for name in expression.short_forms:
        if not _is_known(name, bearings):
            hint = did_you_mean(name.name, name.candidates(bearings.model.names))
            params = {"name": name.name, "kind": name.kind, "hint": hint}
            at = place_in(where, name.start, name.end, expression.written)
            yield Issue(UNKNOWN_SHORT_FORM, at, params)


def _is_known(name: ShortForm, bearings: Bearings) -> bool:
    """Whether the guide, R4's types, or (for extensions) R4 and the packages have it."""
    return name.canonical is not None or (name.is_extension and bearings.extension(name.name) is not None)


def place_in(where: Where, start: int, end: int, written: str) -> Location:
    """Characters of `written`, which is a part of the value at `where`."""
    node = where.node
    if not isinstance(node, YamlScalar):
        return where.location()
    start = min(start, len(written) - 1)  # what is missing at the end is shown at the last character
    shift = max(node.text.find(written), 0)
    return where.range(start + shift, max(end, start + 1) + shift)
