"""Conformance resources checked against what their own pages say, beyond structure and invariants: DBEP48xx."""

APPLIES_TO = frozenset(
    (
        "CanonicalResource",
        "CapabilityStatement",
        "CodeSystem",
        "ConceptMap",
        "SearchParameter",
        "StructureDefinition",
        "ValueSet",
    )
)
