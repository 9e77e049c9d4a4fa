"""The rules in the order they are asked. A new one is a file in `rules/`, a line here, and its catalogue page.

ELEMENT_RULES  compiled from each ElementDefinition: `compile(element, ctx)` gives an assertion or None
TYPE_RULES     type name -> `module:Class` in `rules/` of the assertions of every value of that type; `DomainResource` is for all resources that can
               contain others, `CanonicalResource` for those that others refer to by url
"""

from collections.abc import Mapping
from importlib import import_module
from typing import Any, Protocol

from dbep_ig.engine.validation.ground.compile_context import CompileContext
from dbep_ig.engine.validation.ground.schema import Assertion
from dbep_ig.engine.validation.rules.narrative.languages import NarrativeLanguages
from dbep_ig.engine.validation.rules.references.reference import ReferenceTargets
from dbep_ig.engine.validation.rules.values.binding import AdditionalBindings, Binding, MaxValueSet
from dbep_ig.engine.validation.rules.values.data_types import MaxSize
from dbep_ig.engine.validation.rules.values.fixed_and_pattern import FixedValue, Pattern
from dbep_ig.engine.validation.rules.values.max_length import MaxLength, MinLength
from dbep_ig.engine.validation.rules.values.value_limits import MaxValue, MinValue
from dbep_ig.engine.validation.rules.values.value_presence import ValuePresence


class ElementRule(Protocol):
    """A rule that an ElementDefinition turns on."""

    @classmethod
    def compile(cls, element: Mapping[str, Any], ctx: CompileContext) -> Assertion | None:
        """The assertion, or None where the element does not ask for it."""
        ...


ELEMENT_RULES: tuple[type[ElementRule], ...] = (
    FixedValue,
    Pattern,
    MaxLength,
    MinLength,
    MaxSize,
    MinValue,
    MaxValue,
    ValuePresence,
    NarrativeLanguages,
    Binding,
    MaxValueSet,
    AdditionalBindings,
    ReferenceTargets,
)

# Named here and imported when a type that has them is met: most resources have no Bundle and no Questionnaire in them.
TYPE_RULES: Mapping[str, tuple[str, ...]] = {
    "Attachment": ("values.data_types:AttachmentChecks",),
    "base64Binary": ("values.data_types:Base64Checks",),
    "Bundle": ("bundles.bundle:BundleRules",),
    "canonical": ("values.canonical:CanonicalChecks",),
    "CanonicalResource": ("values.canonical:ConformanceUrl", "definitions.publication:PublicationChecks"),
    "CapabilityStatement": ("definitions.capability_statement:CapabilityStatementChecks",),
    "CodeSystem": ("definitions.code_system:CodeSystemChecks",),
    "Coding": ("values.coding:CodingChecks",),
    "ConceptMap": ("definitions.concept_map:ConceptMapChecks",),
    "date": ("values.data_types:DateChecks",),
    "dateTime": ("values.data_types:DateChecks",),
    "DomainResource": ("references.contained:ContainedResources",),
    "Extension": ("extensions.extension:ExtensionChecks",),
    "instant": ("values.data_types:DateChecks",),
    "Identifier": ("values.data_types:IdentifierChecks",),
    "Measure": ("measures.measure:MeasureChecks",),
    "MeasureReport": ("measures.report:ReportChecks",),
    "Narrative": ("narrative.narrative:NarrativeChecks", "narrative.narrative:NarrativeLinks"),
    "Questionnaire": ("questionnaires.questionnaire:QuestionnaireChecks",),
    "QuestionnaireResponse": ("questionnaires.response:ResponseChecks",),
    "Reference": ("references.reference:ReferenceFormat", "references.types:ReferenceType"),
    "StructureDefinition": ("definitions.structure_definition:StructureDefinitionChecks",),
    "SearchParameter": ("definitions.search_parameter:SearchParameterChecks",),
    "ValueSet": ("definitions.value_set:ValueSetChecks",),
}


def type_rules(type_name: str) -> list[Assertion]:
    """The assertions of a type, imported now."""
    made: list[Assertion] = []
    for name in TYPE_RULES.get(type_name, ()):
        module, _, rule = name.partition(":")
        made.append(getattr(import_module(f"dbep_ig.engine.validation.rules.{module}"), rule)())
    return made
