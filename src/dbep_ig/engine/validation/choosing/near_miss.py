"""A resource that is nearly of a profile of the guide: a slip in the coding that chooses the profile.

Such a resource would be validated against R4 only, and nobody would know. So the slip is an error at the coding, and all else
is validated as if the coding were right: the slip is reported once, and what else is wrong is reported too.

A slip is the right code under another system; nearly the right one under none; the right system with a code that it does not have; or a system that is a slip
of the pen for the right one (`diagnostics/slips.py`) with a code that is right or nearly so. It is none when the resource has codings that
choose a profile, or when system and code are other ones altogether: then it belongs to another guide.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from dbep_ig.engine.diagnostics import Pointer, Rule, Text
from dbep_ig.engine.diagnostics.slips import is_slip, nearest
from dbep_ig.engine.fhir.definitions import Definitions
from dbep_ig.engine.terminology import Terminology
from dbep_ig.engine.validation.ground.documents import Key, rewritten
from dbep_ig.engine.validation.ground.findings import Finding

from .guide_map import Given, TypeProfiles
from .profile_marks import Mark

SPEC = "https://hl7.org/fhir/R4/profiling.html#discriminator"

NEARLY_OF_A_PROFILE = Rule(
    code="DBEP4527",
    name="nearly-of-a-profile",
    issue_type="code-invalid",
    nb="Dette er nesten profilen {profile}: {difference}",
    en="This is nearly the profile {profile}: {difference}",
    spec=SPEC,
)
UNKNOWN_KIND = Rule(
    code="DBEP4528",
    name="unknown-kind-of-resource",
    issue_type="code-invalid",
    nb="Koden `{code}` finnes ikke i kodeverket {system} og velger ingen profil; disse kodene gjør det: {codes}",
    en="The code `{code}` does not exist in the code system {system} and chooses no profile; these codes do: {codes}",
    spec=SPEC,
)
_MOST_CODES = 10  # named in a message
_OF_CODES = ("DBEP5",)


class NearMiss(NamedTuple):
    """A slip in a resource.

    pointer  to the coding, from the document's root
    given    the coding
    meant    system and code; the code is "" when none is near
    urls     the profiles that are meant
    profiles the guide's profiles of the resource's type
    """

    pointer: Pointer
    given: Given
    meant: Mark
    urls: tuple[str, ...]
    profiles: TypeProfiles

    def finding(self, key: Key) -> Finding:
        """What is said of it."""
        _, _, system, code = self.given
        if not self.meant[1]:
            params: dict[str, Any] = {
                "code": code,
                "system": system,
                "codes": _codes(self.given, self.profiles),
            }
            return Finding(UNKNOWN_KIND, key, (*self.pointer, "code"), params)
        differences = []
        if system != self.meant[0]:
            differences.append(_difference("system", system, self.meant[0]))
        if code != self.meant[1]:
            differences.append(_difference("code", code, self.meant[1]))
        at = "system" if system not in ("", self.meant[0]) else "code"
        both = Text("; ".join(one.nb for one in differences), "; ".join(one.en for one in differences))
        found, expected = f"{system}#{code}", f"{self.meant[0]}#{self.meant[1]}"
        params = {"profile": ", ".join(self.urls), "difference": both, "found": found, "expected": expected}
        return Finding(NEARLY_OF_A_PROFILE, key, (*self.pointer, at), params)

    @property
    def resource(self) -> Pointer:
        """The resource that has it, from the document's root."""
        return self.pointer[: len(self.pointer) - len(self.given.pointer)]

    @property
    def _is_plain(self) -> bool:
        _, _, system, code = self.given
        return all(
            one == other or is_slip(one, other) for one, other in zip((system, code), self.meant, strict=True)
        )

    def corrections(self) -> Iterator[tuple[Pointer, str]]:
        """What to write where."""
        if self.meant[1]:
            yield (*self.pointer, "system"), self.meant[0]
            yield (*self.pointer, "code"), self.meant[1]

    def is_about(self, finding: Finding) -> bool:
        """Whether a finding of the document is the terminology's about the same coding, or about the element that has it alone.

        A display is another matter where a slip of the pen leaves no doubt which code is meant.
        """
        if not finding.rule.code.startswith(_OF_CODES):
            return False
        at = finding.pointer
        if at == (*self.pointer, "display") and self._is_plain:
            return False
        concept = self.pointer[:-2] if self.pointer[-2:-1] == ("coding",) else self.pointer
        return at == concept or at[: len(self.pointer)] == self.pointer


