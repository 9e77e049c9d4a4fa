"""What the validator says of the resources that a guide generates, each finding once and at the YAML it was made from.

A snapshot repeats what the differential says, and what the parents say: a finding there is that of the place where it was
first written. What an earlier check has said at the same line, as gravely, is not said again.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from re import compile as compile_pattern
from re import escape
from typing import Any

from dbep_ig.engine.diagnostics import Issue, Location, Pointer, Severity
from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.engine.linting.rules import SUSPECT

from .deciding import deciding
from .generation import Generated
from .generation.origin import Origin
from .kept_findings import KeptFindings

_MADE_OF = ("StructureDefinition", "CodeSystem", "ValueSet", "ImplementationGuide")


@dataclass(frozen=True, slots=True)
class Definition:
    """A generated resource as the validator is given it."""

    resource: Resource
    origin: Origin
    data: bytes
    before: bytes | None = None
    by: str | None = None

    @property
    def name(self) -> str:
        """`ValueSet/farge`."""
        return f"{self.resource['resourceType']}/{self.resource['id']}"

    @property
    def document(self) -> str:
        """The YAML file."""
        return self.origin.root.document.source.name

    @property
    def yaml(self) -> str:
        """Its text."""
        return self.origin.root.document.source.text


def definitions_of(resources: Iterable[Generated], package: Mapping[str, bytes]) -> list[Definition]:
    """The resources that are in the package, with what is written there."""
    found = []
    for one in resources:
        data = package.get(f"package/{one.resource['resourceType']}-{one.resource['id']}.json")
        if data is not None:
            found.append(Definition(one.resource, one.origin, data))
    return found


def check_definitions(
    definitions: Sequence[Definition], canonical: str, kept: KeptFindings, said: Iterable[Issue]
) -> tuple[Issue, ...]:
    """The findings of all, where they were written.

    canonical  of the guide
    said       what has been reported already
    """
    reached = _Reached(definitions, canonical)
    found = {one.name: kept.validate(one, reached.by(one), reached.of(one)).issues for one in definitions}
    by_url = {str(one.resource.get("url")): one for one in definitions}
    before: dict[tuple[str, int], Severity] = {}
    for issue in said:
        key = _line(issue)
        before[key] = min(issue.severity, before.get(key, Severity.INFORMATION))
    shown: dict[tuple[str, str, int], Issue] = {}
    for one in definitions:
        above = by_url.get(str(one.resource.get("baseDefinition")))
        inherited = {_identity(issue) for issue in found[above.name]} if above is not None else set()
        for issue in found[one.name]:
            if issue.rule in SUSPECT:
                continue  # `invariant_linting` says it at the part of the expression
            home = _home(one.resource, issue.location.pointer)
            if home is None and _identity(issue) in inherited:
                continue
            issue = _at_yaml(issue, one, home or ("baseDefinition",))
            line = _line(issue)
            if line in before and before[line] <= issue.severity:
                continue
            shown.setdefault((*_identity(issue), *line), issue)  # type: ignore[arg-type]
    return tuple(shown.values())


def _identity(issue: Issue) -> tuple[str, str]:
    return issue.rule.code, issue.message("en")


def _line(issue: Issue) -> tuple[str, int]:
    """The file and line that are shown: a profile has elements that a class's file says."""
    place = issue.location.place()
    return (issue.document, 0) if place is None else (place.source.name, place.span.line)


def _home(resource: Resource, pointer: Pointer) -> Pointer | None:
    """Where in the resource it was written: the differential for a snapshot; None for what the snapshot has from its base."""
    if pointer[:2] != ("snapshot", "element") or len(pointer) < 3:
        return pointer
    differential = resource.get("differential", {}).get("element", ())
    element = resource["snapshot"]["element"][pointer[2]]
    at = next((index for index, one in enumerate(differential) if one.get("id") == element.get("id")), None)
    if at is None:
        return None
    here: Pointer = ("differential", "element", at)
    if len(pointer) == 3:
        return here
    member = pointer[3]
    own: Any = differential[at].get(str(member))
    if own is None:
        return None
    if not isinstance(own, list) or len(pointer) == 4:
        return (*here, *pointer[3:])
    value = element[str(member)][pointer[4]]
    return (*here, member, own.index(value), *pointer[5:]) if value in own else None


def _at_yaml(issue: Issue, one: Definition, pointer: Pointer) -> Issue:
    def moved(location: Location, pointer: Pointer) -> Location:
        return Location(one.document, pointer, location.expression, location.on_key, locator=one.origin)

    related = tuple(
        moved(other, _home(one.resource, other.pointer) or ("baseDefinition",))
        if other.document == issue.location.document
        else other
        for other in issue.related
    )
    return issue._replace(location=moved(issue.location, pointer), related=related)


class _Reached:
    """What a definition names of the guide, and what that names."""

    def __init__(self, definitions: Sequence[Definition], canonical: str) -> None:
        kinds = "|".join(sorted({str(one.resource["resourceType"]) for one in definitions}))
        address = compile_pattern(rf"{escape(canonical)}/(?:{kinds})/[A-Za-z0-9\-.]+".encode())
        data = {str(one.resource.get("url")): one.data for one in definitions}
        self._named = {
            url: {found.decode() for found in address.findall(one)} & data.keys() - {url}
            for url, one in data.items()
        }
        # Profiles of the kinds of resources that are judged here are chosen for them.
        self._always = {
            str(one.resource["url"])
            for one in definitions
            if one.resource.get("type") in _MADE_OF and one.resource.get("derivation") == "constraint"
        }
        # These may ask for anything of a text.
        claims = any("profile" in one.resource.get("meta", ()) for one in definitions)
        self._data = {
            str(one.resource.get("url")): sha256(
                one.data if claims or self._always else deciding(one.resource)
            ).digest()
            for one in definitions
        }

    def of(self, one: Definition) -> bytes:
        """The digest of the definition itself."""
        return self._data[str(one.resource.get("url"))]

    def by(self, one: Definition) -> dict[str, bytes]:
        """Canonical -> digest of each."""
        return dict(self._walk({str(one.resource.get("url")), *self._always}))

    def _walk(self, start: set[str]) -> Iterator[tuple[str, bytes]]:
        seen = set(start)
        waiting = list(start)
        while waiting:
            url = waiting.pop()
            yield url, self._data[url]
            new = self._named[url] - seen
            seen |= new
            waiting += new
