"""An invariant (ElementDefinition.constraint) does not hold.

Compiled to a native function where there is one, else to FHIRPath when it is first needed. An empty result counts as
"does not hold": an invariant SHALL evaluate to true.

Source: https://hl7.org/fhir/R4/conformance-rules.html#constraints
"""

from collections.abc import Iterator, Mapping
from typing import Any

from dbep_ig.engine.diagnostics import LateText, Rule, Severity, Text
from dbep_ig.engine.fhir.translations import translated
from dbep_ig.engine.fhir.uris import CORE_BASE
from dbep_ig.engine.fhirpath import (
    EvaluationError,
    Expression,
    UndecidedError,
    compile_ast,
    compile_expression,
    from_data,
)
from dbep_ig.engine.validation.ground.compile_context import CompileContext, InvariantText, World
from dbep_ig.engine.validation.ground.frame import Frame
from dbep_ig.engine.validation.ground.reference_hints import contained_hint
from dbep_ig.engine.validation.ground.run import Run
from dbep_ig.engine.validation.rules.known_errata import corrected

from .native_invariants import ELE_1, ELE_1_HUMAN, EXT_1, NATIVE, Native

INVARIANT_FAILED = Rule(
    code="DBEP4301",
    name="invariant-failed",
    issue_type="invariant",
    nb="{key} er ikke oppfylt: {human}",
    en="{key} is not satisfied: {human}",
    spec="https://hl7.org/fhir/R4/conformance-rules.html#constraints",
)
INVARIANT_NOT_EVALUATED = Rule(
    code="DBEP4302",
    name="invariant-not-evaluated",
    severity=Severity.WARNING,
    issue_type="processing",
    nb="{key} kunne ikke beregnes: {reason}",
    en="{key} could not be evaluated: {reason}",
    spec="https://hl7.org/fhir/R4/conformance-rules.html#constraints",
)
INVARIANT_UNDECIDED = Rule(
    code="DBEP4303",
    name="invariant-undecided",
    severity=Severity.INFORMATION,
    issue_type="incomplete",
    nb="{key} kan ikke avgjøres her (`{operation}`): {reason}",
    en="{key} cannot be decided here (`{operation}`): {reason}",
    spec="https://hl7.org/fhir/R4/conformance-rules.html#constraints",
)

# On every element: the walk checks ele-1 itself, ext-1 is checked with the type Extension. Narrative is checked by
# `narrative.py`, and each contained resource by `contained.py`.
EVERYWHERE = frozenset((("ele-1", ELE_1), ("ext-1", EXT_1)))
_CHECKED_ELSEWHERE = frozenset(("ele-1", "txt-1", "txt-2", "dom-3"))
_LOCAL = "ref-1"  # a local reference leads to a contained resource
_BEST_PRACTICE = "http://hl7.org/fhir/StructureDefinition/elementdefinition-bestpractice"


class Invariant:
    """A constraint of a profile, or one without a native form."""

    __slots__ = (
        "_expressions",
        "context_type",
        "human",
        "is_best_practice",
        "is_elements",
        "key",
        "severity",
        "text",
        "world",
    )

    def __init__(self, constraint: Mapping[str, Any], ctx: CompileContext, *, is_elements: bool) -> None:
        self.key = str(constraint.get("key", ""))
        self.text = corrected(str(constraint["expression"]))
        self.severity = Severity.WARNING if constraint.get("severity") == "warning" else Severity.ERROR
        self.human = _human(constraint, ctx)
        self.is_best_practice = any(
            one.get("url") == _BEST_PRACTICE and one.get("valueBoolean")
            for one in constraint.get("extension", ())
        )
        self.context_type = ctx.type_name
        self.is_elements = is_elements
        self.world = ctx.world
        self._expressions: dict[str, Expression | Text] = {}

    def check(self, value: Any, frame: Frame, run: Run) -> None:
        """Evaluate on the element."""
        if self.is_best_practice and run.settings.best_practice == "ignore":
            return
        if not self.holds(value, frame, run):
            self.report(frame, run)

    def report(self, frame: Frame, run: Run) -> None:
        """It does not hold."""
        severity = (
            _BEST_PRACTICE_SEVERITY[run.settings.best_practice] if self.is_best_practice else self.severity
        )
        human = self.human
        if self.key == _LOCAL and type(frame.value) is dict:
            human = contained_hint(human, frame.value.get("reference"), frame.scope)
        run.add(INVARIANT_FAILED, frame, severity=severity, key=self.key, human=human, expression=self.text)

    def holds(self, value: Any, frame: Frame, run: Run) -> bool:
        """True also when it could not be evaluated, which is reported."""
        # An element of several types is compiled for each that is met.
        name = self.context_type or frame.type_name
        expression = self._expressions.get(name)
        if expression is None:
            expression = self._expressions[name] = _compile(self, name, self.world)
        if isinstance(expression, Text):
            run.add(INVARIANT_NOT_EVALUATED, frame, key=self.key, reason=expression)
            return True
        try:
            # An invariant on `Bundle.entry.resource` is the Bundle's: its %resource is the Bundle.
            scope = frame.scope
            if self.is_elements and frame is scope.frame and frame.parent is not None:
                scope = frame.parent.scope
            return bool(expression.test(value, run.environment(scope), frame.sibling))
        except UndecidedError as error:
            run.note(INVARIANT_UNDECIDED, frame, {"key": self.key, **error.params})
        except EvaluationError as error:
            run.add(INVARIANT_NOT_EVALUATED, frame, key=self.key, reason=_words(error.rule, error.params))
        return True


