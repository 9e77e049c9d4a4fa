"""Reference.type is no resource type, or another than that of what the reference leads to.

A type is told by the target where it is among the resources of the call, else by the reference's url. What an element
allows is `reference.py`'s business.

Source: https://hl7.org/fhir/R4/references-definitions.html#Reference.type
"""

from typing import Any

from dbep_ig.engine.diagnostics import Rule, Text
from dbep_ig.engine.fhir.type_model import TypeModel
from dbep_ig.engine.fhir.uris import CORE_BASE, is_absolute
from dbep_ig.engine.validation.ground.call import Elsewhere
from dbep_ig.engine.validation.ground.frame import Frame
from dbep_ig.engine.validation.ground.reference_index import RESTFUL
from dbep_ig.engine.validation.ground.run import Run
from dbep_ig.engine.validation.rules.structure.json_shape import did_you_mean

SPEC = "https://hl7.org/fhir/R4/references-definitions.html#Reference.type"

TYPE_IS_NOT_TARGETS = Rule(
    code="DBEP4404",
    name="reference-type-differs",
    issue_type="structure",
    nb="Reference.type er {stated}, men {reference} er {actual}",
    en="Reference.type is {stated}, but {reference} is {actual}",
    spec=SPEC,
)
UNKNOWN_STATED_TYPE = Rule(
    code="DBEP4419",
    name="unknown-reference-type",
    issue_type="value",
    nb="Reference.type `{type}` er ikke en ressurstype{hint}",
    en="Reference.type `{type}` is not a resource type{hint}",
    spec=SPEC,
)

_ANY_RESOURCE = ("Resource", "DomainResource")


class ReferenceType:
    """One Reference with a `type`."""

    __slots__ = ()
    applies_to = ("Reference",)

    def check(self, value: Any, frame: Frame, run: Run) -> None:
        """A resource type, and that of the target."""
        stated = value.get("type")
        if type(stated) is not str:
            return
        types = run.types
        if types.kind(stated) != "resource":
            run.add_at(UNKNOWN_STATED_TYPE, frame, "type", type=stated, hint=type_hint(stated, types))
            return
        reference = value.get("reference")
        if type(reference) is not str:
            return
        actual = type_told(reference, run.locate(reference, frame.scope), types)
        if actual and not types.is_subtype(actual, stated):
            run.add(TYPE_IS_NOT_TARGETS, frame, stated=stated, reference=reference, actual=actual)


def type_hint(stated: str, types: TypeModel) -> Text:
    """Which resource type was meant."""
    name = stated.removeprefix(CORE_BASE)
    if name != stated and types.kind(name) == "resource":
        # "Absolute URLs are only allowed for logical models", and R4's resources are none
        return Text(f"; mente du `{name}`?", f"; did you mean `{name}`?")
    if is_absolute(stated):
        return Text("", "")
    return did_you_mean(stated, (one for one in types.type_names() if types.kind(one) == "resource"))


def type_told(reference: str, target: Frame | Elsewhere | None, types: TypeModel) -> str | None:
    """The type of what a reference leads to, or the one that its url names."""
    if target is not None:
        return target.type_name
    parts = RESTFUL.match(reference)
    name = parts["type"] if parts is not None else None
    return name if name is not None and types.kind(name) == "resource" else None


def stated_type(value: dict[str, Any], types: TypeModel) -> str | None:
    """Reference.type, unless it is no resource type, or one of those that every resource has."""
    stated = value.get("type")
    if type(stated) is not str or stated in _ANY_RESOURCE or types.kind(stated) != "resource":
        return None
    return stated


def in_words(value: dict[str, Any]) -> str:
    """What a reference without a url calls its target: its display, else its identifier."""
    display, identifier = value.get("display"), value.get("identifier")
    if type(display) is str:
        return display
    if type(identifier) is dict:
        return "|".join(str(identifier[key]) for key in ("system", "value") if key in identifier)
    return "type"
