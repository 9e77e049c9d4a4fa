"""What surrounds a command: arguments, files and streams as a shell, a CI job or a full disk leave them.

Each row: an exit code that tells what happened, one line or one issue, never a traceback.
"""

import gzip
import io
import json
import os
import re
import shlex
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import dbep_ig
from dbep_ig.apps.cli import main as cli
from dbep_ig.apps.cli.console import Console
from tests.unit.packages.made import package_files, tgz

PLAIN = b'{"resourceType": "Patient"}'
RULE = {
    "resourceType": "CodeSystem",
    "id": "c",
    "url": "http://x/c",
    "status": "draft",
    "content": "complete",
}
LONG = "n" * 300
posix = pytest.mark.skipif(
    os.name != "posix", reason="made with what only POSIX has: pipes, devices, closed streams"
)
full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A folder with one of each kind of thing."""
    monkeypatch.chdir(tmp_path)
    Path("p.json").write_bytes(PLAIN)
    Path("empty.json").touch()
    Path("empty.ndjson").touch()
    Path("lines.jsonl").write_bytes(PLAIN + b"\n" + PLAIN + b"\n")
    Path("lines.ndjson.gz").write_bytes(gzip.compress(PLAIN + b"\n" + PLAIN + b"\n"))
    Path("cut.json.gz").write_bytes(gzip.compress(PLAIN)[:20])
    Path("folder.json").mkdir()
    Path("nothing").mkdir()
    Path("x.tgz").write_bytes(tgz(package_files("x.y#1.0.0", RULE)))
    Path("cut.tgz").write_bytes(Path("x.tgz").read_bytes()[:100])
    for name in ("big.json", "big.tgz", "big.xml"):
        with open(name, "wb") as file:
            file.truncate(3 << 30)
    if os.name == "posix":
        Path("self.json").symlink_to("self.json")
        Path("gone.json").symlink_to("nowhere.json")
        os.mkfifo("pipe1.json")
        os.mkfifo("pipe2.json")
    return tmp_path


def call(*words: str, stdin: bytes = b"", language: str = "en") -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    environment = {"DBEP_LANG": language, "DBEP_PACKAGES": "cache"}
    code = cli.main(words, environment=environment, stdin=io.BytesIO(stdin), stdout=out, stderr=err)
    assert "Traceback" not in out.getvalue() + err.getvalue()
    assert "DBEP9001" not in out.getvalue() + err.getvalue()
    return code, out.getvalue(), err.getvalue()


def issues(text: str) -> list[str]:
    return re.findall(r"(?:fatal|error|warning|info|kritisk|feil|advarsel) (DBEP\d{4}) ", text)


R4 = ("--profile", "none")
# what is named, exit code, codes
ROWS = [
    (("",), 2, ["DBEP4093"]),
    (("   ",), 2, ["DBEP4090"]),
    (("nosuch.json",), 2, ["DBEP4090"]),
    (("nosuch*.json",), 2, ["DBEP4090"]),
    (("p.json/x",), 2, ["DBEP4090"]),
    ((LONG,), 2, ["DBEP4092"]),
    ((f"{LONG}*",), 2, ["DBEP4092"]),
    ((f"{LONG}/x.json",), 2, ["DBEP4092"]),
    (("a\0b",), 2, ["DBEP4092"]),
    (("self.json",), 2, ["DBEP4092"]),
    (("gone.json",), 2, ["DBEP4090"]),
    (("nothing",), 2, ["DBEP4091"]),
    (("folder.json",), 2, ["DBEP4091"]),
    (("pipe*.json",), 2, ["DBEP4095"]),
    (("big.json",), 1, ["DBEP4002"]),
    (("big.xml",), 1, ["DBEP4002"]),
    (("empty.json",), 1, ["DBEP4001"]),
    (("empty.ndjson",), 0, ["DBEP4094"]),
    (("cut.json.gz",), 2, ["DBEP4096"]),
    (("lines.jsonl",), 0, []),
    (("lines.ndjson.gz",), 0, []),
    (("--", "p.json"), 0, []),
    (("p.json", "", "p.json"), 2, ["DBEP4093"]),
]


@posix
@pytest.mark.parametrize(("words", "code", "codes"), ROWS, ids=lambda value: ascii(value)[:40])
@pytest.mark.parametrize("command", ["validate", "fhirpath", "snapshot"])
def test_what_is_named(place, command, words, code, codes):
    if command == "validate":
        got, out, err = call("validate", *R4, *words)
        assert (got, issues(out), err) == (code, codes, "")
    elif command == "fhirpath":
        got, out, err = call("fhirpath", "id", *words)
        assert (got, issues(err)) == (2 if code == 1 else code, codes)
    elif len(words) == 1:
        got, out, err = call("snapshot", *words)
        assert (got, out) == (2, "")
        assert issues(err) == (codes or ["DBEP3108"])


@posix
@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no /dev/zero")
def test_a_device_without_end(place, monkeypatch):
    monkeypatch.setattr(
        "dbep_ig.engine.fhir.limits.Limits.__new__.__defaults__", (1 << 20, 200, 2_000_000, 50, 50)
    )
    code, out, _ = call("validate", *R4, "/dev/zero")
    assert (code, issues(out)) in ((1, ["DBEP4002"]), (1, ["DBEP4006"]))


def test_a_null_device_is_empty(place):
    assert call("validate", *R4, os.devnull)[0] == 1


PACKAGES = [
    (LONG, ["DBEP3035"]),
    ("a\0b", ["DBEP3035"]),
    ("big.tgz", ["DBEP3012"]),
    ("big.json", ["DBEP3012"]),
    ("cut.tgz", ["DBEP3011"]),
    ("self.json", ["DBEP3035"]),
    ("gone.json", ["DBEP3030"]),
    ("/dev/zero", ["DBEP3035"]),
    ("nosuch", ["DBEP3030"]),
    ("nosuch#1.0.0", ["DBEP3030"]),
    ("p.json", []),
    ("x.tgz", []),
]


@posix
@pytest.mark.parametrize(("package", "codes"), PACKAGES, ids=lambda value: ascii(value)[:30])
def test_packages_that_are_named(place, package, codes):
    code, out, err = call("validate", "p.json", "--package", package)
    assert (code, issues(out)[: len(codes)]) == (2 if codes else 0, codes)
    assert err == ""
    for words in (
        ("resolve", "Patient"),
        ("lookup", "http://x/c", "a"),
        ("explain", "x-1"),
        ("snapshot", "p.json"),
    ):
        code, out, err = call(*words, "--package", package)
        if codes:
            assert (code, out, issues(err)) == (2, "", codes)
    code, out, err = call("package", "info", package)
    assert (code, issues(err)) == ((2, codes) if codes else (0, []))


@posix
def test_a_folder_as_package_that_has_pipes_and_too_much(place):
    Path("loose").mkdir()
    os.mkfifo("loose/pipe.json")
    with open("loose/big.json", "wb") as file:
        file.truncate(3 << 30)
    code, out, _ = call("validate", *R4, "p.json", "--package", "loose")
    assert (code, issues(out)) == (0, ["DBEP3024"])
    assert "the file is too large" in out


@posix
def test_a_package_through_a_pipe(place):
    packed = Path("x.tgz").read_bytes()
    writer = threading.Thread(
        target=lambda: Path("pipe1.json").rename("pipe") and Path("pipe").write_bytes(packed)
    )
    writer.start()
    while not Path("pipe").exists():
        pass
    code, out, _ = call("package", "info", "pipe")
    writer.join()
    assert (code, out.splitlines()[0].split()) == (0, ["package", "x.y#1.0.0"])


def test_references_between_packed_inputs(place):
    def packed(name: str, *resources: dict) -> None:
        Path(name).write_bytes(
            gzip.compress(b"".join(json.dumps(each).encode() + b"\n" for each in resources))
        )

    people = [{"resourceType": "Patient", "id": f"p{number}"} for number in range(50)]
    plans = [
        {
            "resourceType": "Basic",
            "id": f"b{number}",
            "code": {"text": "x"},
            "subject": {"reference": f"Patient/p{number}"},
        }
        for number in range(51)
    ]
    packed("a.ndjson.gz", *plans)
    packed("b.jsonl.gz", *people)
    code, out, _ = call("validate", *R4, "a.ndjson.gz", "b.jsonl.gz", "--check-references")
    assert code == 1
    assert len(issues(out)) == 1
    assert "Patient/p50" in out


@pytest.mark.parametrize("more", [("--profile", ""), ("--guide", ""), ("--guide", LONG), ("--package", "x.y#1", "--cache", LONG),
                                  ("--package", "x.y#1", "--cache", "p.json"), ("--package", "x.y#1", "--cache", "~nosuch/x"),
                                  ("--package", "x.y#1", "--registry", "nonsense"), ("--package", "x.y#1", "--registry", "ftp://x")])  # fmt: skip
@pytest.mark.parametrize("language", ["nb", "en"])
def test_options_that_lead_nowhere(place, more, language):
    code, out, err = call("validate", "p.json", *more, language=language)
    assert code == 2
    assert len(issues(out)) <= 2  # the registry's answer has its own
    assert len(issues(out)) + len(err.splitlines()) >= 1


@pytest.mark.parametrize("value", ["", " "])
@pytest.mark.parametrize("words", [("validate", "p.json", "--package"), ("explain", "x-1", "--package"), ("resolve", "Patient", "--package"),
                                   ("expand", "x", "--package"), ("lookup", "x", "a", "--package"), ("snapshot", "p.json", "--package"),
                                   ("package", "info"), ("package", "add", "x.tgz"), ("package", "lock"), ("package", "verify"),
                                   ("package", "export", "-o", "y.tgz")])  # fmt: skip
def test_a_package_without_a_name(place, words, value):
    """An empty variable of a pipeline, in one line."""
    code, out, err = call(*words, value, language="en")
    assert (code, out) == (2, "")
    assert " has no value; is a variable without a value?\n" in err
    err = call(*words, value, language="nb")[2]
    assert " har ingen verdi; er en variabel uten verdi?\n" in err
    assert "argument" not in err


@pytest.mark.parametrize("language", ["nb", "en"])
def test_a_guide_that_cannot_be_built_for_want_of_room(place, monkeypatch, language):
    Path("guide.yaml").write_text("id: a.b\nversion: 1.0.0\n", encoding="utf-8")
    Path("build").write_text("in the way", encoding="utf-8")
    code, out, err = call("build", "--no-site", language=language)
    said = {"nb": "en del av stien er ikke en mappe", "en": "part of the path is not a folder"}[language]
    assert (code, out, err) == (2, "", f"dbep: {Path('build/schema').absolute()}: {said}\n")
    assert call("build", LONG)[0] == 2


def test_an_error_of_the_system_that_tells_of_no_file_is_our_fault(place, monkeypatch):
    def broken(*_: object) -> int:
        raise OSError("a promise of ours")

    monkeypatch.setattr("dbep_ig.apps.cli.commands.version.run.act", broken)
    err = io.StringIO()
    assert cli.main(["version"], environment={}, stdin=io.BytesIO(), stdout=io.StringIO(), stderr=err) == 2
    assert "DBEP9001" in err.getvalue()


def test_the_mark_of_an_editor_beside_a_model_file(place, monkeypatch):
    monkeypatch.setattr("dbep_ig.host.guide_source.PROGRAM", place)
    Path("guide.yaml").touch()
    Path("model").mkdir()
    Path("model/.#plan.yaml").symlink_to("nobody@nowhere.1")
    built = Path("build/package/package")
    built.mkdir(parents=True)
    for name, content in package_files("a.b#1.0.0", RULE).items():
        Path("build/package", name).write_bytes(content)
    code, out, _ = call("validate", "p.json")
    assert code == 0
    assert "a.b#1.0.0" in out


def test_of_a_format_given_twice_the_last_counts(place):
    assert call("validate", *R4, "p.json", "--format", "json", "--format", "text")[1].endswith(
        "in 1 document.\n"
    )


def test_very_many_arguments(place):
    code, out, _ = call("validate", *R4, *["p.json"] * 300, *["nosuch.json"] * 300)
    assert code == 2
    assert out.endswith("300 errors, 0 warnings, 0 for information in 300 documents.\n")


def test_a_syntax_error_comes_before_what_follows_from_reading_on(place):
    Path("broken.json").write_bytes(
        b'{"resourceType": "Patient", "a": 1, "b": 2,\n "name": [{"family": "x",}]}'
    )
    code, out, _ = call("validate", *R4, "broken.json")
    assert code == 1
    assert issues(out)[0].startswith("DBEP401")
    assert len(issues(out)) > 1


@pytest.mark.parametrize(
    ("archive", "said"), [(b"\x1f\x8b", "DBEP3011"), (b"", "DBEP3010"), (b"text" * 500, "DBEP3010")]
)
def test_archives_that_are_none(place, archive, said):
    Path("a.tgz").write_bytes(archive)
    assert issues(call("package", "info", "a.tgz")[2]) == [said]


def test_at_a_terminal_the_user_is_told_that_input_is_awaited(place):
    class Terminal(io.BytesIO):
        def isatty(self) -> bool:
            return True

    for command in (("validate", *R4, "-"), ("fhirpath", "id", "-"), ("snapshot", "-")):
        err = io.StringIO()
        cli.main(command, environment={}, stdin=Terminal(PLAIN), stdout=io.StringIO(), stderr=err)
        assert err.getvalue().startswith("Reading from standard input; end it with Ctrl-D")
    err = io.StringIO()
    cli.main(["validate", *R4, "p.json"], environment={}, stdin=Terminal(), stdout=io.StringIO(), stderr=err)
    assert err.getvalue() == ""


# --- with streams of a process of its own

RUN = f"{shlex.quote(sys.executable)} -c 'from dbep_ig.apps.cli.main import run; run()'"
ENVIRONMENT = {
    **os.environ,
    "PYTHONPATH": str(Path(dbep_ig.__file__).parents[1]),
    "DBEP_LANG": "en",
    "DBEP_PACKAGES": "/nowhere",
    "PYTHONWARNINGS": "default",
}


def shell(command: str) -> tuple[int, str, str]:
    """`dbep` in a command is ours."""
    script = command.replace("dbep ", f"{RUN} ")
    done = subprocess.run(
        ["/bin/sh", "-c", script], env=ENVIRONMENT, capture_output=True, text=True, timeout=120, check=False
    )
    assert "Traceback" not in done.stdout + done.stderr
    assert "DBEP9001" not in done.stdout + done.stderr
    assert "Exception ignored" not in done.stderr
    return done.returncode, done.stdout, done.stderr


CLOSED = "dbep: cannot write to standard output: it is closed\n"
FULL = "dbep: cannot write to standard output: there is no space left\n"


@posix
@pytest.mark.parametrize(
    ("command", "code", "out", "err"),
    [
        ("dbep validate --profile none p.json >&-", 2, "", CLOSED),
        ("dbep version >&-", 2, "", CLOSED),
        ("dbep --help >&-", 2, "", CLOSED),
        ("dbep fhirpath id -h >&-", 2, "", CLOSED),
        ("dbep validate - --profile none <&- | head -2 | tail -1", 0, "  `-` cannot be read: standard input is closed\n", ""),
        ("dbep fhirpath id - <&- 2>&1 | grep -c DBEP4092", 0, "1\n", ""),
        ("dbep fhirpath id nosuch.json 2>&-", 2, "", ""),
        ("dbep validate --profile none nosuch.json >/dev/null 2>&-", 2, "", ""),
        ("dbep nosuch 2>&-", 2, "", ""),
        ("dbep validate --nosuch 2>&-", 2, "", ""),
        ("dbep version >&- 2>&-", 2, "", ""),
        ("dbep explain | head -1", 0, "DBEP1001 not-utf-8\n", ""),
        ("cat p.json | dbep fhirpath %resource.active.exists() /dev/stdin", 0, "false\n", ""),
    ],
    ids=lambda value: value[:50] if isinstance(value, str) else None,
)  # fmt: skip
def test_streams(place, command, code, out, err):
    got = shell(command.replace("%resource.active.exists()", "'active.exists()'"))
    if command.startswith("dbep explain"):
        assert got[0] == 0
        assert re.fullmatch(r"DBEP\d{4} \S+\n", got[1])
        assert got[2] == err
    else:
        assert got == (code, out, err)


@posix
@full
@pytest.mark.parametrize(
    ("command", "code", "out", "err"),
    [
        ("dbep validate --profile none p.json --format json >/dev/full", 2, "", FULL),
        ("dbep explain DBEP4001 >/dev/full", 2, "", FULL),
        ("dbep build --help >/dev/full", 2, "", FULL),
        ("dbep fhirpath id nosuch.json 2>/dev/full", 2, "", ""),
        ("dbep version >/dev/full 2>/dev/full", 2, "", ""),
    ],
)
def test_full_streams(place, command, code, out, err):
    assert shell(command) == (code, out, err)


@posix
@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("validate", *R4, "{place}/p.json"), 0),
        (("validate", "{place}/p.json", "--guide", "9.9.9"), 2),
        (("validate", "p.json"), 2),
        (("fhirpath", "active", "{place}/p.json"), 0),
        (("snapshot", "{place}/p.json"), 2),
        (("resolve", "Patient", "--package", "{place}/x.tgz"), 0),
        (("explain", "per-1"), 0),
        (("version",), 0),
        (("build",), 2),
        (("package", "lock", "nosuch"), 2),
    ],
    ids=lambda value: " ".join(value)[:30] if isinstance(value, tuple) else None,
)
def test_the_working_folder_is_gone(place, monkeypatch, words, code):
    monkeypatch.setattr("dbep_ig.host.guide_source.PROGRAM", place)
    monkeypatch.setattr("dbep_ig.host.guide_source.PACKED", place / "none")
    Path("gone").mkdir()
    os.chdir("gone")
    Path(f"{place}/gone").rmdir()
    with pytest.raises(FileNotFoundError):
        Path.cwd()
    assert call(*(word.replace("{place}", str(place)) for word in words))[0] == code


@posix
def test_process_substitution(place):
    bash = next((each for each in ("/bin/bash", "/usr/bin/bash") if Path(each).exists()), None)
    if bash is None:
        pytest.skip("there is no bash, whose <(…) this is about")
    command = f"{RUN} fhirpath 'active.exists()' <(cat p.json)"
    done = subprocess.run([bash, "-c", command], env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "false\n", "")


@posix
@pytest.mark.parametrize(("name", "codes"), [("SIGINT", (130,)), ("SIGTERM", (-15,))])
def test_signals(place, name, codes):
    process = subprocess.Popen(
        [sys.executable, "-c", "from dbep_ig.apps.cli.main import run; run()", "validate", "--profile", "none", "-"],
        env=ENVIRONMENT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a shell's background jobs ignore it
    )  # fmt: skip
    assert process.stdin is not None
    process.stdin.write(("{" + '"resourceType": "Patient"}\n') * 3000)
    process.stdin.flush()  # it has taken most of this, so it is at work
    process.send_signal(getattr(signal, name))
    out, err = process.communicate(timeout=60)
    assert process.returncode in codes
    assert "Traceback" not in out + err


@posix
@pytest.mark.skipif(ROOT, reason="root may read everything")
def test_what_may_not_be_read(place):
    Path("p.json").chmod(0)
    Path("nothing").chmod(0)
    assert issues(call("validate", *R4, "p.json", "nothing")[1]) == ["DBEP4092", "DBEP4092"]
    assert call("validate", *R4, "folder.json", "p.json", "--package", "nothing")[0] == 2


def test_the_reader_of_the_output_may_leave(place):
    class Left(io.StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError

    err = io.StringIO()
    assert cli.main(["version"], environment={}, stdin=io.BytesIO(), stdout=Left(), stderr=err) == 2
    assert err.getvalue() == ""


def test_an_output_that_python_has_closed():
    out, err = io.StringIO(), io.StringIO()
    out.close()
    assert cli.main(["version"], environment={}, stdin=io.BytesIO(), stdout=out, stderr=err) == 2
    assert err.getvalue() == CLOSED


def test_a_console_without_streams_says_nothing(monkeypatch):
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    console = Console(language="nb", environment={})
    console.report([])
    console.trouble("x")
    assert (console.stdin, console.colour) == (None, False)
