"""What the pure checks of this folder return, and how a run takes it in."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dbep_ig.engine.diagnostics import Pointer, Remark
from dbep_ig.engine.validation.ground.frame import Frame
from dbep_ig.engine.validation.ground.run import Run


def report(remarks: Iterable[Remark], frame: Frame, run: Run) -> None:
    """Adds what was found in the resource at `frame`."""
    for remark in remarks:
        run.add(remark.rule, _below(frame, remark.pointer), severity=remark.severity, **remark.params)


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