class NearMisses:
    """Finds the slips of resources. What is learnt of code systems is remembered."""

    __slots__ = ("_codes", "_definitions", "_terminology")

    def __init__(self, definitions: Definitions, terminology: Terminology) -> None:
        self._definitions = definitions
        self._terminology = terminology
        self._codes: dict[Mark, bool | None] = {}

    def of(
        self,
        resource: Mapping[str, Any],
        profiles: TypeProfiles,
        chosen: tuple[int, ...],
        pointer: Pointer,
        others: Sequence[TypeProfiles] = (),
    ) -> NearMiss | None:
        """The slip of a resource whose fixed values choose `chosen`; None where there is none.

        others  other guides' profiles of the type: a coding of their systems is theirs
        """
        if not profiles.marks or profiles.is_chosen_by_code(chosen):
            return None
        for given in profiles.given(resource):
            marks = profiles.marks[given.element]
            if _is_of_system(given, others) and not _is_of_system(given, (profiles,)):
                continue
            if (given.code or given.system) and len(given.pointer) > 1:
                meant = self._meant(given, marks)
                if meant is not None:
                    found = self._near_miss(resource, profiles, given, meant, (*pointer, *given.pointer))
                    if found is not None:
                        return found
        return None

    def _near_miss(
        self,
        resource: Mapping[str, Any],
        profiles: TypeProfiles,
        given: Given,
        meant: Mark,
        pointer: Pointer,
    ) -> NearMiss | None:
        if not meant[1]:
            return NearMiss(pointer, given, meant, (), profiles)
        places = (((*given.pointer, "system"), meant[0]), ((*given.pointer, "code"), meant[1]))
        numbers = profiles.chosen(rewritten(dict(resource), places))
        urls = dict.fromkeys(profiles.profiles[number].url for number in numbers)
        return NearMiss(pointer, given, meant, tuple(urls), profiles) if urls else None

    def _meant(self, given: Given, marks: Mapping[Mark, None]) -> Mark | None:
        """The coding that one is a slip for; with "" for a code where none is near."""
        system, code = given.system, given.code
        systems = dict.fromkeys(one for one, _ in marks)
        if system in systems:
            coded = [mark_code for one, mark_code in marks if one == system and mark_code]
            if not coded or not code or code in coded:
                return None
            cased = next((one for one in coded if one.casefold() == code.casefold()), None)
            if cased is not None and code not in self._listed(system, coded):
                return system, cased
            if self._has(system, code) is not False:
                return None
            return system, nearest(code, self._listed(system, coded)) or ""
        right = [one for one, mark_code in marks if code and mark_code == code]
        if right:
            return nearest(system, right) or right[0], code
        if not system:  # what is no code of anything
            return next((mark for mark in marks if mark[1] and is_slip(code, mark[1])), None)
        near_system = next((one for one in systems if one and system and is_slip(system, one)), None)
        if near_system is None or self._is_known(system):
            return None
        if not code:
            return None
        coded = [mark_code for one, mark_code in marks if one == near_system and mark_code]
        if self._has(near_system, code) is False:
            listed = self._listed(near_system, coded)
            near = next((one for one in listed if is_slip(code, one)), None)
            return None if near is None else (near_system, near)
        return near_system, code

    def _has(self, system: str, code: str) -> bool | None:
        """Whether a code system has a code; None where that cannot be decided."""
        key = (system, code)
        if key not in self._codes:
            if len(self._codes) >= _MOST_REMEMBERED:
                self._codes.clear()
            answer = self._terminology.validate_code(system, code)
            self._codes[key] = None if answer.is_undecided else answer.is_member
        return self._codes.get(key)

    def _is_known(self, system: str) -> bool:
        return self._definitions.find(system, "CodeSystem") is not None

    def _listed(self, system: str, coded: Iterable[str]) -> list[str]:
        definition = self._definitions.find(system, "CodeSystem")
        waiting = [definition.get("concept")] if definition is not None else []
        found = dict.fromkeys(coded)
        while waiting:
            concepts = waiting.pop()
            for one in concepts if isinstance(concepts, list) else ():
                if isinstance(one, dict) and isinstance(one.get("code"), str):
                    found[one["code"]] = None
                    waiting.append(one.get("concept"))
        return list(found)


_MOST_REMEMBERED = 1_000


def _is_of_system(given: Given, guides: Sequence[TypeProfiles]) -> bool:
    return any(given.system == system for one in guides for system, _ in one.marks.get(given.element, ()))


def _difference(name: str, found: str, expected: str) -> Text:
    what = {"system": Text("kodeverket (system)", "the system"), "code": Text("koden", "the code")}[name]
    if not found:
        return Text(f"{what.nb} mangler, ventet {expected}", f"{what.en} is missing, expected {expected}")
    return Text(f"{what.nb} er {found}, ventet {expected}", f"{what.en} is {found}, expected {expected}")


def _codes(given: Given, profiles: TypeProfiles) -> Text:
    """`a` (profile), `b` (profile)."""
    shown = []
    for system, code in profiles.marks[given.element]:
        if system == given.system and code:
            urls = [
                one.url for one in profiles.profiles if (system, code) in one.marks.get(given.element, ())
            ]
            shown.append(f"`{code}` ({', '.join(dict.fromkeys(urls))})")
    more = " …" if len(shown) > _MOST_CODES else ""
    text = ", ".join(shown[:_MOST_CODES]) + more
    return Text(text, text)
