"""A value that is in no slice, though its `system` is nearly the one that marks a slice.

What no package defines is known here all the same: a slice that is marked by the system of an identifier expects that system.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from dbep_ig.engine.diagnostics import Pointer
from dbep_ig.engine.fhir.primitives.checking import check
from dbep_ig.engine.fhir.uris import is_absolute
from dbep_ig.engine.terminology.known_systems import NEAR_KNOWN_SYSTEM, is_system_slip
from dbep_ig.engine.validation.ground.findings import Finding
from dbep_ig.engine.validation.ground.frame import Frame, pointer_of
from dbep_ig.engine.validation.ground.profile import System
from dbep_ig.engine.validation.ground.run import Run


def report_near(frame: Frame, expected: Sequence[System], run: Run) -> None:
    """A system of the value that is a slip for an expected one."""
    for names, system in expected:
        for steps, written in _at(frame.value, names):
            # what is no URI is an error of its own
            if is_absolute(written) and check("uri", written) is None and is_system_slip(written, system):
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
