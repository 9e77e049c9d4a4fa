"""Most helpful first: what stops reading, then errors, warnings and information, each from top to bottom."""

from collections.abc import Iterable

from .issue import Issue
from .pointer import Pointer


def most_helpful_first(issues: Iterable[Issue]) -> list[Issue]:
    """Documents in the order they were given; inside one: gravest first, then by place in the document."""
    found = list(issues)
    documents: dict[str, int] = {}
    for issue in found:
        documents.setdefault(issue.location.document, len(documents))
    return sorted(
        found,
        key=lambda issue: (
            documents[issue.location.document],
            issue.severity,
            _sortable(issue.location.pointer),
            issue.rule.code,
        ),
    )


def _sortable(pointer: Pointer) -> tuple[tuple[int, int | str], ...]:
    """Indexes by number, names by spelling, an index before a name."""
    return tuple((0, step) if isinstance(step, int) else (1, step.lstrip("_")) for step in pointer)
