"""What the walk notes down, and how it becomes an `Issue` when it is shown."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from dbep_ig.engine.diagnostics import Issue, Location, Pointer, Rule, Severity
from dbep_ig.engine.fhir.documents import Document

from .asking import asker_of
from .compile_context import World
from .documents import Key

_WHOSE = frozenset(("profile", "expression"))
Same = tuple[str, Key, Pointer, tuple[str, ...]]


class Finding(NamedTuple):
    """A rule, where, and the values of its message. Everything for people is made later.

    document  the key of its document
    severity  when a definition or a setting decides it; None for the rule's own
    """

    rule: Rule
    document: Key
    pointer: Pointer
    params: Mapping[str, Any]
    severity: Severity | None = None
    on_key: bool = False
    detail: "tuple[Finding, ...]" = ()

    @property
    def same(self) -> Same:
        """What two findings of one thing share: a base type and several profiles can find it; whose demand it was does not make it two."""
        params = self.params
        return (
            self.rule.code,
            self.document,
            self.pointer,
            tuple(str(params[name]) for name in sorted(params) if name not in _WHOSE),
        )

    @property
    def gravity(self) -> Severity:
        """The rule's, or what was decided instead."""
        return self.rule.severity if self.severity is None else self.severity

    @property
    def is_error(self) -> bool:
        """Error or fatal."""
        return self.gravity <= Severity.ERROR


def render(finding: Finding, document_of: Callable[[Key], Document | None], world: World) -> Issue:
    """A finding -> an issue with location, expression, details, and what asks for it."""
    from dbep_ig.engine.fhir.expressions import expression_of  # only where something is found

    document = document_of(finding.document)
    if document is None:  # it was there, and cannot be read again
        return Issue(finding.rule, Location("?", finding.pointer), finding.params, override=finding.severity)
    location = Location(
        document.source.name,
        finding.pointer,
        expression_of(document.resource, finding.pointer, world.types),
        on_key=finding.on_key,
        locator=document.locator,
    )
    detail = tuple(render(one, document_of, world) for one in finding.detail)
    return Issue(
        finding.rule,
        location,
        finding.params,
        detail=detail,
        override=finding.severity,
        asker=asker_of(finding.rule, finding.params, world.definitions),
    )
