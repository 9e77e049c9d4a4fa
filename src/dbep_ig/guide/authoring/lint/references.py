"""Names that stand for something elsewhere: classes, resources, data types, value sets, code systems, profiles."""

from collections.abc import Iterator

from dbep_ig.engine.diagnostics import Issue, Text
from dbep_ig.engine.fhir.uris import is_absolute
from dbep_ig.guide.authoring.bearings import Bearings
from dbep_ig.guide.authoring.element_paths import ElementPath
from dbep_ig.guide.authoring.model import Binding, ElementType, Inclusion, Profile
from dbep_ig.guide.authoring.model_rules import (
    CIRCULAR_PARENT,
    UNKNOWN_CLASS,
    UNKNOWN_CODE,
    UNKNOWN_CODE_SYSTEM,
    UNKNOWN_PARENT,
    UNKNOWN_TARGET,
    UNKNOWN_VALUE_SET,
)
from dbep_ig.guide.authoring.suggestions import did_you_mean
from dbep_ig.guide.authoring.yaml_nodes import Where, YamlSequence, written_at

from .as_written import types_as_written
from .fhir_rules import (
    BINDING_ON_OTHER_TYPE,
    CODED,
    PROFILE_OF_OTHER_TYPE,
    UNKNOWN_TYPE,
    UNKNOWN_TYPE_PROFILE,
)

_GROUP = "BackboneElement"


def check_references(bearings: Bearings) -> Iterator[Issue]:
    """Every name that leads nowhere."""
    model = bearings.model
    for one in model.classes.values():
        for element in one.all_elements():
            if element.declared_in == one.name:
                at = element.where / "type"
                yield from _types(element.types, at, bearings, resources=element.maps is not None)
                # where it is mapped, R4's type there decides whether it can be bound
                types = () if element.maps is not None and not _is_extension(element.maps) else element.types
                yield from _bound(element.binding, types, element.where / "binding", bearings)
    for profile in model.profiles.values():
        yield from _profile(profile.id, bearings)
        yield from _imposed(profile, bearings)
        for rule in profile.rules:
            yield from _types(rule.types, rule.where / "type", bearings, resources=True)
            yield from _binding(rule.binding, rule.where / "binding", bearings)
    for extension in model.extensions.values():
        yield from _types(extension.types, extension.where / "type", bearings)
        yield from _bound(extension.binding, extension.types, extension.where / "binding", bearings)
        for part in extension.all_parts():
            yield from _types(part.types, part.where / "type", bearings)
            yield from _bound(part.binding, part.types, part.where / "binding", bearings)
    for value_set in model.value_sets.values():
        for inclusion in (*value_set.include, *value_set.exclude):
            yield from _inclusion(inclusion, bearings)


def _types(
    types: tuple[ElementType, ...], at: Where, bearings: Bearings, *, resources: bool = False
) -> Iterator[Issue]:
    """`resources`: the value may be a resource, as in an entry of a Bundle."""
    kinds = ("complex-type", "primitive-type", *(("resource",) if resources else ()))
    for one, written in zip(types, types_as_written(types, at), strict=True):
        if one.name != _GROUP and bearings.types.kind(one.name) not in kinds:
            yield Issue(
                UNKNOWN_TYPE, at.location(), {"type": written, "hint": _type_meant(written, bearings)}
            )
        for profile in one.profiles:
            yield from _type_profile(one.name, profile, at, bearings)
        for target in one.targets:
            if is_absolute(target) or target in bearings.model.classes or bearings.is_resource(target):
                continue
            names = [*bearings.model.classes, *bearings.resource_names(), *bearings.model.names.profiles]
            yield Issue(UNKNOWN_TARGET, at.location(), {"name": target, "hint": did_you_mean(target, names)})


def _type_meant(name: str, bearings: Bearings) -> Text:
    model = bearings.model
    of_types = [
        one
        for one, profile in model.names.profiles.items()
        if bearings.types.kind(model.names.profile_types.get(profile, "")) == "complex-type"
    ]
    is_profile = name in model.names.profiles and name not in of_types
    if name in model.classes or is_profile or bearings.is_resource(name):
        return Text(f"; mente du «Reference({name})»?", f"; did you mean `Reference({name})`?")
    known = [one for one in bearings.types.type_names() if bearings.types.kind(one) != "resource"]
    return did_you_mean(name, [*known, *of_types])


