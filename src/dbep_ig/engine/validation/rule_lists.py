"""The rules in the order they are asked. A new one is a file in `rules/`, a line here, and its two catalogue pages.

ELEMENT_RULES  compiled from each ElementDefinition: `compile(element, ctx)` gives an assertion or None
TYPE_RULES     type name -> assertions of every value of that type; `DomainResource` is for all resources that can
               contain others, `CanonicalResource` for those that others refer to by url
"""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from .compile_context import CompileContext
from .rules.binding import AdditionalBindings, Binding, MaxValueSet
from .rules.bundle import BundleRules
from .rules.canonical import CanonicalChecks, ConformanceUrl
from .rules.coding import CodingChecks
from .rules.conformance.code_system import CodeSystemChecks
from .rules.conformance.value_set import ValueSetChecks
from .rules.contained import ContainedResources
from .rules.data_types import AttachmentChecks, Base64Checks, IdentifierChecks
from .rules.extension import ExtensionChecks
from .rules.fixed_and_pattern import FixedValue, Pattern
from .rules.max_length import MaxLength
from .rules.narrative import NarrativeChecks
from .rules.narrative_languages import NarrativeLanguages
from .rules.narrative_links import NarrativeLinks
from .rules.questionnaire.questionnaire import QuestionnaireChecks
from .rules.questionnaire.response import ResponseChecks
from .rules.reference import ReferenceFormat, ReferenceTargets
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
    MinValue,
    MaxValue,
    ValuePresence,
    NarrativeLanguages,
    Binding,
    MaxValueSet,
    AdditionalBindings,
    ReferenceTargets,
)

TYPE_RULES: Mapping[str, tuple[Callable[[], Assertion], ...]] = {
    "Attachment": (AttachmentChecks,),
    "base64Binary": (Base64Checks,),
    "Bundle": (BundleRules,),
    "canonical": (CanonicalChecks,),
    "CanonicalResource": (ConformanceUrl,),
    "CodeSystem": (CodeSystemChecks,),
    "Coding": (CodingChecks,),
    "DomainResource": (ContainedResources,),
    "Extension": (ExtensionChecks,),
    "Identifier": (IdentifierChecks,),
    "Narrative": (NarrativeChecks, NarrativeLinks),
    "Questionnaire": (QuestionnaireChecks,),
    "QuestionnaireResponse": (ResponseChecks,),
    "Reference": (ReferenceFormat,),
    "ValueSet": (ValueSetChecks,),
}
