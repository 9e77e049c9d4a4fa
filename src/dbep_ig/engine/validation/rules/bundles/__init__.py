"""Bundles: fullUrls, links, search results, and what entries refer to."""
