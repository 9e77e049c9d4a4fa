"""Stage `fhirpath`: an expression on an empty Patient, or YAML with `expression` and `input` (a resource), given to the library."""

from typing import Any

import yaml

from dbep_ig import fhirpath


class Services(fhirpath.LocalServices):
    """Knows of no profile at all."""

    def conforms_to(self, value: Any, type_name: str | None, profile: str, environment: Any) -> bool | None:
        return None if "example.org" in profile else True


def codes(given: list[str], example: str, syntax: str) -> list[str]:
    """The codes that compiling (strictly) and evaluating the example raise."""
    resource: dict[str, Any] = {"resourceType": "Patient"}
    expression = example
    if syntax == "yaml":
        content = yaml.safe_load(example)
        expression, resource = content["expression"], content["input"]
    try:
        compiled = fhirpath.compile(expression, context_type=resource["resourceType"], strict=True)
        if compiled.warnings:
            return [issue.rule.code for issue in compiled.warnings]
        compiled.evaluate(resource, services=Services())
    except fhirpath.InvalidExpressionError as error:
        return [issue.rule.code for issue in error.issues]
    except fhirpath.EvaluationError as error:
        return [error.rule.code]
    return []
