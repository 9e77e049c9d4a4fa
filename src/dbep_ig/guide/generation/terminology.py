"""Code systems and value sets, names in the main language with the others as designations.

Codes of other systems get no `display` of ours: what they are called is their own system's word, unless that system is
available. Source: https://hl7.org/fhir/R4/codesystem.html and https://hl7.org/fhir/R4/valueset.html
"""

from collections.abc import Mapping, Sequence
from typing import Any

from dbep_ig.engine.diagnostics import Pointer
from dbep_ig.engine.fhir.definitions import Definitions
from dbep_ig.engine.fhir.type_model import TypeModel
from dbep_ig.guide.authoring.bearings import Bearings
from dbep_ig.guide.authoring.concept_values import ConceptValues, properties_of
from dbep_ig.guide.authoring.copyright import copyright_of
from dbep_ig.guide.authoring.model import CodeSystem, Concept, Inclusion, Model, PropertyDefinition, ValueSet
from dbep_ig.guide.authoring.yaml_nodes import Where

from .conformance import header
from .members import put_fhir, put_members
from .origin import Generated, Origin
from .texts import put


def generate_code_system(system: CodeSystem, bearings: Bearings) -> Generated:
    """A code system that is complete here; its value set is the one of the same id, if the model has it."""
    model = bearings.model
    guide = model.guide
    rights = copyright_of(system, model)
    resource = header(
        guide, "CodeSystem", system.id, system.name, system.title, system.definition, rights=rights
    )
    resource["caseSensitive"] = True
    if system.id in model.value_sets and _is_whole(model.value_sets[system.id], system):
        resource["valueSet"] = guide.url("ValueSet", system.id)
    resource |= {"content": "complete", "count": len(system.concepts)}
    places: dict[Pointer, Where] = {}
    properties = properties_of(system)
    if properties:
        resource["property"] = []
        for one in properties.values():
            places[("property", len(resource["property"]))] = one.where
            resource["property"].append(_property(one))
    writer = _Concepts(system, model, bearings.types, properties, places)
    if system.roots:
        resource["concept"] = writer.written(system.roots, ())
    put_members(resource, system.members, places)
    resource = put_fhir(resource, system.fhir, bearings, places)
    return Generated(resource, Origin(system.where / "codesystem", places))


def _put_designations(entry: dict[str, Any], concept: Concept, languages: Sequence[str]) -> None:
    """What the concept is called in these languages."""
    if languages:
        entry["designation"] = [
            {"language": language, "value": concept.display.in_language(language)} for language in languages
        ]


def _is_whole(value_set: ValueSet, system: CodeSystem) -> bool:
    """vsd: CodeSystem.valueSet names the value set of all its codes and no others."""
    if value_set.exclude or len(value_set.include) != 1:
        return False
    only = value_set.include[0]
    chosen = only.concepts or only.value_sets or only.filters
    return only.system == system.id and not chosen


def _property(one: PropertyDefinition) -> dict[str, Any]:
    found: dict[str, Any] = {"code": one.code}
    if one.uri is not None:
        found["uri"] = one.uri
    if one.description is not None:
        put(found, "description", one.description)
    found["type"] = one.type
    return found


class _Concepts:
    """Writes the concepts of one code system; the model has passed `check_model`."""

    def __init__(
        self,
        system: CodeSystem,
        model: Model,
        types: TypeModel,
        properties: Mapping[str, PropertyDefinition],
        places: dict[Pointer, Where],
    ) -> None:
        self.system = system
        self.languages = model.guide.languages
        self.properties = properties
        self.places = places
        self.values = ConceptValues(model, types, [])

    def written(self, concepts: Mapping[str, Concept], above: Pointer) -> list[dict[str, Any]]:
        """The concepts of one level and those below."""
        found: list[dict[str, Any]] = []
        for concept in concepts.values():
            at: Pointer = (*above, "concept", len(found))
            self.places[at] = concept.where
            entry: dict[str, Any] = {"code": concept.code, "display": concept.display.main}
            if concept.definition is not None:
                put(entry, "definition", concept.definition)
            _put_designations(entry, concept, self.languages[1:])
            more = _designations(concept)
            if more:
                entry["designation"] = [*entry.get("designation", ()), *more]
            said = self.values.of(concept, self.properties)
            if said:
                entry["property"] = said
            if concept.concepts:
                entry["concept"] = self.written(concept.concepts, at)
            found.append(entry)
        return found


def _designations(concept: Concept) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for one in concept.designations:
        entry: dict[str, Any] = {}
        if one.language is not None:
            entry["language"] = one.language
        if one.use is not None:
            system, _, code = one.use.rpartition("#")
            entry["use"] = {"system": system, "code": code}
        found.append({**entry, "value": one.value})
    return found


def generate_value_set(value_set: ValueSet, bearings: Bearings) -> Generated:
    """A value set by its definition; expansions are made when asked for."""
    model, definitions = bearings.model, bearings.definitions
    guide = model.guide
    rights = copyright_of(value_set, model)
    resource = header(
        guide, "ValueSet", value_set.id, value_set.name, value_set.title, value_set.definition, rights=rights
    )
    compose: dict[str, Any] = {}
    places: dict[Pointer, Where] = {}
    for word, inclusions in (("include", value_set.include), ("exclude", value_set.exclude)):
        if inclusions:
            compose[word] = [_inclusion(one, model, definitions) for one in inclusions]
            for index, one in enumerate(inclusions):
                places[("compose", word, index)] = one.where
    resource["compose"] = compose
    put_members(resource, value_set.members, places)
    resource = put_fhir(resource, value_set.fhir, bearings, places)
    return Generated(resource, Origin(value_set.where / "valueset", places))


def _inclusion(inclusion: Inclusion, model: Model, definitions: Definitions) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if inclusion.system is not None:
        found["system"] = model.code_system_url(inclusion.system)
        if inclusion.version is not None:
            found["version"] = inclusion.version
        if inclusion.concepts:
            own = inclusion.system in model.code_systems
            known = {} if own else _displays(found["system"], definitions)
            found["concept"] = [
                _concept(concept, model.guide.languages, own=own, display=known.get(code))
                for code, concept in inclusion.concepts.items()
                if concept is not None
            ]
    if inclusion.filters:
        found["filter"] = [
            {"property": one.property, "op": one.op, "value": one.value} for one in inclusion.filters
        ]
    if inclusion.value_sets:
        found["valueSet"] = [model.value_set_url(name) for name in inclusion.value_sets]
    return found


def _concept(concept: Concept, languages: Sequence[str], *, own: bool, display: str | None) -> dict[str, Any]:
    entry: dict[str, Any] = {"code": concept.code}
    if own:
        entry["display"] = concept.display.main
    elif display is not None:
        entry["display"] = display
    _put_designations(entry, concept, languages[1:] if own else languages)
    more = _designations(concept)
    if more:
        entry["designation"] = [*entry.get("designation", ()), *more]
    return entry


def _displays(system: str, definitions: Definitions) -> dict[str, str]:
    """Code -> display of an available code system."""
    found: dict[str, str] = {}
    code_system = definitions.find(system, "CodeSystem")
    waiting = list(code_system.get("concept", ())) if code_system is not None else []
    while waiting:
        concept = waiting.pop()
        if "display" in concept:
            found[concept["code"]] = concept["display"]
        waiting.extend(concept.get("concept", ()))
    return found
