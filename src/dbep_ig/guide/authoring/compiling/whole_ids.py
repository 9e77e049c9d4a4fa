"""What is defined: each id gets the guide's prefix, and each name is defined once however it is spelled."""

from collections.abc import Mapping

from dbep_ig.engine.diagnostics import Issue, Location
from dbep_ig.guide.authoring.blocks import Fields
from dbep_ig.guide.authoring.model_rules import NAME_CLASH, TOO_LONG_ID
from dbep_ig.guide.authoring.names import LONGEST_ID, whole_id


def defined_id(written: str, prefix: str, at: Location, issues: list[Issue]) -> str:
    """The whole id; one that is too long with its prefix is reported."""
    whole = whole_id(written, prefix)
    if len(whole) > LONGEST_ID:
        params = {"id": whole, "length": len(whole), "allowed": LONGEST_ID}
        issues.append(Issue(TOO_LONG_ID, at, params))
    return whole


def whole_keys(blocks: Mapping[str, Fields], prefix: str, issues: list[Issue]) -> dict[str, Fields]:
    """Blocks by the whole ids of their keys; two spellings of one id are reported, and the first is kept."""
    found: dict[str, Fields] = {}
    for written, fields in blocks.items():
        at = fields.where.location(on_key=True)
        whole = defined_id(written, prefix, at, issues)
        first = found.setdefault(whole, fields)
        if first is not fields:
            clash(whole, at, first.where.location(on_key=True), issues)
    return found


def clash(name: str, at: Location, other: Location, issues: list[Issue]) -> None:
    """Report that `name` is defined at both places."""
    issues.append(Issue(NAME_CLASH, at, {"name": name, "other": other.document}, related=(other,)))
