"""Extensions: known, where they may be used, trusted."""
