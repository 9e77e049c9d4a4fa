"""What the walk notes down, and how it becomes an `Issue` when it is shown."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from dbep_ig.engine.diagnostics import Issue, Location, Pointer, Rule, Severity
from dbep_ig.engine.fhir.documents import Document
from dbep_ig.engine.fhir.type_model import TypeModel


class Finding(NamedTuple):
    """A rule, where, and the values of its message. Everything for people is made later.

    document  index among the documents of the call
    severity  when a definition or a setting decides it; None for the rule's own
    """

    rule: Rule
    document: int
    pointer: Pointer
    params: Mapping[str, Any]
    severity: Severity | None = None
    on_key: bool = False
    detail: "tuple[Finding, ...]" = ()

    @property
    def is_error(self) -> bool:
        """Error or fatal."""
        return (self.rule.severity if self.severity is None else self.severity) <= Severity.ERROR


def render(finding: Finding, documents: Sequence[Document], types: TypeModel) -> Issue:
    """A finding -> an issue with location, expression and details."""
    from dbep_ig.engine.fhir.expressions import expression_of

    document = documents[finding.document]
    location = Location(
        document.source.name,
        finding.pointer,
        expression_of(document.resource, finding.pointer, types),
        on_key=finding.on_key,
        locator=document.locator,
    )
    detail = tuple(render(one, documents, types) for one in finding.detail)
    return Issue(finding.rule, location, finding.params, detail=detail, override=finding.severity)
