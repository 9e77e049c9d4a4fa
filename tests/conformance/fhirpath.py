"""Adapter for HL7's FHIRPath cases: `evaluate(expression, resource) -> list`, raising on what is invalid."""

from datetime import UTC, datetime
from functools import cache
from typing import Any

from dbep_ig.engine.fhirpath import Environment, Expression, Item, NoServices, compile_expression
from dbep_ig.host.core_data import open_core

CORE = "http://hl7.org/fhir/StructureDefinition/"


class InvalidExpressionError(Exception):
    """The expression does not compile."""


class _Services(NoServices):
    """A clock, and profiles as far as they are R4's own types: the rest of conformance is the validator's."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def conforms_to(
        self, value: Any, type_name: str | None, profile: str, environment: Environment
    ) -> bool | None:
        types = open_core().value
        assert types is not None
        name = profile.removeprefix(CORE)
        if types.kind(name) is None:
            return None
        return type_name is not None and types.is_subtype(type_name, name)


@cache
def _compiled(expression: str, context_type: str) -> Expression:
    result = compile_expression(expression, types=open_core().value, context_type=context_type, strict=True)
    if not result.ok or result.value is None:
        raise InvalidExpressionError("; ".join(issue.message("en") for issue in result.issues))
    return result.value


def items(expression: str, resource: dict[str, Any]) -> list[Item]:
    """The result with types and paths."""
    compiled = _compiled(expression, resource["resourceType"])
    environment = Environment(resource, types=open_core().value, services=_Services())
    return compiled.evaluate(resource, environment)


def evaluate(expression: str, resource: dict[str, Any]) -> list[Any]:
    """The result's values, as the suite compares them."""
    return [item.value for item in items(expression, resource)]
