"""A resource with other values at some places; only what lies on the way to one is copied."""

from collections.abc import Iterable
from typing import Any

from dbep_ig.engine.diagnostics import Pointer
from dbep_ig.engine.fhir.documents import Json, Resource


def rewritten(resource: Resource, places: Iterable[tuple[Pointer, str]]) -> Resource:
    """The resource with these texts at these places; the one that is given is not touched."""
    root = dict(resource)
    fresh: dict[int, Json] = {id(root): root}  # also keeps them alive, so that no id is used twice
    for pointer, text in places:
        at: Any = root
        for step in pointer[:-1]:
            child = at[step]
            if id(child) not in fresh:
                child = at[step] = child.copy()
                fresh[id(child)] = child
            at = child
        at[pointer[-1]] = text
    return root
