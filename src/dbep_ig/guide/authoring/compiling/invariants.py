"""Invariants of a class or a profile."""

from dbep_ig.guide.authoring import keywords as kw
from dbep_ig.guide.authoring.blocks import Fields
from dbep_ig.guide.authoring.model import Invariant


def read_invariants(fields: Fields) -> dict[str, Invariant]:
    found: dict[str, Invariant] = {}
    for key, one in (kw.INVARIANTS.of(fields) or {}).items():
        severity, text, expression = kw.SEVERITY.of(one), kw.TEXT.of(one), kw.EXPRESSION.of(one)
        if severity is not None and text is not None and expression is not None:
            requirements = kw.REQUIREMENTS_MET.of(one) or ()
            found[key] = Invariant(key, severity, text, expression, requirements, one.where)
    return found
