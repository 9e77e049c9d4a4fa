"""Invariants of R4 4.0.1 that say something else than they mean, and what HL7 corrected them to.

Each is corrected in R4B or R5, and in the same way by HL7's own validator; without the correction valid resources fail,
or what the words forbid passes.

Beside them what R4's own definitions and examples do against its rules, and what a set that they are bound to leaves out.

Source: https://hl7.org/fhir/R5/ (the invariants' wording there)
"""

from typing import Any

from dbep_ig.engine.fhir.uris import is_absolute
from dbep_ig.engine.validation.ground.frame import Frame

_NAME = r"""[^\\s\\.,:;\\\'"\\/|?!@#$%&*()\\[\\]{}]{1,64}"""
_PATH = rf"{_NAME}(\\.{_NAME}(\\[x\\])?(\\:[^\\s\\.]+)?)*"
_CORRECTED = {
    # R5: an absent name is no fault of its form; and since `matches` finds parts, the pattern has anchors
    "name.matches('[A-Z]([A-Za-z0-9_]){0,254}')": (
        "name.exists() implies name.matches('^[A-Z]([A-Za-z0-9_]){0,254}$')"
    ),
    # R5 ref-1: a reference by identifier alone has nothing to find, and `#` is the container itself
    "reference.startsWith('#').not() or (reference.substring(1).trace('url') in %rootResource.contained.id.trace('ids'))": (
        "reference.exists() implies (reference.startsWith('#').not()"
        " or (reference.substring(1).trace('url') in %rootResource.contained.id.trace('ids'))"
        " or (reference='#' and %rootResource!=%resource))"
    ),
    # R5 bdl-8: an entry without a fullUrl has no version in it
    "fullUrl.contains('/_history/').not()": "fullUrl.exists() implies fullUrl.contains('/_history/').not()",
    # ras-2: a prediction may have no probability
    "probability is decimal implies (probability as decimal) <= 100": (
        "probability.exists().not() or (probability is decimal implies (probability as decimal) <= 100)"
    ),
    # opd, sdf: an element's id may be absent in a differential
    "differential.element.all(id) and differential.element.id.trace('ids').isDistinct()": (
        "differential.element.all(id.exists()) and differential.element.id.trace('ids').isDistinct()"
    ),
    "snapshot.element.all(id) and snapshot.element.id.trace('ids').isDistinct()": (
        "snapshot.element.all(id.exists()) and snapshot.element.id.trace('ids').isDistinct()"
    ),
    # vitalsigns vs-3: `value` of any type counts, not only a true one
    "(component.empty() and hasMember.empty()) implies (dataAbsentReason or value)": (
        "(component.empty() and hasMember.empty()) implies (dataAbsentReason.exists() or value.exists())"
    ),
    "dataAbsentReason or value": "dataAbsentReason.exists() or value.exists()",
    "isModifier implies isModifierReason.exists()": (
        "(isModifier.exists() and isModifier) implies isModifierReason.exists()"
    ),
    # que-12: its words are "more than one"; so R5
    "enableWhen.count() > 2 implies enableBehavior.exists()": (
        "enableWhen.count() > 1 implies enableBehavior.exists()"
    ),
    # vitalsigns vs-1: its words are "if effective[x] is dateTime and has a value"; of a Period the expression is empty
    "($this as dateTime).toString().length() >= 8": (
        "($this is dateTime and $this.hasValue()) implies $this.toString().length() >= 8"
    ),
    # opd-3: R5 lets a parameter whose type is a resource have a profile of it
    "targetProfile.exists() implies (type = 'Reference' or type = 'canonical')": (
        "targetProfile.exists() implies (type = 'Reference' or type = 'canonical'"
        " or type.memberOf('http://hl7.org/fhir/ValueSet/resource-types'))"
    ),
    # eld-19, eld-20: `matches` finds parts, so that without anchors nothing ever fails; the limit of 64 is in the words
    f"path.matches('{_PATH}')": f"path.matches('^{_PATH}$')",
    r"path.matches('[A-Za-z][A-Za-z0-9]*(\\.[a-z][A-Za-z0-9]*(\\[x])?)*')": (
        r"path.matches('^[A-Za-z][A-Za-z0-9]{0,63}(\\.[a-z][A-Za-z0-9]{0,63}(\\[x])?)*$')"
    ),
}


def corrected(expression: str) -> str:
    """The expression that was meant."""
    return _CORRECTED.get(expression, expression)


# Extensions that R4's own definitions use where their context does not let them stand.
WIDER_CONTEXTS = {
    "http://hl7.org/fhir/StructureDefinition/structuredefinition-fhir-type": "ElementDefinition.type",
    "http://hl7.org/fhir/StructureDefinition/structuredefinition-normative-version": "ElementDefinition",
}
# Examples in R4's definitions that every snapshot made of these repeats.
_WRONG_EXAMPLES = ({"system": "urn:ietf:rfc:3986", "value": "Local eCMS identifier"},)  # Consent.identifier
# The types of FHIRPath, which R4's snapshots name in ElementDefinition.type.code, beside the value set bound there.
_FHIRPATH_TYPES = "http://hl7.org/fhirpath/System."
_TYPES_BY_URL = frozenset(("StructureDefinition.type", "ElementDefinition.type.code"))


def is_type_by_url(value: str, frame: Frame) -> bool:
    """Whether a type is rightly named by a URL, which its value set does not have.

    In logical models any may be: "Absolute URLs are only allowed in logical models", says the definition of both elements.
    """
    if value.startswith(_FHIRPATH_TYPES):
        return True
    return (
        frame.element in _TYPES_BY_URL
        and is_absolute(value)
        and frame.scope.resource.get("kind") == "logical"
    )


def is_inherited_example(value: Any, frame: Frame) -> bool:
    """Whether it is an example in an ElementDefinition, wrong in R4 itself: not the fault of the definition it is in."""
    above = frame.parent
    return value in _WRONG_EXAMPLES and above is not None and above.element == "ElementDefinition.example"


def corrected_strength(element_path: str, value_set: str, strength: str) -> str:
    """The strength of a binding that was meant.

    vitalsigns binds its components' values to ten units, required; a component may be any measurement, and HL7's
    validator takes the binding as extensible. Reference.type is any resource type and nothing else, by its definition;
    `reference.py` says so where it is not.
    """
    if element_path == "Observation.component.value[x]" and "ucum-vitals-common" in value_set:
        return "extensible"
    if element_path == "Reference.type" and strength == "extensible":
        return "example"
    return strength
