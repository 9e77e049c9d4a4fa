"""A response validated against its questionnaire: items where the questionnaire has them, required ones answered, others enabled.

What is missing counts only in a response that is completed or amended.

Source: https://hl7.org/fhir/R4/questionnaireresponse.html#notes
"""

from typing import Any

from dbep_ig.engine.validation.ground.frame import Frame
from dbep_ig.engine.validation.ground.run import Run
from dbep_ig.engine.validation.rules.values.value_limits import compare

from . import faults
from .answers import EXTENSION, check_answer
from .enabled import is_enabled
from .questions import Item, answers_of, extension_values, find_questionnaire, items_of

_ITEM = "QuestionnaireResponse.item"
_FINISHED = frozenset(("completed", "amended"))


class ResponseChecks:
    """One QuestionnaireResponse."""

    __slots__ = ()
    applies_to = ("QuestionnaireResponse",)

    def check(self, value: Any, frame: Frame, run: Run) -> None:
        """Find the questionnaire and hold the response to it."""
        canonical = value.get("questionnaire")
        if type(canonical) is not str:
            return
        form = find_questionnaire(canonical, frame, run)
        if form is None:
            run.add_at(faults.QUESTIONNAIRE_NOT_FOUND, frame, "questionnaire", questionnaire=canonical)
            return
        _check_authored(form, value, frame, run)
        _Response(form, value, frame, run).level(form, value, frame, (value,))


class _Response:
    """One response on its way through its questionnaire."""

    def __init__(self, form: Item, response: Item, frame: Frame, run: Run) -> None:
        self.form = form
        self.root = frame
        self.run = run
        self.is_finished = str(response.get("status")) in _FINISHED

    def level(self, question: Item, owner: Item, frame: Frame, around: tuple[Item, ...]) -> None:
        """The items directly below a response, item or answer.

        around  what they stand in, innermost first
        """
        questions = {str(one.get("linkId")): one for one in items_of(question)}
        order = {link_id: number for number, link_id in enumerate(questions)}
        given: dict[str, list[Frame]] = {}
        furthest = ""
        items = owner.get("item")
        for index, item in enumerate(items if type(items) is list else ()):
            link_id = item.get("linkId") if type(item) is dict else None
            if type(link_id) is not str:
                continue
            at = Frame(frame, "item", index, item, _ITEM, _ITEM, frame.scope)
            if link_id not in questions:
                self.run.add(faults.ITEM_NOT_FOUND, at, link_id=link_id)
                continue
            if furthest and order[link_id] < order[furthest]:
                self.run.add(faults.ITEM_OUT_OF_ORDER, at, link_id=link_id, after=furthest)
            else:
                furthest = link_id
            given.setdefault(link_id, []).append(at)
        for link_id, one in questions.items():
            self.question(one, given.get(link_id, []), frame, around)

    def question(self, question: Item, frames: list[Frame], parent: Frame, around: tuple[Item, ...]) -> None:
        """One question and the items that answer it."""
        link_id = question.get("linkId")
        if not is_enabled(question, around, self.root, self.run):
            for at in frames:
                if at.value.get("answer") or at.value.get("item"):
                    self.run.add(faults.ITEM_NOT_ENABLED, at, link_id=link_id)
            return
        kind = question.get("type")
        repeats = question.get("repeats") is True
        if not frames:
            if question.get("required") is True and self.is_finished and kind != "display":
                self.run.add(faults.ANSWER_MISSING, parent, link_id=link_id)
            return
        if len(frames) > 1 and not (repeats and kind == "group"):
            self.run.add(faults.TOO_MANY_ANSWERS, frames[1], link_id=link_id, most=1, actual=len(frames))
        for at in frames:
            text = at.value.get("text")
            if type(text) is str and question.get("text") not in (None, text):
                self.run.add(faults.TEXT_DIFFERS, at, link_id=link_id, actual=text, expected=question["text"])
            if kind in ("group", "display"):
                if at.value.get("answer"):
                    self.run.add(faults.ANSWER_NOT_ALLOWED, at, link_id=link_id, type=kind)
                self.level(question, at.value, at, (at.value, *around))
            else:
                self.answers(question, at, around)

    def answers(self, question: Item, at: Frame, around: tuple[Item, ...]) -> None:
        """The answers of one item."""
        link_id = question.get("linkId")
        answers = answers_of(at.value)
        if not answers and question.get("required") is True and self.is_finished:
            self.run.add(faults.ANSWER_MISSING, at, link_id=link_id)
        most = next(iter(extension_values(question, EXTENSION + "questionnaire-maxOccurs")), None)
        if question.get("repeats") is not True:
            most = 1
        if type(most) is int and len(answers) > most:
            self.run.add(faults.TOO_MANY_ANSWERS, at, link_id=link_id, most=most, actual=len(answers))
        listed = at.value.get("answer")
        for index, answer in enumerate(listed if type(listed) is list else ()):
            if type(answer) is not dict:
                continue
            place = Frame(at, "answer", index, answer, _ITEM + ".answer", _ITEM + ".answer", at.scope)
            check_answer(question, self.form, answer, place, self.run)
            if answer.get("item") or (items_of(question) and index == 0):
                self.level(question, answer, place, (answer, *around))


def _check_authored(form: Item, response: Item, frame: Frame, run: Run) -> None:
    authored = response.get("authored")
    period = form.get("effectivePeriod")
    if type(authored) is not str or type(period) is not dict:
        return
    start, end = period.get("start"), period.get("end")
    if (type(start) is str and compare(authored, start, run, -1) == -1) or (
        type(end) is str and compare(authored, end, run, 1) == 1
    ):
        run.add_at(
            faults.AUTHORED_OUTSIDE_PERIOD,
            frame,
            "authored",
            authored=authored,
            start=start or "…",
            end=end or "…",
        )
