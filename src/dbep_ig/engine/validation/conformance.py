"""Whether a value conforms to a profile, asked on the way: slices by profile, targets of references, `conformsTo()`.

Answered by a trial whose findings are kept apart; remembered for the call. Where the question comes round to itself
(a patient linked to itself) the answer is yes unless something else says no: the greatest fixed point, as in
coinductive reading of recursive definitions.
"""

from typing import TYPE_CHECKING

from .findings import Finding
from .frame import Frame
from .overlay import OverlayNode, walk_overlay
from .run import Run

if TYPE_CHECKING:
    from .profile_store import Profile


def meets(frame: Frame, node: OverlayNode, run: Run) -> bool:
    """Whether a value meets all that a node says."""
    outer = run.begin_trial()
    walk_overlay(frame, node, run)
    return not any(one.is_error for one in run.end_trial(outer))


def conforms(frame: Frame, canonical: str, within: str | None, run: Run) -> bool:
    """Whether a value or resource conforms to a profile; not to one that is not available."""
    profile = run.profiles.find(canonical, within)
    return profile is not None and not faults(frame, profile, run)


def faults(frame: Frame, profile: "Profile", run: Run) -> tuple[Finding, ...]:
    """What keeps a value from conforming; empty when it does. Types are checked too."""
    key = (id(frame.value), profile.canonical)
    known = run.matched.get(key)
    if known is not None:
        return known
    run.matched[key] = ()  # while it is being found out
    outer = run.begin_trial()
    apply_profile(frame, profile, run)
    found = (*(one for one in run.end_trial(outer) if one.is_error), *_type_faults(frame, run))
    run.matched[key] = found
    return found


def _type_faults(frame: Frame, run: Run) -> tuple[Finding, ...]:
    """What is wrong with a value by its own type: what is no Patient conforms to no profile of Patient."""
    value = frame.value
    if type(value) is not dict:
        return ()
    name = str(value["resourceType"]) if "resourceType" in value else frame.type_name
    key = (id(value), name)
    known = run.matched.get(key)
    if known is None:
        from .walk import walk_element

        run.matched[key] = ()
        schema = run.schemas.of_element(name)
        outer = run.begin_trial()
        if schema is not None:
            walk_element(value, schema, frame, run)
        known = run.matched[key] = tuple(one for one in run.end_trial(outer) if one.is_error)
    return known


def apply_profile(frame: Frame, profile: "Profile", run: Run) -> None:
    """Hold a value to a profile, in place. The type's own rules are the walk's business."""
    from .rules.type_profiles import WRONG_TYPE_FOR_PROFILE

    name = frame.type_name
    value = frame.value
    if type(value) is dict and "resourceType" in value:
        name = str(value["resourceType"])
    if profile.type_name != name and not run.schemas.world.types.is_subtype(name, profile.type_name):
        run.add(
            WRONG_TYPE_FOR_PROFILE, frame, profile=profile.canonical, expected=profile.type_name, actual=name
        )
        return
    if profile.faults is not None:
        from .profile_choice import PROFILE_PARTLY_USED

        run.say_once(PROFILE_PARTLY_USED, frame, profile=profile.url, reason=profile.faults)
    if profile.overlay is None:
        return
    key = (id(value), profile.canonical)
    if key in run.visited:
        return
    run.visited.add(key)
    walk_overlay(frame, profile.overlay, run)
    run.visited.discard(key)
