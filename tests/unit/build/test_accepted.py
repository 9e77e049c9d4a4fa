"""What guide.yaml accepts is not shown, and what is wrong with an acceptance is."""

import json

import pytest

from dbep_ig.engine.reports import format_named

from .guides import built, write_small_guide

REST = ["DBEP2064", "DBEP2914"]  # of the small guide
TODAY = "1796083200"  # 1 December 2026


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", TODAY)
    folder = tmp_path / "guide"
    write_small_guide(folder)
    assert codes(built(folder)) == ["DBEP2043", *REST]
    return folder


def accept(folder, **other):
    one = {
        "rule": "unmapped-element",
        "at": "model/plan.yaml",
        "reason": "Kodene kommer.",
        "owner": "Kari Nordmann",
        "until": "2027-06-01",
        **other,
    }
    guide = folder / "guide.yaml"
    text = guide.read_text(encoding="utf-8")
    lines = "".join(f"    {key}: '{value}'\n" for key, value in one.items())
    guide.write_text(f"{text}accepted:\n  -\n{lines}", encoding="utf-8")
    return text.count("\n") + 2


def codes(made):
    return sorted(issue.code for issue in made.report.issues)


@pytest.mark.parametrize("rule", ["unmapped-element", "DBEP2043"])
@pytest.mark.parametrize(
    "at",
    ["model/plan.yaml", "model/*.yaml", "model/plan.yaml#elements/utenPlass", "*#elements", "*#elements/*"],
)
def test_what_is_accepted_is_counted_and_not_shown(folder, rule, at):
    accept(folder, rule=rule, at=at)
    made = built(folder)
    assert codes(made) == REST
    (one,) = made.report.accepted
    assert (one.issue.code, one.reason, one.owner, one.until) == (
        "DBEP2043",
        "Kodene kommer.",
        "Kari Nordmann",
        "2027-06-01",
    )
    assert "1 accepted" in made.report.to_text("en")
    assert "1 godtatt" in made.report.to_text("nb")
    shown = json.loads(format_named("json").render(made.report.engine, "en", colour=False))
    assert sorted(each["code"] for each in shown["issues"]) == REST
    assert [(each["code"], each["reason"]) for each in shown["accepted"]] == [("DBEP2043", "Kodene kommer.")]


@pytest.mark.parametrize(
    "at", ["model/pasient.yaml", "model/plan.yaml#title", "model/plan.yaml#elements/uten"]
)
def test_elsewhere_it_is_shown_and_the_acceptance_unused(folder, at):
    line = accept(folder, at=at)
    made = built(folder)
    assert codes(made) == sorted(["DBEP2043", "DBEP2142", *REST])
    (unused,) = [issue for issue in made.report.issues if issue.code == "DBEP2142"]
    assert (unused.document, unused.line) == ("guide.yaml", line + 2)


def test_past_its_date_it_is_a_finding(folder):
    line = accept(folder, until="2026-11-30")
    made = built(folder)
    assert codes(made) == sorted(["DBEP2143", *REST])
    (expired,) = [issue for issue in made.report.issues if issue.code == "DBEP2143"]
    assert expired.line == line + 5


def test_its_last_day_counts(folder):
    accept(folder, until="2026-12-01")
    assert codes(built(folder)) == REST


def test_a_rule_that_there_is_not(folder):
    accept(folder, rule="unmaped-element")
    made = built(folder)
    assert codes(made) == sorted(["DBEP2043", "DBEP2140", *REST])
    assert "did you mean `unmapped-element`?" in made.report.to_text("en")


def test_an_error_is_shown_all_the_same(folder):
    example = folder / "examples" / "planer.yaml"
    text = example.read_text(encoding="utf-8")
    example.write_text(text.replace("status: active", "status: aktiv", 1), encoding="utf-8")
    (error,) = built(folder).report.errors
    accept(folder, rule=error.rule.name, at="examples/*")
    made = built(folder)
    assert {"DBEP2141", error.code} <= set(codes(made))
    assert not made.report.ok


def test_what_is_not_on_this_machine_may_be_on_another(folder):
    accept(folder)
    accept_text = (folder / "guide.yaml").read_text(encoding="utf-8")
    more = accept_text + (
        "  - {rule: extension-not-available, at: '*', reason: Fordi., owner: Kari Nordmann, until: 2027-06-01}\n"
    )
    (folder / "guide.yaml").write_text(more, encoding="utf-8")
    assert codes(built(folder)) == REST
