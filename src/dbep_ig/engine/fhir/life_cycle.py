"""The life cycle of a resource as a StructureDefinition publishes it: states, and how one becomes another.

An extension on the StructureDefinition, of any guide: `LIFE_CYCLE` is its url, and its definition is in every package that uses it.

    element     the path of the element that has the state: `CarePlan.status`
    state       code (Coding), title, initial, final (boolean)
    transition  from, to (code), by (code, repeats: the roles that may make it; nobody named: anybody), title, condition (Expression:
                FHIRPath on the new version, with %before the old one)
    role        code, title

That a resource stays in its state is always allowed; a transition from a state to itself says what is required then.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from dbep_ig.engine.diagnostics import Text

from .translations import translated

LIFE_CYCLE = "https://dbep-ig.example/fhir/StructureDefinition/life-cycle"
LIFE_CYCLE_VERSION = "1.0.0"
_NOTHING = Text("", "")


class State(NamedTuple):
    """A state: a code of the element, and what it is called."""

    system: str
    code: str
    is_initial: bool
    is_final: bool
    title: Text = _NOTHING


class Transition(NamedTuple):
    """How a state becomes another, or what is required where it stays.

    by           roles; empty: anybody
    expression   FHIRPath, "" without a condition; `description` is the condition in plain words
    """

    source: str
    target: str
    by: tuple[str, ...] = ()
    title: Text = _NOTHING
    expression: str = ""
    description: Text = _NOTHING


class LifeCycle(NamedTuple):
    """One element's life cycle. `roles` are those that transitions name, with their titles."""

    path: str
    states: tuple[State, ...]
    transitions: tuple[Transition, ...]
    roles: Mapping[str, Text]

    @property
    def initial(self) -> tuple[str, ...]:
        """The codes that a new resource may begin with."""
        return tuple(one.code for one in self.states if one.is_initial)

    def leaving(self, code: str) -> tuple[Transition, ...]:
        """The transitions to other states."""
        return tuple(one for one in self.transitions if one.source == code != one.target)

    def transition(self, source: str, target: str) -> Transition | None:
        """What is said of this change; None where it is not allowed, or where the state stays and nothing is said of that."""
        return next((one for one in self.transitions if (one.source, one.target) == (source, target)), None)

    def code_in(self, resource: Mapping[str, Any]) -> str | None:
        """The state of a resource; None where it has none of a code or of the states' Codings."""
        value: Any = resource
        for step in self.path.split(".")[1:]:
            value = value.get(step) if isinstance(value, Mapping) else None
        if isinstance(value, str):
            return value
        codings = value.get("coding") if isinstance(value, Mapping) else None
        if isinstance(value, Mapping) and "code" in value:
            codings = [value]
        known = {(one.system, one.code) for one in self.states}
        for coding in codings if isinstance(codings, list) else ():
            if isinstance(coding, Mapping) and (coding.get("system"), coding.get("code")) in known:
                return str(coding["code"])
        return None


def life_cycles_of(definition: Mapping[str, Any]) -> Iterator[LifeCycle]:
    """Those that a StructureDefinition publishes itself. What is incomplete in one is left out of it."""
    for extension in _extensions(definition):
        if extension.get("url") == LIFE_CYCLE:
            parts = list(_extensions(extension))
            path = next((one.get("valueString") for one in parts if one.get("url") == "element"), None)
            if isinstance(path, str):
                roles = [_named(one) for one in parts if one.get("url") == "role"]
                yield LifeCycle(
                    path,
                    tuple(_states(parts)),
                    tuple(_transitions(parts)),
                    {code: _title(one) for one in roles if (code := _code(one, "code")) is not None},
                )


def _states(parts: list[Mapping[str, Any]]) -> Iterator[State]:
    for part in parts:
        said = _named(part)
        coding = said.get("code", {}).get("valueCoding")
        if part.get("url") == "state" and isinstance(coding, Mapping) and isinstance(coding.get("code"), str):
            yield State(
                str(coding.get("system", "")),
                coding["code"],
                said.get("initial", {}).get("valueBoolean") is True,
                said.get("final", {}).get("valueBoolean") is True,
                _title(said),
            )


def _transitions(parts: list[Mapping[str, Any]]) -> Iterator[Transition]:
    for part in parts:
        if part.get("url") != "transition":
            continue
        said = _named(part)
        source, target = _code(said, "from"), _code(said, "to")
        if source is None or target is None:
            continue
        by = [one.get("valueCode") for one in _extensions(part) if one.get("url") == "by"]
        condition = said.get("condition", {}).get("valueExpression")
        condition = condition if isinstance(condition, Mapping) else {}
        expression = condition.get("expression")
        yield Transition(
            source,
            target,
            tuple(one for one in by if isinstance(one, str)),
            _title(said),
            expression if isinstance(expression, str) else "",
            translated(condition, "description"),
        )


def _extensions(holder: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    found = holder.get("extension")
    for one in found if isinstance(found, list) else ():
        if isinstance(one, Mapping):
            yield one


def _named(part: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """The parts of a part by their urls; the first of each."""
    found: dict[str, Mapping[str, Any]] = {}
    for one in _extensions(part):
        found.setdefault(str(one.get("url")), one)
    return found


def _code(said: Mapping[str, Mapping[str, Any]], name: str) -> str | None:
    value = said.get(name, {}).get("valueCode")
    return value if isinstance(value, str) else None


def _title(said: Mapping[str, Mapping[str, Any]]) -> Text:
    return translated(said.get("title", {}), "valueString")
