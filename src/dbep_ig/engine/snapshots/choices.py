"""Choice elements: `value[x]`, its short form `valueQuantity`, and which type a slice of it is for.

Source: https://hl7.org/fhir/R4/formats.html#choice and https://hl7.org/fhir/R4/profiling.html#slicing
"""

from collections.abc import Sequence

from .differential import Change
from .tree import Node


def is_choice(name: str) -> bool:
    """`value[x]`."""
    return name.endswith("[x]")


def stem(name: str) -> str:
    """`value[x]` -> `value`."""
    return name.removesuffix("[x]")


def short_name(name: str, code: str) -> str:
    """`value[x]`, `dateTime` -> `valueDateTime`."""
    return stem(name) + code[:1].upper() + code[1:]


def type_of_short_name(name: str, short: str, codes: list[str]) -> str | None:
    """`value[x]`, `valueQuantity` -> `Quantity` if that is one of the codes; None when it is no short form of it."""
    return next((code for code in codes if short_name(name, code) == short), None)


def find_child(children: Sequence[Node], name: str) -> int | None:
    """The place of the child that `name` means, its short form included; None when there is none."""
    for place, child in enumerate(children):
        if child.name == name:
            return place
    for place, child in enumerate(children):
        if is_choice(child.name):
            start = stem(child.name)
            if name.startswith(start) and name[len(start) : len(start) + 1].isupper():
                return place
    return None


def slice_type(name: str, change: Change, codes: list[str]) -> str | None:
    """The type a slice of a choice is for: its short path, its only type, or its slice name; None when it does not say."""
    if change.name != name:
        start = len(stem(name))
        return type_of_short_name(name, change.name, codes) or change.name[start:]
    types = change.get("type")
    if isinstance(types, list) and len(types) == 1:
        code = types[0].get("code")
        return code if isinstance(code, str) else None
    return None if change.slice_name is None else type_of_short_name(name, change.slice_name, codes)
