"""A key names one invariant of a profile: not one of R4's, nor of the parent's, nor of the class that it implements.

Source: https://hl7.org/fhir/R4/elementdefinition-definitions.html#ElementDefinition.constraint.key
"""

from collections.abc import Iterator, Mapping

from dbep_ig.engine.diagnostics import Issue, Text
from dbep_ig.engine.fhir.uris import core_canonical
from dbep_ig.guide.authoring.bearings import Bearings
from dbep_ig.guide.authoring.model import Invariant, ModelClass, Profile

from .shipped_rules import KEY_IN_USE

_Holders = dict[str, tuple[Text, Invariant | None]]


def check_invariant_keys(bearings: Bearings) -> Iterator[Issue]:
    """DBEP2123, at the key that came second."""
    model = bearings.model
    of_base: dict[str, _Holders] = {}
    for one in model.classes.values():
        if one.invariants:
            above = model.classes.get(one.extends or "")
            yield from _clashes(
                one.invariants, _of_base(one.resource or "", bearings, of_base) | _of_class(above)
            )
    above_profile: dict[str, _Holders] = {}  # what is in use before a profile says anything itself
    for profile in model.profiles.values():
        waiting: list[Profile] = []
        for other in model.ancestors(profile):
            if other.id in above_profile:
                break
            waiting.append(other)
        for other in reversed(waiting):
            parent = model.profiles.get(other.parent)
            known = above_profile.get(other.parent)
            if parent is None or known is None:
                known = _of_base(other.parent, bearings, of_base)
            elif parent.invariants:
                known = known | _of_profile(parent)
            implemented = model.classes.get(other.implements or "")
            if implemented is not None and implemented.invariants:
                known = known | _of_class(implemented)
            above_profile[other.id] = known
        yield from _clashes(profile.invariants, above_profile[profile.id])


def _clashes(own: Mapping[str, Invariant], known: _Holders) -> Iterator[Issue]:
    for key, invariant in own.items():
        holder = known.get(key)
        if holder is None or holder[1] is invariant:
            continue
        related = () if holder[1] is None else (holder[1].where.location(on_key=True),)
        params = {"key": invariant.written_key, "holder": holder[0]}
        yield Issue(KEY_IN_USE, invariant.where.location(on_key=True), params, related)


def _of_base(name: str, bearings: Bearings, remembered: dict[str, _Holders]) -> _Holders:
    if name in remembered:
        return remembered[name]
    base = bearings.definitions.find(core_canonical(name), "StructureDefinition") or {}
    shown = Text(str(base.get("name", name)), str(base.get("name", name)))
    remembered[name] = {
        str(constraint.get("key")): (shown, None)
        for element in base.get("snapshot", {}).get("element", ())
        for constraint in element.get("constraint", ())
    }
    return remembered[name]


def _of_class(one: ModelClass | None) -> _Holders:
    if one is None:
        return {}
    shown = Text(f"klassen «{one.name}»", f"the class `{one.name}`")
    return {key: (shown, invariant) for key, invariant in one.invariants.items()}


def _of_profile(profile: Profile) -> _Holders:
    shown = Text(f"profilen «{profile.id}»", f"the profile `{profile.id}`")
    return {key: (shown, invariant) for key, invariant in profile.invariants.items()}
