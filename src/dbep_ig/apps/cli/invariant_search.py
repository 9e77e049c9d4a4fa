"""Invariants by their key: those of packages, and R4's own.

Imports inside functions are for start-up time.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from dbep_ig.engine.core import CoreStore
from dbep_ig.engine.diagnostics import Text
from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.engine.fhir.translations import own_name, translated
from dbep_ig.engine.fhir.uris import CORE_BASE
from dbep_ig.engine.packages import Package


@dataclass(slots=True)
class FoundInvariant:
    """An invariant where it is first.

    definition    the canonical of the profile or type that has it
    name          what people call that
    elements      the ids of the elements that it is on
    requirements  why it is there, as far as the definition says; one or two texts
    inherited_by  profiles of the packages that have it from there
    """

    key: str
    human: Text
    severity: str
    expression: str
    definition: str
    name: Text
    package: str
    elements: list[str] = field(default_factory=list)
    requirements: list[Text] = field(default_factory=list)
    inherited_by: list[str] = field(default_factory=list)


def invariants_of(packages: Iterable[Package], core: CoreStore | None) -> list[FoundInvariant]:
    """Every invariant: the packages' in their order, then R4's."""
    found: dict[tuple[str, ...], FoundInvariant] = {}
    inherited: dict[tuple[str, str], list[str]] = {}
    for package in packages:
        for definition in package.resources("StructureDefinition"):
            _collect(definition, package.label, found)
            _collect_inherited(definition, inherited)
    for each in found.values():
        each.inherited_by = inherited.get((each.key, each.definition), [])
    for definition in () if core is None else core.all("StructureDefinition"):
        _collect(definition, core.package_of(definition) or "" if core is not None else "", found)
    return list(found.values())


def _collect(definition: Resource, package: str, found: dict[tuple[str, ...], FoundInvariant]) -> None:
    url = str(definition.get("url", ""))
    for element, constraint in _constraints(definition, "differential", "snapshot"):
        key, human = str(constraint.get("key", "")), _human(constraint, url)
        if constraint.get("source", url) != url:
            continue
        expression = str(constraint.get("expression", ""))
        each = found.setdefault(
            (url, key, human.en, expression),
            FoundInvariant(
                key, human, str(constraint.get("severity", "error")), expression, url, own_name(definition), package
            ),
        )  # fmt: skip
        each.elements.append(str(element.get("id") or element.get("path")))
        reasons = [translated(constraint, "requirements")]
        if not url.startswith(CORE_BASE):
            reasons.append(translated(element, "requirements"))
        each.requirements += [one for one in reasons if one.en and one not in each.requirements]


def _collect_inherited(definition: Resource, inherited: dict[tuple[str, str], list[str]]) -> None:
    url = str(definition.get("url", ""))
    for _, constraint in _constraints(definition, "snapshot"):
        source = str(constraint.get("source", url))
        heirs = inherited.setdefault((str(constraint.get("key")), source), [])
        if source != url and url not in heirs:
            heirs.append(url)


def _constraints(definition: Resource, *views: str) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """(element, constraint) in the first of the views that the definition has."""
    view = next((one for one in (definition.get(name) for name in views) if isinstance(one, dict)), {})
    for element in view.get("element") or ():
        if isinstance(element, dict):
            for constraint in element.get("constraint") or ():
                if isinstance(constraint, dict):
                    yield element, constraint


def _human(constraint: Mapping[str, Any], definition: str) -> Text:
    said = translated(constraint, "human")
    if said.nb != said.en or not definition.startswith(CORE_BASE):
        return said
    from dbep_ig.host.invariant_texts import invariant_text

    return Text(invariant_text(str(constraint.get("key")), definition) or said.en, said.en)
