"""Files, folders, globs and standard input as named bytes."""

import gzip
import io
import os
import threading
from pathlib import Path

import pytest

from dbep_ig.engine.diagnostics import Issue, Text
from dbep_ig.engine.fhir.limits import DEFAULT_LIMITS, Limits
from dbep_ig.engine.fhir.parts import read_whole
from dbep_ig.engine.validation.ground.documents import InputDocuments
from dbep_ig.host import unpacking
from dbep_ig.host.inputs import Input, Inputs, read_inputs
from tests.unit.validation import core


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


def test_an_empty_argument_is_no_file(folder):
    assert read("", "plans/b.json") == ['DBEP4093 ""', "plans/b.json"]


def test_paths_that_no_system_takes(folder):
    long = "n" * 300 + ".json"
    assert read(long, f"{long}*", "a\0b", "a\0*", "plans/a.xml/b.json") == [
        f"DBEP4092 {long}",
        f"DBEP4092 {long}*",
        "DBEP4092 a\0b",
        "DBEP4092 a\0*",
        "DBEP4090 plans/a.xml/b.json",
    ]


def test_a_null_character_in_a_name_shifts_no_other_name(folder):
    inputs = Inputs(["a\0b"] * 1500 + ["plans/b.json"], None)
    assert (inputs.name(1499), inputs.name(1500)) == ("a\u2400b", "plans/b.json")


def test_links_that_lead_nowhere_are_said(folder):
    for name, target in (("self.json", "self.json"), ("gone.json", "nowhere"), ("ok.json", "b.json")):
        (folder / "plans" / name).symlink_to(target)
    Path("plans/sub/up").symlink_to("..")
    found = [
        "plans/a.xml",
        "plans/b.json",
        "DBEP4090 plans/gone.json",
        "plans/ok.json",
        "DBEP4092 plans/self.json",
        "plans/sub/c.ndjson",
    ]
    assert read("plans") == found
    assert read("plans/self.json", "plans/gone.json") == [
        "DBEP4092 plans/self.json",
        "DBEP4090 plans/gone.json",
    ]


def test_a_folder_that_cannot_be_looked_into_is_said(folder, monkeypatch):
    whole = os.scandir

    def refuse(path: str) -> object:
        if path.endswith("sub"):
            raise PermissionError(13, "Permission denied")
        return whole(path)

    monkeypatch.setattr("dbep_ig.host.inputs.os.scandir", refuse)
    assert read("plans") == ["plans/a.xml", "plans/b.json", "DBEP4092 plans/sub"]
    assert read("plans/sub") == ["DBEP4092 plans/sub"]


needs_pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")


@needs_pipes
def test_a_glob_passes_by_what_is_no_file(folder):
    os.mkfifo("plans/c.json")
    os.mkfifo("plans/d.json")
    assert read("plans/*.json") == ["plans/b.json", "plans/package.json"]
    assert read("plans/[cd].json") == ["DBEP4095 plans/[cd].json"]
    assert read("plans") == ["plans/a.xml", "plans/b.json", "plans/sub/c.ndjson"]


@needs_pipes
@pytest.mark.parametrize("packed", [False, True])
def test_a_pipe_that_is_named_is_read_as_often_as_is_asked(folder, packed):
    os.mkfifo("pipe")
    data = b'{"resourceType": "Patient"}\n' * 3000
    writer = threading.Thread(
        target=lambda: Path("pipe").write_bytes(gzip.compress(data) if packed else data)
    )
    writer.start()
    inputs = Inputs(["pipe"], None)
    assert [read_whole(inputs.open(0)) for _ in range(2)] == [data] * 2
    writer.join()


def test_standard_input_that_is_closed_is_said(folder):
    (issue,) = read_inputs(["-"], None)
    assert (issue.rule.code, issue.params["reason"].en) == ("DBEP4092", "standard input is closed")


def test_nothing_is_taken_from_standard_input_before_it_is_read(folder):
    class Stream(io.BytesIO):
        def read1(self, size: int = -1, /) -> bytes:
            taken.append(size)
            return super().read1(10)

    taken: list[int] = []
    inputs = Inputs(["-"], Stream(b"0123456789\n" * 20))
    assert not taken
    assert inputs.open(0).readline() == b"0123456789\n"
    assert len(taken) == 2


def test_what_is_too_large_is_not_read(folder):
    with open("big.json", "wb") as file:
        file.truncate(DEFAULT_LIMITS.bytes * 30)
    inputs = Inputs(["big.json"], None)
    opened = inputs.open(0)
    assert isinstance(opened, Issue)
    assert (opened.rule.code, inputs.unread) == ("DBEP4002", False)


def test_a_large_file_of_lines_is_read_line_by_line(folder):
    line = b'{"resourceType": "Patient"}\n'
    Path("many.ndjson").write_bytes(line * 20)
    inputs = Inputs(["many.ndjson"], None, Limits(bytes=len(line)))
    assert inputs.open(0).readline() == line


@pytest.mark.parametrize("name", ["a.json.gz", "a.xml.gz", "a.ndjson.gz", "a.jsonl.gz", "A.JSON.GZ"])
def test_packed_inputs(folder, name):
    data = b"".join(b'{"resourceType": "Patient", "id": "%d"}\n' % number for number in range(50_000))
    half = len(data) // 2
    # two packed one after the other are one; zeros after them are padding
    Path("plans", name).write_bytes(gzip.compress(data[:half]) + gzip.compress(data[half:]) + bytes(100))
    inputs = Inputs(["plans"], None)
    number = [inputs.name(each) for each in range(len(inputs))].index(f"plans/{name}")
    for _ in range(2):
        stream = inputs.open(number)
        assert read_whole(stream) == data
    stream.seek(half)
    assert stream.readline() == data[half:].partition(b"\n")[0] + b"\n"


