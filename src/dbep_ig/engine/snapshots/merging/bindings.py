"""Bindings: a profile may strengthen one or name another value set, never weaken a required one.

Source: https://hl7.org/fhir/R4/profiling.html#binding
"""

from dbep_ig.engine.diagnostics import Rule, Severity
from dbep_ig.engine.snapshots.differential import Change, name_of
from dbep_ig.engine.snapshots.making import Making
from dbep_ig.engine.snapshots.tree import Element

SPEC = "https://hl7.org/fhir/R4/profiling.html#binding"

BINDING_WEAKENED = Rule(
    code="DBEP3126",
    name="binding-weakened",
    issue_type="business-rule",
    nb="{element} har binding med styrke {actual}, men basen har {allowed}",
    en="{element} has a binding of strength {actual}, but its base has {allowed}",
    spec=SPEC,
)
BINDING_WITHOUT_CODES = Rule(
    code="DBEP3127",
    name="binding-without-codes",
    severity=Severity.WARNING,
    issue_type="business-rule",
    nb="{element} har binding, men ingen av typene {types} har koder",
    en="{element} has a binding, but none of its types {types} contains codes",
    spec="https://hl7.org/fhir/R4/terminologies.html#4.1",
)
_BINDING = ("required", "extensible")
_FREE = ("preferred", "example")
_BINDABLE = frozenset(
    ("code", "Coding", "CodeableConcept", "Quantity", "string", "uri", "canonical", "url", "oid", "uuid")
)


def merge_binding(merged: Element, said: Element, change: Change, making: Making) -> None:
    """What the differential says of the binding over what the base says; the base's description goes with its value set."""
    if "binding" not in said:
        return
    own = said["binding"]
    base = merged.get("binding")
    if base is None or base == own:
        merged["binding"] = own
        return
    strength = own.get("strength", base.get("strength"))
    allowed = base.get("strength")
    if (allowed in _BINDING and strength in _FREE) or allowed == "required" != strength:
        # Only `required` decides what is valid, so only its loss makes the profile contradict its base.
        severity = None if allowed == "required" else Severity.WARNING
        making.report(
            BINDING_WEAKENED,
            change,
            "binding",
            "strength",
            severity=severity,
            element=name_of(said),
            actual=strength,
            allowed=allowed,
        )
        if severity is None:
            return  # the base's stands
    binding: Element = {}
    if "id" in own:
        binding["id"] = own["id"]
    if "extension" in own:
        binding["extension"] = own["extension"]
    binding["strength"] = strength
    if "description" in own:
        binding["description"] = own["description"]
    value_set = own.get("valueSet", base.get("valueSet"))
    if value_set is not None:
        binding["valueSet"] = value_set
    merged["binding"] = binding


def drop_binding_without_codes(merged: Element, said: Element, change: Change, making: Making) -> None:
    """A binding goes when the types that could hold a code are gone; the differential's own is warned of."""
    if "binding" not in merged or "type" not in merged:
        return
    codes = [str(one.get("code")) for one in merged["type"]]
    if not codes or any(code in _BINDABLE or "/" in code for code in codes):
        return
    if "binding" in said:
        making.report(BINDING_WITHOUT_CODES, change, "binding", element=name_of(said), types=codes)
    del merged["binding"]
