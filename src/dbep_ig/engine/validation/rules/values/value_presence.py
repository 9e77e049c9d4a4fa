"""A primitive has no value where its profile demands one, or has it replaced by an extension that is not allowed to.

R5's `mustHaveValue` and `valueAlternatives`, which R4 profiles carry as extensions.

Source: https://hl7.org/fhir/R5/elementdefinition-definitions.html#ElementDefinition.mustHaveValue
"""

from collections.abc import Mapping
from typing import Any

from dbep_ig.engine.diagnostics import Rule
from dbep_ig.engine.validation.ground.compile_context import CompileContext
from dbep_ig.engine.validation.ground.frame import Frame
from dbep_ig.engine.validation.ground.run import Run

SPEC = "https://hl7.org/fhir/R5/elementdefinition-definitions.html#ElementDefinition.mustHaveValue"
_R5 = "http://hl7.org/fhir/5.0/StructureDefinition/extension-ElementDefinition."

VALUE_MISSING = Rule(
    code="DBEP4212",
    name="value-missing",
    issue_type="required",
    nb="{element} skal ha en verdi, ikke bare utvidelser",
    en="{element} must have a value, not only extensions",
    spec=SPEC,
)
ALTERNATIVE_MISSING = Rule(
    code="DBEP4213",
    name="value-alternative-missing",
    issue_type="required",
    nb="{element} har ingen verdi og ingen av utvidelsene som kan erstatte den: {allowed}",
    en="{element} has no value and none of the extensions that may replace it: {allowed}",
    spec=SPEC,
)


class ValuePresence:
    """mustHaveValue, or the alternatives to a value."""

    __slots__ = ("alternatives", "element")
    applies_to = (
        "ElementDefinition.mustHaveValue",
        "ElementDefinition.valueAlternatives",
        "ElementDefinition.extension",
    )

    def __init__(self, element: str, alternatives: tuple[str, ...]) -> None:
        self.element = element
        self.alternatives = alternatives

    @classmethod
    def compile(cls, element: Mapping[str, Any], ctx: CompileContext) -> "ValuePresence | None":
        """None where nothing is said."""
        must = element.get("mustHaveValue") is True
        alternatives = [str(one) for one in element.get("valueAlternatives", ())]
        for one in element.get("extension", ()):
            if one.get("url") == _R5 + "mustHaveValue":
                must = one.get("valueBoolean") is True
            elif one.get("url") == _R5 + "valueAlternatives":
                alternatives.append(str(one.get("valueCanonical")))
        if not must and not alternatives:
            return None
        return cls(str(element.get("id") or element["path"]), () if must else tuple(alternatives))

    def check(self, value: Any, frame: Frame, run: Run) -> None:
        """Only a primitive without a value can fail."""
        if value is not None:
            return
        if not self.alternatives:
            run.add(VALUE_MISSING, frame, element=self.element)
            return
        extensions = (frame.sibling or {}).get("extension", ())
        if not any(type(one) is dict and one.get("url") in self.alternatives for one in extensions):
            run.add(ALTERNATIVE_MISSING, frame, element=self.element, allowed=list(self.alternatives))
