"""Files, folders, globs and standard input as named bytes."""

import io
from pathlib import Path

import pytest

from dbep_ig.engine.diagnostics import Issue, Text
from dbep_ig.host.inputs import Input, read_inputs


@pytest.fixture
def folder(tmp_path, monkeypatch):
    for name in (
        "b.json",
        "a.xml",
        "sub/c.ndjson",
        "notes.txt",
        "package.json",
        ".hidden/d.json",
        ".index.json",
    ):
        file = tmp_path / "plans" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(name.encode())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def read(*paths: str, stdin: bytes = b"") -> list[str]:
    return [
        one.name if isinstance(one, Input) else f"{one.rule.code} {one.location.document}"
        for one in read_inputs(paths, io.BytesIO(stdin))
    ]


def test_a_folder_gives_its_resources_by_name(folder):
    assert read("plans") == ["plans/a.xml", "plans/b.json", "plans/sub/c.ndjson"]


def test_a_named_file_is_read_whatever_its_ending(folder):
    found = list(read_inputs(["plans/notes.txt"], io.BytesIO()))
    assert found == [Input("plans/notes.txt", b"notes.txt")]


def test_a_glob_that_the_shell_left_alone(folder):
    assert read("plans/**/*.*json") == ["plans/b.json", "plans/package.json", "plans/sub/c.ndjson"]


def test_standard_input(folder):
    assert list(read_inputs(["-"], io.BytesIO(b"{}"))) == [Input("-", b"{}")]


def test_a_missing_file_is_said_and_the_others_are_read(folder):
    assert read("missing.json", "plans/*.txt2", "plans/b.json") == [
        "DBEP4090 missing.json",
        "DBEP4090 plans/*.txt2",
        "plans/b.json",
    ]


def test_a_folder_without_resources_is_said(folder):
    Path("empty").mkdir()
    assert read("empty", "plans/.hidden") == ["DBEP4091 empty", "plans/.hidden/d.json"]


def test_an_unreadable_file_is_said(folder, monkeypatch):
    def refuse(path: str, mode: str) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("dbep_ig.host.inputs.open", refuse, raising=False)
    (issue,) = read_inputs(["plans/b.json"], io.BytesIO())
    assert isinstance(issue, Issue)
    assert (issue.rule.code, issue.params["reason"]) == (
        "DBEP4092",
        Text("ingen tilgang", "permission denied"),
    )
