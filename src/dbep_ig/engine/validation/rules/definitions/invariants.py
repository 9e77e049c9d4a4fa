"""An invariant that a StructureDefinition adds cannot be used, or is probably not what was meant.

What is suspect is found by `dbep_ig.engine.linting` (DBEP217x); what FHIRPath itself says is in DBEP2015 and DBEP2042.

Source: https://hl7.org/fhir/R4/elementdefinition-definitions.html#ElementDefinition.constraint.expression
"""

from collections.abc import Iterator

from dbep_ig.engine.diagnostics import Remark
from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.engine.fhirpath import compile_expression
from dbep_ig.engine.linting import Finding, Linter, Outline, of_invariant, own_constraints, surroundings
from dbep_ig.engine.validation.ground.run import Run
from dbep_ig.engine.validation.rules.known_errata import corrected


def invariant_faults(value: Resource, snapshot: Resource | None, run: Run) -> Iterator[Remark]:
    """Of each invariant of the definition itself; without a snapshot just whether it can be read.

    snapshot  the definition with its snapshot
    """
    constraints = list(own_constraints(value))
    if not constraints:
        return
    base, slash, _ = str(value.get("url", "")).rpartition("/StructureDefinition/")
    outline = None if snapshot is None else Outline(snapshot, run.definitions.package_of(value))
    linter = Linter(run.types, run.definitions, run.terminology)
    for pointer, element_id, constraint in constraints:
        text, key = corrected(str(constraint["expression"])), str(constraint.get("key", "–"))
        here = (*pointer, "expression")
        compiled = compile_expression(text, invariant=True)
        findings = [Finding(issue.rule, 0, 0, issue.params) for issue in compiled.issues if issue.is_error]
        around = None
        if outline is not None and not findings:
            around = surroundings(outline, element_id, linter.elements, own_base=base + slash or None)
        if around is not None:
            findings = list(linter.lint(text, around))
        for finding in findings:
            rule, params = of_invariant(finding, key)
            yield Remark(rule, params, pointer=here)
