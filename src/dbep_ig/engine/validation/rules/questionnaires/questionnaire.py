"""The conditions of a Questionnaire's items: on what they depend must be there, before, and not inside.

Source: https://hl7.org/fhir/R4/questionnaire-definitions.html#Questionnaire.item.enableWhen
"""

from typing import Any

from dbep_ig.engine.validation.ground.frame import Frame
from dbep_ig.engine.validation.ground.run import Run

from .faults import CONDITION_ON_INNER, CONDITION_ON_LATER, CONDITION_ON_UNKNOWN
from .questions import Item, all_items, items_of

_ITEM = "Questionnaire.item"


class QuestionnaireChecks:
    """One Questionnaire."""

    __slots__ = ()
    applies_to = ("Questionnaire",)

    def check(self, value: Any, frame: Frame, run: Run) -> None:
        """Every condition."""
        order = {str(item.get("linkId")): number for number, item in enumerate(all_items(value))}
        self._items(value, frame, order, run)

    def _items(self, owner: Item, frame: Frame, order: dict[str, int], run: Run) -> None:
        items = owner.get("item")
        for index, item in enumerate(items if type(items) is list else ()):
            if type(item) is not dict:
                continue
            at = Frame(frame, "item", index, item, _ITEM, _ITEM, frame.scope)
            conditions = item.get("enableWhen")
            for condition in conditions if type(conditions) is list else ():
                question = condition.get("question") if type(condition) is dict else None
                if type(question) is str:
                    _check(question, item, at, order, run)
            if items_of(item):
                self._items(item, at, order, run)


def _check(question: str, item: Item, at: Frame, order: dict[str, int], run: Run) -> None:
    place = order.get(question)
    if place is None:
        run.add(CONDITION_ON_UNKNOWN, at, question=question)
    elif any(inner.get("linkId") == question for inner in all_items(item)):
        run.add(CONDITION_ON_INNER, at, question=question)
    elif place > order.get(str(item.get("linkId")), place):
        run.add(CONDITION_ON_LATER, at, question=question)
