"""`dbep explain` of an invariant's key: of R4, the guide in force, a package."""

import json

import pytest

from tests.command import dbep
from tests.unit.packages.made import package_files, tgz

CORE = "http://hl7.org/fhir/StructureDefinition/"
TRANSLATION = f"{CORE}translation"


def translation(language: str, text: str) -> dict:
    parts = [{"url": "lang", "valueCode": language}, {"url": "content", "valueString": text}]
    return {"extension": [{"url": TRANSLATION, "extension": parts}]}


def profile(name: str, elements: list[dict], *, base: str = f"{CORE}CarePlan", **more: object) -> dict:
    return {
        "resourceType": "StructureDefinition", "id": name, "url": f"http://x/{name}", "name": name, "status": "active",
        "kind": "resource", "abstract": False, "type": "CarePlan", "baseDefinition": base, "derivation": "constraint",
        "differential": {"element": elements}, **more,
    }  # fmt: skip


RULE = {
    "key": "my-plan-2", "severity": "warning", "human": "En plan skal ha tittel.",
    "_human": translation("en", "A plan has a title."), "expression": "title.exists()", "source": "http://x/plan",
    "requirements": "Krav 7",
}  # fmt: skip
PLAN = profile(
    "plan",
    [{"id": "CarePlan", "path": "CarePlan", "constraint": [RULE]}],
    title="Plan",
    _title=translation("en", "The plan"),
)
HEIR = profile(
    "heir",
    [{"id": "CarePlan", "path": "CarePlan"}],
    base="http://x/plan",
    snapshot={"element": [{"id": "CarePlan", "path": "CarePlan", "constraint": [RULE]}]},
)
ELEMENT = {
    "id": "CarePlan.period",
    "path": "CarePlan.period",
    "requirements": "Sluttdato trengs til statistikk.",
}
OWN_PER_1 = {"key": "per-1", "severity": "error", "human": "Må ha slutt", "expression": "end.exists()"}
OTHER = profile("other", [{**ELEMENT, "constraint": [OWN_PER_1]}])


@pytest.fixture
def call(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("dbep_ig.host.guide_source.PROGRAM", tmp_path)
    monkeypatch.setattr("dbep_ig.host.guide_source.PACKED", tmp_path / "none")
    (tmp_path / "plans.tgz").write_bytes(tgz(package_files("plans#1.0.0", PLAN, HEIR)))
    (tmp_path / "other.tgz").write_bytes(tgz(package_files("other#1.0.0", OTHER)))

    def run(*words: str) -> tuple[int, str, str]:
        return dbep("explain", *words, DBEP_PACKAGES=str(tmp_path / "cache"))

    return run


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "nb",
            [
                "Start på en periode kan ikke være etter slutt.",
                "- Alvorlighetsgrad: feil",
                "- Uttrykk: `start.hasValue().not() or end.hasValue().not() or (start <= end)`",
                f"- Definert i: Period ({CORE}Period)",
            ],
        ),
        (
            "en",
            [
                "If present, start SHALL have a lower value than end",
                "- Severity: error",
                "- Expression: `start.hasValue().not() or end.hasValue().not() or (start <= end)`",
                f"- Defined in: Period ({CORE}Period)",
                "- Package: hl7.fhir.r4.core#4.0.1",
            ],
        ),
    ],
)
def test_a_key_of_r4(call, language, lines):
    code, out, err = call("per-1", "--lang", language)
    assert (code, err) == (0, "")
    assert out.startswith("# per-1\n")
    assert set(lines) <= set(out.splitlines())


def test_every_definition_that_uses_the_key_for_something(call):
    out = call("inv-1", "--lang", "nb")[1]
    assert out.count("- Definert i: ") == 5
    assert "- Definert i: Task (http://hl7.org/fhir/StructureDefinition/Task)" in out
    assert call("dom-2", "--lang", "nb")[1].count("- Definert i: ") == 1, (
        "where it is first, not where it is inherited"
    )


def test_an_expression_that_is_corrected_is_shown_both_ways(call):
    out = call("bdl-8", "--lang", "en")[1]
    assert "- Expression: `fullUrl.contains('/_history/').not()`\n" in out
    assert "expression is wrong: `fullUrl.exists() implies fullUrl.contains('/_history/').not()`\n" in out
    assert "expression is wrong" not in call("per-1", "--lang", "en")[1]


