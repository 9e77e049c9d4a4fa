"""Code systems and value sets."""

from dbep_ig.engine.diagnostics import Issue
from dbep_ig.guide.authoring.blocks import Fields
from dbep_ig.guide.authoring.fhir_names import pascal_case
from dbep_ig.guide.authoring.keywords.codes import (
    CONCEPTS,
    DISPLAY,
    EXCLUDE,
    INCLUDE,
    SYSTEM,
    SYSTEM_VERSION,
    VALUE_SETS,
)
from dbep_ig.guide.authoring.keywords.copyright import COPYRIGHT
from dbep_ig.guide.authoring.keywords.definition import DEFINITION
from dbep_ig.guide.authoring.keywords.title import TITLE
from dbep_ig.guide.authoring.model import CodeSystem, Concept, Inclusion, LocalText, ValueSet
from dbep_ig.guide.authoring.model_rules import EMPTY_INCLUSION
from dbep_ig.guide.authoring.names import Names


def _concepts(fields: Fields) -> dict[str, Concept]:
    found: dict[str, Concept] = {}
    for code, one in (CONCEPTS.of(fields) or {}).items():
        # A code whose display could not be read is a code all the same.
        display = DISPLAY.of(one) or LocalText(code)
        found[code] = Concept(code, display, DEFINITION.of(one), one.where)
    return found


def read_code_system(system_id: str, fields: Fields) -> CodeSystem:
    return CodeSystem(
        id=system_id,
        name=pascal_case(system_id),
        title=TITLE.of(fields) or LocalText(system_id),
        definition=DEFINITION.of(fields) or LocalText(system_id),
        concepts=_concepts(fields),
        copyright=COPYRIGHT.of(fields) or (),
        where=fields.where,
        members=fields.members,
    )


def read_value_set(value_set_id: str, fields: Fields, names: Names, issues: list[Issue]) -> ValueSet:
    return ValueSet(
        id=value_set_id,
        name=pascal_case(value_set_id),
        title=TITLE.of(fields) or LocalText(value_set_id),
        definition=DEFINITION.of(fields) or LocalText(value_set_id),
        include=tuple(_inclusion(one, names, issues) for one in INCLUDE.of(fields) or ()),
        exclude=tuple(_inclusion(one, names, issues) for one in EXCLUDE.of(fields) or ()),
        copyright=COPYRIGHT.of(fields) or (),
        where=fields.where,
        members=fields.members,
    )


def _inclusion(fields: Fields, names: Names, issues: list[Issue]) -> Inclusion:
    if not fields.has(SYSTEM) and not fields.has(VALUE_SETS):
        issues.append(Issue(EMPTY_INCLUSION, fields.where.location()))
    system = SYSTEM.of(fields)
    return Inclusion(
        system=None if system is None else names.code_systems.get(system, system),
        version=SYSTEM_VERSION.of(fields),
        concepts=_concepts(fields),
        value_sets=tuple(names.value_sets.get(one, one) for one in VALUE_SETS.of(fields) or ()),
        where=fields.where,
    )