def _type_profile(name: str, profile: str, at: Where, bearings: Bearings) -> Iterator[Issue]:
    """DBEP2076 and DBEP2077: a profile in parentheses is there, and of the type in front of them."""
    if not is_absolute(profile):
        params = {"name": profile, "hint": did_you_mean(profile, bearings.model.names.profiles)}
        yield Issue(UNKNOWN_TYPE_PROFILE, at.location(), params)
        return
    actual = bearings.resource_of_target(profile)
    if actual is not None and actual != name:
        params = {"name": profile.rpartition("/")[2], "actual": actual, "type": name}
        yield Issue(PROFILE_OF_OTHER_TYPE, at.location(), params)


def _binding(binding: Binding | None, at: Where, bearings: Bearings) -> Iterator[Issue]:
    if binding is None or is_absolute(binding.value_set) or binding.value_set in bearings.model.value_sets:
        return
    hint = did_you_mean(binding.value_set, bearings.model.names.value_sets)
    yield Issue(UNKNOWN_VALUE_SET, at.location(), {"name": binding.value_set, "hint": hint})


def _bound(
    binding: Binding | None, types: tuple[ElementType, ...], at: Where, bearings: Bearings
) -> Iterator[Issue]:
    """DBEP2020, and DBEP2035 for types that are known and have no codes."""
    yield from _binding(binding, at, bearings)
    known = [one.name for one in types if bearings.types.kind(one.name) is not None or one.name == _GROUP]
    if binding is not None and known and not any(name in CODED for name in known):
        yield Issue(BINDING_ON_OTHER_TYPE, at.location(), {"type": ", ".join(known)})


def _is_extension(path: ElementPath) -> bool:
    return bool(path.steps) and path.steps[-1].extension is not None


def _profile(profile_id: str, bearings: Bearings) -> Iterator[Issue]:
    model = bearings.model
    profile = model.profiles[profile_id]
    if profile.implements is not None and profile.implements not in model.classes:
        params = {"name": profile.implements, "hint": did_you_mean(profile.implements, model.classes)}
        yield Issue(UNKNOWN_CLASS, (profile.where / "implements").location(), params)
    chain = bearings.model.ancestors(profile)
    top = chain[-1]
    at = (profile.where / "parent").location()
    if top.parent in model.profiles:
        if top.parent == profile.id and profile.id == min(one.id for one in chain):
            circle = " → ".join([*(one.id for one in chain), profile.id])
            yield Issue(CIRCULAR_PARENT, at, {"name": profile.id, "circle": circle})
    elif top is profile and bearings.resource_of(profile) is None and profile.parent:
        names = [*model.names.profiles, *bearings.resource_names()]
        params = {"name": profile.parent, "hint": did_you_mean(profile.parent, names)}
        yield Issue(UNKNOWN_PARENT, at, params)


def _imposed(profile: Profile, bearings: Bearings) -> Iterator[Issue]:
    written = profile.where / "imposes"
    for index, name in enumerate(profile.imposes):
        if not is_absolute(name):
            at = written / index if isinstance(written.node, YamlSequence) else written
            params = {"name": name, "hint": did_you_mean(name, bearings.model.names.profiles)}
            yield Issue(UNKNOWN_PARENT, at.location(), params)


def _inclusion(inclusion: Inclusion, bearings: Bearings) -> Iterator[Issue]:
    model = bearings.model
    for index, name in enumerate(inclusion.value_sets):
        if not is_absolute(name) and name not in model.value_sets:
            params = {"name": name, "hint": did_you_mean(name, model.names.value_sets)}
            yield Issue(UNKNOWN_VALUE_SET, (inclusion.where / "valuesets" / index).location(), params)
    if inclusion.system is None:
        return
    own = model.code_systems.get(inclusion.system)
    if own is None and not is_absolute(inclusion.system):
        params = {"name": inclusion.system, "hint": did_you_mean(inclusion.system, model.names.code_systems)}
        yield Issue(UNKNOWN_CODE_SYSTEM, (inclusion.where / "system").location(), params)
    known = codes_of(inclusion.system, bearings) if own is None else set(own.concepts) or None
    for code in inclusion.concepts if known is not None else ():
        if known is not None and code not in known:
            at = (inclusion.where / "concepts" / code).location(on_key=True)
            system = written_at(inclusion.where / "system", inclusion.system)
            params = {"code": code, "system": system, "hint": did_you_mean(code, known)}
            yield Issue(UNKNOWN_CODE, at, params)


def codes_of(system: str, bearings: Bearings) -> set[str] | None:
    """The codes of a code system that is wholly available, or None."""
    found = bearings.definitions.find(system, "CodeSystem")
    if found is None or found.get("content") != "complete":
        return None
    codes: set[str] = set()
    waiting = list(found.get("concept", ()))
    while waiting:
        concept = waiting.pop()
        codes.add(concept["code"])
        waiting.extend(concept.get("concept", ()))
    return codes
