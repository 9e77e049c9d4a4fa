"""Most helpful first: what stops reading, then errors, warnings and information, each from top to bottom.

Of errors, those of the text itself come first: the others may follow from how it was read on.
"""

from collections.abc import Iterable

from .issue import Issue

_OF_READING = "DBEP40"  # the codes of reading JSON and XML
_Order = tuple[tuple[int, int | str], ...]


def most_helpful_first(issues: Iterable[Issue]) -> list[Issue]:
    """Documents in the order they were given; inside one: gravest first, then what is wrong with the text, then by place."""
    found = list(issues)
    documents: dict[str, int] = {}
    for issue in found:
        documents.setdefault(issue.location.document, len(documents))
    return sorted(
        found,
        key=lambda issue: (
            documents[issue.location.document],
            issue.severity,
            not issue.rule.code.startswith(_OF_READING),
            _place(issue),
            issue.rule.code,
        ),
    )


def _place(issue: Issue) -> _Order:
    """Line and column where the text is available; else the pointer, indexes by number and names by spelling."""
    place = issue.location.place()
    if place is not None:
        return ((0, place.span.line), (0, place.span.column))
    pointer = issue.location.pointer
    return tuple((0, step) if isinstance(step, int) else (1, step.lstrip("_")) for step in pointer)