class NativeInvariant(Invariant):
    """As `Invariant`, with a function instead of FHIRPath where the function knows."""

    __slots__ = ("native",)

    def __init__(
        self, constraint: Mapping[str, Any], ctx: CompileContext, native: Native, *, is_elements: bool
    ) -> None:
        super().__init__(constraint, ctx, is_elements=is_elements)
        self.native = native

    def check(self, value: Any, frame: Frame, run: Run) -> None:
        """Ask the function; FHIRPath where it does not know."""
        if self.is_best_practice and run.settings.best_practice == "ignore":
            return
        answer = self.native(value, frame)
        if answer is None:
            answer = self.holds(value, frame, run)
        if not answer:
            self.report(frame, run)


_BEST_PRACTICE_SEVERITY = {
    "hint": Severity.INFORMATION,
    "warning": Severity.WARNING,
    "error": Severity.ERROR,
    "ignore": Severity.INFORMATION,
}


def report_ele_1(frame: Frame, run: Run) -> None:
    """An element without value and children, which the walk finds itself."""
    human = _late("ele-1", ELE_1_HUMAN, f"{CORE_BASE}Element", run.invariant_text)
    run.add(INVARIANT_FAILED, frame, key="ele-1", human=human)


def _human(constraint: Mapping[str, Any], ctx: CompileContext) -> Text | LateText:
    """What it says: translated by the definition itself, else by us where it is R4's."""
    said = translated(constraint, "human")
    if said.nb != said.en:
        return said
    world, expression = ctx.world, str(constraint["expression"])
    source = str(constraint.get("source") or ctx.definition.get("url"))
    if "source" not in constraint and not source.startswith(CORE_BASE) and _is_of_r4(expression, world):
        source = (
            f"{CORE_BASE}{ctx.definition.get('type')}"  # some packages leave out where it is inherited from
        )
    if not source.startswith(CORE_BASE):
        return said
    return _late(str(constraint.get("key")), said.en, source, world.invariant_text)


def _is_of_r4(expression: str, world: World) -> bool:
    return world.parsed_expression is not None and world.parsed_expression(corrected(expression)) is not None


def _late(key: str, en: str, definition: str, find: InvariantText | None) -> Text | LateText:
    if find is None:
        return Text(en, en)
    return LateText(lambda: Text(find(key, definition) or en, en), en, english=en)


def constraints_of(element: Mapping[str, Any]) -> frozenset[tuple[str, str]]:
    """(key, expression) of each constraint, so that the same one is not checked twice."""
    return frozenset(
        (str(one.get("key")), str(one.get("expression"))) for one in element.get("constraint", ())
    )


def compile_invariants(element: Mapping[str, Any], ctx: CompileContext) -> Iterator[Invariant]:
    """The constraints of an element that are not checked anyway."""
    is_elements = "." in str(element.get("path"))
    for constraint in element.get("constraint", ()):
        key, expression = str(constraint.get("key")), constraint.get("expression")
        if not expression or (key, expression) in ctx.constraints or key in _CHECKED_ELSEWHERE:
            continue
        native = NATIVE.get(key)
        if native is not None and native[0] == expression:
            yield NativeInvariant(constraint, ctx, native[1], is_elements=is_elements)
        else:
            yield Invariant(constraint, ctx, is_elements=is_elements)


def _compile(invariant: Invariant, type_name: str, world: World) -> Expression | Text:
    parsed = None if world.parsed_expression is None else world.parsed_expression(invariant.text)
    if parsed is not None:
        made = compile_ast(
            from_data(parsed),
            text=invariant.text,
            types=world.types,
            context_type=type_name,
            invariant=True,
        )
    else:
        made = compile_expression(invariant.text, types=world.types, context_type=type_name, invariant=True)
    if made.value is not None:
        return made.value
    first = made.issues[0]
    return _words(first.rule, first.params)


def _words(rule: Rule, params: Mapping[str, object]) -> Text:
    return Text(rule.say(params, "nb"), rule.say(params, "en"))
