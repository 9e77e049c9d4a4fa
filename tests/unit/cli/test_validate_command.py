"""`dbep validate` from the outside: what it says, and its exit code, whatever the number of findings and whatever breaks."""

import io
import json
from typing import Any

import pytest

from dbep_ig.engine.validation.walking import walk
from tests.command import dbep


def call(*words: str, stdin: bytes = b"", **environment: str) -> tuple[int, str, str]:
    return dbep("validate", *words, "--profile", "none", stdin=stdin, **environment)


def lines(*found: dict[str, Any]) -> bytes:
    return b"".join(json.dumps(one).encode() + b"\n" for one in found)


# `type` without system: two warnings for each identifier
WARNED = {"resourceType": "Patient", "identifier": [{"value": "1", "type": {"coding": [{"code": "x"}]}}]}
WRONG = {"resourceType": "Patient", "ukjent": 1, "gender": 2}


def test_an_error_after_two_thousand_warnings_is_an_error():
    """As 2,001 right plans in one NDJSON and then a wrong one: it ended with `0 errors` and exit code 0."""
    code, out, _ = call("-", stdin=lines(*[WARNED] * 1001, WRONG))
    assert code == 1
    assert "2 errors, 2002 warnings, 0 for information in 1 document." in out
    assert "-:1002:" in out


def test_an_error_in_the_last_of_two_thousand_entries_is_an_error():
    many = {"resourceType": "Patient", "identifier": WARNED["identifier"] * 1001}
    bundle = {"resourceType": "Bundle", "type": "batch", "entry": [{"resource": many}, {"resource": WRONG}]}
    code, out, _ = call("-", "--format", "json", stdin=json.dumps(bundle).encode())
    report = json.loads(out)
    assert code == 1
    assert report["summary"]["error"] >= 2
    assert [one["expression"] for one in report["issues"] if one["code"] == "DBEP4101"] == [
        "Bundle.entry[1].resource.ukjent"
    ]
    assert sum(one["count"] for one in report["summary"]["notShown"]) > 0


def test_errors_in_the_last_file_of_a_folder_are_told(tmp_path):
    for number in range(300):
        (tmp_path / f"{number:03}.json").write_bytes(
            json.dumps({**WARNED, "identifier": WARNED["identifier"] * 8}).encode()
        )
    (tmp_path / "999.json").write_bytes(json.dumps(WRONG).encode())
    code, out, _ = call(str(tmp_path), "--format", "operationoutcome")
    told = json.loads(out)["issue"]
    assert code == 1
    assert {one["extension"][-2]["valueString"][-8:] for one in told if one["severity"] == "error"} == {
        "999.json"
    }


@pytest.mark.parametrize("form", ["text", "json", "operationoutcome"])
def test_a_fault_of_our_own_at_one_resource_leaves_the_others_their_report(monkeypatch, form):
    walk_element = walk.walk_element

    def breaks(value, schema, frame, run):
        if value.get("id") == "break":
            raise LookupError("a promise of ours")
        walk_element(value, schema, frame, run)

    monkeypatch.setattr(walk, "walk_element", breaks)
    sent = lines(WRONG, {"resourceType": "Patient", "id": "break"}, WRONG)
    code, out, err = call("-", "--format", form, stdin=sent)
    assert (code, err) == (2, "")
    assert out.count("DBEP9001") == 1
    assert out.count("DBEP4101") == 2
    code, out, err = call("-", stdin=sent, DBEP_DEBUG="1")
    assert (code, out) == (2, "")
    assert "Traceback" in err


def test_one_fault_of_reading_does_not_take_the_others_along(tmp_path):
    (tmp_path / "a.json").write_bytes(b"{")
    (tmp_path / "b.json").write_bytes(json.dumps(WRONG).encode())
    code, out, _ = call(str(tmp_path))
    assert code == 1
    assert "DBEP4101" in out


@pytest.mark.parametrize("form", ["text", "json", "operationoutcome"])
def test_many_lines_are_written_as_they_are_judged_and_counted_at_the_end(form):
    """More than is put in order at once: the gravest come first within each batch, and the totals are of all."""
    sent = lines(*[WARNED] * 1500, *[WRONG] * 3)
    code, out, _ = call("-", "--format", form, stdin=sent)
    assert code == 1
    if form == "text":
        assert "6 errors, 3000 warnings, 0 for information in 1 document." in out
        assert "-:1503:" in out
    else:
        report = json.loads(out)
        severities = [one["severity"] for one in report["issues" if form == "json" else "issue"]]
        assert severities.count("error") == 6
        assert severities.count("warning") == 3000
        if form == "json":
            assert report["summary"]["error"] == 6
            assert report["documents"] == ["-"]


def test_a_few_lines_have_the_gravest_first():
    _, out, _ = call("-", "--format", "json", stdin=lines(WARNED, WRONG, WARNED))
    assert [one["severity"] for one in json.loads(out)["issues"]] == ["error"] * 2 + ["warning"] * 4


def test_a_pipe_is_read_once_and_its_lines_may_refer_to_each_other(tmp_path):
    import os
    import threading

    pipe = tmp_path / "pipe.ndjson"
    os.mkfifo(pipe)
    patient = {"resourceType": "Patient", "id": "p"}
    refers = {"resourceType": "Basic", "code": {"text": "x"}, "subject": {"reference": "Patient/p"}}
    writing = threading.Thread(target=pipe.write_bytes, args=(lines(refers, patient, refers),))
    writing.start()
    code, out, _ = call(str(pipe), "--check-references")
    writing.join()
    assert (code, "in 1 document." in out) == (0, True)


def test_folders_are_read_in_the_order_of_their_names_however_deep(tmp_path):
    from dbep_ig.host.inputs import Inputs

    for name in ("b/z.json", "b/a/1.json", "a.json", "b.json", "c.json", "b/a.json", ".x/y.json"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("{}")
    deep = tmp_path.joinpath("d", *["e"] * 800)
    at = tmp_path
    for step in deep.relative_to(tmp_path).parts:
        at = at / step
        at.mkdir()
    (deep / "f.json").write_text("{}")
    inputs = Inputs([str(tmp_path)], io.BytesIO())
    found = [inputs.name(number) for number in range(len(inputs))]
    assert found == [str(one) for one in sorted(tmp_path.rglob("*.json")) if ".x" not in one.parts]
    assert len(found) == 7


def test_very_many_paths_are_kept_and_sorted():
    from dbep_ig.host.path_lists import PathList, in_order

    names = [f"{number * 7919 % 20011:05}.json" for number in range(20011)]
    assert list(in_order(names)) == sorted(names)
    paths = PathList()
    for name in names:
        paths.append(name)
    assert len(paths) == len(names)
    assert [paths[number] for number in (0, 999, 1000, 20010, 5)] == [
        names[number] for number in (0, 999, 1000, 20010, 5)
    ]
