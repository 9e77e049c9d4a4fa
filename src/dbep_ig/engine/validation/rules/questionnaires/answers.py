"""One answer validated against its question: its type, the options, lengths, limits, units, attachments.

Source: https://hl7.org/fhir/R4/questionnaire-definitions.html#Questionnaire.item.type
"""

from decimal import Decimal
from typing import Any

from dbep_ig.engine.diagnostics import Text
from dbep_ig.engine.terminology import Verdict
from dbep_ig.engine.validation.ground.frame import Frame
from dbep_ig.engine.validation.ground.run import Run
from dbep_ig.engine.validation.rules.values.data_types import decoded_size
from dbep_ig.engine.validation.rules.values.value_limits import compare

from . import faults
from .questions import Item, extension_values, objects, value_of

EXTENSION = "http://hl7.org/fhir/StructureDefinition/"
SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"

# type of question -> types of answer
_TAKES: dict[str, tuple[str, ...]] = {
    "boolean": ("Boolean",),
    "decimal": ("Decimal",),
    "integer": ("Integer",),
    "date": ("Date",),
    "dateTime": ("DateTime",),
    "time": ("Time",),
    "string": ("String",),
    "text": ("String",),
    "url": ("Uri",),
    "choice": ("Coding",),
    "open-choice": ("Coding", "String"),
    "attachment": ("Attachment",),
    "reference": ("Reference",),
    "quantity": ("Quantity",),
}


def check_answer(question: Item, form: Item, answer: Item, at: Frame, run: Run) -> None:
    """One `answer` of a response.

    form  the Questionnaire, which may contain the value sets of its options
    at    the frame of the answer
    """
    given = value_of(answer)
    if given is None:
        return
    kind, value = given
    link_id = question.get("linkId")
    where = Frame(at, "value" + kind, -1, value, kind, at.element + ".value[x]", at.scope)
    takes = _TAKES.get(str(question.get("type")), ())
    options = objects(question.get("answerOption"))
    of_options = {found[0] for one in options if (found := value_of(one)) is not None}
    if takes and kind not in takes and kind not in of_options:
        run.add(faults.WRONG_ANSWER_TYPE, where, link_id=link_id, actual=kind, expected=list(takes))
        return
    if options:
        _check_options(question, options, kind, value, at, where, run)
    elif type(question.get("answerValueSet")) is str:
        _check_value_set(question, form, kind, value, at, where, run)
    if type(value) is str:
        _check_text(question, kind, value, where, run)
    if kind == "Attachment" and type(value) is dict:
        _check_attachment(question, value, at, run)
    _check_limits(question, value, where, run)
    if kind == "Quantity" and type(value) is dict:
        _check_unit(question, form, value, where, run)


def _check_options(
    question: Item, options: list[Item], kind: str, value: Any, at: Frame, where: Frame, run: Run
) -> None:
    link_id = question.get("linkId")
    values = [found for one in options if (found := value_of(one)) is not None]
    if any(name == kind and _is_same(option, value) for name, option in values):
        return
    if question.get("type") == "open-choice" and kind == "String":
        if any(type(option) is dict and option.get("display") == value for _, option in values):
            run.add(faults.OPTION_AS_TEXT, at, value=value, link_id=link_id)
        return
    place = at if kind == "Coding" else where
    run.add(faults.NOT_AN_OPTION, place, value=_shown(value), link_id=link_id)


def _is_same(option: Any, value: Any) -> bool:
    if type(option) is dict and type(value) is dict:
        return option.get("code") == value.get("code") and option.get("system") == value.get("system")
    return bool(option == value)


def _check_value_set(
    question: Item, form: Item, kind: str, value: Any, at: Frame, where: Frame, run: Run
) -> None:
    terminology = run.terminology
    value_set = value_set_of(str(question["answerValueSet"]), form)
    if value_set is None:
        return
    link_id = question.get("linkId")
    if kind == "Coding" and type(value) is dict and value.get("code"):
        answer = terminology.coding_in(value_set, value)
        place = at
    elif type(value) is str and question.get("type") != "open-choice":
        answer = terminology.member_of(value_set, code=value)
        place = where
    else:
        return
    if answer.verdict is Verdict.NOT_MEMBER:
        run.add(faults.NOT_AN_OPTION, place, value=_shown(value), link_id=link_id)
    elif answer.reason is not None:
        run.note(answer.reason.rule, place, answer.reason.params)


