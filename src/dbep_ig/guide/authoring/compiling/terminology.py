"""Code systems and value sets."""

from dbep_ig.engine.diagnostics import Issue, Text
from dbep_ig.guide.authoring import keywords as kw
from dbep_ig.guide.authoring.blocks import Fields
from dbep_ig.guide.authoring.fhir_names import pascal_case
from dbep_ig.guide.authoring.model import CodeSystem, Concept, Inclusion, ValueSet
from dbep_ig.guide.authoring.model_rules import EMPTY_INCLUSION
from dbep_ig.guide.authoring.names import Names


def _concepts(fields: Fields) -> dict[str, Concept]:
    found: dict[str, Concept] = {}
    for code, one in (kw.CONCEPTS.of(fields) or {}).items():
        display = kw.DISPLAY.of(one)
        if display is not None:
            found[code] = Concept(code, display, kw.DEFINITION.of(one), one.where)
    return found


def read_code_system(system_id: str, fields: Fields) -> CodeSystem:
    return CodeSystem(
        id=system_id,
        name=pascal_case(system_id),
        title=kw.TITLE.of(fields) or Text(system_id, system_id),
        definition=kw.DEFINITION.of(fields) or Text(system_id, system_id),
        concepts=_concepts(fields),
        copyright=kw.COPYRIGHT.of(fields) or (),
        where=fields.where,
    )


def read_value_set(value_set_id: str, fields: Fields, names: Names, issues: list[Issue]) -> ValueSet:
    return ValueSet(
        id=value_set_id,
        name=pascal_case(value_set_id),
        title=kw.TITLE.of(fields) or Text(value_set_id, value_set_id),
        definition=kw.DEFINITION.of(fields) or Text(value_set_id, value_set_id),
        include=tuple(_inclusion(one, names, issues) for one in kw.INCLUDE.of(fields) or ()),
        exclude=tuple(_inclusion(one, names, issues) for one in kw.EXCLUDE.of(fields) or ()),
        copyright=kw.COPYRIGHT.of(fields) or (),
        where=fields.where,
    )


def _inclusion(fields: Fields, names: Names, issues: list[Issue]) -> Inclusion:
    if not fields.has(kw.SYSTEM) and not fields.has(kw.VALUE_SETS):
        issues.append(Issue(EMPTY_INCLUSION, fields.where.location()))
    system = kw.SYSTEM.of(fields)
    return Inclusion(
        system=None if system is None else names.code_systems.get(system, system),
        version=kw.SYSTEM_VERSION.of(fields),
        concepts=_concepts(fields),
        value_sets=tuple(names.value_sets.get(one, one) for one in kw.VALUE_SETS.of(fields) or ()),
        where=fields.where,
    )
