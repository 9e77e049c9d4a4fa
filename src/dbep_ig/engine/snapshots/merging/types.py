"""Types of an element: a profile may leave some out, ask for profiles of them and narrow what a reference leads to.

Source: https://hl7.org/fhir/R4/profiling.html#resources
"""

from dbep_ig.engine.diagnostics import Rule, Severity
from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.engine.fhir.uris import CORE_BASE, core_canonical, is_absolute, split_canonical
from dbep_ig.engine.snapshots.differential import Change, name_of_change
from dbep_ig.engine.snapshots.inherited import FHIR_TYPE
from dbep_ig.engine.snapshots.making import Making
from dbep_ig.engine.snapshots.tree import Element

TYPE_NOT_IN_BASE = Rule(
    code="DBEP3123",
    name="type-not-in-base",
    issue_type="business-rule",
    nb="{element} har typen {actual}, men basen tillater {allowed}",
    en="{element} has type {actual}, but its base allows {allowed}",
    spec="https://hl7.org/fhir/R4/elementdefinition-definitions.html#ElementDefinition.type",
)
PROFILE_OF_OTHER_TYPE = Rule(
    code="DBEP3124",
    name="profile-of-other-type",
    issue_type="business-rule",
    nb="{element} har typen {type} med profilen {profile}, som er en profil på {actual}",
    en="{element} has type {type} with the profile {profile}, which is a profile on {actual}",
    spec="https://hl7.org/fhir/R4/elementdefinition-definitions.html#ElementDefinition.type.profile",
)
TARGET_NOT_IN_BASE = Rule(
    code="DBEP3125",
    name="target-not-in-base",
    issue_type="business-rule",
    nb="{element} har targetProfile {actual}, men basen tillater {allowed}",
    en="{element} has targetProfile {actual}, but its base allows {allowed}",
    spec="https://hl7.org/fhir/R4/elementdefinition-definitions.html#ElementDefinition.type.targetProfile",
)
PROFILE_UNKNOWN = Rule(
    code="DBEP3150",
    name="type-profile-unknown",
    severity=Severity.WARNING,
    issue_type="not-found",
    nb="Fant ikke profilen {profile} på {element}; kravene i den er ikke med i snapshotet",
    en="The profile {profile} of {element} was not found; its requirements are not in the snapshot",
    spec="https://hl7.org/fhir/R4/elementdefinition-definitions.html#ElementDefinition.type.profile",
)
_LONGEST_CHAIN = 40  # derivations from a profile to its type; guards against circles among packages


def type_code(one: Element) -> str:
    """The type's name: `http://hl7.org/fhirpath/System.String` is `String`."""
    return str(one.get("code", "")).removeprefix("http://hl7.org/fhirpath/System.")


def working_code(one: Resource) -> str:
    """The FHIR type of a type: `http://hl7.org/fhirpath/System.String` with its FHIR type in an extension is that type."""
    code = type_code(one)
    if code != one.get("code"):
        for extension in one.get("extension", ()):
            if extension.get("url") == FHIR_TYPE:
                return str(extension.get("valueUrl", extension.get("valueUri", code)))
        return code[:1].lower() + code[1:]
    return code


def merge_types(merged: Element, said: Element, change: Change, making: Making) -> None:
    """The differential's types instead of the base's, each checked against them; what contradicts the base is left out."""
    own = said.get("type")
    if not own:
        return
    base = merged.get("type")
    if own == base or _only_says_backbone(own, merged):
        return
    # A primitive type says again how its value is written: positiveInt.value is a string where integer.value is an integer.
    if making.profile.get("kind") != "primitive-type":
        allowed = [type_code(one) for one in base or ()]
        checked = (_checked(one, index, base or [], allowed, change, making) for index, one in enumerate(own))
        own = [one for one in checked if one is not None] or base
    merged["type"] = own


def _only_says_backbone(own: list[Resource], merged: Element) -> bool:
    """An element whose content is defined elsewhere (`contentReference`) has no type; that it is a backbone is no news."""
    return "contentReference" in merged and all(
        type_code(one) in ("BackboneElement", "Element") for one in own
    )


