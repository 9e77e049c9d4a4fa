"""Further words of an element as members of its ElementDefinition: obligations, limits, examples, rules.

Source: https://hl7.org/fhir/R4/elementdefinition.html and http://hl7.org/fhir/StructureDefinition/obligation
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from dbep_ig.engine.diagnostics import Issue
from dbep_ig.engine.fhir.type_model import TypeModel
from dbep_ig.engine.fhir.uris import is_absolute
from dbep_ig.guide.authoring.fhir_values import FhirValues
from dbep_ig.guide.authoring.local_text import LocalText
from dbep_ig.guide.authoring.model import Details, Invariant, Model, Obligation
from dbep_ig.guide.authoring.obligation_codes import EXTENSION
from dbep_ig.guide.authoring.yaml_nodes import Where

from .texts import put


class Said(NamedTuple):
    """A member of an ElementDefinition, its value and where it was said."""

    member: str
    value: Any
    where: Where


OF_VALUE = frozenset({"maxLength"})
"""Members of plain keywords that limit a value: of an extension they belong to its `value[x]`."""


def obligations(details: Details, model: Model) -> list[dict[str, Any]]:
    """`ElementDefinition.extension` for what actors must do."""
    return [_obligation(one, model) for one in details.obligations]


def value_limits(
    details: Details, title: LocalText, type_codes: tuple[str, ...], model: Model, types: TypeModel
) -> Iterator[Said]:
    """`minValue`, `maxValue` and examples. The model has passed `check_model`.

    title       what examples are labelled
    type_codes  the types of the value: there must be one
    """
    if len(type_codes) != 1:
        return
    (code,) = type_codes
    capital = f"{code[:1].upper()}{code[1:]}"
    issues: list[Issue] = []
    values = FhirValues(model, types, issues)
    for name, written in details.limits.items():
        yield Said(f"{name}{capital}", values.value(written.node, code, written.where), written.where)
    if details.examples:
        shown: list[dict[str, Any]] = []
        for one in details.examples:
            entry: dict[str, Any] = {}
            put(entry, "label", title)
            shown.append({**entry, f"value{capital}": values.value(one.node, code, one.where)})
        yield Said("example", shown, details.examples[0].where)
    assert not issues, "check_model lets no faulty value through"


def _obligation(one: Obligation, model: Model) -> dict[str, Any]:
    parts: list[dict[str, Any]] = [{"url": "code", "valueCode": code} for code in one.codes]
    parts.append({"url": "actor", "valueCanonical": actor_url(one.actor, model)})
    return {"extension": parts, "url": EXTENSION}


def actor_url(actor: str, model: Model) -> str:
    """The canonical of an actor of the guide, or the address as written."""
    return actor if is_absolute(actor) else model.guide.url("ActorDefinition", actor)


def constraints(invariants: Mapping[str, Invariant], source: str) -> list[dict[str, Any]]:
    """`ElementDefinition.constraint`."""
    return [_constraint(one, source) for one in invariants.values()]


def _constraint(invariant: Invariant, source: str) -> dict[str, Any]:
    found: dict[str, Any] = {"key": invariant.key, "severity": invariant.severity}
    put(found, "human", invariant.text)
    found["expression"] = invariant.expression.published
    found["source"] = source
    return found
