"""A slice has a value for at least one of the discriminators that its element is sliced by.

What only its types' profiles, or what a reference leads to, can say is taken on trust.
Source: https://hl7.org/fhir/R4/profiling.html#discriminator
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dbep_ig.engine.diagnostics import Issue
from dbep_ig.guide.generation.origin import Generated

from .rules import SLICE_WITHOUT_MARK

_Elements = Mapping[str, Mapping[str, Any]]
_OF_CODES = frozenset(("coding", "code", "system"))  # what a binding decides of a CodeableConcept


def check_slices(structures: Sequence[Generated]) -> Iterator[Issue]:
    """DBEP2128, at the slice, where it is first defined."""
    for one in structures:
        snapshot = {str(each["id"]): each for each in one.resource.get("snapshot", {}).get("element", ())}
        for index, element in enumerate(one.resource.get("differential", {}).get("element", ())):
            name = str(element.get("sliceName", ""))
            named = str(element["id"])
            sliced = named.rpartition(":")[0]
            by = snapshot.get(sliced, {}).get("slicing", {}).get("discriminator", [])
            if not name or not by or element.get("max") == "0":
                continue
            at = one.origin.location(("differential", "element", index), on_key=True)
            params = {"slice": name, "paths": [f"{each['type']}:{each['path']}" for each in by]}
            if not any(_tells(named, sliced, each, snapshot) for each in by):
                yield Issue(SLICE_WITHOUT_MARK, at, {**params, "sliced": element["path"]})


def _tells(slice_id: str, sliced_id: str, discriminator: Mapping[str, Any], snapshot: _Elements) -> bool:
    path, kind = str(discriminator["path"]), str(discriminator["type"])
    path, _, resolved = path.partition("resolve()")
    path = path.removesuffix(".")
    if "(" in path or (resolved and kind != "profile"):
        return True
    ways = _way(slice_id, path, snapshot)
    last = snapshot.get(ways[-1])
    if kind in ("type", "profile"):
        before = snapshot.get(_way(sliced_id, path, snapshot)[-1], {})
        if last is None:
            return False
        if kind == "type" and len(last.get("type", ())) == 1:  # also where the element has no other type left
            return True
        return bool(last.get("type") != before.get("type"))
    names = [name for name in path.split(".") if name and name != "$this"]
    if any(_says(snapshot.get(each, {}), names[index:]) for index, each in enumerate(ways)):
        return kind != "exists" or not _says(last or {}, []) or bool((last or {}).get("min"))
    bound = [names[index:] for index, each in enumerate(ways) if _is_bound(snapshot.get(each, {}))]
    if kind != "exists" and any(_OF_CODES.issuperset(below) for below in bound):
        return True
    if last is None or _has_profile(last):
        return any(_has_profile(snapshot.get(each, {})) for each in ways)
    if last.get("max") == "0" or (ways[-1] != slice_id and int(last.get("min", 0)) > 0):
        return True
    inside = [each for key, each in snapshot.items() if key.startswith(f"{ways[-1]}.")]
    return kind != "exists" and any(_has_value(each) or "sliceName" in each for each in inside)


def _way(start: str, path: str, snapshot: _Elements) -> list[str]:
    """The ids of the elements along a path, from `start`; of choices with [x]."""
    ways = [start]
    for name in path.split(".") if path else ():
        if name != "$this":
            plain = f"{ways[-1]}.{name}"
            ways.append(next((each for each in (plain, f"{plain}[x]") if each in snapshot), plain))
    return ways


def _has_value(element: Mapping[str, Any]) -> bool:
    return _says(element, []) or _is_bound(element)


def _says(element: Mapping[str, Any], names: Sequence[str]) -> bool:
    """Whether a fixed value or a pattern has something at the names below it."""
    return any(_holds(value, names) for key, value in element.items() if key.startswith(("fixed", "pattern")))


def _holds(value: Any, names: Sequence[str]) -> bool:
    if isinstance(value, list):
        return any(_holds(each, names) for each in value)
    if not names:
        return True
    if not isinstance(value, dict):
        return False
    below = [each for key, each in value.items() if _is_member(key, names[0])]
    return any(_holds(each, names[1:]) for each in below)


def _is_member(key: str, name: str) -> bool:
    """`valueQuantity` is a member of the choice `value`."""
    return key == name or (key.startswith(name) and key[len(name)].isupper())


def _is_bound(element: Mapping[str, Any]) -> bool:
    return bool(element.get("binding", {}).get("strength") == "required")


def _has_profile(element: Mapping[str, Any]) -> bool:
    return any("profile" in one or "targetProfile" in one for one in element.get("type", ()))