def _checked(
    one: Resource, index: int, base: list[Resource], allowed: list[str], change: Change, making: Making
) -> Resource | None:
    """The type as far as the base has it; None when it does not."""
    code = type_code(one)
    element = name_of_change(change)
    if allowed and code not in allowed and not _stands_for_another(code, base, making):
        making.report(
            TYPE_NOT_IN_BASE, change, "type", index, "code", element=element, actual=code, allowed=allowed
        )
        return None
    at = ("type", index, "profile")
    for position, canonical in enumerate(one.get("profile", ())):
        profile = making.original(canonical)
        if profile is None:
            if "#" not in canonical and is_absolute(canonical):
                making.report(PROFILE_UNKNOWN, change, *at, position, element=element, profile=canonical)
        elif not _subject_fits(profile, code, making):
            said = {"type": code, "profile": canonical, "actual": profile.get("type")}
            making.report(PROFILE_OF_OTHER_TYPE, change, *at, position, element=element, **said)
    if "targetProfile" not in one:
        return one
    same = [each for each in base if type_code(each) == code]
    targets = [target for each in same for target in each.get("targetProfile", ())]
    kept: list[str] = []
    at = ("type", index, "targetProfile")
    if targets and all(each.get("targetProfile") for each in same):
        for position, canonical in enumerate(one.get("targetProfile", ())):
            if any(_leads_to(canonical, target, making) for target in targets):
                kept.append(canonical)
            else:
                said = {"actual": canonical, "allowed": targets}
                making.report(TARGET_NOT_IN_BASE, change, *at, position, element=element, **said)
        if len(kept) < len(one["targetProfile"]):
            return {**one, "targetProfile": kept or targets}
    return one


def _subject_fits(profile: Resource, code: str, making: Making) -> bool:
    """A profile on Duration may stand on a Quantity; but an element of type Resource names the resource itself."""
    subject = str(profile.get("type", ""))
    if code in ("", subject) or subject in ("", code.rpartition("/")[2]):
        return True
    return code not in ("Resource", "DomainResource") and _is_or_specialises(subject, code, making)


def _stands_for_another(code: str, base: list[Resource], making: Making) -> bool:
    """Where the base allows an abstract type, one that specialises it; for FHIRPath's String the FHIR type it stands for."""
    return any(code == working_code(one) or _may_stand_for(code, type_code(one), making) for one in base)


def _may_stand_for(code: str, allowed: str, making: Making) -> bool:
    if allowed in ("*", "Element", ""):
        return True
    definition = making.original(core_canonical(allowed))
    return bool(definition and definition.get("abstract")) and _is_or_specialises(code, allowed, making)


def _is_or_specialises(code: str, allowed: str, making: Making) -> bool:
    if code == allowed or allowed in ("*", "Element") or code == "":
        return True
    canonical: object = core_canonical(code)
    for _ in range(_LONGEST_CHAIN):
        definition = making.original(str(canonical))
        if definition is None:
            # A type nobody knows is not judged; R4's own are always known.
            return is_absolute(code) and not code.startswith(CORE_BASE)
        if allowed in (definition.get("type"), definition.get("url")):
            return True
        canonical = definition.get("baseDefinition")
        if not isinstance(canonical, str):
            return False
    return False


def _leads_to(canonical: str, target: str, making: Making) -> bool:
    """Whether a target profile is the base's, or derived from it. One that is not known is taken on trust."""
    url = split_canonical(canonical)[0]
    wanted = split_canonical(target)[0]
    if url == wanted or wanted == CORE_BASE + "Resource":
        return True
    for _ in range(_LONGEST_CHAIN):
        definition = making.original(canonical)
        if definition is None:
            return True
        if split_canonical(str(definition.get("url")))[0] == wanted:
            return True
        base = definition.get("baseDefinition")
        if not isinstance(base, str):
            return False
        canonical = base
    return False
