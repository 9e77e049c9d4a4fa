"""Documents judged one by one: the same verdicts as together, read a second time only where a reference leads out."""

import itertools
import json
from typing import Any

import pytest

from dbep_ig.engine.validation import Settings
from dbep_ig.engine.validation.ground.documents import InputDocuments
from dbep_ig.host.spooling import SpilledTable, Spooled
from dbep_ig.validator import Validator
from tests.given_inputs import GivenInputs

from . import core, errors, profile, validator
from .test_chains import PLAN, chain, plan


def lines(resources: list[dict[str, Any]]) -> bytes:
    return b"".join(json.dumps(one).encode() + b"\n" for one in resources)


def files(resources: list[dict[str, Any]]) -> list[tuple[str, bytes]]:
    return [(f"{number}.json", json.dumps(one).encode()) for number, one in enumerate(resources)]


def judged(
    inputs: list[tuple[str, bytes]], *definitions: dict[str, Any], **settings: Any
) -> list[tuple[str, str]]:
    documents = InputDocuments(GivenInputs(inputs), core())
    found = validator(*definitions, **settings).judge(documents, table=SpilledTable)
    return errors([issue for one in found for issue in one.issues])


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("count", [200, 1200])
def test_a_chain_through_files_and_lines(count, turned):
    plans = chain(count)
    if turned:
        plans.reverse()
    assert judged(files(plans), PLAN) == []
    assert judged([("a.ndjson", lines(plans))], PLAN) == []
    half = count // 2
    assert judged([("a.ndjson", lines(plans[:half])), ("b.ndjson", lines(plans[half:]))], PLAN) == []


@pytest.mark.parametrize("turned", [False, True])
def test_a_wrong_document_at_the_far_end_is_told_once(turned):
    plans = chain(1000)
    del plans[-1]["title"]
    if turned:
        plans.reverse()
    assert judged([("a.ndjson", lines(plans))], PLAN) == [("DBEP4201", "CarePlan")]


def test_the_reasons_of_a_target_in_another_document_are_told_with_their_place():
    wrong = plan(1)
    del wrong["title"], wrong["meta"]  # what only a reference asks of it, it is not validated against itself
    for order in ([plan(0, 1), wrong], [wrong, plan(0, 1)]):
        documents = InputDocuments(GivenInputs(files(order)), core())
        found = [issue for one in validator(PLAN).judge(documents) for issue in one.issues]
        (told,) = [issue for issue in found if issue.rule.code == "DBEP4403"]
        (reason,) = told.detail
        assert (reason.rule.code, reason.location.expression) == ("DBEP4201", "CarePlan")
        assert reason.location.document == files(order)[order.index(wrong)][0]
        assert reason.location.place() is not None


def test_a_contained_target_of_another_document():
    """What the target refers to inside itself is judged there, and not in the document that asks."""
    needs = profile("Patient", {"id": "Patient.name", "min": 1}, url="http://example.org/patient")
    asks = profile(
        "CarePlan",
        {"id": "CarePlan.replaces", "type": [{"code": "Reference", "targetProfile": ["http://example.org/p"]}]},
        {"id": "CarePlan.subject", "type": [{"code": "Reference", "targetProfile": ["http://example.org/patient"]}]},
    )  # fmt: skip
    of_one = {
        "contained": [{"resourceType": "Patient", "id": "p", "name": [{"text": "x"}]}],
        "subject": {"reference": "#p"},
    }
    right = [plan(0, 1, **of_one), plan(1, 2, **of_one), plan(2, **of_one)]
    assert judged(files(right), asks, needs) == []
    right[2]["contained"] = [{"resourceType": "Patient", "id": "p", "active": True}]
    assert judged(files(right), asks, needs) == [
        ("DBEP4201", "CarePlan.contained[0]"),
    ]


class Counted(GivenInputs):
    """Counts how often inputs are opened."""

    opened = 0

    def open(self, number):
        self.opened += 1
        return super().open(number)


def opened(resources: list[dict[str, Any]]) -> int:
    inputs = Counted(files(resources))
    for _ in validator().judge(InputDocuments(inputs, core())):
        pass
    return inputs.opened


def test_what_does_not_refer_to_others_is_read_once():
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [
        {"fullUrl": "urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e1", "resource": plan(1, subject={"reference": "urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e2"})},
        {"fullUrl": "urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e2", "resource": {"resourceType": "Patient"}},
    ]}  # fmt: skip
    assert opened([plan(number) for number in range(50)]) == 50
    assert opened([bundle] * 50) == 50
    # one reference out: each is looked at once more for its name, and what is in memory then is not read again
    assert opened([plan(0, 99), *[plan(number) for number in range(1, 50)]]) == 100


def test_documents_are_let_go_one_by_one(monkeypatch):
    """A line is judged before the next is asked for."""
    taken = []

    def given():
        for number in itertools.count():
            taken.append(number)
            yield json.dumps({"resourceType": "Patient", "id": str(number), "ukjent": 1})

    door = Validator.open(without_guide=True, settings=Settings())
    for number, report in zip(range(3), door.check_ndjson(given(), name="endless"), strict=False):
        (issue,) = [one for one in report.issues if one.is_error]
        assert issue.location.place().span.line == number + 1
        assert report.documents == ("endless",)
        assert taken == list(range(number + 1))


@pytest.mark.parametrize("ends", [b"\n", b"", b"\r\n"])
def test_lines_may_refer_to_each_other_in_either_direction(ends):
    door = Validator.open(without_guide=True, settings=Settings(check_references=True))
    patient = b'{"resourceType": "Patient", "id": "p"}'
    sent = json.dumps(plan(0, subject={"reference": "Patient/p"}, meta={"versionId": "1"})).encode()
    lost = json.dumps(plan(1, subject={"reference": "Patient/q"}, meta={"versionId": "1"})).encode()
    reports = list(door.check_ndjson([line + ends for line in (sent, patient, sent, lost)]))
    assert [report.has_errors for report in reports] == [False, False, False, True]
    assert [one.has_errors for one in door.check_ndjson(iter([patient.decode(), sent.decode()]))] == [
        False,
        False,
    ]
    assert list(door.check_ndjson([])) == []


def test_a_table_gives_back_what_was_put_first_however_much_there_is():
    table = SpilledTable()
    for number in range(5000):
        table.put(f"Patient/{number}", f"Patient {number}")
    table.put("Patient/7", "later")
    table.put("half \ud800", "x")
    assert [table.get(f"Patient/{number}") for number in (0, 7, 4999)] == [
        "Patient 0",
        "Patient 7",
        "Patient 4999",
    ]
    assert table.get("half \ud800") == "x"
    assert table.get("Patient/5000") is None


@pytest.mark.parametrize("size", [10, 3 << 20])
def test_what_can_be_read_once_can_be_read_again(size):
    import io

    data = (b"x" * 99 + b"\n") * (size // 100 + 1)
    spooled = Spooled.of(io.BytesIO(data))
    one, other = spooled.open(), spooled.open()
    assert one.readline() == other.readline() == data[:100]
    one.seek(5)
    assert one.read(10) == data[5:15]
    assert other.read() == data[100:]
