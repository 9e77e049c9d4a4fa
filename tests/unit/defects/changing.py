"""Small changes to a Bundle, written as data: see `tests/cases/defects/single-defects.yaml`."""

import copy
import re
from collections.abc import Mapping
from typing import Any

Step = str | int
_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")
_PLACE = re.compile(r"\{([^{}]+)\}")


def without_claims(bundle: dict[str, Any]) -> dict[str, Any]:
    """As most payloads are: no resource says which profile it follows."""
    made = copy.deepcopy(bundle)
    for entry in made["entry"]:
        entry["resource"].pop("meta", None)
    return made


def changed(bundle: dict[str, Any], change: Mapping[str, Any], example: dict[str, Any]) -> dict[str, Any]:
    """A copy of `bundle` with the change; values may name places in `example`, as `{CarePlan.meta.profile[0]}`."""
    made = copy.deepcopy(bundle)
    for kind, what in change.items():
        if kind == "of":
            continue
        if kind == "remove":
            owner, key = _owner(made, what)
            del owner[key]
            continue
        for path, given in what.items():
            value = _filled(given, example)
            if kind == "copy":
                entry = copy.deepcopy(_entry(made, path))
                entry["resource"].update(value)
                entry["fullUrl"] = f"{entry['fullUrl'].rpartition('/')[0]}/{entry['resource']['id']}"
                made["entry"].append(entry)
                continue
            owner, key = _owner(made, path)
            if kind == "set":
                owner[key] = value
            elif kind == "add":
                owner[key].append(value)
            elif kind == "rename":
                _rename(owner, key, value)
            else:
                assert kind == "edit", kind
                assert given[0] in owner[key], f"{path} has no {given[0]}"
                owner[key] = owner[key].replace(*given)
    assert made != bundle
    return made


def _rename(owner: dict[str, Any], key: Step, name: str) -> None:
    renamed = {name if one == key else one: value for one, value in owner.items()}
    owner.clear()
    owner.update(renamed)


def _entry(bundle: dict[str, Any], head: str) -> dict[str, Any]:
    name, _, identity = head.partition("/")
    return next(
        one
        for one in bundle["entry"]
        if one["resource"]["resourceType"] == name and identity in ("", one["resource"]["id"])
    )


def _owner(bundle: dict[str, Any], path: str) -> tuple[Any, Step]:
    head, _, rest = path.partition(".")
    at: Any = bundle if head == "Bundle" else _entry(bundle, head)["resource"]
    steps: list[Step] = [int(number) if number else name for name, number in _STEP.findall(rest)]
    for step in steps[:-1]:
        at = at[step]
    return at, steps[-1]


def _filled(value: Any, example: dict[str, Any]) -> Any:
    if isinstance(value, dict):
        return {key: _filled(one, example) for key, one in value.items()}
    if isinstance(value, list):
        return [_filled(one, example) for one in value]
    return _PLACE.sub(lambda match: _at(match[1], example), value) if isinstance(value, str) else value


def _at(path: str, example: dict[str, Any]) -> str:
    owner, key = _owner(example, path)
    return str(owner[key])
