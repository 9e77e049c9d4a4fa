"""Most helpful first: what stops reading, then errors, warnings and information, each from top to bottom.

Of errors, those of the text itself come first: the others may follow from how it was read on.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from .issue import Issue
from .place import OrderedLocator

_OF_READING = "DBEP40"  # the codes of reading JSON and XML


def most_helpful_first(issues: Iterable[Issue]) -> list[Issue]:
    """Documents in the order they were given; inside one: gravest first, then what is wrong with the text, then by place.

    A place is found only where it takes one to tell the order.
    """
    documents: dict[str, int] = {}
    alike: dict[tuple[int, int, bool], list[Issue]] = {}
    for issue in issues:
        number = documents.setdefault(issue.location.document, len(documents))
        of_validation = not issue.rule.code.startswith(_OF_READING)
        alike.setdefault((number, issue.severity, of_validation), []).append(issue)
    return [issue for group in sorted(alike) for issue in _by_place(alike[group])]


def _by_place(issues: list[Issue]) -> list[Issue]:
    if len(issues) == 1:
        return issues
    places: Sequence[Any] = _orders(issues) or [_place(issue) for issue in issues]
    numbers = sorted(range(len(issues)), key=lambda number: (places[number], issues[number].rule.code))
    return [issues[number] for number in numbers]


def _orders(issues: list[Issue]) -> list[tuple[int, tuple[int, ...]]] | None:
    """The order of the places without the places; None where one of the documents does not tell it."""
    locators: dict[int, OrderedLocator] = {}
    orders: list[tuple[int, tuple[int, ...]]] = []
    for issue in issues:
        location = issue.location
        locator = location.locator
        if location.exact is not None or not isinstance(locator, OrderedLocator):
            return None
        order = locator.order(location.pointer, key=location.on_key)
        if order is None:
            return None
        locators[id(locator)] = locator
        orders.append((id(locator), order))
    if len(locators) == 1:
        return orders
    # several documents under one name: each is a line of its own, or their places lie among each other
    rows = {number: locator.row for number, locator in locators.items()}
    if None in rows.values() or len(set(rows.values())) < len(rows):
        return None
    return [(rows[number] or 0, order) for number, order in orders]


def _place(issue: Issue) -> tuple[tuple[int, int | str], ...]:
    """Line and column where the text is available; else the pointer, indexes by number and names by spelling."""
    place = issue.location.place()
    if place is not None:
        return ((0, place.span.line), (0, place.span.column))
    pointer = issue.location.pointer
    return tuple((0, step) if isinstance(step, int) else (1, step.lstrip("_")) for step in pointer)
