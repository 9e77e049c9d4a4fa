"""Blocks of keywords -> `Model`: inheritance worked out, small values in their types, names checked for clashes.

Whatever FHIR has a say in is checked later (`lint`), on the model that comes out of here. Faults do not stop the
rest: a class without a readable title is still a class that others may refer to.

Names are resolved here, once: ids get the guide's prefix where they are defined, and what refers to them means the whole id
however it is spelled.
"""

from collections.abc import Iterable, Iterator, Mapping

from dbep_ig.engine.diagnostics import Issue, Location, Result
from dbep_ig.engine.fhir.definitions import Definitions
from dbep_ig.engine.fhir.type_model import TypeModel
from dbep_ig.guide.authoring.blocks import Block, Fields
from dbep_ig.guide.authoring.fhir_names import ascii_name
from dbep_ig.guide.authoring.files import GUIDE_FILE, AuthoredFile, read_files
from dbep_ig.guide.authoring.keywords.extension_parts import PARTS
from dbep_ig.guide.authoring.keywords.implements import IMPLEMENTS
from dbep_ig.guide.authoring.keywords.invariants import INVARIANTS
from dbep_ig.guide.authoring.keywords.maps import MAPS
from dbep_ig.guide.authoring.keywords.name import NAME
from dbep_ig.guide.authoring.keywords.parent import PARENT
from dbep_ig.guide.authoring.model import Actor, GuideMetadata, Model
from dbep_ig.guide.authoring.model_rules import MISSING_GUIDE
from dbep_ig.guide.authoring.names import Names, Parts, spellings, whole_id
from dbep_ig.guide.authoring.places import (
    ACTORS,
    CLASS,
    CODE_SYSTEM,
    EXTENSION,
    GUIDE,
    PROFILE,
    REQUIREMENTS,
    RESOURCE,
    VALUE_SET,
)
from dbep_ig.guide.authoring.yaml_nodes import Where

from .classes import Classes
from .defaults import Defaults
from .details import read_actors
from .extensions import read_extension
from .metadata import read_guide, read_requirements
from .profiles import read_profile
from .resources import read_resources, with_resources
from .terminology import all_codes_id, read_code_system, read_value_set, value_set_of_all
from .whole_ids import clash, defined_id


def read_model(
    files: Mapping[str, bytes], types: TypeModel | None = None, definitions: Definitions | None = None
) -> Result[Model]:
    """The model that `guide.yaml`, `model/` and `profiles/` say.

    files   path (as the user knows it, with `/`) -> bytes; other files are left alone
    types   FHIR R4's types: their names mean them, also where a profile here is called the same without its prefix
    definitions  R4 core, and the packages the guide builds on: what profiles of theirs are of
    -> the model, also when some of it is wrong, and every fault found in reading; None without a guide.yaml
    """
    issues: list[Issue] = []
    read = read_files(files, issues)
    guide = next((read_guide(file.fields) for file in read if file.kind is GUIDE and file.name), None)
    prefix = "" if guide is None else guide.prefix
    in_fhir = [file.fields for file in read if file.kind is RESOURCE]
    by_kind = {kind: _distinct([one for one in read if one.kind is kind], prefix, issues) for kind in _KINDS}
    if guide is None:
        if any(issue.is_error and issue.document == GUIDE_FILE for issue in issues):
            return Result(None, tuple(issues))  # what is wrong with it has been said
        return Result(None, (*issues, Issue(MISSING_GUIDE, Location(GUIDE_FILE))))
    resources = read_resources(in_fhir, guide, issues)
    names = with_resources(_names(guide, by_kind, types, definitions), resources)
    requirements = {
        key: requirement
        for file in by_kind[REQUIREMENTS].values()
        for key, requirement in read_requirements(file.fields).items()
    }
    actors: dict[str, Actor] = {}
    for file in by_kind[ACTORS].values():
        for key, actor in read_actors(file.fields, prefix, issues).items():
            first = actors.setdefault(key, actor)
            if first is not actor:
                there = first.where.location(on_key=True)
                clash(key, actor.where.location(on_key=True), there, issues)
    classes = {name: file.fields for name, file in by_kind[CLASS].items()}
    code_systems = {
        name: read_code_system(name, file.fields, names, issues)
        for name, file in by_kind[CODE_SYSTEM].items()
    }
    value_sets = {
        name: read_value_set(name, file.fields, names, issues) for name, file in by_kind[VALUE_SET].items()
    }
    for name, file in by_kind[CODE_SYSTEM].items():
        of_all = all_codes_id(name, file.fields, guide.prefix)
        if of_all in value_sets:
            there = (file.fields.where / "valueset").location()
            clash(of_all, (value_sets[of_all].where / "valueset").location(), there, issues)
        elif of_all is not None:
            value_sets[of_all] = value_set_of_all(code_systems[name], of_all, file.fields)
            value_sets = dict(sorted(value_sets.items()))
    defaults = Defaults(names, {name: file.fields for name, file in by_kind[EXTENSION].items()})
    model = Model(
        guide=guide,
        classes=Classes(classes, names, defaults, issues).compile(),
        profiles={
            name: read_profile(name, file.fields, names, issues) for name, file in by_kind[PROFILE].items()
        },
        extensions={
            name: read_extension(name, file.fields, names, issues)
            for name, file in by_kind[EXTENSION].items()
        },
        code_systems=code_systems,
        value_sets=value_sets,
        requirements=requirements,
        actors=actors,
        resources=resources,
        names=names,
    )
    _refuse_fhir_name_clashes(model, issues)
    return Result(model, tuple(issues))


_KINDS = (GUIDE, CLASS, PROFILE, EXTENSION, CODE_SYSTEM, VALUE_SET, REQUIREMENTS, ACTORS)
_WITH_PREFIX = (PROFILE, EXTENSION, CODE_SYSTEM, VALUE_SET)


