"""The walk over what a profile adds to a type: cardinality, types, assertions, slices.

Each value of a repeating element belongs to the slice whose discriminators it meets.

Source: https://hl7.org/fhir/R4/profiling.html#slicing
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from dbep_ig.engine.diagnostics import LateText, Pointer, Text
from dbep_ig.engine.fhir.primitives.checking import check_of
from dbep_ig.engine.fhir.uris import is_absolute
from dbep_ig.engine.terminology.known_systems import NEAR_KNOWN_SYSTEM, is_system_slip
from dbep_ig.engine.validation.ground.children import child_frames, how_many
from dbep_ig.engine.validation.ground.findings import Finding, name_of
from dbep_ig.engine.validation.ground.frame import Frame, pointer_of
from dbep_ig.engine.validation.ground.profile import OverlayChild, OverlayNode, Slice, Slicing, System
from dbep_ig.engine.validation.ground.run import Run
from dbep_ig.engine.validation.rules.structure.cardinality import NOT_USED, TOO_FEW, TOO_MANY, lack
from dbep_ig.engine.validation.rules.structure.slicing import (
    NO_SLICE_MATCHES,
    NOT_AT_END,
    SEVERAL_SLICES_MATCH,
    SLICE_OUT_OF_ORDER,
    SLICE_TOO_FEW,
    SLICE_TOO_MANY,
    SLICING_UNDECIDABLE,
)
from dbep_ig.engine.validation.rules.structure.type_profiles import TYPE_NOT_ALLOWED

if TYPE_CHECKING:
    from .slice_words import SliceWords

_uri_fault = check_of("uri")


def walk_overlay(frame: Frame, node: OverlayNode, run: Run) -> None:
    """One value against a node."""
    value: Any = frame.value
    for check in node.checks:
        check.check(value, frame, run)
    for child in node.children:
        _check_child(child, frame, run)


def _check_child(child: OverlayChild, frame: Frame, run: Run) -> None:
    """All values of this element in `frame`'s value."""
    frames = child_frames(frame, child.keys, child.path)
    count = len(frames)
    if count < child.least:
        count = how_many(frame, child.keys)
    if count < child.least:
        run.add(
            TOO_FEW,
            frame,
            element=child.element_id,
            called=child.called,
            lack=lack(child.least, count),
            least=child.least,
            actual=count,
            profile=child.profile,
        )
    if child.most is not None and count > child.most:
        _too_many(child, count, frame, run)
    if child.allowed is not None:
        for one in frames:
            if one.type_name not in child.allowed:
                run.add(
                    TYPE_NOT_ALLOWED,
                    one,
                    element=child.element_id,
                    actual=one.type_name,
                    allowed=sorted(child.allowed),
                    profile=child.profile,
                )
    if child.node is not None:
        for one in frames:
            walk_overlay(one, child.node, run)
    if child.slicing is not None and (frames or child.slicing.needs_some):
        _check_slicing(child.slicing, frames, frame, run)


def _too_many(child: OverlayChild, count: int, frame: Frame, run: Run) -> None:
    if child.most:
        run.add(
            TOO_MANY, frame, element=child.element_id, most=child.most, actual=count, profile=child.profile
        )
        return
    run.add(
        NOT_USED,
        frame,
        element=child.element_id,
        actual=count,
        what=f"`{child.element_id.partition('.')[2]}`",
        asker=_asker(child.profile, run),
        reason=child.reason,
        profile=child.profile,
    )


def _asker(profile: str, run: Run) -> LateText:
    definitions = run.definitions  # what is made late outlives the run
    return LateText(lambda: name_of(profile, definitions))


# Slicing


