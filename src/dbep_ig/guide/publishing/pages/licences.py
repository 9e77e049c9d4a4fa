"""Who owns what: the guide's terms, the terminology it uses, its packages, trademarks, and what the tool and the site hold."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.guide.authoring.licensed_systems import FHIR_MARKS, LicensedSystem
from dbep_ig.guide.generation.terminology_use import systems_of
from dbep_ig.guide.publishing.markdown import Markdown, link
from dbep_ig.guide.publishing.page import Page, resource_page
from dbep_ig.guide.publishing.site import Site
from dbep_ig.guide.publishing.terminology_owners import Owner, owner_of

_FOLDER = "about/licences"
_IDENTIFIER = re.compile(r"[\w.-]+")
_OPERATORS = frozenset(("AND", "OR", "WITH"))
_CORE = "hl7.fhir.r4.core"


class Row(NamedTuple):
    """A line of the table of terminology."""

    owner: Owner
    addresses: list[str]
    users: list[tuple[str, str]]


def pages(site: Site) -> Iterator[Page]:
    """One page; licence texts and NOTICE are offered beside it."""
    guide, bundled = site.guide.model.guide, site.guide.bundled
    rows = _terminology(site)
    licensed = [row.owner.system for row in rows if row.owner.system is not None]
    components = [one for one in bundled.components if one.licence] if bundled else []
    texts = bundled.texts if bundled else {}
    files = {f"{_FOLDER}/{name}.txt": text.encode() for name, text in texts.items()}
    if bundled:
        files[f"{_FOLDER}/NOTICE.txt"] = bundled.notices[site.tool_language].encode()
    requirements = site.guide.model.requirements.values()
    yield site.page(
        "licences",
        f"{_FOLDER}.md",
        section=("about",),
        title=site.words["licences"],
        description=site.words["licences_lead"],
        files=files,
        guide=guide,
        licence=_licence(guide.license or "", texts),
        rows=rows,
        licensed=licensed,
        core=(_CORE, guide.fhir_version, _licence("CC0-1.0", texts)),
        packages=list(guide.dependencies.values()),
        sources=sorted({one.source for one in requirements}),
        marks=_marks(licensed),
        fhir_marks=FHIR_MARKS,
        in_site=[(one, _licence(one.licence, texts)) for one in components if "site" in one.artefacts],
        in_tool=[(one, _licence(one.licence, texts)) for one in components if "wheel" in one.artefacts],
        texts=[(name, f"{_FOLDER}/{name}.txt") for name in texts],
        notice=f"{_FOLDER}/NOTICE.txt" if bundled else "",
    )


def _terminology(site: Site) -> list[Row]:
    """Each code system that is not the guide's own, licensed ones first, with links to what uses it."""
    own = site.guide.model.guide.canonical + "/"
    found: dict[str, Row] = {}
    for resource, page, title in _told(site):
        for address in systems_of(resource):
            if address.startswith(own):
                continue
            owner = owner_of(address)
            row = found.setdefault(owner.name, Row(owner, [], []))
            if address not in row.addresses:
                row.addresses.append(address)
            if (title, page) not in row.users:
                row.users.append((title, page))
    return sorted(found.values(), key=lambda row: (row.owner.system is None, row.owner.name.casefold()))


def _told(site: Site) -> Iterator[tuple[Resource, str, str]]:
    """Everything that has a page: the resource, the page, and what the link is called."""
    for kind in ("StructureDefinition", "CodeSystem", "ValueSet"):
        for resource in site.resources(kind):
            page = resource_page(resource)
            if page is not None:
                yield resource, page, site.told(resource, "title") or str(resource.get("id"))
    for checked in site.guide.examples:
        example = checked.example
        if example.of is None:  # the others are these with one thing changed
            yield example.bundle, f"examples/{example.name}.md", site.say(example.title)


def _marks(licensed: list[LicensedSystem]) -> list[tuple[str, str]]:
    return [(", ".join(system.marks), system.owner) for system in licensed if system.marks]


def _licence(expression: str, texts: Mapping[str, str]) -> Markdown:
    """An SPDX expression with a link from each identifier to its text: the one offered here, else SPDX's own page."""
    parts: list[Markdown] = []
    for word in _IDENTIFIER.findall(expression):
        if word in _OPERATORS:
            parts.append(Markdown(word))
        elif word in texts:
            parts.append(link(word, f"licences/{word}.txt"))
        elif word.startswith("LicenseRef-"):
            parts.append(link(word, ""))
        else:
            parts.append(link(word, f"https://spdx.org/licenses/{word}.html"))
    return Markdown(" ").join(parts)