def _names(
    guide: GuideMetadata,
    by_kind: Mapping[Block, Mapping[str, AuthoredFile]],
    types: TypeModel | None,
    definitions: Definitions | None,
) -> Names:
    class_of: dict[str, str] = {}
    for profile, file in by_kind[PROFILE].items():
        one = IMPLEMENTS.of(file.fields)
        if one is not None and one not in class_of.values():
            class_of[profile] = one
    keys = [
        whole_id(key, guide.prefix)
        for kind in (CLASS, PROFILE, EXTENSION)
        for file in by_kind[kind].values()
        for key in _invariant_keys(file.fields)
    ]
    of_all = [
        one
        for name, file in by_kind[CODE_SYSTEM].items()
        if (one := all_codes_id(name, file.fields, guide.prefix)) is not None
    ]
    profiles = spellings(by_kind[PROFILE], guide.prefix, f"{guide.canonical}/StructureDefinition")
    return Names(
        prefix=guide.prefix,
        canonical=guide.canonical,
        profiles=profiles,
        extensions=spellings(by_kind[EXTENSION], guide.prefix, f"{guide.canonical}/StructureDefinition"),
        code_systems=spellings(by_kind[CODE_SYSTEM], guide.prefix, f"{guide.canonical}/CodeSystem"),
        value_sets=spellings([*by_kind[VALUE_SET], *of_all], guide.prefix, f"{guide.canonical}/ValueSet"),
        invariants=spellings(keys, guide.prefix),
        classes={name: NAME.of(file.fields) or ascii_name(name) for name, file in by_kind[CLASS].items()},
        class_of=class_of,
        parts={one: _parts(PARTS.of(file.fields)) for one, file in by_kind[EXTENSION].items()},
        profile_types=_profile_types(by_kind, profiles, types, definitions),
        types=types,
        r4_types=_r4_types(types),
        former=tuple(dict.fromkeys(one.canonical for one in guide.canonical_aliases)),
    )


def _invariant_keys(fields: Fields) -> Iterator[str]:
    """Those of the block itself and of all blocks in it."""
    yield from INVARIANTS.of(fields) or ()
    for value in fields.values.values():
        for inner in value.values() if isinstance(value, dict) else ():
            if isinstance(inner, Fields):
                yield from _invariant_keys(inner)


def _parts(written: Mapping[str, Fields] | None) -> Parts:
    return {name: _parts(PARTS.of(one)) for name, one in (written or {}).items()}


def _profile_types(
    by_kind: Mapping[Block, Mapping[str, AuthoredFile]],
    profiles: Mapping[str, str],
    types: TypeModel | None,
    definitions: Definitions | None,
) -> dict[str, str]:
    """Profile -> the R4 type at the end of its parents, or that its class maps to where a parent is not at hand."""
    r4_types = _r4_types(types)
    files = by_kind[PROFILE]
    found: dict[str, str] = {}
    for name in files:
        chain: dict[str, None] = {}
        current: str | None = name
        written = ""
        while current is not None and current in files and current not in chain and current not in found:
            chain[current] = None
            written = PARENT.of(files[current].fields) or ""
            current = None if written in r4_types else profiles.get(written)
        if current is not None and current in found:
            of_type: str | None = found[current]
        elif written in r4_types:
            of_type = written
        else:
            definition = definitions.find(written, "StructureDefinition") if definitions is not None else None
            of_type = None if definition is None else str(definition.get("type", ""))
        for one in chain:
            of_class = _resource_of_class(files[one].fields, by_kind) if of_type is None else of_type
            if of_class is not None:
                found[one] = of_class
    return found


def _resource_of_class(profile: Fields, by_kind: Mapping[Block, Mapping[str, AuthoredFile]]) -> str | None:
    one = by_kind[CLASS].get(IMPLEMENTS.of(profile) or "")
    maps = MAPS.of(one.fields) if one is not None else None
    return None if maps is None else maps.resource


def _r4_types(types: TypeModel | None) -> frozenset[str]:
    """Resources and data types with elements: what a profile can be of."""
    names = types.type_names() if types is not None else ()
    kinds = ("resource", "complex-type")
    return frozenset(name for name in names if types is not None and types.kind(name) in kinds)


def _distinct(files: Iterable[AuthoredFile], prefix: str, issues: list[Issue]) -> dict[str, AuthoredFile]:
    """Files by what they define; a second file for the same name is reported and left out."""
    found: dict[str, AuthoredFile] = {}
    for file in files:
        if file.kind in (REQUIREMENTS, ACTORS):
            found[file.fields.where.document.source.name] = file
            continue
        if not file.name:
            continue
        at = file.name_at.location()
        name = defined_id(file.name, prefix, at, issues) if file.kind in _WITH_PREFIX else file.name
        other = found.setdefault(name, file)
        if other is not file:
            clash(name, at, other.name_at.location(), issues)
    return found


def _refuse_fhir_name_clashes(model: Model, issues: list[Issue]) -> None:
    """`Mål` and `Maal` are two classes here but one in FHIR; a class and a profile must not share an id either."""
    taken: dict[str, Where] = {}
    defined: list[tuple[str, Where]] = [
        (one.fhir_name, one.where / "class") for one in model.classes.values()
    ]
    defined += [(one.id, one.where / "profile") for one in model.profiles.values()]
    defined += [(one.id, one.where / "extension") for one in model.extensions.values()]
    taken |= {
        one.id: one.where / "id"
        for one in model.resources.values()
        if one.resource_type == "StructureDefinition"
    }
    for name, where in defined:
        first = taken.setdefault(name, where)
        if first is not where:
            clash(name, where.location(), first.location(), issues)
