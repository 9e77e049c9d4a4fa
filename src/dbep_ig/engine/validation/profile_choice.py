"""Which profiles a resource is validated against: asked for, claimed, mapped by a guide, imposed by another.

A profile asked for and not found is an error; one that the resource claims is a warning, since the claim may be meant
for others. Where nothing is chosen the report says so, unless the guide has no profile of the type at all.

Source: https://hl7.org/fhir/R4/resource.html#meta (profile)
"""

from collections.abc import Iterator, Sequence
from typing import Any

from dbep_ig.engine.diagnostics import Rule, Severity, Summary, Text

from .conformance import apply_profile
from .frame import Frame
from .guide_map import GuideMap
from .run import Run
from .settings import Settings
from .vital_signs import vital_signs_of

SPEC = "https://hl7.org/fhir/R4/resource-definitions.html#Meta.profile"

PROFILE_NOT_FOUND = Rule(
    code="DBEP4521",
    name="profile-not-found",
    severity=Severity.ERROR,
    issue_type="not-found",
    nb="Profilen {profile} er ikke tilgjengelig",
    en="The profile {profile} is not available",
    spec=SPEC,
    hapi=("Validation_VAL_Unknown_Profile", "VALIDATION_VAL_PROFILE_UNKNOWN_ERROR"),
)
CLAIMED_PROFILE_NOT_FOUND = Rule(
    code="DBEP4522",
    name="claimed-profile-not-found",
    severity=Severity.WARNING,
    issue_type="not-found",
    nb="Profilen {profile} som ressursen oppgir at den følger, er ikke tilgjengelig og er ikke kontrollert",
    en="The profile {profile} that the resource claims to conform to is not available and was not checked",
    spec=SPEC,
    hapi=("VALIDATION_VAL_PROFILE_UNKNOWN_NOT_POLICY", "VALIDATION_VAL_PROFILE_UNKNOWN_ERROR_NETWORK"),
)
IMPOSED_PROFILE_NOT_FOUND = Rule(
    code="DBEP4523",
    name="imposed-profile-not-found",
    severity=Severity.INFORMATION,
    issue_type="not-found",
    nb="{by} pålegger også profilen {profile}, som ikke er tilgjengelig",
    en="{by} also imposes the profile {profile}, which is not available",
    spec="http://hl7.org/fhir/extensions/StructureDefinition-structuredefinition-imposeProfile.html",
    summary=Summary(
        "profile",
        Text(
            "ikke tilgjengelig, og ikke kontrollert: de pålagte profilene",
            "not available, and not checked: the imposed profiles",
        ),
    ),
)
NO_PROFILE_CHOSEN = Rule(
    code="DBEP4524",
    name="no-profile-chosen",
    severity=Severity.WARNING,
    issue_type="informational",
    nb="{type} oppgir ingen profil og er bare validert mot FHIR R4",
    en="{type} claims no profile and was validated against FHIR R4 only",
    spec=SPEC,
)
PROFILE_WITHOUT_SNAPSHOT = Rule(
    code="DBEP4525",
    name="profile-without-snapshot",
    severity=Severity.ERROR,
    issue_type="not-found",
    nb="Profilen {profile} kan ikke brukes: {reason}",
    en="The profile {profile} cannot be used: {reason}",
    spec="https://hl7.org/fhir/R4/profiling.html#snapshot",
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


class Choice:
    """The choice of one call."""

    __slots__ = ("asked", "follows_claims", "settings")

    def __init__(self, profiles: str | Sequence[str], settings: Settings) -> None:
        self.follows_claims = profiles != "none"
        self.asked: tuple[str, ...] = () if isinstance(profiles, str) else tuple(profiles)
        self.settings = settings

    def hold(self, frame: Frame, run: Run) -> tuple[str, ...]:
        """Hold one resource to its profiles; their canonicals."""
        held: list[str] = []
        is_document = frame.parent is None
        if is_document:
            for url in self.asked:
                self._apply(url, PROFILE_NOT_FOUND, frame, held, run)
        for url in self._demanded(frame):
            self._apply(url, PROFILE_NOT_FOUND, frame, held, run)
        if self.follows_claims:
            for index, url in enumerate(_claimed(frame.value)):
                self._apply(url, CLAIMED_PROFILE_NOT_FOUND, frame, held, run, claim=index)
            if not held and not self.asked:
                for url in self._mapped(frame):
                    self._apply(url, PROFILE_NOT_FOUND, frame, held, run)
            if (
                not held
                and not self.asked
                and self.settings.warn_without_profile
                and frame.scope.container is None
                and frame.type_name not in _CARRIERS
                and not _claimed(frame.value)
                and self._may_choose(frame.type_name)
            ):
                run.add(NO_PROFILE_CHOSEN, frame, type=frame.type_name)
        return tuple(held)

    def _may_choose(self, type_name: str) -> bool:
        """False where a guide chooses, and has no profile of the type: R4 is all there is for it."""
        profile_map = self.settings.profile_map
        if isinstance(profile_map, GuideMap):
            return not profile_map or profile_map.has_profiles(type_name)
        return not profile_map or any(name == type_name for name, _ in profile_map)

    def _demanded(self, frame: Frame) -> Iterator[str]:
        """What the settings and R4 itself demand of resources of a kind, whatever they claim."""
        settings = self.settings
        if self.follows_claims and frame.scope.container is None:
            yield from settings.global_profiles.get(frame.type_name, ())
            if frame.type_name == "Observation":
                yield from vital_signs_of(frame.value)
        owner = frame.parent
        if settings.bundle_profiles and owner is not None and owner.type_name == "Bundle.entry":
            for (name, number), url in settings.bundle_profiles.items():
                if name == frame.type_name and _place_of_type(frame, owner) == number:
                    yield url

    def _mapped(self, frame: Frame) -> Iterator[str]:
        profile_map = self.settings.profile_map
        if not profile_map or frame.scope.container is not None:
            return
        found = False
        for category in _categories(frame.value):
            url = profile_map.get((frame.type_name, category))
            if url is not None:
                found = True
                yield url
        if not found and (frame.type_name, "") in profile_map:
            yield profile_map[frame.type_name, ""]

    def _apply(
        self, url: str, missing: Rule, frame: Frame, held: list[str], run: Run, *, claim: int | None = None
    ) -> None:
        profile = run.profiles.find(url)
        if profile is None or not profile.is_whole:
            refusal = run.schemas.world.refusal(url)
            rule = missing if refusal is None else PROFILE_WITHOUT_SNAPSHOT
            params = {"profile": url} if refusal is None else {"profile": url, "reason": refusal}
            if claim is None:
                run.note(rule, frame, params)
            else:
                at = Frame(frame, "meta", -1, frame.value["meta"], "Meta", "Resource.meta", frame.scope)
                run.add_at(rule, at, "profile", claim, **params)
            return
        if profile.canonical in held:
            return
        held.append(profile.canonical)
        if profile.faults is not None and claim is not None:
            at = Frame(frame, "meta", -1, frame.value["meta"], "Meta", "Resource.meta", frame.scope)
            params = {"profile": profile.url, "reason": profile.faults}
            run.say_once(PROFILE_PARTLY_USED, at, key="profile", index=claim, **params)
        apply_profile(frame, profile, run)
        for imposed in profile.imposes:
            other = run.profiles.find(imposed, profile.package)
            if other is None:
                run.say_once(IMPOSED_PROFILE_NOT_FOUND, frame, by=profile.url, profile=imposed)
            elif other.canonical not in held:
                self._apply(imposed, missing, frame, held, run)


_CARRIERS = frozenset(("Bundle", "Parameters", "OperationOutcome", "Binary"))


def _place_of_type(frame: Frame, owner: Frame) -> int:
    """The how-manieth entry of its resource type it is, from 0."""
    bundle = owner.parent
    entries = bundle.value.get("entry", ()) if bundle is not None else ()
    return sum(
        1
        for one in entries[: owner.index]
        if type(one) is dict
        and type(one.get("resource")) is dict
        and one["resource"].get("resourceType") == frame.type_name
    )


def _claimed(resource: dict[str, Any]) -> list[str]:
    meta = resource.get("meta")
    profiles = meta.get("profile") if type(meta) is dict else None
    if type(profiles) is str:
        return [profiles]
    return [one for one in profiles if type(one) is str] if type(profiles) is list else []


def _categories(resource: dict[str, Any]) -> list[str]:
    """`system|code` of each coding of `category` and `code`."""
    found = []
    for name in ("category", "code", "type"):
        concepts = resource.get(name)
        for concept in concepts if type(concepts) is list else (concepts,):
            codings = concept.get("coding") if type(concept) is dict else None
            for coding in codings if type(codings) is list else ():
                if type(coding) is dict:
                    found.append(f"{coding.get('system', '')}|{coding.get('code', '')}")
    return found
