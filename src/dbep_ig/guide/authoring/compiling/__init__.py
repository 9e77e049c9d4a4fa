"""Blocks of keywords -> `Model`: inheritance worked out, small values in their types, names checked for clashes.

Whatever FHIR has a say in is checked later (`lint`), on the model that comes out of here. Faults do not stop the
rest: a class without a readable title is still a class that others may refer to.

Names are resolved here, once: ids get the guide's prefix where they are defined, and what refers to them means the whole id
however it is spelled.
"""

from collections.abc import Iterable, Mapping

from dbep_ig.engine.diagnostics import Issue, Location, Result
from dbep_ig.engine.fhir.type_model import TypeModel
from dbep_ig.guide.authoring.blocks import Block
from dbep_ig.guide.authoring.fhir_names import ascii_name
from dbep_ig.guide.authoring.files import GUIDE_FILE, AuthoredFile, read_files
from dbep_ig.guide.authoring.keywords.implements import IMPLEMENTS
from dbep_ig.guide.authoring.keywords.invariants import INVARIANTS
from dbep_ig.guide.authoring.keywords.name import NAME
from dbep_ig.guide.authoring.model import GuideMetadata, Model
from dbep_ig.guide.authoring.model_rules import MISSING_GUIDE
from dbep_ig.guide.authoring.names import Names, spellings, whole_id
from dbep_ig.guide.authoring.places import (
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
from .extensions import read_extension
from .metadata import read_guide, read_requirements
from .profiles import read_profile
from .resources import read_resources, with_resources
from .terminology import read_code_system, read_value_set
from .whole_ids import clash, defined_id


def read_model(files: Mapping[str, bytes], types: TypeModel | None = None) -> Result[Model]:
    """The model that `guide.yaml`, `model/` and `profiles/` say.

    files   path (as the user knows it, with `/`) -> bytes; other files are left alone
    types   FHIR R4's types: their names mean them, also where a profile here is called the same without its prefix
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
    names = with_resources(_names(guide, by_kind, types), resources)
    requirements = {
        key: requirement
        for file in by_kind[REQUIREMENTS].values()
        for key, requirement in read_requirements(file.fields).items()
    }
    classes = {name: file.fields for name, file in by_kind[CLASS].items()}
    model = Model(
        guide=guide,
        classes=Classes(classes, names, issues).compile(),
        profiles={
            name: read_profile(name, file.fields, names, issues) for name, file in by_kind[PROFILE].items()
        },
        extensions={
            name: read_extension(name, file.fields, names, issues)
            for name, file in by_kind[EXTENSION].items()
        },
        code_systems={
            name: read_code_system(name, file.fields) for name, file in by_kind[CODE_SYSTEM].items()
        },
        value_sets={
            name: read_value_set(name, file.fields, names, issues)
            for name, file in by_kind[VALUE_SET].items()
        },
        requirements=requirements,
        resources=resources,
        names=names,
    )
    _refuse_fhir_name_clashes(model, issues)
    return Result(model, tuple(issues))


_KINDS = (GUIDE, CLASS, PROFILE, EXTENSION, CODE_SYSTEM, VALUE_SET, REQUIREMENTS)
_WITH_PREFIX = (PROFILE, EXTENSION, CODE_SYSTEM, VALUE_SET)


def _names(
    guide: GuideMetadata, by_kind: Mapping[Block, Mapping[str, AuthoredFile]], types: TypeModel | None
) -> Names:
    class_of: dict[str, str] = {}
    for profile, file in by_kind[PROFILE].items():
        one = IMPLEMENTS.of(file.fields)
        if one is not None and one not in class_of.values():
            class_of[profile] = one
    keys = [
        whole_id(key, guide.prefix)
        for kind in (CLASS, PROFILE)
        for file in by_kind[kind].values()
        for key in INVARIANTS.of(file.fields) or ()
    ]
    return Names(
        prefix=guide.prefix,
        canonical=guide.canonical,
        profiles=spellings(by_kind[PROFILE], guide.prefix, f"{guide.canonical}/StructureDefinition"),
        extensions=spellings(by_kind[EXTENSION], guide.prefix, f"{guide.canonical}/StructureDefinition"),
        code_systems=spellings(by_kind[CODE_SYSTEM], guide.prefix, f"{guide.canonical}/CodeSystem"),
        value_sets=spellings(by_kind[VALUE_SET], guide.prefix, f"{guide.canonical}/ValueSet"),
        invariants=spellings(keys, guide.prefix),
        classes={name: NAME.of(file.fields) or ascii_name(name) for name, file in by_kind[CLASS].items()},
        class_of=class_of,
        r4_types=_r4_types(types),
        former=tuple(dict.fromkeys(one.canonical for one in guide.canonical_aliases)),
    )


def _r4_types(types: TypeModel | None) -> frozenset[str]:
    """Resources and data types with elements: what a profile can be of."""
    names = types.type_names() if types is not None else ()
    kinds = ("resource", "complex-type")
    return frozenset(name for name in names if types is not None and types.kind(name) in kinds)


def _distinct(files: Iterable[AuthoredFile], prefix: str, issues: list[Issue]) -> dict[str, AuthoredFile]:
    """Files by what they define; a second file for the same name is reported and left out."""
    found: dict[str, AuthoredFile] = {}
    for file in files:
        if file.kind is REQUIREMENTS:
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
