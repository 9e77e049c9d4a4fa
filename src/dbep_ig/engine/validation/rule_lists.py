"""The rules in the order they are asked. A new one is a file in `rules/`, a line here, and its two catalogue pages.

ELEMENT_RULES  compiled from each ElementDefinition: `compile(element, ctx)` gives an assertion or None
TYPE_RULES     type name -> `module:Class` in `rules/` of the assertions of every value of that type; `DomainResource` is for all resources that can
               contain others, `CanonicalResource` for those that others refer to by url
"""

from collections.abc import Mapping
from importlib import import_module
from typing import Any, Protocol

from .compile_context import CompileContext
from .rules.binding import AdditionalBindings, Binding, MaxValueSet
from .rules.data_types import MaxSize
from .rules.fixed_and_pattern import FixedValue, Pattern
from .rules.max_length import MaxLength, MinLength
from .rules.narrative_languages import NarrativeLanguages
from .rules.reference import ReferenceTargets
from .rules.value_limits import MaxValue, MinValue
from .rules.value_presence import ValuePresence
from .schema import Assertion


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
    "Attachment": ("data_types:AttachmentChecks",),
    "base64Binary": ("data_types:Base64Checks",),
    "Bundle": ("bundle:BundleRules",),
    "canonical": ("canonical:CanonicalChecks",),
    "CanonicalResource": ("canonical:ConformanceUrl", "conformance.publication:PublicationChecks"),
    "CapabilityStatement": ("conformance.capability_statement:CapabilityStatementChecks",),
    "CodeSystem": ("conformance.code_system:CodeSystemChecks",),
    "Coding": ("coding:CodingChecks",),
    "ConceptMap": ("conformance.concept_map:ConceptMapChecks",),
    "date": ("data_types:DateChecks",),
    "dateTime": ("data_types:DateChecks",),
    "DomainResource": ("contained:ContainedResources",),
    "Extension": ("extension:ExtensionChecks",),
    "instant": ("data_types:DateChecks",),
    "Identifier": ("data_types:IdentifierChecks",),
    "Measure": ("measure.measure:MeasureChecks",),
    "MeasureReport": ("measure.report:ReportChecks",),
    "Narrative": ("narrative:NarrativeChecks", "narrative_links:NarrativeLinks"),
    "Questionnaire": ("questionnaire.questionnaire:QuestionnaireChecks",),
    "QuestionnaireResponse": ("questionnaire.response:ResponseChecks",),
    "Reference": ("reference:ReferenceFormat", "reference_types:ReferenceType"),
    "StructureDefinition": ("conformance.structure_definition:StructureDefinitionChecks",),
    "SearchParameter": ("conformance.search_parameter:SearchParameterChecks",),
    "ValueSet": ("conformance.value_set:ValueSetChecks",),
}


def type_rules(type_name: str) -> list[Assertion]:
    """The assertions of a type, imported now."""
    made: list[Assertion] = []
    for name in TYPE_RULES.get(type_name, ()):
        module, _, rule = name.partition(":")
        made.append(getattr(import_module(f".rules.{module}", __package__), rule)())
    return made
