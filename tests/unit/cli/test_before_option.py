"""`dbep validate NEW --before OLD`: where the two come from, what is refused, exit codes."""

import json

import pytest

from tests.command import dbep
from tests.unit.validation.test_life_cycle import CASES, FIRST, structure, whole


@pytest.fixture
def folder(tmp_path):
    definition = structure(FIRST, CASES["profiles"][FIRST])
    files = {
        "plan.json": definition,
        "active.json": plan(status="active"),
        "on-hold.json": plan(status="on-hold"),
        "completed.json": plan(status="completed"),
        "empty.json": {"resourceType": "Bundle", "type": "collection"},
    }
    for name, resource in files.items():
        (tmp_path / name).write_text(json.dumps(resource), encoding="utf-8")
    return tmp_path


def plan(**members) -> dict:
    rest = {"intent": "plan", "subject": {"display": "Kari"}, "meta": {"profile": [FIRST]}}
    return whole({"id": "a", **rest, **members})


def call(folder, new, *words, stdin=b"", lang="en"):
    package = ("--no-guide", "--package", str(folder / "plan.json"), "--lang", lang)
    new = new if new == "-" else str(folder / new)
    return dbep("validate", new, *package, *words, stdin=stdin)


def test_a_change_that_is_allowed(folder):
    code, out, _ = call(folder, "on-hold.json", "--before", str(folder / "active.json"))
    assert code == 0, out
    assert "0 errors" in out


@pytest.mark.parametrize(
    ("lang", "says"),
    [
        ("en", "CarePlan.status cannot change from completed to active: completed is a final state"),
        ("nb", "CarePlan.status kan ikke gå fra completed til active: completed er en sluttilstand"),
    ],
)
def test_a_change_that_is_not(folder, lang, says):
    code, out, _ = call(folder, "active.json", "--before", str(folder / "completed.json"), lang=lang)
    assert code == 1
    assert "DBEP4900" in out
    assert says in out


def test_the_new_version_may_come_from_standard_input_and_the_old_one_too(folder):
    old = json.dumps(plan(status="completed")).encode()
    assert call(folder, "active.json", "--before", "-", stdin=old)[0] == 1
    assert call(folder, "-", "--before", str(folder / "active.json"), stdin=old)[0] == 1
    code, _, err = call(folder, "-", "--before", "-", stdin=old)
    assert code == 2
    assert "cannot be both" in err


def test_none_and_an_empty_bundle_say_that_it_is_new(folder):
    assert "DBEP4904" in call(folder, "completed.json", "--before", "none")[1]
    assert "DBEP4904" in call(folder, "completed.json", "--before", str(folder / "empty.json"))[1]
    assert call(folder, "active.json", "--before", "none")[0] == 0
    code, _, err = call(folder, "active.json", "--before", "none", "--before", str(folder / "empty.json"))
    assert code == 2
    assert "--before none" in err


def test_who_made_the_change(folder):
    completed = ("completed.json", "--before", str(folder / "active.json"))
    code, out, _ = call(folder, *completed, "--format", "text")
    assert (
        "who changed the state was not checked, for the role is not given (--by): CarePlan.status (DBEP4908)"
        in out
    )
    assert code == 1  # the condition: no end
    assert "DBEP4908" not in call(folder, *completed, "--by", "behandler")[1]
    assert "did you mean `behandler`?" in call(folder, *completed, "--by", "behandlar")[1]
    code, _, err = call(folder, "active.json", "--by", "behandler")
    assert code == 2
    assert "--before" in err


def test_an_earlier_version_that_is_not_there(folder):
    code, out, _ = call(folder, "completed.json", "--before", str(folder / "nowhere.json"))
    assert code == 2
    assert "nowhere.json" in out
    assert "DBEP4904" not in out
