"""Conformance resources by canonical, as a protocol; and the simplest thing that fulfils it.

Source: https://hl7.org/fhir/R4/references.html#canonical
"""

from collections.abc import Iterable, Iterator
from typing import Protocol, runtime_checkable

from .documents import Resource
from .uris import CORE_BASE, R4_VERSION, split_canonical


class Definitions(Protocol):
    """Finds StructureDefinitions, ValueSets, CodeSystems… by canonical. What it returns is shared: do not change it."""

    def find(
        self, canonical: str, resource_type: str | None = None, *, within: str | None = None
    ) -> Resource | None:
        """The resource with this canonical (`url` or `url|version`), or None.

        within  `id#version` of the package the reference stands in: its own dependencies decide which of several
                versions is meant; without it the newest wins.
        """
        ...

    def all(self, resource_type: str) -> Iterator[Resource]:
        """Every resource of a type, in a stable order. Loads them all: not for the hot path."""
        ...

    def package_of(self, resource: Resource) -> str | None:
        """`id#version` of the package a resource came from, to be passed on as `within`."""
        ...


def is_r4_core(definition: Resource) -> bool:
    """Whether this is a definition of R4 itself: its snapshot is HL7's, and what it names is of R4's version."""
    return str(definition.get("url", "")).startswith(CORE_BASE) and definition.get("version") == R4_VERSION


@runtime_checkable
class KnowsSupplements(Protocol):
    """Definitions that find supplements of a code system without reading every code system; see `supplements_of`."""

    def supplements_of(self, system: str) -> Iterator[Resource]:
        """The CodeSystem resources with content `supplement` that add to `system`."""
        ...


@runtime_checkable
class KnowsUrls(Protocol):
    """Definitions that can list what they hold without reading it, for did-you-mean."""

    def urls(self) -> Iterable[str]:
        """Canonicals without version, sorted; those of R4 core need not be among them."""
        ...


def supplements_of(definitions: Definitions, system: str) -> Iterator[Resource]:
    """The supplements of a code system. Reads through all code systems where the definitions know no shorter way."""
    if isinstance(definitions, KnowsSupplements):
        yield from definitions.supplements_of(system)
        return
    yield from (each for each in definitions.all("CodeSystem") if is_supplement_of(each, system))


@runtime_checkable
class KnowsCanonicals(Protocol):
    """Definitions that tell their canonicals without reading what they stand for; see `canonicals_of`."""

    def canonicals(self, resource_type: str) -> Iterable[str]:
        """Every canonical of a resource type, without version; one may come twice."""
        ...


def canonicals_of(definitions: Definitions, resource_type: str) -> Iterable[str]:
    """Every canonical of a resource type. Reads all the resources where the definitions know no shorter way."""
    if isinstance(definitions, KnowsCanonicals):
        return definitions.canonicals(resource_type)
    return [str(each["url"]) for each in definitions.all(resource_type) if "url" in each]


def is_supplement_of(resource: Resource, system: str) -> bool:
    """Whether a CodeSystem resource adds to `system`, whatever version of it."""
    base = resource.get("supplements")
    return (
        resource.get("content") == "supplement"
        and isinstance(base, str)
        and split_canonical(base)[0] == system
    )


class DefinitionMap:
    """Definitions held in memory: loose files, tests, a guide being built. Later ones win; `fallback` is asked last."""

    def __init__(self, resources: Iterable[Resource], fallback: Definitions | None = None) -> None:
        self._by_url: dict[str, list[Resource]] = {}
        self._fallback = fallback
        for resource in resources:
            url = resource.get("url")
            if isinstance(url, str):
                self._by_url.setdefault(url, []).append(resource)

    def find(
        self, canonical: str, resource_type: str | None = None, *, within: str | None = None
    ) -> Resource | None:
        """See `Definitions.find`."""
        url, version, _ = split_canonical(canonical)
        for resource in reversed(self._by_url.get(url, ())):
            if resource_type is not None and resource.get("resourceType") != resource_type:
                continue
            if version is None or resource.get("version") == version:
                return resource
        return (
            None if self._fallback is None else self._fallback.find(canonical, resource_type, within=within)
        )

    def all(self, resource_type: str) -> Iterator[Resource]:
        """See `Definitions.all`."""
        for resources in self._by_url.values():
            for resource in resources:
                if resource.get("resourceType") == resource_type:
                    yield resource
        if self._fallback is not None:
            yield from self._fallback.all(resource_type)

    def supplements_of(self, system: str) -> Iterator[Resource]:
        """See `KnowsSupplements`."""
        for resources in self._by_url.values():
            for resource in resources:
                if resource.get("resourceType") == "CodeSystem" and is_supplement_of(resource, system):
                    yield resource
        if self._fallback is not None:
            yield from supplements_of(self._fallback, system)

    def urls(self) -> Iterable[str]:
        """See `KnowsUrls`."""
        behind = self._fallback.urls() if isinstance(self._fallback, KnowsUrls) else ()
        return sorted({*self._by_url, *behind})

    def canonicals(self, resource_type: str) -> Iterator[str]:
        """See `KnowsCanonicals`."""
        for url, resources in self._by_url.items():
            if any(resource.get("resourceType") == resource_type for resource in resources):
                yield url
        if self._fallback is not None:
            yield from canonicals_of(self._fallback, resource_type)

    def package_of(self, resource: Resource) -> str | None:
        """None for what is held here; the fallback's answer otherwise."""
        url = resource.get("url")
        if any(held is resource for held in self._by_url.get(str(url), ())):
            return None
        return None if self._fallback is None else self._fallback.package_of(resource)
