"""What goes wrong while an expression is evaluated.

Faults in the text of an expression are issues of `compile_expression`; these two depend on the data.
"""

from collections.abc import Mapping

from dbep_ig.engine.diagnostics import Issue, Location, Rule


class EvaluationError(Exception):
    """The expression cannot be evaluated on this input: several items where one is needed, `'a' + 1`.

    rule    the DBEP7xxx rule
    params  the values of its message
    span    (start, end) offsets in the expression's text: the part that failed
    """

    def __init__(
        self, rule: Rule, params: Mapping[str, object] | None = None, span: tuple[int, int] = (0, 0)
    ) -> None:
        super().__init__(rule, params, span)
        self.rule = rule
        self.params: Mapping[str, object] = {} if params is None else params
        self.span = span

    def __str__(self) -> str:
        return self.rule.say(self.params, "en")

    def issue(self, location: Location) -> Issue:
        """The same as a diagnostic at `location`."""
        return Issue(self.rule, location, self.params)


class UndecidedError(EvaluationError):
    """Nobody here knows: a service (terminology, profiles, the outside world) answered "cannot decide".

    Raised only when the verdict hangs on it: `false and x.memberOf(…)` is false all the same.
    """
