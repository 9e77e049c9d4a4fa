"""Stage `fhirpath`: an expression on an empty Patient, or YAML with `expression` and `input` (a resource)."""

from datetime import UTC, datetime
from typing import Any

import yaml

from dbep_ig.engine.fhirpath import Environment, EvaluationError, NoServices, compile_expression
from dbep_ig.host.core_data import open_core


class Services(NoServices):
    """A clock, and no profiles at all."""

    def now(self) -> datetime:
        return datetime(2026, 1, 1, 12, tzinfo=UTC)

    def conforms_to(
        self, value: Any, type_name: str | None, profile: str, environment: Environment
    ) -> bool | None:
        return None if "example.org" in profile else True


def codes(given: list[str], example: str, syntax: str) -> list[str]:
    """The codes that compiling (strictly) and evaluating the example raise."""
    resource: dict[str, Any] = {"resourceType": "Patient"}
    expression = example
    if syntax == "yaml":
        content = yaml.safe_load(example)
        expression, resource = content["expression"], content["input"]
    core = open_core().value
    compiled = compile_expression(expression, types=core, context_type=resource["resourceType"], strict=True)
    found = [issue.rule.code for issue in compiled.issues]
    if found or compiled.value is None:
        return found
    try:
        compiled.value.evaluate(resource, Environment(resource, types=core, services=Services()))
    except EvaluationError as error:
        return [error.rule.code]
    return []
