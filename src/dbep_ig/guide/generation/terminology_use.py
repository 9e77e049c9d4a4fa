"""Which code systems' content stands in which resources: what the page of licences and the package's notice tell of.

Read from the resources themselves, so that it is what went out: systems of value sets, `pattern` and `fixed` values, bindings
to value sets of a system's own, addresses of licensed systems in invariants, and codes in examples.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.engine.fhir.uris import is_absolute, split_canonical
from dbep_ig.engine.terminology.implicit import implicit_value_set
from dbep_ig.guide.authoring.licensed_systems import LICENSED_SYSTEMS

_CODED = (
    "coding",
    "valueCoding",
    "patternCoding",
    "fixedCoding",
)  # where a system alone says which codes are meant


def systems_of(resource: Resource) -> tuple[str, ...]:
    """The addresses of the code systems whose content stands in the resource, each once; a code system's own are not told."""
    kind = resource.get("resourceType")
    if kind == "ValueSet":
        found = _in_value_set(resource)
    elif kind == "StructureDefinition":
        found = _in_structure(resource)
    elif kind == "CodeSystem":
        found = iter(())
    else:
        found = _in_values(resource)
    return tuple(dict.fromkeys(found))


def users(resources: Iterable[Resource]) -> dict[str, list[Resource]]:
    """Address of a code system -> the resources that hold content of it, both in the order of the resources."""
    found: dict[str, list[Resource]] = {}
    for resource in resources:
        for system in systems_of(resource):
            found.setdefault(system, []).append(resource)
    return found


def _in_value_set(resource: Resource) -> Iterator[str]:
    compose = resource.get("compose") or {}
    for part in (*compose.get("include", ()), *compose.get("exclude", ())):
        if "system" in part:
            yield part["system"]
        for url in part.get("valueSet", ()):
            yield from _implied(url)


def _in_structure(resource: Resource) -> Iterator[str]:
    for element in (resource.get("differential") or {}).get("element", ()):
        for key, value in element.items():
            if not key.startswith(("fixed", "pattern")):
                continue
            if isinstance(value, str):
                if str(element.get("path", "")).lower().endswith("coding.system"):
                    yield value
            else:
                yield from _in_values(value, key)
        yield from _implied(str((element.get("binding") or {}).get("valueSet", "")))
        for constraint in element.get("constraint", ()):
            for system in LICENSED_SYSTEMS:
                if system.is_in(str(constraint.get("expression", ""))):
                    yield system.addresses[0]


def _implied(canonical: str) -> Iterator[str]:
    implied = implicit_value_set(split_canonical(canonical)[0])
    if implied is not None:
        yield implied.system


def _in_values(value: Any, key: str = "") -> Iterator[str]:
    """Systems of codings and quantities, wherever they stand: an identifier has a system but no code."""
    if isinstance(value, list):
        for item in value:
            yield from _in_values(item, key)
    elif isinstance(value, Mapping):
        system = value.get("system")
        if isinstance(system, str) and is_absolute(system) and ("code" in value or key in _CODED):
            yield system
        for name, inner in value.items():
            yield from _in_values(inner, name)
