"""A resource as typed Python objects: the R4B models of `fhir.resources` (extra `typed`).

    from dbep_ig.typed import typed

    plan = typed({"resourceType": "CarePlan", "status": "active", "intent": "plan", "subject": {"reference": "Patient/pal"}})
    plan.subject.reference

The models are a view, not a validator: they coerce values, know R4B (which differs from R4 in a few resources, none of
which a plan uses) and no profile. Validate with `dbep_ig.validator`.

Imports inside functions are for start-up time.
"""

from typing import TYPE_CHECKING, Any

from dbep_ig.engine.fhir.documents import Resource

if TYPE_CHECKING:
    from pydantic import BaseModel


class TypedViewMissing(ImportError):  # noqa: N818  reads as what it says
    """`fhir.resources` is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "typed objects need the extra `typed`: pip install '.[typed]' in the checkout, or 'FILE.whl[typed]' of a built wheel"
        )


def typed(resource: Resource) -> "BaseModel":
    """A resource (JSON-shaped) -> its model, contained and entry resources too.

    raises  TypedViewMissing without the extra; pydantic.ValidationError for what the models refuse
    """
    try:
        from fhir.resources.R4B import get_fhir_model_class
    except ImportError as missing:
        raise TypedViewMissing from missing
    model: Any = get_fhir_model_class(str(resource["resourceType"]))
    made: BaseModel = model.model_validate(resource)
    return made
