"""An invariant whose expression is suspect fails, or cannot be evaluated, in many examples: one finding, at the expression."""

from collections.abc import Iterable, Sequence

from dbep_ig.engine.diagnostics import Issue, Location, Severity

from .invariant_linting import INVARIANT

_FAILED, _NOT_EVALUATED = "DBEP4301", "DBEP4302"
_MOST_SHOWN = 3  # examples


def without_repeated(said: Sequence[Issue], of_examples: Iterable[Issue]) -> list[Issue]:
    """What was said of the model, and what is found in examples besides.

    An invariant that an example fails is an error where its expression is suspect, with the examples as related places.
    """
    suspects = {str(issue.params[INVARIANT]) for issue in said if INVARIANT in issue.params}
    places: dict[str, list[Location]] = {}
    gravest: dict[str, Severity] = {}
    rest: list[Issue] = []
    for issue in of_examples:
        key = str(issue.params.get("key"))
        if issue.rule.code not in (_FAILED, _NOT_EVALUATED) or key not in suspects:
            rest.append(issue)
            continue
        places.setdefault(key, []).append(issue.location)
        gravest[key] = min(issue.severity, gravest.get(key, issue.severity))
    told: list[Issue] = []
    for issue in said:
        key = str(issue.params.get(INVARIANT))
        if key in places:
            related = (*issue.related, *places.pop(key)[:_MOST_SHOWN])
            severity = min(issue.severity, gravest[key])
            issue = issue._replace(related=related, override=severity)
        told.append(issue)
    return [*told, *rest]