def value_set_of(canonical: str, form: Item) -> Any:
    """A canonical, or the ValueSet that the questionnaire contains; None for a contained one that is not there."""
    if not canonical.startswith("#"):
        return canonical
    contained = form.get("contained")
    for one in contained if type(contained) is list else ():
        if type(one) is dict and one.get("id") == canonical[1:]:
            return one
    return None


def _check_text(question: Item, kind: str, value: str, where: Frame, run: Run) -> None:
    link_id = question.get("linkId")
    most = question.get("maxLength")
    if type(most) is int and len(value) > most:
        run.add(faults.ANSWER_TOO_LONG, where, actual=len(value), allowed=most, link_id=link_id)
    for least in extension_values(question, EXTENSION + "minLength"):
        if type(least) is int and len(value) < least:
            run.add(faults.ANSWER_TOO_SHORT, where, actual=len(value), allowed=least, link_id=link_id)
    if question.get("type") == "string" and kind == "String" and ("\n" in value or "\r" in value):
        run.add(faults.LINE_BREAK, where, link_id=link_id)


def _check_attachment(question: Item, value: Item, at: Frame, run: Run) -> None:
    link_id = question.get("linkId")
    allowed = extension_values(question, EXTENSION + "mimeType")
    if allowed and value.get("contentType") not in allowed:
        run.add(
            faults.WRONG_MIME_TYPE, at, actual=value.get("contentType", "–"), allowed=allowed, link_id=link_id
        )
    data = value.get("data")
    size = decoded_size(data) if type(data) is str else value.get("size")
    for most in extension_values(question, EXTENSION + "maxSize"):
        if isinstance(size, int) and isinstance(most, int | Decimal) and size > most:
            run.add(faults.ATTACHMENT_TOO_LARGE, at, actual=size, allowed=most, link_id=link_id)


def _check_limits(question: Item, value: Any, where: Frame, run: Run) -> None:
    link_id = question.get("linkId")
    for names, beyond, rule in (
        ((EXTENSION + "minValue", SDC + "minQuantity"), -1, faults.ANSWER_TOO_LOW),
        ((EXTENSION + "maxValue", SDC + "maxQuantity"), 1, faults.ANSWER_TOO_HIGH),
    ):
        for limit in extension_values(question, *names):
            of = value.get("value") if type(value) is dict and type(limit) is not dict else value
            if type(of) is dict and type(limit) is dict and not _has_unit(of, limit):
                order = None
            else:
                order = compare(of, limit, run, beyond)
            if order == beyond:
                run.add(rule, where, actual=_shown(value), limit=_shown(limit), link_id=link_id)
            elif order is None and type(limit) is dict:
                run.add(
                    faults.NOT_COMPARABLE, where, actual=_shown(value), limit=_shown(limit), link_id=link_id
                )
    number = value.get("value") if type(value) is dict else value
    for places in extension_values(question, EXTENSION + "maxDecimalPlaces"):
        if isinstance(number, Decimal) and type(places) is int:
            exponent = number.as_tuple().exponent
            if isinstance(exponent, int) and -exponent > places:
                run.add(faults.TOO_MANY_DECIMALS, where, actual=number, allowed=places, link_id=link_id)


def _has_unit(value: Item, limit: Item) -> bool:
    """Units in words alone are no basis for comparing."""
    return bool(value.get("code") and limit.get("code"))


def _check_unit(question: Item, form: Item, value: Item, where: Frame, run: Run) -> None:
    link_id = question.get("linkId")
    unit = f"{value.get('system', '')}#{value.get('code', '')}"
    options = [
        one for one in extension_values(question, EXTENSION + "questionnaire-unitOption") if type(one) is dict
    ]
    if options and not any(_is_same(one, value) for one in options):
        run.add(faults.WRONG_UNIT, where, unit=unit, link_id=link_id)
    for canonical in extension_values(question, EXTENSION + "questionnaire-unitValueSet"):
        value_set = value_set_of(canonical, form) if type(canonical) is str else None
        if value_set is None:
            continue
        if not value.get("code"):
            run.add(faults.WRONG_UNIT, where, unit=unit, link_id=link_id)
            continue
        answer = run.terminology.coding_in(value_set, value)
        if answer.verdict is Verdict.NOT_MEMBER:
            run.add(faults.WRONG_UNIT, where, unit=unit, link_id=link_id)
        elif answer.reason is not None:
            run.note(answer.reason.rule, where, answer.reason.params)


def _shown(value: Any) -> str | Text:
    if type(value) is dict:
        if "value" in value:
            return f"{value.get('value')} {value.get('unit') or value.get('code') or ''}".strip()
        return f"{value.get('system', '')}#{value.get('code', '')}"
    return f"`{value}`"
