"""The walk over a document against types and profiles, and the state of one document."""
