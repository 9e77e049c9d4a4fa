"""Value sets have codes."""

from collections.abc import Iterator, Sequence

from dbep_ig.engine.diagnostics import Issue
from dbep_ig.engine.terminology import Terminology
from dbep_ig.guide.generation.origin import Generated

from .rules import EMPTY_VALUE_SET


def check_value_sets(value_sets: Sequence[Generated], terminology: Terminology) -> Iterator[Issue]:
    """DBEP2132; of what cannot be listed nothing is said."""
    for one in value_sets:
        listing = terminology.compiled_value_set(str(one.resource["url"])).listing
        if listing is not None and not any(listing.values()):
            yield Issue(EMPTY_VALUE_SET, one.origin.root.location(), {"name": one.resource["id"]})
