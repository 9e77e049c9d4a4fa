"""A ConceptMap maps from, or to, codes that are not in its value sets or not in its code systems.

What is not available is not judged. A code that maps to nothing (`unmatched`) has no target to judge.

Source: https://hl7.org/fhir/R4/conceptmap-definitions.html#ConceptMap.group.element.code
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from dbep_ig.engine.diagnostics import Pointer, Remark, Rule
from dbep_ig.engine.validation.ground.frame import Frame
from dbep_ig.engine.validation.ground.run import Run

from .faults import numbered, report

if TYPE_CHECKING:
    from dbep_ig.engine.terminology import Terminology

_SPEC = "https://hl7.org/fhir/R4/conceptmap-definitions.html#ConceptMap."

NOT_IN_SYSTEM = Rule(
    code="DBEP4850",
    name="mapped-code-unknown",
    issue_type="code-invalid",
    nb="Koden `{code}` finnes ikke i kodeverket {system}",
    en="The code `{code}` does not exist in the code system {system}",
    spec=_SPEC + "group.element.code",
)
NOT_IN_VALUE_SET = Rule(
    code="DBEP4851",
    name="mapped-code-outside-value-set",
    issue_type="code-invalid",
    nb="Koden `{code}` er ikke i verdisettet {value_set}, som kartet oppgir at det gjelder for",
    en="The code `{code}` is not in the value set {value_set}, which the map declares as its scope",
    spec=_SPEC + "source[x]",
)


class ConceptMapChecks:
    """One ConceptMap."""

    __slots__ = ()
    applies_to = ("ConceptMap",)

    def check(self, value: Any, frame: Frame, run: Run) -> None:
        """Its codes, on both sides."""
        report(concept_map_faults(value, run.terminology), frame, run)


def concept_map_faults(resource: Mapping[str, Any], terminology: "Terminology") -> Iterator[Remark]:
    """The faults of a ConceptMap's codes."""
    source_set, target_set = _value_set(resource, "source"), _value_set(resource, "target")
    for group_index, group in numbered(resource.get("group")):
        for index, element in numbered(group.get("element")):
            where: Pointer = ("group", group_index, "element", index)
            yield from _code(where, group, "source", element, source_set, terminology)
            for target_index, target in numbered(element.get("target")):
                inner = (*where, "target", target_index)
                yield from _code(inner, group, "target", target, target_set, terminology)


def _value_set(resource: Mapping[str, Any], side: str) -> str | None:
    """`sourceUri` may name a value set as well; what is none decides nothing."""
    value = resource.get(f"{side}Canonical") or resource.get(f"{side}Uri")
    return value if isinstance(value, str) else None


def _code(
    where: Pointer,
    group: Mapping[str, Any],
    side: str,
    holder: Mapping[str, Any],
    value_set: str | None,
    terminology: "Terminology",
) -> Iterator[Remark]:
    system, code, version = group.get(side), holder.get("code"), group.get(f"{side}Version")
    if not isinstance(system, str) or not isinstance(code, str):
        return
    known = version if isinstance(version, str) else None
    if terminology.validate_code(system, code, version=known).is_outside:
        yield Remark(NOT_IN_SYSTEM, {"code": code, "system": system}, (*where, "code"))
    elif value_set is not None and terminology.member_of(value_set, code=code, system=system).is_outside:
        yield Remark(NOT_IN_VALUE_SET, {"code": code, "value_set": value_set}, (*where, "code"))
