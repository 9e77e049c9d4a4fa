"""A string is longer than `ElementDefinition.maxLength` allows.

Counted in Unicode code points (Python `len`): "é" typed as e + U+0301 is 2.
Values that are not strings pass here; `json_shape.py` reports them.

Source: https://hl7.org/fhir/R4/elementdefinition-definitions.html#ElementDefinition.maxLength
"""

from collections.abc import Mapping
from typing import Any

from dbep_ig.engine.diagnostics import Rule
from dbep_ig.engine.validation.ground.compile_context import CompileContext
from dbep_ig.engine.validation.ground.frame import Frame
from dbep_ig.engine.validation.ground.run import Run

TOO_LONG = Rule(
    code="DBEP4105",
    name="value-too-long",
    issue_type="too-long",
    nb="{actual} tegn, men {element} tillater {allowed}",
    en="{actual} characters, but {element} allows {allowed}",
    spec="https://hl7.org/fhir/R4/elementdefinition-definitions.html#ElementDefinition.maxLength",
)


TOO_SHORT = Rule(
    code="DBEP4126",
    name="value-too-short",
    issue_type="value",
    nb="{actual} tegn, men {element} krever {allowed}",
    en="{actual} characters, but {element} requires {allowed}",
    spec="http://hl7.org/fhir/extensions/StructureDefinition-minLength.html",
)

_MIN_LENGTH = "http://hl7.org/fhir/StructureDefinition/minLength"


class MaxLength:
    """maxLength."""

    __slots__ = ("allowed", "element", "profile")
    applies_to = ("ElementDefinition.maxLength",)

    def __init__(self, allowed: int, element: str, profile: str) -> None:
        self.allowed = allowed
        self.element = element
        self.profile = profile

    @classmethod
    def compile(cls, element: Mapping[str, Any], ctx: CompileContext) -> "MaxLength | None":
        """None if unlimited."""
        if not ctx.is_new(element, "maxLength"):
            return None
        return cls(int(element["maxLength"]), str(element.get("id") or element["path"]), ctx.profile)

    def check(self, value: Any, frame: Frame, run: Run) -> None:
        """Count the characters."""
        if type(value) is str and len(value) > self.allowed:
            self.report(TOO_LONG, value, frame, run)

    def report(self, rule: Rule, value: str, frame: Frame, run: Run) -> None:
        """How many there are, and how many the element allows or requires."""
        params: dict[str, Any] = {
            "allowed": self.allowed,
            "element": self.element,
            "profile": self.profile,
        }
        run.add(rule, frame, actual=len(value), **params)


class MinLength(MaxLength):
    """The extension minLength."""

    __slots__ = ()
    applies_to = ("ElementDefinition.extension",)

    @classmethod
    def compile(cls, element: Mapping[str, Any], ctx: CompileContext) -> "MinLength | None":
        """None without the extension."""
        for one in element.get("extension", ()):
            if one.get("url") == _MIN_LENGTH and type(one.get("valueInteger")) is int:
                return cls(one["valueInteger"], str(element.get("id") or element["path"]), ctx.profile)
        return None

    def check(self, value: Any, frame: Frame, run: Run) -> None:
        """Count the characters."""
        if type(value) is str and len(value) < self.allowed:
            self.report(TOO_SHORT, value, frame, run)
