"""`then:` of a scenario through the build: transactions, and what is said of them (tests/cases/scenarios/sequences.yaml)."""

import json
from pathlib import Path

import pytest
import yaml

from dbep_ig import Validator, build
from dbep_ig.host.packages import PackageSettings
from tests.catalogue.stages.build import GUIDE
from tests.unit.authoring.test_life_cycles import VALUE_SET

from .small_guide import CASES as FOLDER

CASES = yaml.safe_load((FOLDER / "sequences.yaml").read_text(encoding="utf-8"))
ELEMENT = """\
  {name}:
    title: {{nb: {name}, en: {name}}}
    definition: {{nb: a, en: b}}
    type: {type}
    cardinality: {cardinality}
    maps: {maps}
"""


def model_class(name: str, resource: str, *elements: tuple[str, str, str, str], rest: str = "") -> str:
    head = f"class: {name}\nmaps: {resource}\ntitle: {{nb: {name}, en: {name}}}\ndefinition: {{nb: a, en: b}}\nelements:\n"
    keys = ("name", "type", "cardinality", "maps")
    return head + "".join(ELEMENT.format(**dict(zip(keys, one, strict=True))) for one in elements) + rest


STATES = """\
states:
  element: status
  initial: [draft, active]
  roles: {lege: {nb: Lege, en: Doctor}, pasient: {nb: Pasient, en: Patient}}
  transitions:
    draft: active
    active:
      - on-hold
      - {to: completed, by: lege, text: {nb: Slutten er kjent, en: The end is known}, expression: period.end.exists()}
    on-hold: active
"""
FILES = {
    "guide.yaml": GUIDE.decode(),
    "model/planstatus.yaml": VALUE_SET + "      on-hold: {display: {nb: Satt på pause, en: On Hold}}\n",
    "model/plan.yaml": model_class(
        "Plan",
        "CarePlan",
        ("status", "code", "1..1", "CarePlan.status\n    binding: planstatus (required)"),
        ("hensikt", "code", "1..1", "CarePlan.intent"),
        ("tittel", "string", "0..1", "CarePlan.title"),
        ("periode", "Period", "0..1", "CarePlan.period"),
        ("pasient", "Reference(Pasient)", "1..1", "CarePlan.subject"),
        rest=STATES,
    ),
    "model/pasient.yaml": model_class("Pasient", "Patient", ("navn", "HumanName", "0..*", "Patient.name")),
    "profiles/plan.yaml": "profile: plan\nimplements: Plan\nparent: CarePlan\nrules: {intent: {pattern: plan}}\n",
    "profiles/pasient.yaml": "profile: pasient\nimplements: Pasient\nparent: Patient\n",
}
BEGIN = """\
scenario: x
title: {nb: Plan, en: Plan}
plan:
  class: Plan
  status: active
  tittel: A
  periode: {start: 2026-01-01}
  pasient: {$ref: per}
per:
  class: Pasient
  navn: Per
annen:
  class: Plan
  status: draft
  tittel: B
  pasient: {$ref: per}


then:
"""


def write(folder: Path, then: str, after: str = "") -> None:
    indented = "".join(f"  {line}\n" for line in then.splitlines())
    files = {**FILES, "examples/x.yaml": BEGIN + indented + after}
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")


def built(folder: Path):
    return build.guide(folder, site=False, package_settings=PackageSettings(folder / "no-cache"))


@pytest.mark.parametrize("case", [pytest.param(one, id=one["desc"]) for one in CASES])
def test_sequence(case, tmp_path):
    write(tmp_path, case["then"], case.get("after", ""))
    made = built(tmp_path)
    found = [one for one in made.report.issues if one.code.startswith(("DBEP29", "DBEP49", "DBEP21"))]
    assert [one.code for one in found] == [one["code"] for one in case["issues"]], made.report.to_text("en")
    for issue, wanted in zip(found, case["issues"], strict=True):
        if "at" in wanted:
            assert f"{issue.line}:{issue.column}" == wanted["at"]
        assert wanted.get("says", "") in issue.message("en")
    files = sorted(path for path in made.files if path.startswith("examples/") and "x-" in path)
    assert files == sorted(f"examples/{one}.json" for one in case["made"])


def entries(made, path: str) -> list[tuple[str, str, str | None]]:
    bundle = json.loads(made.files[path])
    assert bundle["type"] == "transaction"
    return [
        (one["request"]["method"], one["request"]["url"], one.get("resource", {}).get("status"))
        for one in bundle["entry"]
    ]


def test_a_transaction_has_what_changes_and_nothing_else(tmp_path):
    write(
        tmp_path,
        "- {title: {nb: a, en: b}, change: {plan.status: on-hold, annen: null}, "
        "add: {ny: {class: Plan, status: draft, pasient: {$ref: per}}}}\n"
        "- {title: {nb: a, en: b}, change: {ny.tittel: C}}",
    )
    made = built(tmp_path)
    assert made.report.ok, made.report.to_text("en")
    assert entries(made, "examples/valid/x-1.json") == [
        ("PUT", "CarePlan/x", "on-hold"),
        ("POST", "CarePlan", "draft"),
        ("DELETE", "CarePlan/annen", None),
    ]
    assert entries(made, "examples/valid/x-2.json") == [("PUT", "CarePlan/ny", "draft")]
    assert "package/example/Bundle-x-1.json" in made.files
    assert "package/example/Bundle-x-2.json" in made.files


def test_the_steps_can_be_validated_one_after_another(tmp_path):
    """As a vendor does it with the published examples: each with those before it as its earlier version."""
    write(
        tmp_path,
        "- {title: {nb: a, en: b}, change: {plan.status: on-hold}}\n"
        "- {title: {nb: a, en: b}, change: {plan.status: active}}\n"
        "- {title: {nb: a, en: b}, change: {plan.status: draft}, "
        "expect: [{rule: transition-not-allowed, at: CarePlan.status}]}",
    )
    made = build.guide(
        tmp_path, into=tmp_path / "build", site=False, package_settings=PackageSettings(tmp_path / "no-cache")
    )
    assert made.report.ok, made.report.to_text("en")
    door = Validator.open(folder=tmp_path, package_settings=PackageSettings(tmp_path / "no-cache"))
    examples = tmp_path / "build" / "examples"
    begun, first, second = (examples / "valid" / f"{name}.json" for name in ("x", "x-1", "x-2"))
    assert door.check(first, before=begun).ok
    assert door.check(second, before=[begun, first]).ok
    report = door.check(examples / "invalid" / "x-3.json", before=[begun, first, second])
    assert [(one.code, one.expression) for one in report.issues if one.code.startswith("DBEP49")] == [
        ("DBEP4900", "Bundle.entry[0].resource.status")
    ]
