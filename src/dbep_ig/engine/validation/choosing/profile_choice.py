"""Which profiles a resource is validated against, and why: the first of these that applies.

1. What is asked for, of the document's own resource (or the one in the input of $validate), besides what it claims.
2. What it claims in meta.profile. A profile that the guide derives from it and chooses by fixed values comes besides.
3. What the guide chooses by the fixed values of the resource (`guide_map.py`), or nearly so (`near_miss.py`).
4. What all the guide's profiles of its type share, where it belongs to a plan: something chosen by 2 or 3, of a type that the
   guide tells by codes, refers to it (`belonging.py`).
5. The same where it is a document of its own, of a type that the guide tells by codes, and has no code that says it is another's.

A profile asked for and not found is an error; one that the resource claims is a warning, since the claim may be meant
for others. Where nothing is chosen the report says so, and why, unless the guide has no profile of the type at all.

Source: https://hl7.org/fhir/R4/resource.html#meta (profile)
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from dbep_ig.engine.diagnostics import HELD_REASONS, Rule, Severity, Summary, Text
from dbep_ig.engine.fhir.uris import split_canonical
from dbep_ig.engine.validation.ground.compile_context import World
from dbep_ig.engine.validation.ground.frame import Frame
from dbep_ig.engine.validation.ground.profile import Profile
from dbep_ig.engine.validation.ground.settings import Settings
from dbep_ig.engine.validation.rules.structure.type_profiles import PROFILE_PARTLY_USED
from dbep_ig.engine.validation.walking.run import DocumentRun

from .claims import OTHER_VERSION_USED, SPEC, Claims, claimed, is_profile, version_of

if TYPE_CHECKING:
    from .guide_choice import GuideChoice
    from .validate_input import ValidateInput

PROFILE_NOT_FOUND = Rule(
    code="DBEP4521",
    name="profile-not-found",
    issue_type="not-found",
    nb="Profilen {profile} er ikke tilgjengelig{hint}",
    en="The profile {profile} is not available{hint}",
    spec=SPEC,
)
CLAIMED_PROFILE_NOT_FOUND = Rule(
    code="DBEP4522",
    name="claimed-profile-not-found",
    severity=Severity.WARNING,
    issue_type="not-found",
    nb="Profilen {profile} som ressursen oppgir at den følger, er ikke tilgjengelig og er ikke kontrollert{hint}",
    en="The profile {profile} that the resource claims to conform to is not available and was not checked{hint}",
    spec=SPEC,
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
    nb="{type} oppgir ingen profil og er bare validert mot FHIR R4: {reason}",
    en="{type} claims no profile and was validated against FHIR R4 only: {reason}",
    spec=SPEC,
)
PROFILE_REQUIRED = Rule(
    code="DBEP4531",
    name="profile-required",
    issue_type="business-rule",
    nb="{type} er bare validert mot FHIR R4, og her kreves en profil: {reason}",
    en="{type} was validated against FHIR R4 only, and a profile is required here: {reason}",
    spec=SPEC,
)
PROFILE_WITHOUT_SNAPSHOT = Rule(
    code="DBEP4525",
    name="profile-without-snapshot",
    issue_type="not-found",
    nb="Profilen {profile} kan ikke brukes: {reason}",
    en="The profile {profile} cannot be used: {reason}",
    spec="https://hl7.org/fhir/R4/profiling.html#snapshot",
)


class Choice:
    """The choice of one call.

    world  None: what needs definitions (near misses, misspelt claims) is left out
    """

    __slots__ = ("_claims", "_guide", "asked", "follows_claims", "settings")

    def __init__(self, profiles: str | Sequence[str], settings: Settings, world: World | None = None) -> None:
        self.follows_claims = profiles != "none"
        self.asked: tuple[str, ...] = () if isinstance(profiles, str) else tuple(profiles)
        self.settings = settings
        self._claims = None if world is None else Claims(world.definitions)
        self._guide: GuideChoice | None = None
        maps = [one for one in (settings.profile_map, *settings.further_maps) if one]
        if self._claims is not None and world is not None and self.is_automatic and maps:
            from . import guide_choice  # start-up: only where a guide chooses

            self._guide = guide_choice.GuideChoice(maps, self._claims, world)

    @property
    def is_automatic(self) -> bool:
        """Nothing is asked for: the guide may choose."""
        return self.follows_claims and not self.asked

    @property
    def guide(self) -> "GuideChoice | None":
        """What the guide chooses; None where it has no say."""
        return self._guide

    def hold(self, frame: Frame, run: DocumentRun) -> tuple[tuple[str, ...], str]:
        """Validate one resource against its profiles. -> their canonicals, and why (a key of `HELD_REASONS`)"""
        held: list[str] = []
        reason = self._asked_for(frame, held, run)
        for url in self._required(frame):
            self._apply(url, frame, held, run)
        reason = reason or ("required" if held else "")
        if frame.parent is None and frame.type_name == "Parameters":
            from .validate_input import check_mode  # start-up: only for Parameters

            check_mode(frame, run)
        if not self.follows_claims:
            return tuple(held), reason or "asked-for"
        before = len(held)
        why = "no-guide" if self.is_automatic else "not-asked-for"
        claims = self._claimed(frame, held, run)
        if len(held) > before and not reason:
            reason = "claimed"
        if reason != "asked-for":
            guide = self._guide
            chosen = None if guide is None else guide.choose(frame, claims, run)
            if isinstance(chosen, str):
                why = chosen
            elif chosen is not None:
                for url in chosen.urls:
                    self._apply(url, frame, held, run)
                why = chosen.reason
                reason = reason if reason == "claimed" or not held else why
            if not held and claimed(frame.value):
                why = "claim-not-found"
            reason = reason or why
        if not held and frame.type_name in _CARRIERS:
            return (), ""
        if frame.scope.container is not None:
            return tuple(held), reason
        if not held:
            self._say_nothing_chosen(frame, reason, run)
        elif (
            self.settings.require_profile
            and reason == "claimed"
            and why != "no-profile-for-type"  # then R4's own definition is what there is to claim
            and not _narrow_any(held, run)
        ):
            run.add(PROFILE_REQUIRED, frame, type=frame.type_name, reason=HELD_REASONS[why])
        return tuple(held), reason

    def _asked_for(self, frame: Frame, held: list[str], run: DocumentRun) -> str:
        """Validates against what is asked for by who calls, or by the input of $validate that the resource lies in."""
        is_document = frame.parent is None
        around = None
        if frame.type_name == "Parameters" or (frame.parent is not None and frame.key == "resource"):
            is_document, around = _place_in_input(frame)
        if not is_document and around is None:
            return ""
        for url in self.asked:
            self._apply(url, frame, held, run)
        if around is not None and self.follows_claims:
            for number, key, url in around.profiles:
                self._apply(url, frame, held, run, at=(number, key))
        is_asked = bool(self.asked) or (around is not None and bool(around.profiles))
        return "asked-for" if is_asked else ""

    def _required(self, frame: Frame) -> Iterator[str]:
        """What the settings and R4 itself require of resources of a kind, whatever they claim."""
        settings = self.settings
        if self.follows_claims and frame.scope.container is None:
            yield from settings.global_profiles.get(frame.type_name, ())
            if frame.type_name == "Observation":
                from .vital_signs import vital_signs_of  # start-up: only for Observations

                yield from vital_signs_of(frame.value)
        owner = frame.parent
        if settings.bundle_profiles and owner is not None and owner.type_name == "Bundle.entry":
            for (name, number), url in settings.bundle_profiles.items():
                if name == frame.type_name and _place_of_type(frame, owner) == number:
                    yield url

    def _claimed(self, frame: Frame, held: list[str], run: DocumentRun) -> list[Profile]:
        """Validates against what the resource claims. -> the profiles"""
        found: list[Profile] = []
        for index, url in enumerate(claimed(frame.value)):
            profile = run.profile(url)
            if profile is None and self._claims is not None and run.profiles.refusal(url) is None:
                claim = self._claims.find(url, frame.type_name)
                if claim.definition is not None and claim.how is not None:
                    profile = run.profiles.of(claim.definition)
                    _say_what_was_used(url, profile, claim.how, frame, index, run)
                    url = profile.canonical
            if self._apply(url, frame, held, run, claim=index) and profile is not None:
                found.append(profile)
        return found

    def _say_nothing_chosen(self, frame: Frame, reason: str, run: DocumentRun) -> None:
        if reason == "asked-for":
            return  # that what is asked for is not available has been said
        why = HELD_REASONS.get(reason, HELD_REASONS["no-guide"])
        if self.settings.require_profile:
            run.add(PROFILE_REQUIRED, frame, type=frame.type_name, reason=why)
        elif (
            reason != "no-profile-for-type"  # R4 is all there is for it
            and frame.type_name not in _CONFORMANCE
            and self.settings.warn_without_profile
            and self.is_automatic
            and not claimed(frame.value)
        ):
            run.add(NO_PROFILE_CHOSEN, frame, type=frame.type_name, reason=why)

    def _apply(
        self,
        url: str,
        frame: Frame,
        held: list[str],
        run: DocumentRun,
        *,
        claim: int | None = None,
        at: tuple[int, str] | None = None,
    ) -> bool:
        """Validates against one profile, and what it imposes; says so when it cannot.

        claim  its number in meta.profile
        at     the parameter that asks for it, and the member
        -> whether it is available
        """
        profile = run.profile(url)
        if profile is None or not profile.is_whole:
            self._say_not_found(url, frame, run, claim, at)
            return False
        if profile.canonical in held:
            return True
        held.append(profile.canonical)
        if profile.faults is not None and claim is not None:
            meta = Frame(frame, "meta", -1, frame.value["meta"], "Meta", "Resource.meta", frame.scope)
            params = {"profile": profile.url, "reason": profile.faults}
            run.say_once(PROFILE_PARTLY_USED, meta, key="profile", index=claim, **params)
        run.apply(frame, profile)
        for imposed in profile.imposes:
            other = run.profile(imposed, profile.package)
            if other is None:
                run.say_once(IMPOSED_PROFILE_NOT_FOUND, frame, by=profile.url, profile=imposed)
            elif other.canonical not in held:
                self._apply(imposed, frame, held, run, claim=claim, at=at)
        return True

    def _say_not_found(
        self, url: str, frame: Frame, run: DocumentRun, claim: int | None, at: tuple[int, str] | None
    ) -> None:
        refusal = run.profiles.refusal(url)
        params: dict[str, Any] = {"profile": url}
        if refusal is None:
            rule = PROFILE_NOT_FOUND if claim is None else CLAIMED_PROFILE_NOT_FOUND
            params["hint"] = "" if self._claims is None else self._claims.hint(url)
        else:
            rule = PROFILE_WITHOUT_SNAPSHOT
            params["reason"] = refusal
        if claim is not None:
            meta = Frame(frame, "meta", -1, frame.value["meta"], "Meta", "Resource.meta", frame.scope)
            run.add_at(rule, meta, "profile", claim, **params)
        elif at is not None and frame.parent is not None and frame.parent.parent is not None:
            number, key = at
            root = frame.parent.parent
            name = "Parameters.parameter"
            asks = Frame(root, "parameter", number, root.value["parameter"][number], name, name, root.scope)
            run.add_at(rule, asks, key, **params)
        else:
            run.note(rule, frame, params)


def _narrow_any(held: list[str], run: DocumentRun) -> bool:
    """Whether one of them is a profile, and not the definition of a type, which any resource of it conforms to in R4."""
    found = (run.profile(one) for one in held)
    return any(one is not None and is_profile(one.definition) for one in found)


_CARRIERS = frozenset(("Bundle", "Parameters", "OperationOutcome", "Binary"))
# What guides are made of, and hardly ever have profiles of: https://hl7.org/fhir/R4/conformance-module.html
_CONFORMANCE = frozenset(
    (
        "CapabilityStatement",
        "CodeSystem",
        "CompartmentDefinition",
        "ConceptMap",
        "ImplementationGuide",
        "NamingSystem",
        "OperationDefinition",
        "SearchParameter",
        "StructureDefinition",
        "StructureMap",
        "ValueSet",
    )
)


def _say_what_was_used(
    url: str, profile: Profile, how: Rule, frame: Frame, index: int, run: DocumentRun
) -> None:
    meta = Frame(frame, "meta", -1, frame.value["meta"], "Meta", "Resource.meta", frame.scope)
    if how is OTHER_VERSION_USED:
        name, version, _ = split_canonical(url)
        used = version_of(profile.definition)
        run.add_at(how, meta, "profile", index, profile=name, version=version, used=used)
    else:
        run.add_at(how, meta, "profile", index, profile=url, nearest=profile.url)


def _place_in_input(frame: Frame) -> "tuple[bool, ValidateInput | None]":
    """Whether it is what is asked about, as a document; and the input of $validate that it is the resource of."""
    owner = frame.parent
    if owner is not None and owner.type_name != "Parameters.parameter":
        return False, None
    from .validate_input import input_around, input_of  # start-up: only for Parameters

    if owner is None:
        read = input_of(frame.value)
        return read is None or read.resource < 0, None
    return False, input_around(frame)


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
