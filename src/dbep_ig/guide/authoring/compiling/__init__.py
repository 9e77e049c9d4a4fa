"""Blocks of keywords -> `Model`: inheritance worked out, small values in their types, names checked for clashes.

Whatever FHIR has a say in is checked later (`lint`), on the model that comes out of here. Faults do not stop the
rest: a class without a readable title is still a class that others may refer to.
"""

from collections.abc import Iterable, Mapping

from dbep_ig.engine.diagnostics import Issue, Location, Result
from dbep_ig.guide.authoring.files import AuthoredFile, read_files
from dbep_ig.guide.authoring.model import Model
from dbep_ig.guide.authoring.model_rules import MISSING_GUIDE
from dbep_ig.guide.authoring.places import (
    CLASS,
    CODE_SYSTEM,
    EXTENSION,
    GUIDE,
    PROFILE,
    REQUIREMENTS,
    VALUE_SET,
)
from dbep_ig.guide.authoring.yaml_nodes import Where

from .clashes import clash
from .classes import Classes
from .extensions import read_extension
from .metadata import read_guide, read_requirements
from .profiles import read_profile
from .terminology import read_code_system, read_value_set


def read_model(files: Mapping[str, bytes]) -> Result[Model]:
    """The model that `guide.yaml`, `model/` and `profiles/` say.

    files   path (as the user knows it, with `/`) -> bytes; other files are left alone
    -> the model, also when some of it is wrong, and every fault found in reading; None without a guide.yaml
    """
    issues: list[Issue] = []
    read = read_files(files, issues)
    by_kind = {kind: _distinct([one for one in read if one.kind is kind], issues) for kind in _KINDS}
    guide = next((read_guide(file.fields) for file in by_kind[GUIDE].values()), None)
    if guide is None:
        return Result(None, (*issues, Issue(MISSING_GUIDE, Location("guide.yaml"))))
    requirements = {
        key: requirement
        for file in by_kind[REQUIREMENTS].values()
        for key, requirement in read_requirements(file.fields).items()
    }
    model = Model(
        guide=guide,
        classes=Classes({name: file.fields for name, file in by_kind[CLASS].items()}, issues).compile(),
        profiles={name: read_profile(name, file.fields) for name, file in by_kind[PROFILE].items()},
        extensions={
            name: read_extension(name, file.fields, issues) for name, file in by_kind[EXTENSION].items()
        },
        code_systems={
            name: read_code_system(name, file.fields) for name, file in by_kind[CODE_SYSTEM].items()
        },
        value_sets={
            name: read_value_set(name, file.fields, issues) for name, file in by_kind[VALUE_SET].items()
        },
        requirements=requirements,
    )
    _refuse_fhir_name_clashes(model, issues)
    return Result(model, tuple(issues))


_KINDS = (GUIDE, CLASS, PROFILE, EXTENSION, CODE_SYSTEM, VALUE_SET, REQUIREMENTS)


def _distinct(files: Iterable[AuthoredFile], issues: list[Issue]) -> dict[str, AuthoredFile]:
    """Files by what they define; a second file for the same name is reported and left out."""
    found: dict[str, AuthoredFile] = {}
    for file in files:
        if file.kind is REQUIREMENTS:
            found[file.fields.where.document.source.name] = file
            continue
        if not file.name:
            continue
        other = found.setdefault(file.name, file)
        if other is not file:
            clash(file.name, file.name_at.location(), other.name_at.location(), issues)
    return found


def _refuse_fhir_name_clashes(model: Model, issues: list[Issue]) -> None:
    """`Mål` and `Maal` are two classes here but one in FHIR; a class and a profile must not share an id either."""
    taken: dict[str, Where] = {}
    defined: list[tuple[str, Where]] = [
        (one.fhir_name, one.where / "class") for one in model.classes.values()
    ]
    defined += [(one.id, one.where / "profile") for one in model.profiles.values()]
    defined += [(one.id, one.where / "extension") for one in model.extensions.values()]
    for name, where in defined:
        first = taken.setdefault(name, where)
        if first is not where:
            clash(name, where.location(), first.location(), issues)
