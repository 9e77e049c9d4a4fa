"""Invariants of a class or a profile: whole keys, and the canonicals of the names in expressions."""

from dbep_ig.engine.diagnostics import Issue
from dbep_ig.guide.authoring.blocks import Fields
from dbep_ig.guide.authoring.expressions import read_expression
from dbep_ig.guide.authoring.keywords.invariants import EXPRESSION, INVARIANTS, SEVERITY, TEXT
from dbep_ig.guide.authoring.keywords.requirement import REQUIREMENTS_MET
from dbep_ig.guide.authoring.model import Invariant
from dbep_ig.guide.authoring.names import Names

from .whole_ids import whole_keys


def read_invariants(fields: Fields, names: Names, issues: list[Issue]) -> dict[str, Invariant]:
    found: dict[str, Invariant] = {}
    for key, one in whole_keys(INVARIANTS.of(fields) or {}, names.prefix, issues).items():
        severity, text, written = SEVERITY.of(one), TEXT.of(one), EXPRESSION.of(one)
        if severity is not None and text is not None and written is not None:
            expression = read_expression(written, names)
            requirements = REQUIREMENTS_MET.of(one) or ()
            found[key] = Invariant(key, severity, text, expression, requirements, one.where)
    return found