def test_a_key_of_a_package_in_both_languages(call):
    nb = call("my-plan-2", "--package", "plans.tgz", "--lang", "nb")[1].splitlines()
    assert nb == [
        "# my-plan-2",
        "",
        "En plan skal ha tittel.",
        "",
        "- Alvorlighetsgrad: advarsel",
        "- Uttrykk: `title.exists()`",
        "- Element: `CarePlan`",
        "- Definert i: Plan (http://x/plan)",
        "- Gjelder også i: http://x/heir",
        "- Pakke: plans#1.0.0",
        "- Krav: Krav 7",
    ]
    en = call("my-plan-2", "--package", "plans.tgz", "--lang", "en")[1]
    assert "A plan has a title." in en
    assert "- Severity: warning" in en
    assert "- Defined in: The plan (http://x/plan)" in en
    assert "- Requirement: Krav 7" in en


def test_a_package_s_own_rule_comes_before_r4_s_with_the_same_key(call):
    out = call("per-1", "--package", "other.tgz", "--lang", "nb")[1]
    assert out.index("Må ha slutt") < out.index("Start på en periode")
    assert "- Krav: Sluttdato trengs til statistikk." in out, "that of its element"


def test_the_case_of_a_key_does_not_matter(call):
    assert call("PER-1", "--lang", "en")[1] == call("per-1", "--lang", "en")[1]


def test_the_guide_in_force_and_one_by_name(call, tmp_path):
    """A guide built in this folder is used without being named, and packages come beside it."""
    built = tmp_path / "build" / "package" / "package"
    built.mkdir(parents=True)
    (tmp_path / "guide.yaml").write_text("", encoding="utf-8")
    for path, content in package_files("plans#1.0.0", PLAN, HEIR).items():
        file = tmp_path / "build" / "package" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    assert "- Pakke: plans#1.0.0" in call("my-plan-2", "--lang", "nb")[1]
    beside = call("my-plan-2", "--package", "other.tgz", "--lang", "nb")[1]
    assert "- Pakke: plans#1.0.0" in beside
    assert "- Pakke: plans#1.0.0" in call("my-plan-2", "--guide", "1.0.0", "--lang", "nb")[1]
    code, out, err = call("my-plan-2", "--guide", "9.9.9", "--lang", "nb")
    assert (code, out) == (2, "")
    assert "9.9.9" in err


@pytest.mark.parametrize(
    ("asked", "near"),
    [
        ("per-11", "per-1"),
        ("my-plna-2", "my-plan-2"),
        ("value-to-long", "value-too-long"),
        ("DBEP41055", "DBEP4105"),
    ],
    ids=["key of R4", "key of a package", "name of a rule", "code"],
)
def test_what_does_not_exist_is_answered_with_the_nearest(call, asked, near):
    code, out, err = call(asked, "--package", "plans.tgz", "--lang", "en")
    assert (code, out) == (2, "")
    assert err == f"dbep explain: there is no `{asked}`; did you mean `{near}`?\n"
    assert f"mente du «{near}»" in call(asked, "--package", "plans.tgz", "--lang", "nb")[2]


def test_what_resembles_nothing(call):
    assert "--package" in call("zzzzzzzz", "--lang", "en")[2]
    assert "--package" in call("zzzzzzzz", "--lang", "nb")[2]


def test_a_package_that_cannot_be_opened(call):
    code, out, err = call("per-1", "--package", "nothing.tgz", "--lang", "en")
    assert (code, out) == (2, "")
    assert "DBEP3030" in err


def test_a_code_needs_no_package(call):
    assert call("DBEP4105", "--package", "nothing.tgz")[0] == 0


def test_a_package_with_nonsense_in_a_definition(call, tmp_path):
    broken = profile("broken", [{"id": "CarePlan", "constraint": None}, "x"])  # type: ignore[list-item]
    (tmp_path / "broken.json").write_text(json.dumps(broken), encoding="utf-8")
    assert call("per-1", "--package", "broken.json", "--lang", "en")[0] == 0
