"""The values of an element inside a value, as frames: JSON member names, lists, choices, `_key` siblings, resources.

Profiles meet values here and nowhere else, and only values of the JSON kind that their type has: what the walk over types
has refused (a text where an object belongs) is told there, and no rule of a profile need guard against it.
"""

from collections.abc import Mapping
from typing import Any

from .frame import Frame
from .run import Run
from .schema import is_of_kind, is_primitive

_NONE: list[Frame] = []


def child_frames(frame: Frame, keys: Mapping[str, str], path: str) -> list[Frame]:
    """A frame for each value of an element.

    keys  its JSON member names -> type names
    path  the element's path, for the frames
    A primitive's own children (id, extension) lie in its sibling.
    -> values of their type's JSON kind only
    """
    owner = frame.value if type(frame.value) is dict else frame.sibling
    if type(owner) is not dict:
        return _NONE
    # the pointer of a primitive's extension leads through `_key`
    parent = frame if owner is frame.value else _sibling_frame(frame)
    frames: list[Frame] = []
    for key, type_name in keys.items():
        item = owner.get(key)
        primitive = is_primitive(type_name)
        sibling = owner.get("_" + key) if primitive else None
        if item is None and sibling is None:
            continue
        if type(item) is list or (item is None and type(sibling) is list):
            values = item or ()
            beside = sibling if type(sibling) is list else ()
            for index in range(max(len(values), len(beside))):
                value = values[index] if index < len(values) else None
                near = beside[index] if index < len(beside) else None
                if _is_refused(value, near, type_name, primitive=primitive):
                    continue
                frames.append(_frame(parent, key, index, value, type_name, path, near))
        elif not _is_refused(item, sibling, type_name, primitive=primitive):
            frames.append(_frame(parent, key, -1, item, type_name, path, sibling))
    return frames


def _is_refused(value: Any, sibling: Any, type_name: str, *, primitive: bool) -> bool:
    """Nothing at all, or not of the type's JSON kind: the walk over types has said so."""
    if not primitive:
        return type(value) is not dict
    if sibling is not None and type(sibling) is not dict:
        return True
    return sibling is None if value is None else not is_of_kind(value, type_name)


def how_many(frame: Frame, keys: Mapping[str, str]) -> int:
    """How many values an element has, refused ones counted too: what is wrong is not missing."""
    owner = frame.value if type(frame.value) is dict else frame.sibling
    if type(owner) is not dict:
        return 0
    count = 0
    for key, type_name in keys.items():
        value = owner.get(key)
        sibling = owner.get("_" + key) if is_primitive(type_name) else None
        values = value if type(value) is list else [] if value is None else [value]
        beside = sibling if type(sibling) is list else [] if sibling is None else [sibling]
        here = sum(one is not None for one in values)
        count += here + sum(
            one is not None and (index >= len(values) or values[index] is None)
            for index, one in enumerate(beside)
        )
    return count


def _frame(parent: Frame, key: str, index: int, value: Any, type_name: str, path: str, sibling: Any) -> Frame:
    if type(value) is dict and "resourceType" in value:
        resources = parent.scope.index
        known = None if resources is None else resources.frame_of(value)
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
        schema = run.schema(str(value["resourceType"]))
    else:
        schema = run.schema("Element" if is_primitive(frame.type_name) else frame.type_name)
    slot = None if schema is None else schema.slots.get(name)
    return _NONE if slot is None else child_frames(frame, slot.keys, slot.path)
