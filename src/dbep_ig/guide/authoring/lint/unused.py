"""What a guide has and does not use: a class without a profile or without elements, a second profile of a class, an extension that nothing uses; and a value set without codes."""

from collections.abc import Iterator

from dbep_ig.engine.diagnostics import Issue
from dbep_ig.guide.authoring.bearings import Bearings
from dbep_ig.guide.authoring.model import Inclusion, Model, ValueSet
from dbep_ig.guide.authoring.yaml_nodes import YamlMapping, YamlNode, YamlScalar, YamlSequence

from .fhir_rules import (
    CLASS_WITHOUT_ELEMENTS,
    CLASS_WITHOUT_PROFILE,
    EMPTY_VALUE_SET,
    SECOND_PROFILE,
    UNUSED_EXTENSION,
)


def check_unused(bearings: Bearings) -> Iterator[Issue]:
    """DBEP2063 to DBEP2067."""
    model = bearings.model
    yield from _classes(model)
    yield from _second_profiles(model)
    yield from _extensions(model)
    for value_set in model.value_sets.values():
        if _is_empty(value_set, model):
            at = value_set.where / ("exclude" if value_set.exclude else "include")
            yield Issue(EMPTY_VALUE_SET, at.location(on_key=True), {"name": model.names.short(value_set.id)})


def _classes(model: Model) -> Iterator[Issue]:
    named = {one.implements for one in model.profiles.values() if one.implements is not None}
    parents = {one.extends for one in model.classes.values()}
    for one in model.classes.values():
        stands_alone = (one.where / "extends").node is None and one.name not in parents
        if stands_alone and (one.where / "elements").node is None:
            yield Issue(CLASS_WITHOUT_ELEMENTS, (one.where / "class").location(), {"name": one.name})
        # A guide without profiles is a model that is not FHIR yet.
        elif named and one.resource is not None and not one.abstract and one.name not in named:
            params = {"name": one.name, "resource": one.resource}
            yield Issue(CLASS_WITHOUT_PROFILE, (one.where / "class").location(), params)


def _second_profiles(model: Model) -> Iterator[Issue]:
    first: dict[str, str] = {}
    for profile in model.profiles.values():
        if profile.implements is None or profile.implements not in model.classes:
            continue
        other = first.setdefault(profile.implements, profile.id)
        if other != profile.id:
            params = {"name": profile.implements, "other": model.names.short(other)}
            yield Issue(SECOND_PROFILE, (profile.where / "implements").location(), params)


def _extensions(model: Model) -> Iterator[Issue]:
    """Of a guide that has profiles; others may be there for their extensions."""
    if not model.profiles:
        return
    used: set[str] = set()
    for one in model.classes.values():
        for element in one.all_elements():
            used |= {
                step.extension or "" for step in (element.maps.steps if element.maps is not None else ())
            }
    for profile in model.profiles.values():
        for rule in profile.rules:
            used |= {step.extension or "" for step in rule.steps}
    documents = {
        id(each.where.document): each.where.document
        for kind in (model.classes, model.profiles, model.extensions, model.resources)
        for each in kind.values()
    }
    texts = [text for document in documents.values() for text in _texts(document.root)]
    for extension in model.extensions.values():
        names = {extension.id, model.names.short(extension.id)}
        named = any(f"({name})" in text or f"/{name}" in text for name in names for text in texts)
        if extension.id not in used and not named:
            yield Issue(
                UNUSED_EXTENSION,
                (extension.where / "extension").location(),
                {"name": model.names.short(extension.id)},
            )


def _texts(node: YamlNode) -> Iterator[str]:
    if isinstance(node, YamlScalar):
        yield node.text
    elif isinstance(node, YamlMapping):
        for entry in node:
            yield entry.key.text
            yield from _texts(entry.value)
    elif isinstance(node, YamlSequence):
        for item in node:
            yield from _texts(item)


def _is_empty(value_set: ValueSet, model: Model) -> bool:
    """Whether all the codes that it includes are known here, and all are excluded. Without any that is another's fault."""
    included = [_codes(one, model) for one in value_set.include]
    excluded = [_codes(one, model) for one in value_set.exclude]
    if not included or not excluded or any(one is None for one in included):
        return False
    codes = {code for one in included for code in one or ()}
    return bool(codes) and codes <= {code for one in excluded for code in one or ()}


def _codes(inclusion: Inclusion, model: Model) -> set[tuple[str, str]] | None:
    """(system, code) of each; None where the codes are not listed here."""
    if inclusion.system is None or inclusion.value_sets:
        return None
    own = model.code_systems.get(inclusion.system)
    listed = inclusion.concepts or (own.concepts if own is not None else None)
    return None if listed is None else {(inclusion.system, code) for code in listed}
