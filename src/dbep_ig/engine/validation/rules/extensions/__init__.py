"""Extensions: known, where they may be used, trusted."""

APPLIES_TO = frozenset(("Extension",))
