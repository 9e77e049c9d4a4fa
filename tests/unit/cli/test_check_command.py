"""`dbep check`: what `dbep build` finds, and nothing written."""

import json

import pytest

from dbep_ig.guide import build as guide_build
from tests.unit.cli.test_build_command import checkout  # noqa: F401  a fixture

PLAN = "model/plan/plan.yaml"


def files(folder):
    return {
        path: path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".stages" not in path.parts
    }


def report(run, *words):
    code, out, _ = run(*words, "--format", "json")
    return code, json.loads(out)


def test_it_finds_what_a_build_finds_and_writes_nothing(checkout):  # noqa: F811
    checkout.replace("examples/oddfrid-kols.yaml", "status: ", "stattus: ")
    before = files(checkout.folder)
    checked = report(checkout, "check")
    assert files(checkout.folder) == before
    built = report(checkout, "build", "--no-site")
    assert checked == built
    assert checked[0] == 1
    assert checked[1]["issues"]


def test_again_without_a_change_nothing_is_checked_and_the_report_is_the_same(checkout, monkeypatch):  # noqa: F811
    first = checkout("check")
    assert first[0] == 0

    def never(*_, **__):
        raise AssertionError("checked again")

    monkeypatch.setattr(guide_build, "build", never)
    assert checkout("check") == first


def test_an_edit_is_seen_though_the_last_check_was_without_errors(checkout):  # noqa: F811
    assert checkout("check")[0] == 0
    line = checkout.replace(PLAN, "maps: CarePlan.title", "maps: CarePlan.titel")
    assert (("DBEP2004", PLAN, line)) in checkout.issues("check")
    checkout.replace(PLAN, "maps: CarePlan.titel", "maps: CarePlan.title")
    assert checkout("check")[0] == 0


def test_with_file_names_what_concerns_them_is_shown_and_decides(checkout):  # noqa: F811
    checkout.replace(PLAN, "maps: CarePlan.title", "maps: CarePlan.titel")
    code, found = report(checkout, "check", PLAN)
    assert (code, found["documents"]) == (1, [PLAN])
    assert {issue["document"] for issue in found["issues"]} == {PLAN}
    code, found = report(checkout, "check", "model/plan/maal.yaml")
    assert (code, found["issues"]) == (0, [])


def test_a_file_that_the_guide_is_not_made_of_is_an_error(checkout):  # noqa: F811
    (checkout.folder / "README.md").write_text("x", encoding="utf-8")
    for name in ("README.md", "model/not-there.yaml"):
        code, found = report(checkout, "check", name, PLAN)
        assert code == 1
        assert [(issue["code"], issue["document"]) for issue in found["issues"]] == [("DBEP6070", name)]


def test_a_folder_is_the_guide_that_it_lies_in(checkout):  # noqa: F811
    assert report(checkout, "check", "model") == report(checkout, "check")


def test_without_a_guide_there_is_one_message(tmp_path, checkout):  # noqa: F811
    elsewhere = tmp_path.parent / f"{tmp_path.name}-elsewhere"
    elsewhere.mkdir()
    code, out, _ = checkout("check", str(elsewhere))
    assert (code, out.count("DBEP")) == (2, 1)
    assert "DBEP6020" in out


@pytest.mark.parametrize(
    ("guess", "meant"),
    [("lint", "dbep check"), ("serve", "dbep build --watch"), ("watch", "dbep build --watch"), ("compare", "dbep diff"),
     ("sushi", "dbep build"), ("chekc", "check")],
)  # fmt: skip
def test_a_guess_at_a_command_is_answered_with_the_right_one(checkout, guess, meant):  # noqa: F811
    code, _, trouble = checkout(guess)
    assert code == 2
    assert f"did you mean `{meant}`?" in trouble
