"""Valid examples as the models of fhir.resources (R4B, the nearest it has to R4) read them."""

from collections.abc import Iterable, Iterator
from typing import Any

from fhir.resources.R4B import get_fhir_model_class
from pydantic import ValidationError

from dbep_ig.engine.diagnostics import Issue, Pointer
from dbep_ig.guide.scenarios import CheckedExample

from .rules import NO_OPINION, RESOURCE_REFUSED


def opinions_on_resources(examples: Iterable[CheckedExample]) -> Iterator[Issue]:
    """DBEP6051 at what is refused; DBEP6055 for types that R4B does not have."""
    for one in examples:
        example = one.example
        if example.of is not None or any(issue.is_error for issue in one.issues):
            continue
        for number, entry in enumerate(example.bundle.get("entry", ())):
            at: Pointer = ("entry", number, "resource")
            for pointer, problem in _faults(entry["resource"]):
                location = example.origin.location((*at, *pointer))
                if problem is None:
                    what = entry["resource"]["resourceType"]
                    params = {"who": "fhir.resources", "what": what, "why": "R4B"}
                    yield Issue(NO_OPINION, location, params)
                else:
                    yield Issue(RESOURCE_REFUSED, location, {"problem": problem})


def _faults(resource: dict[str, Any]) -> Iterator[tuple[Pointer, str | None]]:
    try:
        model: Any = get_fhir_model_class(str(resource["resourceType"]))
    except (LookupError, ValueError, ImportError):
        yield (), None
        return
    try:
        model.model_validate(resource)
    except ValidationError as refused:
        for error in refused.errors(include_url=False):
            yield _pointer(error["loc"], resource), error["msg"]


def _pointer(place: Iterable[str | int], value: Any) -> Pointer:
    """As much of pydantic's place as there is in the resource: it names models and choices in between."""
    found: list[str | int] = []
    here = value
    for step in place:
        try:
            here = here[step]
        except (LookupError, TypeError):
            continue
        found.append(step)
    return tuple(found)
