"""Conformance resources held to what their own pages say, beyond structure and invariants: DBEP48xx."""
