"""A guide's pages as plain Markdown with its `mkdocs.yml`, in both languages; `host/site_builder.py` runs the generator."""

from .publish import publish
from .site import Guide

__all__ = ["Guide", "publish"]
