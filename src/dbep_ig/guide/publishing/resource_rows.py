"""A resource as the lines of a table: one for each element that says something, indented as it lies.

What every conformance resource begins with is told above the table, and extensions with translations are the texts themselves.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from dbep_ig.engine.fhir.documents import Resource

from .page import text_of

TOLD_ABOVE = frozenset(
    "resourceType id meta language text url version name title status experimental date publisher contact description "
    "jurisdiction copyright useContext".split()
)


class ResourceRow(NamedTuple):
    """One element. `value` is empty where others lie below it; `number` counts those of a list, from 1."""

    depth: int
    name: str
    number: int | None
    value: str


def resource_rows(resource: Resource, language: str, own: str) -> Iterator[ResourceRow]:
    """What the resource says of its own, in the order it says it, texts in `language`."""
    rest = {key: value for key, value in resource.items() if key.lstrip("_") not in TOLD_ABOVE}
    yield from _members(rest, 0, language, own)


def _members(holder: Mapping[str, Any], depth: int, language: str, own: str) -> Iterator[ResourceRow]:
    for name, value in holder.items():
        if name.startswith("_"):
            continue
        if not isinstance(value, list):
            yield from _value(
                name, None, value, depth, language, own, text_of(holder, name, language, own=own)
            )
            continue
        for index, item in enumerate(value):
            beside = holder.get(f"_{name}")
            inner = {name: item, f"_{name}": beside[index]} if isinstance(beside, list) else {name: item}
            number = index + 1 if len(value) > 1 else None
            yield from _value(
                name, number, item, depth, language, own, text_of(inner, name, language, own=own)
            )


def _value(
    name: str, number: int | None, value: Any, depth: int, language: str, own: str, text: str
) -> Iterator[ResourceRow]:
    if isinstance(value, Mapping):
        yield ResourceRow(depth, name, number, "")
        yield from _members(value, depth + 1, language, own)
    elif isinstance(value, bool):
        yield ResourceRow(depth, name, number, "true" if value else "false")
    else:
        yield ResourceRow(depth, name, number, text if isinstance(value, str) else str(value))
