"""References, and contained resources."""

APPLIES_TO = frozenset(("ElementDefinition", "DomainResource", "Reference"))
