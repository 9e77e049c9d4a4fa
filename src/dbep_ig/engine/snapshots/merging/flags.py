"""mustSupport, isModifier, isSummary and the like: promises of the base that a profile cannot take back.

Source: https://hl7.org/fhir/R4/profiling.html#mustsupport
"""

from dbep_ig.engine.diagnostics import Rule, Severity
from dbep_ig.engine.snapshots.differential import Change, name_of
from dbep_ig.engine.snapshots.making import Making
from dbep_ig.engine.snapshots.tree import Element

MUST_SUPPORT_WITHDRAWN = Rule(
    code="DBEP3130",
    name="must-support-withdrawn",
    issue_type="business-rule",
    nb="{element} har mustSupport false, men basen har true",
    en="{element} has mustSupport false, but its base has true",
    spec="https://hl7.org/fhir/R4/profiling.html#mustsupport",
)
SUMMARY_CHANGED = Rule(
    code="DBEP3131",
    name="summary-changed",
    issue_type="business-rule",
    nb="{element} har isSummary {actual}, men basen har {allowed}",
    en="{element} has isSummary {actual}, but its base has {allowed}",
    spec="https://hl7.org/fhir/R4/elementdefinition-definitions.html#ElementDefinition.isSummary",
)
MODIFIER_WITHDRAWN = Rule(
    code="DBEP3132",
    name="modifier-withdrawn",
    severity=Severity.WARNING,
    issue_type="business-rule",
    nb="{element} har isModifier false, men basen har true, som beholdes",
    en="{element} has isModifier false, but its base has true, which is kept",
    spec="https://hl7.org/fhir/R4/conformance-rules.html#isModifier",
)


def merge_flags(merged: Element, said: Element, change: Change, making: Making) -> None:
    """Booleans, the reason for a modifier, representation and conditions."""
    if "mustSupport" in said:
        if merged.get("mustSupport") is True and said["mustSupport"] is False:
            making.report(MUST_SUPPORT_WITHDRAWN, change, "mustSupport", element=name_of(said))
        else:
            merged["mustSupport"] = said["mustSupport"]
    if "isModifier" in said:
        if merged.get("isModifier") is True and said["isModifier"] is False and not making.specialises:
            making.report(MODIFIER_WITHDRAWN, change, "isModifier", element=name_of(said))
        else:
            merged["isModifier"] = said["isModifier"]
    if "isSummary" in said:
        allowed = merged.get("isSummary")
        if allowed is not None and allowed != said["isSummary"] and not making.specialises:
            making.report(
                SUMMARY_CHANGED,
                change,
                "isSummary",
                element=name_of(said),
                actual=said["isSummary"],
                allowed=allowed,
            )
        else:
            merged["isSummary"] = said["isSummary"]
    for key in ("isModifierReason", "sliceIsConstraining"):
        if key in said:
            merged[key] = said[key]
    for key in ("representation", "condition"):
        if key in said:
            merged[key] = list(dict.fromkeys([*merged.get(key, ()), *said[key]]))