def _check_slicing(slicing: Slicing, frames: Sequence[Frame], parent: Frame, run: Run) -> None:
    """Sort values into slices, hold each slice to its cardinality, each value to its slice."""
    homes: list[list[Frame]] = [[] for _ in slicing.slices]
    furthest = -1
    outside: Frame | None = None
    unplaced = []
    for frame in frames:
        matches = [number for number, one in enumerate(slicing.slices) if _holds(one, frame, run)]
        if not matches:
            if slicing.rules == "closed":
                run.add(
                    NO_SLICE_MATCHES,
                    frame,
                    element=slicing.element_id,
                    slices=[one.name for one in slicing.slices],
                    allowed=_words(run).any_of(slicing.slices, is_subject=True),
                    profile=slicing.profile,
                )
            else:
                unplaced.append(frame)
                outside = outside or frame
            continue
        if len(matches) > 1:
            run.add(
                SEVERAL_SLICES_MATCH,
                frame,
                element=slicing.element_id,
                slices=[slicing.slices[number].name for number in matches],
                told=_words(run).named([slicing.slices[number] for number in matches]),
                profile=slicing.profile,
            )
        number = matches[0]
        homes[number].append(frame)
        if slicing.is_ordered and number < furthest:
            run.add(
                SLICE_OUT_OF_ORDER,
                frame,
                element=slicing.slices[number].element_id,
                after=slicing.slices[furthest].name,
                what=_words(run).described(slicing.slices[number], is_subject=True),
                next=_words(run).described(slicing.slices[furthest]),
                profile=slicing.profile,
            )
        furthest = max(furthest, number)
        if outside is not None and slicing.rules == "openAtEnd":
            run.add(
                NOT_AT_END,
                outside,
                element=slicing.element_id,
                sliced=_words(run).any_of(slicing.slices),
                profile=slicing.profile,
            )
            outside = None
    if unplaced and slicing.systems:
        for frame in unplaced:
            _report_near(frame, slicing.systems, run)
    for number, one in enumerate(slicing.slices):
        _check_slice(slicing, one, homes[number], parent, run)


def _holds(slice_: Slice, frame: Frame, run: Run) -> bool:
    """Whether a value belongs to a slice."""
    if slice_.criteria is None:
        return False
    return all(criterion.holds(frame, run) for criterion in slice_.criteria)


def _words(run: Run) -> "SliceWords":
    from .slice_words import SliceWords  # start-up: only where slices are described

    return SliceWords(run.definitions, run.terminology)


def _check_slice(slicing: Slicing, one: Slice, frames: list[Frame], parent: Frame, run: Run) -> None:
    count = len(frames)
    if one.criteria is None:
        run.add(
            SLICING_UNDECIDABLE, parent, element=one.element_id, reason=one.reason, profile=slicing.profile
        )
        return
    if count < one.least:
        run.add(
            SLICE_TOO_FEW,
            parent,
            element=one.element_id,
            least=one.least,
            actual=count,
            what=_words(run).one_of(one),
            count=_count(one.least, count),
            profile=slicing.profile,
        )
    if one.most is not None and count > one.most:
        what = _words(run).described(one)
        if one.most:
            run.add(
                SLICE_TOO_MANY,
                parent,
                element=one.element_id,
                most=one.most,
                actual=count,
                what=what,
                profile=slicing.profile,
            )
        else:
            run.add(
                NOT_USED,
                parent,
                element=one.element_id,
                actual=count,
                what=what,
                asker=_asker(slicing.profile, run),
                reason=one.reason,
                profile=slicing.profile,
            )
    if one.node is not None:
        for frame in frames:
            walk_overlay(frame, one.node, run)
    if one.slicing is not None and frames:
        _check_slicing(one.slicing, frames, parent, run)


def _count(least: int, actual: int) -> Text:
    """Said where it is not plain: one, and there is none."""
    if least == 1:
        return Text("", "")
    return Text(f": minst {least} kreves, fant {actual}", f": at least {least} are required, found {actual}")


def _report_near(frame: Frame, expected: Sequence[System], run: Run) -> None:
    """A value in no slice, though its `system` is nearly the one that marks a slice.

    What no package defines is known here all the same: a slice that is marked by the system of an identifier expects it.
    """
    for names, system in expected:
        for steps, written in _at(frame.value, names):
            # what is no URI is an error of its own
            if is_absolute(written) and _uri_fault(written) is None and is_system_slip(written, system):
                params = {"system": written, "near": system}
                run.take(
                    Finding(NEAR_KNOWN_SYSTEM, frame.scope.document, (*pointer_of(frame), *steps), params)
                )


def _at(value: Any, names: tuple[str, ...], steps: Pointer = ()) -> Iterator[tuple[Pointer, str]]:
    """The texts that the names lead to; as deep as the names are many, and lists stand for their entries."""
    if type(value) is list:
        for index, one in enumerate(value):
            if type(one) is not list:
                yield from _at(one, names, (*steps, index))
    elif not names:
        if type(value) is str:
            yield steps, value
    elif type(value) is dict and names[0] in value:
        yield from _at(value[names[0]], names[1:], (*steps, names[0]))
