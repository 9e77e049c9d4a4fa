"""Code systems and value sets."""

from collections.abc import Iterator, Mapping

from dbep_ig.engine.diagnostics import Issue
from dbep_ig.guide.authoring.blocks import Fields
from dbep_ig.guide.authoring.fhir_names import pascal_case
from dbep_ig.guide.authoring.keywords.codes import (
    ALL_CODES_ID,
    ALL_CODES_OF,
    CONCEPTS,
    DISPLAY,
    EXCLUDE,
    INCLUDE,
    SYSTEM,
    SYSTEM_VERSION,
    VALUE_SETS,
)
from dbep_ig.guide.authoring.keywords.concept_properties import (
    CONCEPT_STATUS,
    DESIGNATION_LANGUAGE,
    DESIGNATION_USE,
    DESIGNATION_VALUE,
    DESIGNATIONS,
    PROPERTIES,
    PROPERTY_TYPE,
    PROPERTY_URI,
    PROPERTY_VALUES,
)
from dbep_ig.guide.authoring.keywords.copyright import COPYRIGHT
from dbep_ig.guide.authoring.keywords.definition import DEFINITION
from dbep_ig.guide.authoring.keywords.filters import FILTER_PROPERTY, FILTER_VALUE, FILTERS, OPERATOR
from dbep_ig.guide.authoring.keywords.title import TITLE
from dbep_ig.guide.authoring.model import (
    CodeSystem,
    Concept,
    Designation,
    Filter,
    Inclusion,
    LocalText,
    PropertyDefinition,
    ValueSet,
)
from dbep_ig.guide.authoring.model_rules import EMPTY_INCLUSION
from dbep_ig.guide.authoring.names import Names, whole_id

from .details import fhir_of
from .whole_ids import clash


def _concepts(fields: Fields, names: Names) -> dict[str, Concept]:
    found: dict[str, Concept] = {}
    for code, one in (CONCEPTS.of(fields) or {}).items():
        # A code whose display could not be read is a code all the same.
        display = DISPLAY.of(one) or LocalText(code)
        found[code] = Concept(
            code=code,
            display=display,
            definition=DEFINITION.of(one),
            where=one.where,
            concepts=_concepts(one, names),
            properties=PROPERTY_VALUES.of(one) or {},
            status=CONCEPT_STATUS.of(one),
            designations=tuple(_designation(each, names) for each in DESIGNATIONS.of(one) or ()),
        )
    return found


def _designation(fields: Fields, names: Names) -> Designation:
    use = DESIGNATION_USE.of(fields)
    if use is not None:
        system, _, code = use.rpartition("#")
        use = f"{names.canonical_of('CodeSystem', system) or system}#{code}"
    return Designation(DESIGNATION_VALUE.of(fields) or "", DESIGNATION_LANGUAGE.of(fields), use)


def read_code_system(system_id: str, fields: Fields, names: Names, issues: list[Issue]) -> CodeSystem:
    roots = _concepts(fields, names)
    properties = {
        code: PropertyDefinition(
            code, PROPERTY_TYPE.of(one) or "string", DEFINITION.of(one), PROPERTY_URI.of(one), one.where
        )
        for code, one in (PROPERTIES.of(fields) or {}).items()
    }
    return CodeSystem(
        id=system_id,
        name=pascal_case(system_id),
        title=TITLE.of(fields) or LocalText(system_id),
        definition=DEFINITION.of(fields) or LocalText(system_id),
        concepts=_all(roots, issues),
        copyright=COPYRIGHT.of(fields) or (),
        where=fields.where,
        members=fields.members,
        roots=roots,
        properties=properties,
        fhir=fhir_of(fields),
    )


def _all(roots: Mapping[str, Concept], issues: list[Issue]) -> dict[str, Concept]:
    """Every code, those above others first; one that is there twice is reported (R4, csd-1)."""
    found: dict[str, Concept] = {}
    waiting = list(roots.values())[::-1]
    while waiting:
        one = waiting.pop()
        first = found.setdefault(one.code, one)
        if first is not one:
            clash(one.code, one.where.location(on_key=True), first.where.location(on_key=True), issues)
        waiting += list(one.concepts.values())[::-1]
    return found


def all_codes_id(system_id: str, fields: Fields, prefix: str) -> str | None:
    """The whole id of the value set that `valueset` in a code system asks for."""
    written = ALL_CODES_OF.of(fields)
    if written is None:
        return None
    name = ALL_CODES_ID.of(written)
    return system_id if name in (None, "true") else whole_id(name or "", prefix)


def value_set_of_all(system: CodeSystem, value_set_id: str, fields: Fields) -> ValueSet:
    """The value set of all codes of a code system."""
    written = ALL_CODES_OF.of(fields)
    assert written is not None
    return ValueSet(
        id=value_set_id,
        name=pascal_case(value_set_id),
        title=TITLE.of(written) or system.title,
        definition=DEFINITION.of(written) or system.definition,
        include=(Inclusion(system.id, None, {}, (), written.where),),
        exclude=(),
        copyright=system.copyright,
        where=fields.where,
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
        fhir=fhir_of(fields),
    )


def _inclusion(fields: Fields, names: Names, issues: list[Issue]) -> Inclusion:
    if not fields.has(SYSTEM) and not fields.has(VALUE_SETS):
        issues.append(Issue(EMPTY_INCLUSION, fields.where.location()))
    system = SYSTEM.of(fields)
    return Inclusion(
        system=None if system is None else names.code_systems.get(system, system),
        version=SYSTEM_VERSION.of(fields),
        concepts=_concepts(fields, names),
        value_sets=tuple(names.value_sets.get(one, one) for one in VALUE_SETS.of(fields) or ()),
        where=fields.where,
        filters=tuple(_filters(fields)),
    )


def _filters(fields: Fields) -> Iterator[Filter]:
    for one in FILTERS.of(fields) or ():
        of, op, value = FILTER_PROPERTY.of(one), OPERATOR.of(one), FILTER_VALUE.of(one)
        if of is not None and op is not None and value is not None:
            yield Filter(of, op, value, one.where)
