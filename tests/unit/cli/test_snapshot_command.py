"""`dbep snapshot`: the content of a profile as a tree or as JSON, and why there is none."""

import json
from pathlib import Path

import pytest

from tests.command import dbep
from tests.unit.packages.made import package_files, tgz
from tests.unit.snapshots.made import URL, definition


@pytest.fixture
def call(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def run(*words: str, stdin: bytes = b"") -> tuple[int, str, str]:
        return dbep("snapshot", *words, stdin=stdin, DBEP_PACKAGES=str(tmp_path / "cache"))

    return run


def _write(name: str, resource: object) -> str:
    Path(name).write_text(json.dumps(resource), encoding="utf-8")
    return name


PROFILE = {
    "type": "Observation",
    "differential": [
        {"path": "Observation.status", "fixedCode": "final"},
        {"path": "Observation.code", "min": 1, "mustSupport": True},
        {"path": "Observation.valueQuantity"},
        {"path": "Observation.valueQuantity.unit", "min": 1},
    ],
}


def test_a_tree(call):
    code, out, err = call(_write("p.json", definition(PROFILE)), "--lang", "en")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0].startswith(URL + "profile  (")
    rows: dict[str, str] = {}
    for line in lines[2:-2]:
        rows.setdefault(line[5:].split()[0], line)
    assert rows["status"].startswith("+ ?!")
    assert "= final" in rows["status"]
    assert rows["code"].startswith("+S")
    assert "1..1" in rows["code"]
    assert "/type:$this open/" in rows["value[x]"]
    assert rows["value[x]:valueQuantity"].startswith("+")
    assert rows["unit"].startswith("+")
    assert rows["component"].startswith(" ")
    assert "-> Observation.referenceRange" in out
    assert lines[-1].startswith("+ changed by the differential")


def test_json_from_standard_input(call):
    code, out, _ = call("-", "--format", "json", stdin=json.dumps(definition(PROFILE)).encode())
    assert code == 0
    made = json.loads(out)
    assert made["url"] == URL + "profile"
    assert made["snapshot"]["element"][0]["id"] == "Observation"


def test_a_base_from_a_package_and_a_sorted_differential(call):
    parent = definition({"name": "parent", "differential": [{"path": "Patient.name", "max": "1"}]})
    Path("a-1.0.0.tgz").write_bytes(
        tgz(package_files("a#1.0.0", parent | {"id": "parent", "version": "1.0.0"}))
    )
    profile = definition(
        {
            "base": "parent",
            "differential": [{"path": "Patient.gender", "min": 1}, {"path": "Patient.name", "min": 1}],
        }
    )
    file = _write("p.json", profile)
    code, out, err = call(file, "--package", "a-1.0.0.tgz", "--format", "json", "--sort")
    assert (code, err) == (0, "")
    made = json.loads(out)
    assert [element["path"] for element in made["differential"]["element"]] == [
        "Patient.name",
        "Patient.gender",
    ]
    [name] = [element for element in made["snapshot"]["element"] if element["id"] == "Patient.name"]
    assert (name["min"], name["max"]) == (1, "1")
    assert "DBEP3113" in call(file, "--package", "a-1.0.0.tgz")[2]


def test_a_refusal_shows_the_line(call):
    file = _write("p.json", definition({"differential": [{"path": "Patient.active", "max": "2"}]}))
    code, out, err = call(file)
    assert (code, out) == (1, "")
    assert "p.json:1:" in err
    assert "DBEP3121" in err


def test_another_resource_has_no_snapshot(call):
    code, out, err = call(_write("p.json", {"resourceType": "Patient"}))
    assert (code, out) == (2, "")
    assert "DBEP3108" in err


def test_one_file_at_a_time(call):
    for name in ("a.json", "b.json"):
        _write(name, definition({}))
    code, out, err = call(".")
    assert (code, out) == (2, "")
    assert "DBEP3109" in err


@pytest.mark.parametrize("data", [b"", b"{", b"\x00\x01", b"[1]"])
def test_what_cannot_be_read(call, data):
    Path("p.json").write_bytes(data)
    code, out, err = call("p.json")
    assert (code, out) == (2, "")
    assert "DBEP40" in err


def test_a_file_that_is_not_there(call):
    assert call("nope.json")[0] == 2
