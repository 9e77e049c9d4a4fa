"""YAML with a place on every key and value -> `Model`, with every fault at its line and column."""
