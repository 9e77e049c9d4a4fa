"""How lexer and parser stop: an exception of this room, which `parse` turns into an issue."""

from dbep_ig.engine.diagnostics import Rule


class SyntaxFaultError(Exception):
    """The text stops being FHIRPath at `start`; never leaves this room."""

    def __init__(self, rule: Rule, start: int, end: int, params: dict[str, object]) -> None:
        super().__init__(rule.code)
        self.rule = rule
        self.start = start
        self.end = end
        self.params = params


def fault(rule: Rule, start: int, end: int, **params: object) -> SyntaxFaultError:
    """A fault to raise."""
    return SyntaxFaultError(rule, start, end, params)
