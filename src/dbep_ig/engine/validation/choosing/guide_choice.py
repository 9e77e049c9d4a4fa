"""What the guide chooses for the resources of a document: by their fixed values, nearly so, or because they belong to a plan.

Where several guides are used, each chooses for itself. A slip for one of them is none where another chooses by the same codes.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from dbep_ig.engine.fhir.documents import Document
from dbep_ig.engine.validation.ground.compile_context import World
from dbep_ig.engine.validation.ground.documents import Key, rewritten
from dbep_ig.engine.validation.ground.frame import Frame, pointer_of
from dbep_ig.engine.validation.ground.profile import Profile
from dbep_ig.engine.validation.ground.reference_index import ReferenceIndex
from dbep_ig.engine.validation.ground.settings import ProfileMap
from dbep_ig.engine.validation.walking.notes import Slip
from dbep_ig.engine.validation.walking.run import DocumentRun

from .belonging import name_of, reached, resources_in
from .claims import Claims, claimed, is_profile
from .guide_map import TypeProfiles, given_map

if TYPE_CHECKING:
    from .near_miss import NearMiss, NearMisses


class Chosen(NamedTuple):
    """Profiles, and why (a key of `HELD_REASONS`)."""

    urls: tuple[str, ...]
    reason: str


class GuideChoice:
    """The guides' choice in one call."""

    __slots__ = ("_claims", "_maps", "_near_misses", "_world")

    def __init__(
        self, choices: Iterable[ProfileMap | Mapping[tuple[str, str], str]], claims: Claims, world: World
    ) -> None:
        self._maps: list[ProfileMap] = [
            given_map(one) if isinstance(one, Mapping) else one for one in choices
        ]
        self._claims = claims
        self._world = world
        self._near_misses: NearMisses | None = None  # made when something may be one

    # Before the walk

    def as_meant(self, document: Document) -> "tuple[Document, tuple[NearMiss, ...]]":
        """The document with right codings for those that are slips, and the slips; most have none."""
        misses = [
            miss
            for resource, pointer in resources_in(document.resource)
            if (miss := self._near_miss(resource, pointer)) is not None
        ]
        if not misses:
            return document, ()
        places = [place for miss in misses for place in miss.corrections()]
        return document.with_resource(rewritten(document.resource, places)), tuple(misses)

    def _near_miss(
        self, resource: Mapping[str, Any], pointer: tuple[str | int, ...] = ()
    ) -> "NearMiss | None":
        every = [one for one in self._profiles_of(resource) if one.marks]
        if not every:
            return None
        chosen = [one.chosen(resource) for one in every]
        if any(one.is_chosen_by_code(numbers) for one, numbers in zip(every, chosen, strict=True)):
            return None
        if self._claims_any(resource):
            return None
        if self._near_misses is None:
            from .near_miss import NearMisses  # start-up: only where something may be one

            self._near_misses = NearMisses(self._world.definitions, self._world.terminology)
        for profiles, numbers in zip(every, chosen, strict=True):
            others = [one for one in every if one is not profiles]
            miss = self._near_misses.of(resource, profiles, numbers, pointer, others)
            if miss is not None:
                return miss
        return None

    def note(self, misses: "Sequence[NearMiss]", key: Key, run: DocumentRun) -> None:
        """Reports the slips; nothing else is said of their codings."""
        for miss in misses:
            run.take(miss.finding(key))
        run.misses = tuple(misses)

    # In the walk

    def choose(self, frame: Frame, claims: Sequence[Profile], run: DocumentRun) -> Chosen | str:
        """The profiles for a resource, or why there are none.

        claims  the profiles that it claims, as far as they are available
        """
        if frame.scope.container is not None:
            return "contained"
        urls: dict[str, None] = {}
        reason = "no-profile-for-type"
        for guide in self._maps:
            profiles: TypeProfiles | None = guide.of(frame.type_name)
            if profiles is None:
                continue
            one = self._choose(frame, profiles, guide, claims, run)
            if isinstance(one, Chosen):
                reason = reason if urls else one.reason
                urls.update(dict.fromkeys(one.urls))
            elif reason == "no-profile-for-type":
                reason = one
        return Chosen(tuple(urls), reason) if urls or reason == "claimed" else reason

    def _choose(
        self,
        frame: Frame,
        profiles: TypeProfiles,
        guide: ProfileMap,
        claims: Sequence[Profile],
        run: DocumentRun,
    ) -> Chosen | str:
        numbers = profiles.chosen(frame.value)
        urls = tuple(dict.fromkeys(profiles.profiles[number].url for number in numbers))
        if any(is_profile(one.definition) for one in claims):
            bases = {one.url for one in claims}
            derived = [profiles.profiles[number] for number in numbers]
            besides = dict.fromkeys(one.url for one in derived if bases & set(one.ancestors))
            return Chosen(tuple(besides), "claimed")
        if urls:
            misses = run.misses
            is_near = bool(misses) and self._is_missed(frame, misses)
            return Chosen(urls, "near-miss" if is_near else "codes")
        return self._common(frame, profiles, guide, run)

    def _common(
        self, frame: Frame, profiles: TypeProfiles, guide: ProfileMap, run: DocumentRun
    ) -> Chosen | str:
        url = profiles.url(profiles.common)
        if url is None or profiles.common is None:
            return "other-codes"
        if profiles.is_for_all:
            return Chosen((url,), "type")
        if self._belongs(frame, run):
            return Chosen((url,), "plan")
        if any(profiles.given(frame.value)):
            return "other-codes"
        is_own = frame.parent is None or frame.parent.type_name == "Parameters.parameter"
        if is_own and profiles.is_told and not profiles.profiles[profiles.common].is_abstract:
            return Chosen((url,), "type")
        if profiles.is_told:
            return "no-code"
        if not guide.tells_kinds:
            return Chosen((url,), "type")
        outside = run.call.outside
        is_unknown = frame.parent is None and outside is not None and outside.is_unknown(run.document)
        return "not-looked-up" if is_unknown else "not-reached"

    @staticmethod
    def _is_missed(frame: Frame, misses: Sequence[Slip]) -> bool:
        pointer = pointer_of(frame)
        return any(pointer == one.resource for one in misses)

    def _belongs(self, frame: Frame, run: DocumentRun) -> bool:
        if run.reach is None:
            run.reach = reached(run.index, self._roots(run.index))
        if id(frame.value) in run.reach:
            return True
        outside = run.call.outside
        if frame.parent is not None or outside is None:
            return False
        return any(outside.is_reached(name) for name in _names_of(frame.value))

    # Roots: what others belong to

    def outwards(self, document: Document) -> Iterator[str]:
        """What the plans of a document refer to outside it, by `Type/id` or url."""
        if not any(self._is_root(resource) for resource, _ in resources_in(document.resource)):
            return
        index = ReferenceIndex(document)
        names: dict[str, None] = {}
        reached(index, self._roots(index), names.setdefault)
        yield from names

    def _roots(self, index: ReferenceIndex) -> list[Frame]:
        return [
            frame for frame in index.frames() if frame.scope.container is None and self._is_root(frame.value)
        ]

    def _is_root(self, resource: Mapping[str, Any]) -> bool:
        every = [one for one in self._profiles_of(resource) if one.is_told]
        if not every:
            return False
        if any(one.chosen(resource) for one in every) or self._near_miss(resource) is not None:
            return True
        type_name = str(resource["resourceType"])
        urls = {profile.url for one in every for profile in one.profiles}
        for canonical in claimed(resource):
            definition = self._claims.find(canonical, type_name).definition
            if definition is not None and definition.get("url") in urls:
                return True
        return False

    def _claims_any(self, resource: Mapping[str, Any]) -> bool:
        type_name = str(resource["resourceType"])
        return any(
            definition is not None and is_profile(definition)
            for canonical in claimed(resource)
            for definition in (self._claims.find(canonical, type_name).definition,)
        )

    def _profiles_of(self, resource: Mapping[str, Any]) -> list[TypeProfiles]:
        name = resource.get("resourceType")
        if type(name) is not str:
            return []
        return [found for one in self._maps if (found := one.of(name)) is not None]


def _names_of(resource: Mapping[str, Any]) -> Iterator[str]:
    if type(resource.get("id")) is str:
        yield name_of(f"{resource.get('resourceType', '')}/{resource['id']}")
    if type(resource.get("url")) is str:
        yield resource["url"]
