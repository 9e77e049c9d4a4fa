"""What the pure checks of this folder return, and how a run takes it in."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from dbep_ig.engine.diagnostics import Pointer, Rule, Severity
from dbep_ig.engine.validation.ground.frame import Frame
from dbep_ig.engine.validation.ground.run import Run


class Fault(NamedTuple):
    """A rule, where below the resource, and the values of the message."""

    rule: Rule
    pointer: Pointer
    params: Mapping[str, Any] = {}
    severity: Severity | None = None


def report(faults: Iterable[Fault], frame: Frame, run: Run) -> None:
    """Adds the faults of the resource at `frame`."""
    for fault in faults:
        run.add(fault.rule, _below(frame, fault.pointer), severity=fault.severity, **fault.params)


def numbered(value: object) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """(index, object) of the JSON objects in a JSON array; what is of another shape is reported elsewhere."""
    for index, item in enumerate(value if isinstance(value, list) else ()):
        if isinstance(item, Mapping):
            yield index, item


def is_hl7(resource: Mapping[str, Any]) -> bool:
    """HL7 publishes it, by its canonical: HL7 asks more of its own."""
    url = resource.get("url")
    return isinstance(url, str) and url.startswith(("http://hl7.org/", "http://terminology.hl7.org/"))


def _below(frame: Frame, pointer: Pointer) -> Frame:
    steps = list(pointer)
    while steps:
        key = str(steps.pop(0))
        index = steps.pop(0) if steps and isinstance(steps[0], int) else -1
        frame = Frame(frame, key, int(index), None, "", "", frame.scope)
    return frame
