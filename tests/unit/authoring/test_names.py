"""Ids with and without the prefix, names in expressions, the guide's own canonical: all through `build_guide`, on one small guide."""

import json
import re
from functools import cache
from pathlib import Path

import pytest
import yaml

from dbep_ig.engine.diagnostics import Issue, Result
from dbep_ig.guide.build import Guide, build_guide
from dbep_ig.host.core_data import open_core
from tests.unit.authoring.small_classes import without_mandatory

CASES = Path(__file__).parents[2] / "cases" / "names"
FOLDER = CASES / "guide"
BASE = "http://example.org/guide"


def rows(name: str) -> list:
    return [
        pytest.param(row, id=row["desc"])
        for row in yaml.safe_load((CASES / name).read_text(encoding="utf-8"))
    ]


def written() -> dict[str, str]:
    return {
        path.relative_to(FOLDER).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(FOLDER.rglob("*.yaml"))
    }


def build(files: dict[str, str]) -> Result[Guide]:
    core = open_core().value
    return without_mandatory(build_guide({path: text.encode() for path, text in files.items()}, core, core))


def changed(row: dict) -> tuple[dict[str, str], tuple[str, int, int, int, int] | None]:
    """The guide with the row's change, and the place between `«` and `»` (they are not in the files)."""
    files = written()
    path, old, new = row["file"], row["old"], row["new"]
    assert files[path].count(old) >= 1, f"{path} has no {old!r}"
    text = files[path].replace(old, new, 1)
    files[path] = text.replace("«", "").replace("»", "")
    if "«" not in text:
        return files, None
    before, inside, _ = re.split("[«»]", text)
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    return files, (path, line, column, line, column + len(inside))


def place(issue: Issue) -> tuple[str, int, int, int, int]:
    found = issue.location.place()
    assert found is not None
    return (found.source.name, *found.span)


@cache
def package() -> dict[str, bytes]:
    made = build(written())
    assert [issue.message("en") for issue in made.issues] == []
    return made.value.files().value


def test_ids_are_published_with_the_prefix_and_classes_without():
    ids = {
        path.removeprefix("package/").removesuffix(".json") for path in package() if path.endswith(".json")
    }
    assert ids >= {
        "StructureDefinition-x-plan",
        "StructureDefinition-x-roed-plan",
        "StructureDefinition-x-Patient",
        "StructureDefinition-x-samtykke",
        "CodeSystem-x-farge",
        "ValueSet-x-farge",
        "ValueSet-x-bare-roed",
        "StructureDefinition-Plan",
    }
    plan = json.loads(package()["package/StructureDefinition-x-plan.json"])
    assert (plan["name"], plan["url"]) == ("XPlan", f"{BASE}/StructureDefinition/x-plan")


def test_a_discriminator_has_the_canonical_of_the_extension_it_names():
    plan = json.loads(package()["package/StructureDefinition-x-plan.json"])
    (sliced,) = [e for e in plan["differential"]["element"] if e["id"] == "CarePlan.supportingInfo"]
    path = f"extension('{BASE}/StructureDefinition/x-samtykke')"
    assert sliced["slicing"]["discriminator"] == [{"type": "exists", "path": path}]


def test_a_parent_that_is_an_r4_type_is_that_type_also_where_a_profile_is_spelled_so():
    profile = json.loads(package()["package/StructureDefinition-x-Patient.json"])
    assert profile["baseDefinition"] == "http://hl7.org/fhir/StructureDefinition/Patient"


@pytest.mark.parametrize(
    ("target", "canonical"),
    [
        ("Patient", "http://hl7.org/fhir/StructureDefinition/Patient"),
        ("x-Patient", f"{BASE}/StructureDefinition/x-Patient"),
        ("Group", "http://hl7.org/fhir/StructureDefinition/Group"),
    ],
)
def test_a_target_that_is_an_r4_resource_is_that_resource(target, canonical):
    files = written()
    files["profiles/plan.yaml"] = files["profiles/plan.yaml"].replace(
        "rules:\n", f"rules:\n  subject: {{type: Reference({target})}}\n", 1
    )
    plan = next(one.resource for one in build(files).value.resources if one.resource["id"] == "x-plan")
    (subject,) = [e for e in plan["differential"]["element"] if e["id"] == "CarePlan.subject"]
    assert subject["type"] == [{"code": "Reference", "targetProfile": [canonical]}]


