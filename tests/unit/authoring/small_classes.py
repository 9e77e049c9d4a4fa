"""Classes of tests have just what their case is about, and lack what R4 demands of the resource (DBEP1104)."""

from dbep_ig.engine.diagnostics import Result
from dbep_ig.guide.authoring.lint.mandatory_elements import MANDATORY_ELEMENT_MISSING
from dbep_ig.guide.build import Guide


def without_mandatory(made: Result[Guide]) -> Result[Guide]:
    """The guide, and all that was found but that."""
    return Result(made.value, tuple(one for one in made.issues if one.rule is not MANDATORY_ELEMENT_MISSING))
