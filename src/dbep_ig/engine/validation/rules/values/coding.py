"""A Coding names a system that cannot be one, a code that its system does not have, or a display that is not a name of it.

Checked for every Coding, bound or not. A system that is not available is "cannot decide".

Source: https://hl7.org/fhir/R4/datatypes.html#Coding
"""

from typing import Any

from dbep_ig.engine.diagnostics import Remark, Rule, Severity
from dbep_ig.engine.terminology.checks import UNKNOWN_CODE
from dbep_ig.engine.validation.ground.findings import Finding
from dbep_ig.engine.validation.ground.frame import Frame, pointer_of
from dbep_ig.engine.validation.ground.run import Run

CODING_WITHOUT_SYSTEM = Rule(
    code="DBEP4131",
    name="coding-without-system",
    severity=Severity.WARNING,
    issue_type="invalid",
    nb="Koden `{code}` har ikke noe kodeverk (system) og derfor ingen bestemt betydning",
    en="The code `{code}` has no system and therefore no defined meaning",
    spec="https://hl7.org/fhir/R4/datatypes-definitions.html#Coding.system",
)
CODING_WITHOUT_CODE = Rule(
    code="DBEP4139",
    name="coding-without-code",
    severity=Severity.WARNING,
    issue_type="value",
    nb="`Coding` har kodeverket {system}, men ingen kode",
    en="The Coding has the system {system}, but no code",
    spec="https://hl7.org/fhir/R4/datatypes-definitions.html#Coding.code",
)

_DISPLAY = ("display",)


class CodingChecks:
    """Existence and display of each Coding."""

    __slots__ = ()
    applies_to = ("Coding",)

    def check(self, value: Any, frame: Frame, run: Run) -> None:
        """One Coding; answers are remembered for the call."""
        code = value.get("code")
        system = value.get("system")
        if type(code) is not str:
            # a code that is only said to be absent (`_code` with an extension) is not forgotten
            if (
                type(system) is str
                and "code" not in value
                and "_code" not in value
                and not _is_of_pattern(frame)
            ):
                run.add_at(CODING_WITHOUT_CODE, frame, "code", system=system)
            return
        if type(system) is not str:
            # where a code system is known only to the value set, tags and the like, it is said all the same
            run.add(CODING_WITHOUT_SYSTEM, frame, code=code)
            return
        language = frame.scope.resource.get("language")
        if type(language) is not str:
            language = None
        answer = run.codes.validated(value, language)
        if answer is None:
            return
        if answer.reason is not None:
            if answer.is_undecided:
                run.not_checked(answer.reason, frame)
            elif answer.reason.rule is UNKNOWN_CODE and not run.trials:
                pointer = pointer_of(frame)
                finding = Finding(
                    UNKNOWN_CODE, frame.scope.document, (*pointer, "code"), answer.reason.params
                )
                run.codes.add_unknown_code(pointer, finding)
            else:
                _say(answer.reason, value, frame, run)
        for remark in answer.remarks:
            _say(remark, value, frame, run)


def _is_of_pattern(frame: Frame) -> bool:
    """Whether it is of an ElementDefinition's pattern[x], which asks for any code of the system."""
    at: Frame | None = frame
    while at is not None:
        if at.element == "ElementDefinition.pattern[x]":
            return True
        at = at.parent
    return False


def _say(remark: Remark, value: dict[str, Any], frame: Frame, run: Run) -> None:
    severity = None
    if (
        remark.pointer == _DISPLAY
        and not run.settings.check_displays
        and remark.rule.severity <= Severity.ERROR
    ):
        severity = Severity.WARNING
    if remark.pointer == _DISPLAY and not run.trials:
        run.codes.add_display(frame, remark, severity)
        return
    key = next((name for name in remark.pointer if name in value), "")
    run.note(remark.rule, frame, remark.params, key=key, severity=severity)