def test_only_what_is_packed_is_unpacked(folder):
    Path("plain.json.gz").write_bytes(b"{}")
    Path("packed.json").write_bytes(gzip.compress(b"{}"))
    assert [one.data[:2] for one in read_inputs(["plain.json.gz", "packed.json"], None)] == [
        b"{}",
        b"\x1f\x8b",
    ]


def test_packed_standard_input(folder):
    assert list(read_inputs(["-"], io.BytesIO(gzip.compress(b"{}")))) == [Input("-", b"{}")]


def judged(path: str, limits: Limits = DEFAULT_LIMITS) -> tuple[list[str], int]:
    """The codes of errors of reading, and how many resources came before."""
    found = list(InputDocuments(Inputs([path], None, limits), core(), limits).one_by_one())
    codes = [issue.rule.code for one in found for issue in one.issues]
    return codes, sum(one.document is not None for one in found)


def test_packed_inputs_that_are_broken(folder):
    line = b'{"resourceType": "Patient", "id": "%d"}\n'
    data = b"".join(line % number for number in range(10_000))
    packed = gzip.compress(data)
    Path("cut.ndjson.gz").write_bytes(packed[: len(packed) // 2])
    codes, before = judged("cut.ndjson.gz")
    assert codes == ["DBEP4096"]
    assert 1000 < before < 9000
    Path("bad.ndjson.gz").write_bytes(packed[:1000] + b"\xff" * 50 + packed[1050:])
    assert judged("bad.ndjson.gz")[0] == ["DBEP4097"]
    Path("after.json.gz").write_bytes(gzip.compress(b"{}") + b"more")
    assert judged("after.json.gz")[0] == ["DBEP4097"]
    Path("sum.json.gz").write_bytes(gzip.compress(b"{}")[:-8] + b"\0" * 8)
    assert judged("sum.json.gz")[0] == ["DBEP4097"]
    Path("head.json.gz").write_bytes(packed[:5])
    assert judged("head.json.gz")[0] == ["DBEP4096"]


def bomb(path: str, piece: bytes, size: int) -> None:
    with gzip.open(path, "wb") as file:
        for _ in range(size // len(piece)):
            file.write(piece)


def test_a_packed_bomb_is_refused(folder, monkeypatch):
    monkeypatch.setattr("dbep_ig.host.unpacking._RATIO_FROM", 1 << 18)
    monkeypatch.setattr("dbep_ig.host.unpacking._RATIO", 50)
    bomb("lines.ndjson.gz", b'{"resourceType": "Patient"}\n' * 1000, 2 << 20)
    codes, before = judged("lines.ndjson.gz")
    assert codes == ["DBEP4098"]
    assert before < 30_000


def test_a_packed_document_is_unpacked_no_further_than_the_limit(folder, monkeypatch):
    given = 0

    def counted(pieces, name):
        nonlocal given
        for piece in whole(pieces, name):
            given += len(piece)
            yield piece

    whole = unpacking.unpacked
    monkeypatch.setattr("dbep_ig.host.inputs.unpacked", counted)
    bomb("a.json.gz", b" " * 1_000_000, 40_000_000)
    assert judged("a.json.gz", Limits(bytes=2_000_000)) == (["DBEP4002"], 0)
    assert given < 3_000_000


@pytest.mark.parametrize("name", ["a.ndjson", "a.jsonl", "a.ndjson.gz", "a.NDJSON"])
@pytest.mark.parametrize("data", [b"", b"\n \r\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n"])
def test_a_part_without_lines_is_information(folder, name, data):
    Path(name).write_bytes(gzip.compress(data) if name.endswith("gz") else data)
    assert judged(name) == (["DBEP4094"], 0)
    Path("a.json").write_bytes(data)
    assert judged("a.json")[0] in (["DBEP4001"], ["DBEP4005", "DBEP4001"])


def test_a_file_that_changes_while_it_is_read(folder):
    """Between the look for references and the reading: gone, another, shorter."""
    one = b'{"resourceType": "Patient", "id": "a"}\n'
    for after in (None, b"", b"{", one * 3, b'{"resourceType": "Basic"}'):
        Path("x.ndjson").write_bytes(one * 2)
        inputs = Inputs(["x.ndjson"], None)
        documents = InputDocuments(inputs, core())
        keys = [key for key, _ in documents.every()]
        if after is None:
            Path("x.ndjson").unlink()
        else:
            Path("x.ndjson").write_bytes(after)
        again = [documents.again(key) for key in keys]
        assert len(again) == 2
        assert list(documents.one_by_one())


def test_an_error_while_reading_is_said_and_the_rest_is_read(folder):
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise OSError(5, "Input/output error")

    class Files:
        def __len__(self) -> int:
            return 2

        def name(self, number: int) -> str:
            return f"{number}.json"

        def open(self, number: int) -> io.BytesIO:
            return io.BytesIO(b'{"resourceType": "Patient"}') if number else Broken()

    found = list(InputDocuments(Files(), core()).one_by_one())
    assert [[issue.rule.code for issue in one.issues] for one in found] == [["DBEP4092"], []]
    assert found[0].issues[0].params["reason"].nb == "feil på enheten"
