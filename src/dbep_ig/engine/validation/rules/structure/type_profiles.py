"""A value is not of a type that its element allows, or does not conform to the profiles that its element demands.

One profile is applied in place, so that its findings are the element's. Of several, one must fit; what keeps the nearest from
fitting is told as detail. Types that the base type itself does not allow are unknown properties (`json_shape.py`).

Sources: https://hl7.org/fhir/R4/profiling.html#types,
https://hl7.org/fhir/R4/elementdefinition-definitions.html#ElementDefinition.type.profile
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from dbep_ig.engine.diagnostics import Pointer, Rule, Severity
from dbep_ig.engine.fhir.uris import CORE_BASE, without_r4_version
from dbep_ig.engine.validation.ground.compile_context import CompileContext
from dbep_ig.engine.validation.ground.documents import Key
from dbep_ig.engine.validation.ground.element_tree import ElementNode, profiles_of, type_code
from dbep_ig.engine.validation.ground.findings import Finding
from dbep_ig.engine.validation.ground.frame import Frame, pointer_of
from dbep_ig.engine.validation.ground.run import Run
from dbep_ig.engine.validation.rules.values.fixed_and_pattern import FIXED_VALUE_DIFFERS, PATTERN_NOT_MATCHED

SPEC = "https://hl7.org/fhir/R4/elementdefinition-definitions.html#ElementDefinition.type.profile"

NO_PROFILE_MATCHES = Rule(
    code="DBEP4511",
    name="no-profile-matches",
    issue_type="structure",
    nb="{element} er ikke gyldig etter noen av profilene {profiles}",
    en="{element} conforms to none of the profiles {profiles}",
    spec=SPEC,
)
TYPE_PROFILE_UNKNOWN = Rule(
    code="DBEP4512",
    name="type-profile-not-found",
    issue_type="not-found",
    nb="Profilen {profile} som {element} skal følge, er ikke tilgjengelig",
    en="The profile {profile} that {element} must conform to is not available",
    spec=SPEC,
)
SEVERAL_PROFILES_MATCH = Rule(
    code="DBEP4513",
    name="several-profiles-match",
    severity=Severity.WARNING,
    issue_type="structure",
    nb="{element} er gyldig etter flere av profilene det kan ha: {profiles}",
    en="{element} conforms to several of the profiles it can have: {profiles}",
    spec=SPEC,
)
WRONG_TYPE_FOR_PROFILE = Rule(
    code="DBEP4510",
    name="wrong-type-for-profile",
    issue_type="structure",
    nb="Profilen {profile} gjelder {expected}, men dette er {actual}",
    en="The profile {profile} is for {expected}, but this is {actual}",
    spec="https://hl7.org/fhir/R4/profiling.html",
)
PROFILE_PARTLY_USED = Rule(
    code="DBEP4516",
    name="profile-partly-used",
    severity=Severity.WARNING,
    issue_type="business-rule",
    nb="Profilen {profile} har feil og er brukt uten det som er feil: {reason}",
    en="The profile {profile} has faults, and was used without the faulty parts: {reason}",
    spec="https://hl7.org/fhir/R4/profiling.html#snapshot",
)
NEAREST_PROFILE = Rule(
    code="DBEP4444",
    name="nearest-profile",
    severity=Severity.INFORMATION,
    issue_type="informational",
    nb="Nærmest er {profile}; de andre som er mulige ({others}), er ikke forklart",
    en="The nearest is {profile}; the others that are possible ({others}) are not explained",
    spec="https://hl7.org/fhir/R4/profiling.html",
)
TYPE_NOT_ALLOWED = Rule(
    code="DBEP4116",
    name="type-not-allowed",
    issue_type="structure",
    nb="{element} er {actual}, men kan bare være {allowed}",
    en="{element} is {actual}, but can only be {allowed}",
    spec="https://hl7.org/fhir/R4/profiling.html#types",
)


class TypeProfiles:
    """The profiles that values of some types must conform to."""

    __slots__ = ("by_type", "element", "package")

    def __init__(self, by_type: dict[str, tuple[str, ...]], element: str, package: str | None) -> None:
        self.by_type = by_type
        self.element = element
        self.package = package

    def check(self, value: Any, frame: Frame, run: Run) -> None:
        """Apply the one, or find one that fits."""
        name = frame.type_name
        if type(value) is dict and "resourceType" in value:
            name = value["resourceType"]
        urls = self.by_type.get(name) or self.by_type.get("BackboneElement" if "." in name else "Resource")
        if not urls:
            return
        if len(urls) == 1:
            url, _, element = urls[0].partition(_ELEMENT)
            profile = run.profile(url, self.package)
            if profile is None:
                run.add(TYPE_PROFILE_UNKNOWN, frame, profile=url, element=self.element)
            elif element:
                node = None if profile.overlay is None else profile.overlay.find(element)
                if node is not None:
                    run.apply_node(frame, node)
            else:
                run.apply(frame, profile)
            return
        tried = []
        fitting = []
        for url in urls:
            profile = run.profile(url, self.package)
            if profile is None:
                continue
            found = run.faults(frame, profile)
            if not found:
                fitting.append(url)
            tried.append(Tried(url, found))
        if len(fitting) > 1:
            run.add(SEVERAL_PROFILES_MATCH, frame, element=self.element, profiles=fitting)
        if fitting:
            return
        detail = (
            explained(nearest_of(tried), len(urls), frame.scope.document, pointer_of(frame)) if tried else ()
        )
        run.add(NO_PROFILE_MATCHES, frame, detail=detail, element=self.element, profiles=list(urls))


# A profile may lend one of its elements to another: `url` then this then the element's id.
_ELEMENT = "\n"


def compile_type_profiles(node: ElementNode, ctx: CompileContext) -> Iterator[TypeProfiles]:
    """Nothing for types without profiles; extensions are found by their own url (`extension.py`)."""
    by_type: dict[str, tuple[str, ...]] = {}
    for entry in node.types():
        code = type_code(entry)
        profiles = tuple(
            url + (_ELEMENT + element if element else "")
            for url, element in profiles_of(entry)
            if url != CORE_BASE + code
        )
        if profiles and code != "Extension":
            by_type[code] = profiles
    base = {type_code(one): one.get("profile") for one in ctx.base.get("type", ()) if type(one) is dict}
    new = {
        code: urls
        for code, urls in by_type.items()
        if [*map(without_r4_version, urls)] != [*map(without_r4_version, base.get(code) or ())]
    }
    if new:
        yield TypeProfiles(new, node.element_id, ctx.package)


# Of several profiles that a value may conform to, and conforms to none of: the nearest is explained, the rest counted.

# a wrong fixed value or pattern says that another kind of value is meant: it counts as so many faults
_KIND = 10


class Tried(NamedTuple):
    """A profile, and what keeps the value from conforming to it."""

    profile: str
    faults: Sequence[Finding]


def distance(faults: Sequence[Finding]) -> int:
    """How far a value is from conforming."""
    return sum(_KIND if one.rule in (FIXED_VALUE_DIFFERS, PATTERN_NOT_MATCHED) else 1 for one in faults)


def nearest_of(tried: Sequence[Tried]) -> Tried:
    """The profile that the value is nearest to; of several the first."""
    return min(tried, key=lambda one: distance(one.faults))


def explained(nearest: Tried, count: int, document: Key, pointer: Pointer) -> tuple[Finding, ...]:
    """The details of a finding on a value: why not the nearest of `count` profiles."""
    faults = tuple(nearest.faults)
    if count == 1:
        return faults
    params = {"profile": nearest.profile, "others": count - 1}
    return (Finding(NEAREST_PROFILE, document, pointer, params, detail=faults),)
