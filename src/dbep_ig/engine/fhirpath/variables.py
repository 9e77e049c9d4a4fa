"""`%name`: what the specification and FHIR define, what the caller gives, what the expression defines itself.

Source: https://hl7.org/fhir/R4/fhirpath.html#variables
"""

from decimal import Decimal
from typing import Any

from dbep_ig.engine.diagnostics.slips import ALIKE_OF_FEW, did_you_mean

from .environment import Environment
from .errors import EvaluationError
from .item import Item
from .navigation import Navigator
from .node import Collection
from .rules import UNKNOWN_VARIABLE
from .values.system import SYSTEM_NAMES

CONSTANTS = {
    "ucum": "http://unitsofmeasure.org",
    "sct": "http://snomed.info/sct",
    "loinc": "http://loinc.org",
}
_PREFIXES = {
    "vs-": "http://hl7.org/fhir/ValueSet/",
    "ext-": "http://hl7.org/fhir/StructureDefinition/",
}


def variable(name: str, env: Environment) -> Collection:
    """The value of `%name`. Raises EvaluationError when it is not defined."""
    if name == "context":
        return env.context
    if name == "resource":
        return _root(name, env.resource, env)
    if name == "rootResource":
        return _root(name, env.root_resource, env)
    if name in env.defined:
        return env.defined[name]
    if name in env.variables:
        return collection_of(env.variables[name], env.navigator)
    if name in CONSTANTS:
        return [CONSTANTS[name]]
    for prefix, base in _PREFIXES.items():
        if name.startswith(prefix):
            return [base + name.removeprefix(prefix)]
    known = ["context", "resource", "rootResource", *CONSTANTS, *env.variables, *env.defined]
    suggestion = did_you_mean(name, known, "`%{}`", alike=ALIKE_OF_FEW)
    raise EvaluationError(UNKNOWN_VARIABLE, {"name": name, "suggestion": suggestion})


def _root(name: str, resource: Any, env: Environment) -> Collection:
    """One node for all evaluations in a resource."""
    if resource is None:
        return []
    found: Collection | None = env.cache.get(name)
    if found is None:
        found = env.cache[name] = [env.navigator.root(resource)]
    return found


def collection_of(value: Any, navigator: Navigator) -> Collection:
    """What a caller passes as a variable: JSON, a System value, an Item of an earlier result, or a list of these."""
    if value is None:
        return []
    if isinstance(value, list | tuple):
        return [item for each in value for item in collection_of(each, navigator)]
    if isinstance(value, Item):
        if value.type is not None and value.type.startswith("FHIR."):
            return [navigator.root(value.value, value.type.removeprefix("FHIR."), value.sibling)]
        return collection_of(value.value, navigator)
    if isinstance(value, float):
        return [Decimal(repr(value))]
    if type(value) in SYSTEM_NAMES:
        return [value]
    return [navigator.root(value)]
