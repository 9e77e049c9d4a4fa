"""Elements and their types: members, cardinality, choices, invariants, profiles of data types."""
