"""What publishing is given, and what every page type may ask for while it writes a page in one language."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from dbep_ig.engine.diagnostics import Rule, Text
from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.guide.authoring.local_text import LocalText
from dbep_ig.guide.languages import Words, tool_language
from dbep_ig.guide.stages import Stages

from . import markdown
from .page import Addresses, Page, text_of
from .templating import render
from .written import Written

if TYPE_CHECKING:
    from dbep_ig.catalogue import Entry
    from dbep_ig.guide.authoring.model import Model
    from dbep_ig.guide.scenarios import CheckedExample
    from dbep_ig.licences import Bundled


@dataclass(frozen=True, slots=True)
class Guide:
    """All of a guide that the site tells about. Values only: whoever calls has read the files.

    model       the classes and what guide.yaml says
    resources   the generated conformance resources, snapshots included
    examples    compiled scenarios with what the validator said of them
    catalogue   code -> its page
    rules       code -> Rule, for severity and message of a catalogue page; may lack some
    site        files of the guide's `site/` folder: `nb/index.md`, `assets/x.css`, `theme/…`, `developers/adr/…`
    changelog   Markdown
    downloads   file name -> bytes: the package
    words       the languages that pages are written in, the main one first, and what each calls things
    written     its resources as JSON
    stages      what was made for an earlier site in this process
    bundled     what the tool and the site hold of others' work; None: the page of licences is about the guide alone
    """

    model: "Model"
    resources: tuple[Resource, ...]
    examples: "tuple[CheckedExample, ...]"
    catalogue: "Mapping[str, Entry]"
    rules: Mapping[str, Rule]
    site: Mapping[str, bytes]
    changelog: str
    downloads: Mapping[str, bytes]
    words: Mapping[str, Words]
    bundled: "Bundled | None" = None
    written: Written = field(default_factory=Written)
    stages: Stages = field(default_factory=Stages)

    @property
    def own_language(self) -> str:
        """The main language: the one that its resources are written in."""
        return self.model.guide.language

    @property
    def languages(self) -> tuple[str, ...]:
        """Those that pages are written in."""
        return tuple(self.words)


class Site:
    """A guide seen in one language; the page types render through it."""

    def __init__(self, guide: Guide, language: str) -> None:
        self.guide = guide
        self.language = language
        self.tool_language = tool_language(language)
        self.words = guide.words[language].site
        self.addresses = Addresses(guide.resources)

    def say(self, text: Text | LocalText | str) -> str:
        """A text in the site's language."""
        if isinstance(text, Text):
            return text.in_language(self.tool_language)
        return text.in_language(self.language) if isinstance(text, LocalText) else text

    def coded(self, code: str) -> str:
        """A code of FHIR as a word of the site's language; one that is not known stays as it is."""
        return self.guide.words[self.language].codes.get(code, code)

    def told(self, holder: Mapping[str, object], name: str) -> str:
        """A resource's string element in the site's language."""
        return text_of(holder, name, self.language, own=self.guide.own_language)

    @cached_property
    def own_shorts(self) -> frozenset[str]:
        """What the guide itself calls elements: the rest of a snapshot has R4's words."""
        return frozenset(
            str(element["short"])
            for resource in self.guide.resources
            for element in (resource.get("differential") or {}).get("element", ())
            if "short" in element
        )

    def resources(self, kind: str) -> list[Resource]:
        """The guide's resources of a type, by id."""
        found = [resource for resource in self.guide.resources if resource.get("resourceType") == kind]
        return sorted(found, key=lambda resource: str(resource.get("id")))

    def page(
        self,
        template: str,
        path: str,
        *,
        section: tuple[str, ...],
        title: str,
        label: str = "",
        description: str = "",
        hide: Iterable[str] = (),
        files: Mapping[str, bytes] | None = None,
        **values: object,
    ) -> Page:
        """A page from its template. The template sees `w` (words), `here`, `go` (a link to another page), and `values`."""

        def address(target: str) -> str:
            return target if "://" in target else markdown.relative(target, path)

        def go(target: str | None, text: object) -> markdown.Markdown:
            return markdown.link(text, address(target)) if target else markdown.finalize(text)

        def canonical(url: str, text: object = None) -> markdown.Markdown:
            shown = self.addresses.title(url) if text is None else text
            return go(self.addresses.of(url), shown)

        body = render(
            template,
            {
                "w": self.words,
                "severities": self.guide.words[self.language].severities,
                "language": self.language,
                "title": title,
                "go": go,
                "canonical": canonical,
                "address": address,
                "coded": self.coded,
                "told": self.told,
                "say": self.say,
                **values,
            },
        )
        front = front_matter(
            title=title, description=description, hide=list(hide), made_by=f"dbep build ({template})"
        )
        return Page(path, section, label or title, front + body, files or {})


def front_matter(*, title: str, description: str, hide: list[str], made_by: str) -> str:
    """The YAML block on top; strings as JSON, which YAML reads as they are. The theme puts the description in an attribute as it is."""
    lines = ["---", f"# {made_by}", f"title: {json.dumps(title, ensure_ascii=False)}"]
    if description:
        shown = markdown.html(" ".join(description.split()))
        lines.append(f"description: {json.dumps(shown, ensure_ascii=False)}")
    if hide:
        lines.append(f"hide: [{', '.join(hide)}]")
    return "\n".join([*lines, "---", "", ""])
