"""All definitions of two versions of a package, each with its counterpart.

They belong together by their canonical; where the canonical of all has changed, by their type and id. What a definition inherits
from another that is compared too is told there once.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.engine.fhir.uris import split_canonical
from dbep_ig.engine.snapshots import Snapshots
from dbep_ig.engine.terminology import Terminology

from .changes import Change, Found, Subject
from .element import Codes
from .elements import Elements, compare_snapshots
from .kinds import POLICY
from .life_cycles import compare_life_cycles
from .terminology import compare_code_systems, compare_value_sets, strongest_bindings

_TEXTS = ("title", "description", "purpose", "copyright")
# what changes with each version, or is told of by itself
_PASSING = {"url", "version", "date", "status", "experimental", "text", "meta", "contact", "publisher", "name", "snapshot", "differential"}  # fmt: skip
_ORDER = ("StructureDefinition", "ValueSet", "CodeSystem")


class Side(NamedTuple):
    """One version of a package.

    label        what people call it
    resources    its own conformance resources, each with its canonical
    snapshots    them, and what they build on
    terminology  over the same
    model        the canonical of the package that its mappings to a model name; "" where there is none
    """

    label: str
    resources: tuple[Resource, ...]
    snapshots: Snapshots
    terminology: Terminology
    model: str = ""

    def by_canonical(self) -> dict[tuple[str, str], Resource]:
        """(type, canonical) -> resource; the first, where several have it."""
        found: dict[tuple[str, str], Resource] = {}
        for one in self.resources:
            found.setdefault((str(one.get("resourceType")), str(one.get("url"))), one)
        return found

    def find(self, canonical: str) -> Resource | None:
        """A StructureDefinition with its snapshot: its own, or one that it builds on."""
        return self.snapshots.find(canonical, "StructureDefinition")

    def codes_of(self, canonical: str) -> Codes:
        """(system, code) of all codes of a value set; None where they cannot be listed."""
        expansion = self.terminology.expand(canonical).value
        return None if expansion is None else frozenset((one.system, one.code) for one in expansion.entries)


def compare(old: Side, new: Side) -> list[Change]:
    """Every change, definition by definition: profiles, extensions, models, value sets, code systems, others."""
    pairs = list(_pairs(old, new))
    bindings = strongest_bindings(_snapshots_of(old)), strongest_bindings(_snapshots_of(new))
    changes: list[Change] = []
    for before, after in pairs:
        if before is None or after is None:
            subject = Subject.of(after or before or {})
            found = Found(subject)
            found.add("definition-added" if before is None else "definition-removed")
            changes += found.changes
            continue
        found = Found(Subject.of(after))
        if before.get("url") != after.get("url"):
            found.add("canonical-changed", before=before.get("url"), after=after.get("url"))
        _texts(before, after, found)
        kind = after.get("resourceType")
        if kind == "StructureDefinition":
            _structure(before, after, old, new, found)
        elif kind == "ValueSet":
            strength = max(bindings[0].get(_url(before), -1), bindings[1].get(_url(after), -1))
            compare_value_sets(before, after, old.terminology, new.terminology, strength, found)
        elif kind == "CodeSystem":
            compare_code_systems(before, after, found)
        elif kind == "ImplementationGuide":
            _dependencies(before, after, found)
        elif _content(before) != _content(after):
            found.add("resource-changed")
        changes += found.changes
    models = {_url(one) for side in (old, new) for one in side.resources if one.get("kind") == "logical"}
    return _without_models_of_changes(_without_inherited(changes, new), models)


def _pairs(old: Side, new: Side) -> Iterator[tuple[Resource | None, Resource | None]]:
    """Counterparts, in the order of the report."""
    before, after = old.by_canonical(), new.by_canonical()
    moved = {
        (kind, resource.get("id")): (kind, url)
        for (kind, url), resource in before.items()
        if (kind, url) not in after
    }
    found: list[tuple[Resource | None, Resource | None]] = []
    matched: set[tuple[str, str]] = set()
    for (kind, url), resource in after.items():
        key = (kind, url) if (kind, url) in before else moved.get((kind, resource.get("id")))
        found.append((None if key is None else before[key], resource))
        if key is not None:
            matched.add(key)
    found += [(resource, None) for key, resource in before.items() if key not in matched]
    return iter(sorted(found, key=lambda pair: _place(pair[1] or pair[0] or {})))


def _place(resource: Resource) -> tuple[int, int, str]:
    kind = str(resource.get("resourceType"))
    of = _ORDER.index(kind) if kind in _ORDER else len(_ORDER)
    sub = {"Extension": 1}.get(str(resource.get("type")), 0) if resource.get("kind") != "logical" else 2
    return of, sub, str(resource.get("id") or resource.get("url"))


def _structure(before: Resource, after: Resource, old: Side, new: Side, found: Found) -> None:
    """The head of a StructureDefinition, and its elements."""
    is_model = after.get("kind") == "logical"
    if not is_model and before.get("type") != after.get("type"):
        found.add("fhir-type-changed", before=before.get("type"), after=after.get("type"))
        return
    bases = tuple(split_canonical(str(one.get("baseDefinition", "")))[0] for one in (before, after))
    if bases[0] != bases[1]:
        found.add("base-changed", before=bases[0], after=bases[1])
    contexts = tuple({_context(one) for one in side.get("context", ())} for side in (before, after))
    for key, some in (
        ("context-removed", contexts[0] - contexts[1]),
        ("context-added", contexts[1] - contexts[0]),
    ):
        for one in sorted(some):
            found.add(key, **{"before" if key == "context-removed" else "after": one})
    compare_life_cycles(before, after, found)
    made = tuple(side.snapshots.snapshot_of(one).value for side, one in ((old, before), (new, after)))
    if made[0] is None or made[1] is None:
        return
    compare_snapshots(
        Elements(made[0], old.find, old.model, old.codes_of),
        Elements(made[1], new.find, new.model, new.codes_of),
        found,
        is_model=is_model,
    )


def _dependencies(before: Resource, after: Resource, found: Found) -> None:
    """What an ImplementationGuide depends on; all else in it tells of the other resources."""
    packages = tuple(
        {
            str(one.get("packageId") or one.get("uri")): str(one.get("version", ""))
            for one in side.get("dependsOn", ())
        }
        for side in (before, after)
    )
    for name in sorted(packages[0].keys() | packages[1].keys()):
        versions = tuple(f"{name}#{side[name]}" if name in side else "" for side in packages)
        if versions[0] != versions[1]:
            found.add("dependency-changed", before=versions[0], after=versions[1])


def _context(context: Mapping[str, object]) -> str:
    return f"{context.get('type')}: {context.get('expression')}"


def _texts(before: Resource, after: Resource, found: Found) -> None:
    for name in _TEXTS:
        if any(before.get(key) != after.get(key) for key in (name, f"_{name}")):
            shown = (" ".join(str(one.get(name, "")).split())[:120] for one in (before, after))
            found.add("text-changed", "", "", *shown)


def _content(resource: Resource) -> dict[str, object]:
    """What is not passing, and no text that is told of by itself."""
    apart = {*_PASSING, *_TEXTS, *(f"_{name}" for name in (*_TEXTS, "publisher"))}
    return {name: value for name, value in resource.items() if name not in apart}


def _url(resource: Resource) -> str:
    return str(resource.get("url", ""))


def _snapshots_of(side: Side) -> Iterator[Resource]:
    for one in side.resources:
        if one.get("resourceType") == "StructureDefinition" and one.get("kind") != "logical":
            made = side.snapshots.snapshot_of(one).value
            if made is not None:
                yield made


def _without_inherited(changes: Iterable[Change], new: Side) -> list[Change]:
    """A change that the definition's base has too is told at the base, which names the definition."""
    every = list(changes)
    bases = {
        str(one.get("url")): split_canonical(str(one.get("baseDefinition", "")))[0] for one in new.resources
    }
    first = {_of_base(change, change.subject.canonical): n for n, change in reversed(list(enumerate(every)))}
    also: dict[int, list[str]] = {}
    dropped: set[int] = set()
    for number, change in enumerate(every):
        base, seen = bases.get(change.subject.canonical), {change.subject.canonical}
        holder: int | None = None
        while base is not None and base not in seen:
            seen.add(base)
            holder = first.get(_of_base(change, base), holder)
            base = bases.get(base)
        if holder is not None and change.element:
            dropped.add(number)
            also.setdefault(holder, []).append(change.subject.id)
    return [
        change._replace(also_in=tuple(also.get(number, ())))
        for number, change in enumerate(every)
        if number not in dropped
    ]


def _of_base(change: Change, canonical: str) -> tuple[str, ...]:
    """What makes it the same change in another definition: the path without the name of the type."""
    return canonical, change.kind.key, change.element.partition(".")[2], change.before, change.after


def _without_models_of_changes(changes: Iterable[Change], models: Collection[str]) -> list[Change]:
    """A logical model says with its own names what its profile says; told there, it is not told again. Nothing is sent by a
    model: what is left of its changes breaks nobody.

    models  the canonicals of the logical models
    """
    every = list(changes)
    told = {(change.model.partition(".")[2], change.kind.key) for change in every if change.model}
    found = []
    for change in every:
        if change.subject.canonical not in models or not change.element:
            found.append(change)
        elif (change.element.partition(".")[2], change.kind.key) not in told:
            row = change.kind.row if change.kind.editorial else POLICY["model"]
            found.append(change._replace(kind=change.kind._replace(row=row)))
    return found
