"""The guide's invariants as fhirpathpy evaluates them on the examples, beside what our validator found there."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import redirect_stdout
from functools import cache
from io import StringIO
from typing import Any, NamedTuple

from fhirpathpy import compile as compile_peer
from fhirpathpy.models import models

from dbep_ig.engine.diagnostics import Issue, Location, Pointer, Text
from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.guide.authoring.model import Model
from dbep_ig.guide.generation import Generated
from dbep_ig.guide.scenarios import CheckedExample

from .rules import INVARIANT_DIFFERS, NO_OPINION

_FAILED, _LEFT_OPEN = "DBEP4301", ("DBEP4302", "DBEP4303")
_HOLDS, _BROKEN = (
    Text("at den er oppfylt", "that it is satisfied"),
    Text("at den er brutt", "that it is violated"),
)


class _Invariant(NamedTuple):
    key: str
    path: tuple[str, ...]
    expression: str
    location: Location


def opinions_on_invariants(
    resources: Iterable[Generated], model: Model, examples: Sequence[CheckedExample]
) -> Iterator[Issue]:
    """DBEP6053 for each invariant and resource where the two differ; DBEP6055 once for what fhirpathpy cannot evaluate."""
    structures = {str(one.resource.get("url")): one for one in resources}
    known = {url: list(_invariants(one, model)) for url, one in structures.items()}
    silent: set[str] = set()
    for checked in examples:
        example = checked.example
        entries = example.bundle.get("entry", [])
        profiles = {held.expression: held.profiles for held in checked.held}
        for number, entry in enumerate(entries):
            resource = entry["resource"]
            urls = profiles.get(f"Bundle.entry[{number}].resource", ())
            for invariant in _of_profiles(urls, structures, known):
                for pointer, node in _nodes(resource, invariant.path, ("entry", number, "resource")):
                    ours = _ours(checked.issues, invariant.key, pointer)
                    theirs = _theirs(invariant.expression, node, resource)
                    if isinstance(theirs, str):
                        if invariant.key not in silent:
                            silent.add(invariant.key)
                            params = {"who": "fhirpathpy", "what": invariant.key, "why": theirs}
                            yield Issue(NO_OPINION, invariant.location, params)
                    elif ours is not None and ours != theirs:
                        said: dict[str, object] = {
                            "resource": f"{resource['resourceType']}/{resource.get('id', '')}",
                            "example": example.name,
                            "key": invariant.key,
                            "theirs": _HOLDS if theirs else _BROKEN,
                            "ours": _HOLDS if ours else _BROKEN,
                        }
                        related = (example.origin.location(pointer),)
                        yield Issue(INVARIANT_DIFFERS, invariant.location, said, related)


def _invariants(one: Generated, model: Model) -> Iterator[_Invariant]:
    written = {
        key: invariant.where
        for invariants in (
            *(holder.invariants for holder in model.classes.values()),
            *(holder.invariants for holder in model.profiles.values()),
        )
        for key, invariant in invariants.items()
    }
    for index, element in enumerate(one.resource.get("differential", {}).get("element", ())):
        if ":" in str(element["id"]):
            continue  # of a slice: which values are in it is not a question to fhirpathpy
        for constraint in element.get("constraint", ()):
            if "expression" in constraint:
                key = str(constraint["key"])
                where = written.get(key)
                at: Pointer = ("differential", "element", index, "constraint")
                location = one.origin.location(at) if where is None else (where / "expression").location()
                path = tuple(str(element["path"]).split(".")[1:])
                yield _Invariant(key, path, str(constraint["expression"]), location)


def _of_profiles(
    urls: Iterable[str], structures: Mapping[str, Generated], known: Mapping[str, list[_Invariant]]
) -> Iterator[_Invariant]:
    """Those of the profiles and of what they are derived from, each key once."""
    seen: set[str] = set()
    for url in urls:
        here: str | None = url.partition("|")[0]
        while here is not None and here in structures:
            for one in known[here]:
                if one.key not in seen:
                    seen.add(one.key)
                    yield one
            here = structures[here].resource.get("baseDefinition")


def _nodes(value: Any, path: Sequence[str], at: Pointer) -> Iterator[tuple[Pointer, Any]]:
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _nodes(item, path, (*at, index))
    elif not path:
        yield at, value
    elif isinstance(value, dict):
        names = [path[0]]
        if path[0].endswith("[x]"):
            names = [name for name in value if name.startswith(path[0][:-3])]
        for name in names:
            if name in value:
                yield from _nodes(value[name], path[1:], (*at, name))


def _ours(issues: Iterable[Issue], key: str, pointer: Pointer) -> bool | None:
    """What the validator found; None where it could not decide, or speaks of the resource in other words."""
    for issue in issues:
        if issue.params.get("key") == key and issue.location.pointer == pointer:
            return False if issue.code == _FAILED else None
    return True


def _theirs(expression: str, node: Any, resource: Resource) -> bool | str:
    """Whether it holds, as an invariant does: the one answer is true; or why there is no answer."""
    try:
        with redirect_stdout(StringIO()):  # its trace() prints
            found = _compiled(expression)(node, {"resource": resource, "rootResource": resource})
    except Exception as error:  # noqa: BLE001 - a library of others may raise anything, and then has no opinion
        return f"{type(error).__name__}: {str(error)[:120]}"
    if len(found) > 1:
        return f"{len(found)} values"
    return bool(found == [True])


@cache
def _compiled(expression: str) -> Any:
    return compile_peer(expression, models["r4"])
