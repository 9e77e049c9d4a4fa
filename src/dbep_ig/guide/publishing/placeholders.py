r"""`{{prefix}}` in the prose of `site/` becomes what `guide.yaml` says, so that pages follow the guide when it is moved.

A placeholder is one word without spaces in double braces, in text and in code alike. `\{{prefix}}` shows the braces.
What has spaces or a dollar sign is nobody's business here: `{{ x }}` of templates, `${{ x }}` of workflows.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from dbep_ig.engine.diagnostics import (
    Issue,
    Location,
    Place,
    Rule,
    Source,
)
from dbep_ig.guide.authoring.model import GuideMetadata
from dbep_ig.guide.authoring.suggestions import did_you_mean

from .markdown import html
from .site import Guide

UNKNOWN_PAGE_PLACEHOLDER = Rule(
    code="DBEP6003",
    name="unknown-page-placeholder",
    issue_type="not-found",
    nb="«{placeholder}» står ikke for noe i guide.yaml{hint}",
    en="`{placeholder}` stands for nothing in guide.yaml{hint}",
)
_PLACEHOLDER = re.compile(r"(?<!\$)(\\?)\{\{([A-Za-z][\w.\-]*)\}\}")


def placeholders(guide: GuideMetadata, language: str) -> dict[str, str]:
    """Word -> what it stands for, of what the guide says; named as the keywords, `id` for the first of them."""
    known = {
        "id": guide.id,
        "canonical": guide.canonical,
        "version": guide.version,
        "name": guide.name,
        "title": guide.title.in_language(language),
        "status": guide.status,
        "date": guide.date,
        "fhirVersion": guide.fhir_version,
        "publisher": guide.publisher.in_language(language),
        "contact": ", ".join(guide.contact),
        "license": guide.license or "",
        "prefix": guide.prefix,
    }
    return {word: _in_text(value) for word, value in known.items() if value}


def _in_text(value: str) -> str:
    """What would be markup, or end a cell of a table, as character references."""
    return html(value).replace("|", "&#124;")


def filled(guide: Guide, language: str) -> Guide:
    """The guide with the placeholders of its pages replaced; those that stand for nothing are left."""
    known = placeholders(guide.model.guide, language)
    site = {
        path: _PLACEHOLDER.sub(lambda found: _value(found, known), text).encode()
        for path, text in _pages(guide.site)
    }
    return replace(guide, site={**guide.site, **site})


def _value(found: "re.Match[str]", known: Mapping[str, str]) -> str:
    shown_as_it_is = found[1]
    return found[0][1:] if shown_as_it_is else known.get(found[2], found[0])


def placeholder_issues(guide: Guide) -> Iterator[Issue]:
    """DBEP6003 for each that stands for nothing, where it stands."""
    known = placeholders(guide.model.guide, guide.model.guide.language)
    for path, text in sorted(_pages(guide.site)):
        source = Source(f"site/{path}", text)
        for found in _PLACEHOLDER.finditer(text):
            if not found[1] and found[2] not in known:
                place = Place(source, source.span(found.start(), found.end()))
                hint = did_you_mean(found[2], known)
                params = {"placeholder": found[0], "hint": hint}
                yield Issue(UNKNOWN_PAGE_PLACEHOLDER, Location(source.name, exact=place), params)


def _pages(site: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """The pages that are text; what is not UTF-8 is reported elsewhere."""
    for path, data in site.items():
        if path.endswith(".md"):
            try:
                yield path, data.decode("utf-8")
            except UnicodeDecodeError:
                continue
