"""A guide's pages as plain Markdown with its `mkdocs.yml`, in both languages; `host/site_builder.py` runs the generator."""

from .frame import NOTICE_MARK
from .publish import publish
from .site import Guide

__all__ = ["NOTICE_MARK", "Guide", "publish"]
