"""A StructureDefinition whose differential contradicts its base, or whose snapshot has not the shape of one.

The rules are those of `dbep_ig.engine.snapshots` (DBEP31xx); here they get their place in the document. A base that is
not available is no fault of the profile: then nothing can be said of its differential.

Source: https://hl7.org/fhir/R4/profiling.html#snapshot
"""

from collections.abc import Iterable
from typing import Any

from dbep_ig.engine.diagnostics import Issue, Rule, Severity
from dbep_ig.engine.snapshots import check_snapshot, generate_snapshot
from dbep_ig.engine.validation.ground.findings import Finding
from dbep_ig.engine.validation.ground.frame import Frame, pointer_of
from dbep_ig.engine.validation.ground.run import Run

from .faults import report
from .invariants import invariant_faults

# What is not available, and a profile on another type (HL7 tools apply it all the same), leave the rest of it usable.
_WARNINGS = frozenset(("DBEP3101", "DBEP3102", "DBEP3104", "DBEP3124", "DBEP3150"))


FOR_ANY_ELEMENT = Rule(
    code="DBEP4830",
    name="extension-for-any-element",
    severity=Severity.WARNING,
    issue_type="business-rule",
    nb="Utvidelsen {name} kan stå på et hvilket som helst element",
    en="The extension {name} can be used on any element",
    spec="https://hl7.org/fhir/R4/defining-extensions.html#context",
)


def _check_contexts(value: dict[str, Any], frame: Frame, run: Run) -> None:
    contexts = value.get("context")
    for index, context in enumerate(contexts if type(contexts) is list else ()):
        if type(context) is dict and (context.get("type"), context.get("expression")) == (
            "element",
            "Element",
        ):
            run.add_at(
                FOR_ANY_ELEMENT, frame, "context", index, name=value.get("name", value.get("url", "–"))
            )


class StructureDefinitionChecks:
    """One StructureDefinition with a differential that constrains a base."""

    __slots__ = ()
    applies_to = ("StructureDefinition",)

    def check(self, value: Any, frame: Frame, run: Run) -> None:
        """Make the snapshot and pass on what is said; look at the one it comes with."""
        _check_contexts(value, frame, run)
        if type(value.get("snapshot")) is dict:
            _pass_on(_faults_of_snapshot(value, run), frame, run)
        differential = value.get("differential")
        if value.get("derivation") != "constraint" or type(differential) is not dict:
            report(invariant_faults(value, value if "snapshot" in value else None, run), frame, run)
            return
        elements = differential.get("element")
        if type(elements) is not list or not all(
            type(one) is dict and type(one.get("path")) is str for one in elements
        ):
            return  # the walk says what is wrong with them
        made = generate_snapshot(value, run.definitions)
        _pass_on(made.issues, frame, run)
        report(invariant_faults(value, made.value, run), frame, run)


def _faults_of_snapshot(value: dict[str, Any], run: Run) -> tuple[Issue, ...]:
    base = value.get("baseDefinition")
    known = None
    if type(base) is str and value.get("derivation") == "constraint":
        known = run.definitions.find(base, "StructureDefinition")
    faults = check_snapshot(value, known)
    if "differential" not in value:
        return faults
    # whoever uses it can make the snapshot anew, as is done here
    return tuple(fault._replace(override=Severity.WARNING) for fault in faults)


def _pass_on(issues: Iterable[Issue], frame: Frame, run: Run) -> None:
    root = pointer_of(frame)
    for issue in issues:
        severity = issue.severity
        if issue.rule.code in _WARNINGS:
            severity = Severity.WARNING
        run.take(
            Finding(
                issue.rule,
                frame.scope.document,
                (*root, *issue.location.pointer),
                issue.params,
                severity,
                issue.location.on_key,
            )
        )
