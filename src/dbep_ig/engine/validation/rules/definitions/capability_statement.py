"""A CapabilityStatement gives a search parameter another type than its definition does.

Source: https://hl7.org/fhir/R4/capabilitystatement-definitions.html#CapabilityStatement.rest.resource.searchParam.type
"""

from collections.abc import Iterator, Mapping
from typing import Any

from dbep_ig.engine.diagnostics import Pointer, Remark, Rule, Severity
from dbep_ig.engine.fhir.definitions import Definitions
from dbep_ig.engine.validation.ground.frame import Frame
from dbep_ig.engine.validation.ground.run import Run

from .faults import numbered, report

SEARCH_TYPE_DIFFERS = Rule(
    code="DBEP4845",
    name="stated-search-type-differs",
    issue_type="invalid",
    nb="Typen er {actual}, men {definition} har typen {expected}",
    en="The type is {actual}, but {definition} has the type {expected}",
    spec="https://hl7.org/fhir/R4/capabilitystatement-definitions.html#CapabilityStatement.rest.resource.searchParam.type",
)


class CapabilityStatementChecks:
    """One CapabilityStatement."""

    __slots__ = ()
    applies_to = ("CapabilityStatement",)

    def check(self, value: Any, frame: Frame, run: Run) -> None:
        """Its search parameters against their definitions."""
        report(capability_statement_faults(value, run.definitions), frame, run)


def capability_statement_faults(resource: Mapping[str, Any], definitions: Definitions) -> Iterator[Remark]:
    """The faults of a CapabilityStatement; a definition that is not available is not counted against it."""
    for rest_index, rest in numbered(resource.get("rest")):
        where: Pointer = ("rest", rest_index)
        # R4's own base statement calls _source a token, which its definition calls a uri: no error, there
        yield from _search_parameters(where, rest, definitions, Severity.WARNING)
        for index, each in numbered(rest.get("resource")):
            yield from _search_parameters((*where, "resource", index), each, definitions, None)


def _search_parameters(
    where: Pointer, holder: Mapping[str, Any], definitions: Definitions, severity: Severity | None
) -> Iterator[Remark]:
    for index, each in numbered(holder.get("searchParam")):
        canonical, actual = each.get("definition"), each.get("type")
        definition = definitions.find(canonical, "SearchParameter") if isinstance(canonical, str) else None
        expected = None if definition is None else definition.get("type")
        if expected is not None and actual is not None and actual != expected:
            params = {"actual": actual, "definition": canonical, "expected": expected}
            yield Remark(SEARCH_TYPE_DIFFERS, params, (*where, "searchParam", index), severity)
