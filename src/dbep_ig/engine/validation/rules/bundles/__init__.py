"""Bundles: fullUrls, links, search results, and what entries refer to."""

APPLIES_TO = frozenset(("Bundle",))
