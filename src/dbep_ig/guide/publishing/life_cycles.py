"""Life cycles as pages show them, read from the extension on a profile, in the words and the language of the page."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.engine.fhir.life_cycle import LIFE_CYCLE

from .markdown import Markdown
from .site import Site
from .state_diagram import Arrow, StateBox, state_diagram

_MOST_DERIVED = 32  # profiles of profiles


class ShownTransition(NamedTuple):
    """`by` are the titles of roles; `expression` is FHIRPath, `text` the same in words."""

    target: str
    target_title: str
    title: str
    by: tuple[str, ...]
    text: str
    expression: str


class ShownState(NamedTuple):
    """A row of the table."""

    code: str
    title: str
    is_initial: bool
    is_final: bool
    transitions: tuple[ShownTransition, ...]


class ShownLifeCycle(NamedTuple):
    """`origin` is the profile that publishes it, where that is another than the page's."""

    path: str
    states: tuple[ShownState, ...]
    diagram: Markdown
    origin: Resource | None


def life_cycles(site: Site, profile: Resource) -> list[ShownLifeCycle]:
    """Those of a profile; where it publishes none itself, those of the nearest profile of the guide that it is derived from."""
    by_url = {one["url"]: one for one in site.resources("StructureDefinition")}
    current: Resource | None = profile
    for _ in range(_MOST_DERIVED):
        if current is None:
            break
        found = [one for one in current.get("extension", ()) if one.get("url") == LIFE_CYCLE]
        if found:
            origin = None if current is profile else current
            return [_shown(site, one, origin) for one in found]
        current = by_url.get(current.get("baseDefinition"))
    return []


def _shown(site: Site, extension: Mapping[str, Any], origin: Resource | None) -> ShownLifeCycle:
    parts = extension.get("extension", ())
    path = next(str(one["valueString"]) for one in parts if one["url"] == "element")
    of_states = [_parts(one) for one in parts if one["url"] == "state"]
    titles = {
        _code(one): site.told(one["title"], "valueString") if "title" in one else _code(one)
        for one in of_states
    }
    of_roles = [_parts(one) for one in parts if one["url"] == "role"]
    roles = {one["code"]["valueCode"]: site.told(one["title"], "valueString") for one in of_roles}
    transitions: dict[str, list[ShownTransition]] = {}
    for part in parts:
        if part["url"] == "transition":
            source, shown = _transition(site, part, titles, roles)
            transitions.setdefault(source, []).append(shown)
    states = tuple(
        ShownState(
            _code(one),
            titles[_code(one)],
            one.get("initial", {}).get("valueBoolean") is True,
            one.get("final", {}).get("valueBoolean") is True,
            tuple(transitions.get(_code(one), ())),
        )
        for one in of_states
    )
    return ShownLifeCycle(path, states, Markdown(_diagram(site, path, states)), origin)


def _parts(part: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {one["url"]: one for one in part.get("extension", ())}


def _code(state: Mapping[str, Mapping[str, Any]]) -> str:
    return str(state["code"]["valueCoding"]["code"])


def _transition(
    site: Site, part: Mapping[str, Any], titles: Mapping[str, str], roles: Mapping[str, str]
) -> tuple[str, ShownTransition]:
    said = _parts(part)
    by = [one["valueCode"] for one in part["extension"] if one["url"] == "by"]
    condition = said.get("condition", {}).get("valueExpression", {})
    target = str(said["to"]["valueCode"])
    return str(said["from"]["valueCode"]), ShownTransition(
        target,
        titles.get(target, target),
        site.told(said["title"], "valueString") if "title" in said else "",
        tuple(roles.get(role, role) for role in by),
        site.told(condition, "description") if condition else "",
        str(condition.get("expression", "")),
    )


def _diagram(site: Site, path: str, states: tuple[ShownState, ...]) -> str:
    boxes = [StateBox(one.code, one.title, one.is_initial, one.is_final) for one in states]
    arrows = [
        Arrow(one.code, each.target, _sentence(one, each)) for one in states for each in one.transitions
    ]
    title = f"{site.words['life_cycle']}: {path}"
    return state_diagram(boxes, arrows, title=title, description="; ".join(_words(site, states)))


def _sentence(state: ShownState, transition: ShownTransition) -> str:
    named = f"{state.title} → {transition.target_title}"
    return f"{named}: {transition.title}" if transition.title else named


def _words(site: Site, states: tuple[ShownState, ...]) -> Iterator[str]:
    """What the drawing shows, in words."""
    for one in states:
        targets = [each.target_title for each in one.transitions if each.target != one.code]
        kind = ", ".join(
            site.words[word]
            for word, on in (("life_cycle_initial", one.is_initial), ("life_cycle_final", one.is_final))
            if on
        )
        named = f"{one.title} ({kind})" if kind else one.title
        yield f"{named} → {', '.join(targets)}" if targets else named
