"""Guides that have moved: documents with their earlier addresses are validated as if they had the new ones."""