def test_a_profile_that_is_not_the_first_of_its_class_is_a_target_of_its_own():
    files = written()
    files["profiles/plan2.yaml"] = "profile: z-plan\nimplements: Plan\nparent: plan\n"
    files["profiles/roed-plan.yaml"] = files["profiles/roed-plan.yaml"].replace("(Plan)", "(z-plan)")
    red = next(one.resource for one in build(files).value.resources if one.resource["id"] == "x-roed-plan")
    (part,) = [e for e in red["differential"]["element"] if e["id"] == "CarePlan.partOf"]
    assert part["type"][0]["targetProfile"] == [f"{BASE}/StructureDefinition/x-z-plan"]


def test_a_data_type_that_no_profile_can_be_of_does_not_take_its_name():
    files = written()
    files["profiles/kode.yaml"] = "profile: code\nparent: CarePlan\n"
    files["profiles/under.yaml"] = "profile: under\nparent: code\n"
    under = next(one.resource for one in build(files).value.resources if one.resource["id"] == "x-under")
    assert under["baseDefinition"] == f"{BASE}/StructureDefinition/x-code"


def test_the_profile_that_is_spelled_as_an_r4_type_has_its_whole_id_as_a_name():
    files = written()
    files["profiles/barn.yaml"] = "profile: barn\nparent: x-Patient\n"
    barn = next(one.resource for one in build(files).value.resources if one.resource["id"] == "x-barn")
    assert barn["baseDefinition"] == f"{BASE}/StructureDefinition/x-Patient"


@pytest.mark.parametrize("row", rows("spellings.yaml"))
def test_both_spellings_are_one(row):
    files, _ = changed(row)
    made = build(files)
    assert [issue.message("en") for issue in made.issues] == []
    assert made.value.files().value == package()


@pytest.mark.parametrize("row", rows("slips.yaml"))
def test_a_slip_is_shown_as_it_was_written(row):
    files, at = changed(row)
    found = [issue for issue in build(files).issues if issue.rule.code == row["code"]]
    assert [place(issue) for issue in found][:1] == [at], [
        issue.message("en") for issue in build(files).issues
    ]
    assert row["says"] in found[0].message("en")
    assert found[0].message("nb")


def with_expression(expression: str) -> str:
    return written()["model/plan.yaml"] + (
        f"  plan-9:\n    severity: warning\n    text: {{nb: a, en: b}}\n    expression: {expression}\n"
    )


def published(made: Result[Guide]) -> str:
    plan = next(one.resource for one in made.value.resources if one.resource["id"] == "x-plan")
    (found,) = [
        one["expression"]
        for one in plan["differential"]["element"][0]["constraint"]
        if one["key"] == "x-plan-9"
    ]
    return found


@pytest.mark.parametrize("row", [row for row in rows("expressions.yaml") if "published" in row.values[0]])
def test_what_is_published_of_an_expression(row):
    expression = "'" + row["written"].replace("'", "''") + "'"
    made = build(written() | {"model/plan.yaml": with_expression(expression)})
    assert [issue.message("en") for issue in made.issues if issue.rule.code == "DBEP2048"] == []
    assert made.value is not None, [issue.message("en") for issue in made.issues]
    assert published(made) == row["published"].replace("BASE", BASE)


STYLES = {
    "plain": lambda text: text,
    "single": lambda text: "'" + text.replace("'", "''") + "'",
    "double": lambda text: '"' + text + '"',
    "literal": lambda text: "|\n      true and\n      " + text,
    "folded": lambda text: ">-\n      true\n      and\n      " + text,
    "over lines": lambda text: "true and\n      " + text,
}


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("row", [row for row in rows("expressions.yaml") if "code" in row.values[0]])
def test_what_is_wrong_in_an_expression_is_shown_at_the_name(row, style):
    text = with_expression(STYLES[style](row["written"]))
    before, inside, _ = re.split("[«»]", text)
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    clean = text.replace("«", "").replace("»", "")
    found = [
        one for one in build(written() | {"model/plan.yaml": clean}).issues if one.rule.code == row["code"]
    ]
    assert [place(one)[1:] for one in found] == [(line, column, line, column + len(inside))]
    assert row["says"] in found[0].message("en")
    assert found[0].message("nb")


@pytest.mark.parametrize("row", rows("own-canonicals.yaml"))
def test_the_guides_own_canonical_written_out(row):
    files, at = changed(row)
    found = [issue for issue in build(files).issues if issue.rule.code == "DBEP2049"]
    assert [place(issue) for issue in found] == ([] if at is None else [at])
    for issue in found:
        assert not issue.is_error
        assert row["says"] in issue.message("en")
        assert issue.message("nb")
