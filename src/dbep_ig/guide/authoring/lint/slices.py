"""Slices that a path names and nobody defines, and two slices that nothing tells apart.

A slice is defined under `slices:` of a profile or of one of its parents here, or by the parent in R4 or a package.
"""

from collections.abc import Iterator

from dbep_ig.engine.diagnostics import Issue
from dbep_ig.engine.fhir.uris import core_canonical
from dbep_ig.guide.authoring.bearings import Bearings
from dbep_ig.guide.authoring.element_paths import Step
from dbep_ig.guide.authoring.model import ElementRule, Profile
from dbep_ig.guide.authoring.suggestions import did_you_mean
from dbep_ig.guide.authoring.yaml_nodes import Where, YamlMapping, YamlNode, YamlScalar, YamlSequence

from .fhir_rules import SLICES_ALIKE, UNKNOWN_SLICE

_Path = tuple[Step, ...]
_Known = dict[str, dict[str, None]]  # path without slices -> names, in the order defined


def check_slices(bearings: Bearings) -> Iterator[Issue]:
    """DBEP2060 and DBEP2061."""
    model = bearings.model
    known = {profile.id: _known(profile, bearings) for profile in model.profiles.values()}
    for profile in model.profiles.values():
        yield from _in_rules(profile, known[profile.id])
        yield from _alike(profile)
    for one in model.classes.values():
        below = {each.name for each in model.subclasses(one.name)}
        profiles = [each for each in model.profiles.values() if each.implements in below]
        if not profiles:
            continue
        names: _Known = {}
        for profile in profiles:
            for path, slices in known[profile.id].items():
                names.setdefault(path, {}).update(slices)
        for element in one.all_elements():
            if element.declared_in == one.name and element.maps is not None:
                yield from _unknown(element.maps.steps, element.where / "maps", names)


def _known(profile: Profile, bearings: Bearings) -> _Known:
    found: _Known = {}
    chain = bearings.model.ancestors(profile)
    above = bearings.definitions.find(core_canonical(chain[-1].parent), "StructureDefinition") or {}
    for element in above.get("snapshot", {}).get("element", ()):
        if isinstance(element.get("sliceName"), str):
            path = str(element["path"]).partition(".")[2]
            found.setdefault(path, {})[element["sliceName"]] = None
    for one in chain:
        for rule in one.rules:
            if rule.slicing is not None:
                found.setdefault(_plain(rule.steps), {})
            if _is_definition(rule):
                found.setdefault(_plain(rule.steps), {})[str(rule.steps[-1].slice_name)] = None
    return found


def _is_definition(rule: ElementRule) -> bool:
    """It stands under `slices:`, not in a path."""
    return rule.steps[-1].slice_name is not None and rule.where.pointer[-2:-1] == ("slices",)


def _plain(steps: _Path) -> str:
    return ".".join(step.name for step in steps)


def _in_rules(profile: Profile, known: _Known) -> Iterator[Issue]:
    seen: set[_Path] = set()
    for rule in profile.rules:
        if not _is_definition(rule):
            for issue, path in _unknown_steps(rule.steps, rule.where, known, on_key=True):
                if path not in seen:
                    yield issue
                seen.add(path)


def _unknown(steps: _Path, at: Where, known: _Known) -> Iterator[Issue]:
    yield from (issue for issue, _ in _unknown_steps(steps, at, known, on_key=False))


def _unknown_steps(steps: _Path, at: Where, known: _Known, *, on_key: bool) -> Iterator[tuple[Issue, _Path]]:
    for index, step in enumerate(steps):
        # The slices of a choice are its types, and an element that nobody slices is reported as that.
        if step.slice_name is None or step.name.endswith("[x]"):
            continue
        sliced = _plain(steps[: index + 1])
        names = known.get(sliced)
        if names is None or step.slice_name in names:
            continue
        params = {"name": step.slice_name, "sliced": sliced, "hint": did_you_mean(step.slice_name, names)}
        yield Issue(UNKNOWN_SLICE, _inside(at, step.slice_name, on_key=on_key), params), steps[: index + 1]
        return


def _inside(at: Where, name: str, *, on_key: bool):  # type: ignore[no-untyped-def]
    node = at.node
    start = node.text.find(f":{name}") if isinstance(node, YamlScalar) and not on_key else -1
    return at.location(on_key=on_key) if start < 0 else at.range(start + 1, start + 1 + len(name))


def _alike(profile: Profile) -> Iterator[Issue]:
    """Slices of one element whose values are the same, whatever the discriminators ask for."""
    first: dict[tuple[_Path, str], ElementRule] = {}
    below: dict[_Path, list[ElementRule]] = {}
    for rule in profile.rules:
        for length in range(1, len(rule.steps)):
            below.setdefault(rule.steps[:length], []).append(rule)
    for rule in profile.rules:
        if not _is_definition(rule):
            continue
        said = [(one.steps[len(rule.steps) :], one) for one in (rule, *below.get(rule.steps, ()))]
        values = sorted(
            f"{_plain(steps)}={_written(one.fixed or one.pattern)}"
            for steps, one in said
            if one.fixed is not None or one.pattern is not None
        )
        if not values:
            continue
        sliced = (*rule.steps[:-1], Step(rule.steps[-1].name))
        other = first.setdefault((sliced, "\n".join(values)), rule)
        if other is not rule:
            params = {"name": rule.steps[-1].slice_name, "other": other.steps[-1].slice_name}
            related = (other.where.location(on_key=True),)
            yield Issue(SLICES_ALIKE, rule.where.location(on_key=True), params, related=related)


def _written(node: YamlNode | None) -> str:
    if isinstance(node, YamlMapping):
        return "{" + ",".join(sorted(f"{one.key.text}:{_written(one.value)}" for one in node)) + "}"
    if isinstance(node, YamlSequence):
        return "[" + ",".join(_written(one) for one in node) + "]"
    return node.text if isinstance(node, YamlScalar) else ""
