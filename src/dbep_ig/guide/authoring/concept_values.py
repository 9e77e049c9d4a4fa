"""Properties of concepts as FHIR JSON: values of the types that their code system says.

Source: https://hl7.org/fhir/R4/codesystem-concept-properties.html
"""

from collections.abc import Mapping
from typing import Any

from dbep_ig.engine.diagnostics import Issue, Rule
from dbep_ig.engine.fhir.type_model import TypeModel

from .fhir_values import FhirValues
from .model import CodeSystem, Concept, Model, PropertyDefinition
from .suggestions import did_you_mean
from .yaml_nodes import YamlSequence

UNKNOWN_PROPERTY = Rule(
    code="DBEP2078",
    name="unknown-concept-property",
    issue_type="not-found",
    nb="Kodesystemet {system} har ingen egenskap «{property}»{hint}",
    en="The code system {system} has no property `{property}`{hint}",
    spec="https://hl7.org/fhir/R4/codesystem-definitions.html#CodeSystem.property",
)
_URI = "http://hl7.org/fhir/concept-properties#"
STANDARD = {
    "inactive": "boolean",
    "notSelectable": "boolean",
    "parent": "code",
    "child": "code",
    "status": "code",
}
"""FHIR's own properties, which a code system has without declaring them -> their types.

R4's `deprecated` is not among them: later versions have no such property, and refuse its address.
"""


def properties_of(system: CodeSystem) -> dict[str, PropertyDefinition]:
    """The properties that the code system declares, and those of FHIR's own that its codes use."""
    used: dict[str, None] = {}
    for concept in system.concepts.values():
        used.update(dict.fromkeys(_standard(concept)))
        used.update(dict.fromkeys(code for code in concept.properties if code in STANDARD))
    found = dict(system.properties)
    for code in used:
        found.setdefault(code, PropertyDefinition(code, STANDARD[code], None, f"{_URI}{code}", system.where))
    return found


def _standard(concept: Concept) -> dict[str, Any]:
    """What `status` says in FHIR's properties; a retired code is inactive to those who know that word alone."""
    if concept.status is None:
        return {}
    said: dict[str, Any] = {"status": concept.status}
    return {**said, "inactive": True} if concept.status == "retired" else said


class ConceptValues:
    """Converts for one model; faults go to `issues`."""

    def __init__(self, model: Model, types: TypeModel, issues: list[Issue]) -> None:
        self.issues = issues
        self._values = FhirValues(model, types, issues)

    def of(self, concept: Concept, properties: Mapping[str, PropertyDefinition]) -> list[dict[str, Any]]:
        """`CodeSystem.concept.property`."""
        found: list[dict[str, Any]] = []
        for code, value in _standard(concept).items():
            found.append({"code": code, "valueBoolean" if value is True else "valueCode": value})
        for code, node in concept.properties.items():
            at = concept.where / "properties" / code
            definition = properties.get(code)
            if definition is None:
                continue  # DBEP2078
            items = (
                [(one, at / index) for index, one in enumerate(node)]
                if isinstance(node, YamlSequence)
                else [(node, at)]
            )
            kind = definition.type
            for item, where in items:
                value = self._values.value(item, kind, where)
                if value is not None:
                    found.append({"code": code, f"value{kind[:1].upper()}{kind[1:]}": value})
        return found

    def unknown(self, system: CodeSystem, properties: Mapping[str, PropertyDefinition]) -> None:
        """DBEP2078 for properties that nobody declares."""
        for concept in system.concepts.values():
            for code in concept.properties:
                if code not in properties:
                    params = {
                        "system": system.id,
                        "property": code,
                        "hint": did_you_mean(code, [*system.properties, *STANDARD]),
                    }
                    at = (concept.where / "properties" / code).location(on_key=True)
                    self.issues.append(Issue(UNKNOWN_PROPERTY, at, params))
