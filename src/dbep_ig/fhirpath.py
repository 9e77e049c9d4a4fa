"""FHIRPath for Python programs.

    from dbep_ig import fhirpath

    given = fhirpath.compile("Patient.name.where(use = 'official').given")
    for item in given.evaluate(patient):          # patient: a dict, as json.loads gives it
        print(item.path, item.type, item.value)   # Patient.name[0].given[0] FHIR.string Pål

    fhirpath.compile("birthDate <= today()").test(patient)       # True, False or None (empty)

Compile once, evaluate often, from as many threads as you like. Decimals are exact when JSON is read with
`json.loads(text, parse_float=decimal.Decimal)`; floats are taken by their shortest decimal spelling.

Source: https://hl7.org/fhir/R4/fhirpath.html and http://hl7.org/fhirpath/N1/
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from dbep_ig.engine.diagnostics import Issue
from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.engine.fhir.type_model import TypeModel
from dbep_ig.engine.fhirpath import (
    UNDECIDED,
    Environment,
    EvaluationError,
    Expression,
    Item,
    NoServices,
    Services,
    UndecidedError,
    compile_expression,
)
from dbep_ig.host.core_data import open_core

__all__ = [
    "UNDECIDED",
    "Compiled",
    "EvaluationError",
    "InvalidExpressionError",
    "Item",
    "LocalServices",
    "UndecidedError",
    "compile",
    "evaluate",
]


class InvalidExpressionError(ValueError):
    """The expression does not compile; `issues` say where and why."""

    def __init__(self, expression: str, issues: tuple[Issue, ...]) -> None:
        super().__init__(expression, issues)
        self.expression = expression
        self.issues = issues

    def __str__(self) -> str:
        return "; ".join(_in_words(issue) for issue in self.issues if issue.is_error)


class LocalServices(NoServices):
    """The machine's clock, and references within the Bundle that is evaluated. All else is undecided: inherit to add."""

    def now(self) -> datetime:
        """Local time with its zone."""
        return datetime.now(UTC).astimezone()

    def resolve(self, reference: str, environment: Environment, around: Resource | None = None) -> Any:
        """An entry by fullUrl, or by type and id where that names one entry alone."""
        root = environment.root_resource
        entries = root.get("entry") if root is not None and root.get("resourceType") == "Bundle" else None
        relative = []
        for entry in entries if isinstance(entries, list) else ():
            resource = entry.get("resource") if isinstance(entry, dict) else None
            if not isinstance(resource, dict):
                continue
            if entry.get("fullUrl") == reference:
                return resource
            if f"{resource.get('resourceType')}/{resource.get('id')}" == reference:
                relative.append(resource)
        return relative[0] if len(relative) == 1 else UNDECIDED


class Compiled:
    """A compiled expression; immutable, safe to share between threads.

    text      the expression
    warnings  what looks wrong but can be evaluated: elements that the type does not have, order of unordered things
    """

    __slots__ = ("_expression", "_types", "text", "warnings")

    def __init__(self, expression: Expression, types: TypeModel | None, warnings: tuple[Issue, ...]) -> None:
        self._expression = expression
        self._types = types
        self.text = expression.text
        self.warnings = warnings

    def evaluate(
        self,
        resource: Any,
        *,
        variables: Mapping[str, Any] | None = None,
        services: Services | None = None,
        within: Resource | None = None,
    ) -> list[Item]:
        """Every item of the result, in order.

        resource   a resource (dict with resourceType), or any element of the type it was compiled for
        variables  `%name` -> JSON, a System value, an Item, or a list of these
        services   the outside world; without it the clock and the Bundle's own references
        within     the resource that an element or contained resource belongs to (%resource, %rootResource)

        Raises EvaluationError when the expression cannot be evaluated on this input (UndecidedError when nobody here
        knows: a value set, a profile, a resource elsewhere).
        """
        return self._expression.evaluate(resource, self._environment(resource, variables, services, within))

    def test(
        self,
        resource: Any,
        *,
        variables: Mapping[str, Any] | None = None,
        services: Services | None = None,
        within: Resource | None = None,
    ) -> bool | None:
        """The result as a boolean, as for an invariant; None when it is empty. Arguments and errors as `evaluate`."""
        return self._expression.test(resource, self._environment(resource, variables, services, within))

    def _environment(
        self,
        resource: Any,
        variables: Mapping[str, Any] | None,
        services: Services | None,
        within: Resource | None,
    ) -> Environment:
        own = resource if isinstance(resource, dict) and "resourceType" in resource else within
        return Environment(
            own,
            own if within is None else within,
            types=self._types,
            services=LocalServices() if services is None else services,
            variables=variables or {},
        )


def compile(  # noqa: A001  the name that users of FHIRPath libraries know; `fhirpath.compile`
    expression: str, *, context_type: str | None = None, strict: bool = False
) -> Compiled:
    """Compiles an expression against FHIR R4. Raises InvalidExpressionError.

    context_type  what it will be evaluated on ("Patient", "CarePlan.activity", "Quantity"): with it, names and types are
                  checked now; without it, when it is evaluated
    strict        elements that do not exist are errors, not warnings
    """
    types = open_core().value
    result = compile_expression(expression, types=types, context_type=context_type, strict=strict)
    if result.value is None or not result.ok:
        raise InvalidExpressionError(expression, result.issues)
    return Compiled(result.value, types, result.issues)


def evaluate(expression: str, resource: Any, *, variables: Mapping[str, Any] | None = None) -> list[Item]:
    """Compiles and evaluates at once."""
    return compile(expression).evaluate(resource, variables=variables)


def _in_words(issue: Issue) -> str:
    place = issue.location.place()
    where = "" if place is None else f" (line {place.span.line}, column {place.span.column})"
    return f"{issue.rule.code}: {issue.message('en')}{where}"
