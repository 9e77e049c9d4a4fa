"""The values of an element inside a value, as frames: JSON member names, lists, choices, `_key` siblings, resources."""

from collections.abc import Mapping
from typing import Any

from .frame import Frame
from .primitive_checks import is_primitive
from .run import Run

FIELD_KEYS = Mapping[str, str]

_NONE: list[Frame] = []


def child_frames(frame: Frame, keys: FIELD_KEYS, path: str, run: Run) -> list[Frame]:
    """A frame for each value of an element.

    keys  its JSON member names -> type names
    path  the element's path, for the frames
    A primitive's own children (id, extension) lie in its sibling.
    """
    owner = frame.value if type(frame.value) is dict else frame.sibling
    if type(owner) is not dict:
        return _NONE
    # the pointer of a primitive's extension leads through `_key`
    parent = frame if owner is frame.value else _sibling_frame(frame)
    frames: list[Frame] = []
    for key, type_name in keys.items():
        item = owner.get(key)
        sibling = owner.get("_" + key) if is_primitive(type_name) else None
        if item is None and sibling is None:
            continue
        if type(item) is list or (item is None and type(sibling) is list):
            _listed(frames, parent, key, type_name, path, item, sibling, run)
        else:
            frames.append(_frame(parent, key, -1, item, type_name, path, sibling, run))
    return frames


def _listed(
    frames: list[Frame],
    parent: Frame,
    key: str,
    type_name: str,
    path: str,
    items: list[Any] | None,
    siblings: Any,
    run: Run,
) -> None:
    values = items or ()
    beside = siblings if type(siblings) is list else ()
    for index in range(max(len(values), len(beside))):
        value = values[index] if index < len(values) else None
        sibling = beside[index] if index < len(beside) else None
        if value is not None or sibling is not None:
            frames.append(_frame(parent, key, index, value, type_name, path, sibling, run))


def _frame(
    parent: Frame, key: str, index: int, value: Any, type_name: str, path: str, sibling: Any, run: Run
) -> Frame:
    if type(value) is dict and "resourceType" in value:
        known = run.index.frame_of(value)
        if known is not None:
            return known
    return Frame(parent, key, index, value, type_name, path, parent.scope, sibling)


def _sibling_frame(frame: Frame) -> Frame:
    return Frame(
        frame.parent,
        "_" + frame.key,
        frame.index,
        frame.sibling,
        frame.type_name,
        frame.element,
        frame.scope,
    )


def children_named(frame: Frame, name: str, run: Run) -> list[Frame]:
    """As `child_frames`, by element name, with the value's own type saying what the names are."""
    value = frame.value
    if type(value) is dict and "resourceType" in value:
        schema = run.schemas.get(str(value["resourceType"]))
    elif is_primitive(frame.type_name):
        schema = run.schemas.get("Element")
    else:
        schema = run.schemas.of_element(frame.type_name)
    slot = None if schema is None else schema.slots.get(name)
    return _NONE if slot is None else child_frames(frame, slot.keys, slot.path, run)
