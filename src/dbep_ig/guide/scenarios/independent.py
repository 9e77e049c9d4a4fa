"""What is wrong with an example whatever the model says: told also while the model has errors of its own."""

from collections.abc import Iterable

from dbep_ig.engine.diagnostics import Issue
from dbep_ig.guide.authoring.shapes import LANGUAGE_NOT_OF_GUIDE

from . import rules

_OF_TYPES = frozenset({"DBEP1001", "DBEP1007", "DBEP2011", "DBEP2023", "DBEP2033", "DBEP2060"})
# Names may be of what could not be read in the model, and a slice or a place in FHIR is the model's to say.
_OF_THE_MODEL = frozenset(
    {
        rules.UNKNOWN_CLASS,
        rules.UNKNOWN_ELEMENT,
        rules.WRONG_TARGET,
        rules.NO_FHIR_PLACE,
        rules.UNKNOWN_CODE,
        rules.UNKNOWN_CODE_SYSTEM,
        rules.NOT_OF_ITS_SLICE,
        rules.ABSTRACT_CLASS,
        rules.UNUSED_INSTANCE,
    }
)


def whatever_the_model(issues: Iterable[Issue], of_model: Iterable[Issue]) -> tuple[Issue, ...]:
    """Those that no change of the model would mend: errors in the form of a file or a value, in keys and in references.

    of_model  what is wrong with the model: where a type is, no form of a value is judged
    """
    of_model = tuple(of_model)
    left_out = set(_OF_THE_MODEL)
    if any(issue.location.pointer[:1] == ("languages",) for issue in of_model):
        left_out.add(LANGUAGE_NOT_OF_GUIDE)  # nobody knows which the guide has
    if any("type" in issue.location.pointer or issue.rule.code in _OF_TYPES for issue in of_model):
        left_out.add(rules.WRONG_VALUE)
    return tuple(
        issue
        for issue in issues
        if issue.is_error and issue.rule.code.startswith(("DBEP1", "DBEP29")) and issue.rule not in left_out
    )
