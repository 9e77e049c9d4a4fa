"""Two things with one name."""

from dbep_ig.engine.diagnostics import Issue, Location
from dbep_ig.guide.authoring.model_rules import NAME_CLASH


def clash(name: str, at: Location, other: Location, issues: list[Issue]) -> None:
    """Report that `name` is defined at both places."""
    issues.append(Issue(NAME_CLASH, at, {"name": name, "other": other.document}, related=(other,)))
