"""R4 core's invariants on the nodes of a resource, as a validator without native ones would evaluate them."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple

from dbep_ig.engine.core import CoreStore
from dbep_ig.engine.fhirpath import Environment, NoServices


class Services(NoServices):
    """Answers what core's invariants ask."""

    def narrative_is_safe(self, div: str) -> bool:
        return True

    def resolve(self, reference: str, environment: Environment, around: Any = None) -> None:
        return None

    def now(self) -> datetime:
        return datetime.now(UTC)


class Held(NamedTuple):
    """One node and one invariant of it."""

    key: str
    text: str
    type: str
    value: Any
    sibling: dict[str, Any] | None
    resource: dict[str, Any]
    root: dict[str, Any]


def invariants(core: CoreStore) -> tuple[dict[str, dict[str, str]], dict[str, dict[str, str]]]:
    """(type -> {key: expression}, element path -> {key: expression})."""
    of_types: dict[str, dict[str, str]] = {}
    of_elements: dict[str, dict[str, str]] = {}
    for structure in core.all("StructureDefinition"):
        if structure.get("derivation") == "constraint" or structure["kind"] == "logical":
            continue
        for position, element in enumerate(structure["snapshot"]["element"]):
            held = {
                each["key"]: each["expression"]
                for each in element.get("constraint", ())
                if "expression" in each
            }
            if position == 0:
                of_types[element["path"]] = held
            else:
                of_elements[element["path"].removesuffix("[x]")] = held
    return of_types, of_elements


def nodes(core: CoreStore, resource: dict[str, Any]) -> Iterator[Held]:
    """Every node of a resource with every invariant that it is validated against."""
    of_types, of_elements = invariants(core)

    def walk(
        value: Any, sibling: Any, type_name: str, path: str, inside: dict[str, Any], root: dict[str, Any]
    ) -> Iterator[Held]:
        if type_name in ("Resource", "DomainResource") and isinstance(value, dict):
            type_name = value["resourceType"]
            contained = path.endswith(".contained")
            inside, root = value, (root if contained else value)
        rules = of_types.get(type_name, {}) | of_elements.get(path, {})
        for key, text in rules.items():
            yield Held(key, text, type_name, value, sibling, inside, root)
        if not isinstance(value, dict):
            return
        for key, child in value.items():
            found = core.member(type_name, key)
            if found is None:
                continue
            info, child_type = found
            beside = value.get("_" + key)
            owner = type_name
            for index, each in enumerate(child if isinstance(child, list) else [child]):
                mate = (
                    (beside[index] if index < len(beside) else None) if isinstance(beside, list) else beside
                )
                yield from walk(each, mate, child_type, f"{owner}.{info.name}", inside, root)

    yield from walk(resource, None, resource["resourceType"], "", resource, resource)
