"""Narratives: XHTML, links, languages."""

APPLIES_TO = frozenset(("Narrative",))
