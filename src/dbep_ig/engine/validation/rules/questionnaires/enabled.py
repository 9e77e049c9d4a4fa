"""Whether an item of a questionnaire is enabled by the answers given.

Source: https://hl7.org/fhir/R4/questionnaire-definitions.html#Questionnaire.item.enableWhen
"""

from decimal import Decimal
from typing import Any

from dbep_ig.engine.validation.ground.frame import Frame
from dbep_ig.engine.validation.ground.run import Run
from dbep_ig.engine.validation.rules.values.value_limits import compare_quantities

from .questions import Item, all_items, answers_of, extension_values, objects, value_of

_EXPRESSIONS = (
    "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-enableWhenExpression",
    "http://phr.kanta.fi/StructureDefinition/fiphr-ext-questionnaire-enablewhen",  # its forerunner, still in use
)


def is_enabled(question: Item, around: tuple[Item, ...], root: Frame, run: Run) -> bool:
    """All or any of its conditions hold.

    around  the responses (or their items) that the item stands in, innermost first: a condition is about the nearest
            answer, so that each repetition of a group has its own
    """
    for value in extension_values(question, *_EXPRESSIONS):
        expression = value.get("expression") if type(value) is dict else value
        if type(expression) is str and run.evaluate(expression, root) is False:
            return False
    conditions = objects(question.get("enableWhen"))
    if not conditions:
        return True
    results = (_holds(one, around) for one in conditions)
    return all(results) if question.get("enableBehavior") == "all" else any(results)


def _holds(condition: Item, around: tuple[Item, ...]) -> bool:
    answers = _answers(str(condition.get("question")), around)
    wanted = value_of(condition, "answer")
    if wanted is None:
        return False
    operator = condition.get("operator")
    if operator == "exists":
        return bool(answers) is (wanted[1] is True)
    return any(_compare(value, str(operator), wanted[1]) for value in answers)


def _answers(link_id: str, around: tuple[Item, ...]) -> list[Any]:
    for owner in around:
        found = [
            value[1]
            for item in all_items(owner)
            if item.get("linkId") == link_id
            for answer in answers_of(item)
            if (value := value_of(answer)) is not None
        ]
        if found:
            return found
    return []


def _compare(value: Any, operator: str, wanted: Any) -> bool:
    if operator == "=":
        return _equal(value, wanted)
    if operator == "!=":
        return not _equal(value, wanted)
    order: int | None = None
    if type(value) is dict and type(wanted) is dict:
        order = compare_quantities(value, wanted)
    elif (isinstance(value, int | Decimal) and isinstance(wanted, int | Decimal)) or (
        type(value) is str and type(wanted) is str
    ):
        order = int(value > wanted) - int(value < wanted)  # type: ignore[operator]  # both numbers or both text
    if order is None:
        return False
    return {">": order > 0, "<": order < 0, ">=": order >= 0, "<=": order <= 0}.get(operator, False)


def _equal(value: Any, wanted: Any) -> bool:
    if type(value) is dict and type(wanted) is dict:
        if "code" in wanted or "code" in value:
            return value.get("code") == wanted.get("code") and value.get("system") == wanted.get("system")
        if "value" in wanted:
            return compare_quantities(value, wanted) == 0
    return bool(value == wanted)
