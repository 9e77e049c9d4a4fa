"""Narratives: XHTML, links, languages."""
