"""What belongs to a plan: what the resources that a guide tells by their codes, or that claim such a profile, refer to.

Links count in the direction of the reference, however many steps. A `plan` is short for such a resource: in a guide on plans
those are the plan, its goals and its actions.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from dbep_ig.engine.validation.ground.call import Elsewhere
from dbep_ig.engine.validation.ground.frame import Frame
from dbep_ig.engine.validation.ground.reference_index import RESTFUL, ReferenceIndex


def resources_in(resource: dict[str, Any]) -> Iterator[tuple[dict[str, Any], tuple[str | int, ...]]]:
    """Every resource of a document with its pointer, itself first: contained, in entries, in parameters. Iterative."""
    waiting: list[tuple[Any, tuple[str | int, ...]]] = [(resource, ())]
    while waiting:
        value, pointer = waiting.pop()
        if "resourceType" in value:
            yield value, pointer
        for key in _HOLDERS:
            items = value.get(key)
            if type(items) is list:
                waiting.extend(
                    (items[number], (*pointer, key, number))
                    for number in range(len(items) - 1, -1, -1)
                    if type(items[number]) is dict
                )
        inner = value.get("resource")
        if type(inner) is dict and "resourceType" in inner:
            waiting.append((inner, (*pointer, "resource")))


_HOLDERS = ("contained", "entry", "parameter", "part")


def references_of(value: Any) -> Iterator[str]:
    """Every Reference.reference of a resource, contained resources included, other resources not. Iterative."""
    waiting = [value]
    while waiting:
        at = waiting.pop()
        if type(at) is dict:
            reference = at.get("reference")
            if type(reference) is str:
                yield reference
            waiting.extend(one for one in at.values() if type(one) is dict or type(one) is list)
        elif type(at) is list:
            waiting.extend(one for one in at if type(one) is dict or type(one) is list)


def reached(
    index: ReferenceIndex, roots: Iterable[Frame], outwards: Callable[[str], object] | None = None
) -> set[int]:
    """The ids of the resources of a document that some resources refer to. Linear in references.

    outwards  what to do with a reference that leads to nothing in the document
    """
    found: set[int] = set()
    waiting = list(roots)
    walked = {id(frame.value) for frame in waiting}
    while waiting:
        frame = waiting.pop()
        for reference in references_of(frame.value):
            if reference.startswith("#"):
                continue
            target = index.locate(reference, frame.scope)
            if target is None or isinstance(target, Elsewhere):
                if outwards is not None:
                    outwards(name_of(reference))
                continue
            found.add(id(target.value))
            if id(target.value) not in walked and index.is_here(target):
                walked.add(id(target.value))
                waiting.append(target)
    return found


def name_of(reference: str) -> str:
    """`Type/id` of a relative reference, else the reference itself, without a version."""
    parts = RESTFUL.match(reference)
    if parts is None or parts["base"] is not None:
        return reference.partition("/_history/")[0]
    return f"{parts['type']}/{parts['id']}"
