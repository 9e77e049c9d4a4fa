"""The guide itself, what was asked of it, and what it builds on."""

from collections.abc import Mapping
from dataclasses import dataclass

from dbep_ig.guide.authoring.local_text import LocalText, joined
from dbep_ig.guide.authoring.yaml_nodes import Where


@dataclass(frozen=True, slots=True)
class Requirement:
    """What someone asked for, in their words, and where they said it."""

    id: str
    quote: str
    source: str
    where: Where


@dataclass(frozen=True, slots=True)
class Dependency:
    """A package this guide builds on. `optional`: used where it is installed, never demanded."""

    package_id: str
    version: str
    canonical: str | None
    optional: bool
    where: Where


@dataclass(frozen=True, slots=True)
class CanonicalAlias:
    """A base address that the guide had before. `prefix`: what the ids began with there; None when it is as now."""

    canonical: str
    prefix: str | None
    where: Where


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A finding that is known and left. `at`: a file, and after # keys with slashes between; * is anything. `until`: YYYY-MM-DD."""

    rule: str
    at: str
    reason: str
    owner: str
    until: str
    where: Where


@dataclass(frozen=True, slots=True)
class GuideMetadata:
    """`guide.yaml`: everything about the guide that no code may know.

    languages   BCP 47, the main one first; at least one
    tool_pages  the site has the pages about the tool: what it reports, and the keywords
    """

    id: str
    canonical: str
    canonical_aliases: tuple[CanonicalAlias, ...]
    version: str
    name: str
    title: LocalText
    definition: LocalText
    status: str
    experimental: bool
    date: str
    fhir_version: str
    languages: tuple[str, ...]
    publisher: LocalText
    contact: tuple[str, ...]
    notice: LocalText | None
    feedback: str | None
    jurisdiction: str | None
    license: str | None
    copyright: tuple[LocalText, ...]
    prefix: str
    dependencies: Mapping[str, Dependency]
    tool_pages: bool
    where: Where
    accepted: tuple[Acceptance, ...] = ()

    @property
    def language(self) -> str:
        """The main language: what stands in the elements themselves is in it."""
        return self.languages[0]

    def url(self, resource_type: str, resource_id: str) -> str:
        """The canonical of a resource of this guide."""
        return f"{self.canonical}/{resource_type}/{resource_id}"

    @property
    def description(self) -> LocalText:
        """What the guide is, after what a reader must know before anything else."""
        if self.notice is None:
            return self.definition
        return joined((self.notice, self.definition), " ")
