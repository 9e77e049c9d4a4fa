"""Whether a value conforms to a profile: asked by slices by profile, by references of their targets, by `conformsTo()`.

What is found while that is tried is kept apart from the report. A reference does not wait for the answer: what it demands
of its target is noted (`Demand`), and is looked into when the value it stands in has been walked. So a chain of references
is a list of questions to work through (`answers.py`), however long, and never a pile of calls. Where the question comes round
to itself (a patient linked to itself) the answer is yes unless something else says no: the greatest fixed point, as in
coinductive reading of recursive definitions.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dbep_ig.engine.validation.ground.findings import Finding
from dbep_ig.engine.validation.ground.frame import Frame
from dbep_ig.engine.validation.ground.noted import Demand, Noted

from .overlay import OverlayNode, walk_overlay
from .run import Run

if TYPE_CHECKING:
    from dbep_ig.engine.validation.compiling.profile_store import Profile


def meets(frame: Frame, node: OverlayNode, run: Run) -> bool:
    """Whether a value meets all that a node says."""
    outer = run.begin_trial()
    try:
        walk_overlay(frame, node, run)
    finally:
        noted = run.end_trial(outer)
    return all(run.answers.stands(one) if isinstance(one, Demand) else not one.is_error for one in noted)


def conforms(frame: Frame, canonical: str, within: str | None, run: Run) -> bool:
    """Whether a value or resource conforms to a profile; not to one that is not available."""
    profile = run.profiles.find(canonical, within)
    return profile is not None and run.answers.conforms(frame, profile)


def faults(frame: Frame, profile: "Profile", run: Run) -> Sequence[Finding]:
    """What keeps a value from conforming; empty when it does. Types are checked too."""
    return () if run.answers.conforms(frame, profile) else run.answers.faults(frame, profile)


def try_profile(frame: Frame, profile: "Profile", run: Run) -> list[Noted]:
    """The errors of a value by a profile and by its own type, and what its references demand."""
    outer = run.begin_trial()
    try:
        apply_profile(frame, profile, run)
    finally:
        noted = run.end_trial(outer)
    return [one for one in noted if isinstance(one, Demand) or one.is_error]


def try_type(frame: Frame, name: str, run: Run) -> list[Noted]:
    """As `try_profile`, by a type, its own: what is no Patient conforms to no profile of Patient."""
    from .walk import walk_element

    schema = run.schemas.of_element(name)
    if schema is None:
        return []
    outer = run.begin_trial()
    try:
        walk_element(frame.value, schema, frame, run)
    finally:
        noted = run.end_trial(outer)
    return [one for one in noted if isinstance(one, Demand) or one.is_error]


def apply_profile(frame: Frame, profile: "Profile", run: Run) -> None:
    """Hold a value to a profile, in place. The type's own rules are the walk's business."""
    from dbep_ig.engine.validation.rules.structure.type_profiles import WRONG_TYPE_FOR_PROFILE

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
        from dbep_ig.engine.validation.choosing.profile_choice import PROFILE_PARTLY_USED

        run.say_once(PROFILE_PARTLY_USED, frame, profile=profile.url, reason=profile.faults)
    if profile.overlay is None:
        return
    key = (id(value), profile.canonical)
    if key in run.visited:
        return
    run.visited.add(key)
    try:
        walk_overlay(frame, profile.overlay, run)
    finally:
        run.visited.discard(key)
