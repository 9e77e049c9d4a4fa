"""One page of the site, and how resources get their addresses."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.engine.fhir.uris import split_canonical

CORE_PAGES = "https://hl7.org/fhir/R4/"


@dataclass(frozen=True, slots=True)
class Page:
    """A Markdown page in one language.

    path      source path inside the docs folder, the same in every language: `profiles/some-plan.md`
    section   keys of `navigation.SECTIONS`, outermost first; () for a page that stands under the front page
    label     what the menu calls it
    markdown  the whole source, front matter included
    order     the menu has lower numbers first; `index.md` comes before them all
    files     what the page offers for download: path inside the docs folder -> bytes
    """

    path: str
    section: tuple[str, ...]
    label: str
    markdown: str
    files: Mapping[str, bytes] = field(default_factory=dict)
    order: int = 100


def resource_page(resource: Resource) -> str | None:
    """Where a resource of the guide has its page; None for kinds without one.

    A logical model is told as its class: the page is named by the class's own name.
    """
    kind = resource.get("resourceType")
    name = str(resource.get("id", ""))
    if kind == "StructureDefinition":
        if resource.get("kind") == "logical":
            return f"model/{resource.get('name') or name}.md"
        return f"extensions/{name}.md" if resource.get("type") == "Extension" else f"profiles/{name}.md"
    if kind == "CodeSystem":
        return f"codesystems/{name}.md"
    if kind == "ValueSet":
        return f"valuesets/{name}.md"
    if kind in (None, "ImplementationGuide"):
        return None
    return f"resources/{kind}-{name}.md"


class Addresses:
    """Canonical or type name -> page of this guide, or the page at HL7 for what R4 core defines."""

    def __init__(self, resources: Iterable[Resource]) -> None:
        self._pages: dict[str, str] = {}
        self._titles: dict[str, str] = {}
        for resource in resources:
            page, url = resource_page(resource), resource.get("url")
            if page is not None and isinstance(url, str):
                self._pages[url] = page
                self._titles[url] = str(resource.get("name") or resource.get("id"))

    def of(self, canonical: str) -> str | None:
        """The page's source path, an absolute https address, or None when neither is known."""
        url, _, _ = split_canonical(canonical)
        if url in self._pages:
            return self._pages[url]
        if url.startswith("http://hl7.org/fhir/StructureDefinition/"):
            return CORE_PAGES + url.rsplit("/", 1)[1].lower() + ".html"
        if url.startswith("http://hl7.org/fhir/ValueSet/"):
            return CORE_PAGES + "valueset-" + url.rsplit("/", 1)[1] + ".html"
        return None

    def title(self, canonical: str) -> str:
        """The computer-friendly name, or the last part of an address that is not ours."""
        url, _, _ = split_canonical(canonical)
        return self._titles.get(url) or url.rstrip("/").rsplit("/", 1)[-1] or url


TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"


def text_of(holder: Mapping[str, object], name: str, language: str, *, own: str) -> str:
    """A string element in `language`: its translation extension when there is one, else the string itself.

    own  the language the resource is written in
    Source: https://hl7.org/fhir/R4/extension-translation.html
    """
    plain = str(holder.get(name) or "")
    if language == own:
        return plain
    for extension in _translations(holder, name):
        parts = {part.get("url"): part for part in extension.get("extension", [])}
        if str(parts.get("lang", {}).get("valueCode", "")).split("-")[0] == language:
            return str(parts.get("content", {}).get("valueString", plain))
    return plain


def _translations(holder: Mapping[str, object], name: str) -> list[dict[str, Any]]:
    sibling = holder.get("_" + name)
    extensions = sibling.get("extension", []) if isinstance(sibling, dict) else []
    return [extension for extension in extensions if extension.get("url") == TRANSLATION]
