"""What the invariants of R4 check, in Norwegian: `catalogue/r4-invariants.nb.tsv`, read when the first of them is shown."""

from collections.abc import Mapping
from functools import cache

from dbep_ig.engine.fhir.uris import split_canonical

_ROOM, _FILE = "dbep_ig.catalogue", "r4-invariants.nb.tsv"


def invariant_text(key: str, definition: str) -> str | None:
    """The text of an invariant of R4, or None.

    definition  the canonical of the definition that has it: some keys are used by several, for different rules
    """
    texts = invariant_texts()
    own = split_canonical(definition)[0].rpartition("/")[2]
    return texts.get(f"{key} {own}") or texts.get(key)


@cache
def invariant_texts() -> Mapping[str, str]:
    """`key`, or `key definition-id`, -> text."""
    from importlib.resources import files  # start-up time

    content = files(_ROOM).joinpath(_FILE).read_text(encoding="utf-8")
    rows = (line.partition("\t") for line in content.splitlines() if line and not line.startswith("#"))
    return {key: text for key, _, text in rows}
