"""What all of validation builds on: where the walk is, what it notes, compiled types, settings, the documents of a call."""
