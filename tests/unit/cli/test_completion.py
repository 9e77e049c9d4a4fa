"""What Tab offers: asked as each shell asks, and in the shells themselves where they are installed."""

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import dbep_ig
from dbep_ig.engine.reports import FORMATS
from tests.command import dbep
from tests.unit.packages.made import package_files

CODES = {
    "resourceType": "CodeSystem",
    "id": "c",
    "url": "http://x/c",
    "status": "draft",
    "content": "complete",
}


@pytest.fixture
def offered(tmp_path, monkeypatch):
    """offered("dbep validate --for") -> the words that bash is given for the last one."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("dbep_ig.host.guide_source.PROGRAM", tmp_path / "none")
    monkeypatch.setattr("dbep_ig.host.guide_source.PACKED", tmp_path / "none")

    def ask(line: str, shell: str = "bash", **environment: str) -> list[str]:
        words = [*line.split(), *([""] if line.endswith(" ") else [])]
        at = words[-1] if shell == "fish" else str(len(words) - 1)
        asked = {"_DBEP_COMPLETE": f"{shell}_complete", "COMP_WORDS": line, "COMP_CWORD": at}
        code, out, err = dbep(DBEP_PACKAGES=str(tmp_path / "cache"), **asked, **environment)
        assert (code, err) == (0, "")
        return out.splitlines()

    return ask


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("dbep va", ["validate"]),
        ("dbep package ", ["list", "add", "info", "lock", "verify", "export"]),
        ("dbep --v", ["--version"]),
        ("dbep validate --pro", ["--profile"]),
        ("dbep package lock --f", ["--format"]),
        ("dbep validate --format ", [each.name for each in FORMATS]),
        ("dbep resolve --format=r", ["resource"]),
        ("dbep version --lang ", ["nb", "en"]),
        ("dbep validate --profile ", ["auto", "none"]),
        ("dbep validate p.json --profile a", ["auto"]),
        ("dbep validate --package x --package y --pack", ["--package"]),
        ("dbep validate --no-guide --no-", []),
        ("dbep explain DBEP410", ["DBEP4101", "DBEP4102", "DBEP4103", "DBEP4104", "DBEP4105", "DBEP4106", "DBEP4107", "DBEP4108"]),
        ("dbep explain value-too-l", ["value-too-long", "value-too-low"]),
        ("dbep explain per-", []),
        ("dbep nosuch ", ["nosuch"]),
        ("dbep validate --nosuch --form", ["--format"]),
    ],
)  # fmt: skip
def test_words_that_are_offered(offered, line, words):
    found = offered(line)
    if line.startswith(("dbep explain DBEP", "dbep explain value")):
        assert set(words[:2]) <= {one.removeprefix("plain,") for one in found}
        assert all(one.startswith(f"plain,{line.split()[-1]}") for one in found)
    elif line == "dbep nosuch ":
        assert "plain,validate" in found
    else:
        assert found == [f"plain,{word}" for word in words]


@pytest.mark.parametrize(("line", "kind"), [("dbep validate pl", "file,pl"), ("dbep validate --cache ", "dir,"), ("dbep build ", "dir,")])  # fmt: skip
def test_the_shell_finds_files_and_folders_itself(offered, line, kind):
    assert offered(line) == [kind]


def test_guides_and_packages_that_are_there(offered, tmp_path):
    built = tmp_path / "build" / "package"
    (tmp_path / "guide.yaml").touch()
    for path, content in package_files("a.guide#1.2.0", CODES).items():
        file = built / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    for label in ("b.c#1.0.0", "d.e#1.0.0", "b.\x1b[31m#1"):
        (tmp_path / "cache" / label).mkdir(parents=True)
    assert offered("dbep validate --guide ") == ["plain,1.2.0", "plain,latest"]
    assert offered("dbep explain --guide a.") == ["plain,a.guide#1.2.0"]
    assert offered("dbep validate --package b.") == ["plain,b.c#1.0.0"], (
        "a word that cannot be shown is left out"
    )
    assert offered("dbep validate --package ./") == ["file,./"]
    assert offered("dbep package info d") == ["plain,d.e#1.0.0"]
    assert offered(f"dbep package info --cache {tmp_path}/none d") == ["file,d"]


@pytest.mark.parametrize(("language", "about"), [("nb", "vis denne hjelpen"), ("en", "show this help")])
def test_zsh_and_fish_show_what_a_word_is(offered, language, about):
    assert offered("dbep --he", "zsh", DBEP_LANG=language) == ["plain", "--help", about]
    assert offered("dbep --he", "fish", DBEP_LANG=language) == [f"plain,--help\t{about}"]
    [_, _, short] = offered("dbep validate --prof", "zsh", DBEP_LANG=language)
    assert len(short) == 70
    assert short.endswith("…")


@pytest.mark.parametrize("asked", ["bash_complete", "bash", "bash_nosuch", "nosuch_source", "x"])
def test_what_no_shell_asks(asked):
    assert dbep(_DBEP_COMPLETE=asked) == (2, "", "")


def test_words_that_are_not_a_command_line():
    for words, at in (
        ("dbep", "x"),
        ("dbep '", "1"),
        ("", "0"),
        ("dbep validate -- --x", "3"),
        ("dbep", "99"),
    ):
        code, _, err = dbep(_DBEP_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=at)
        assert (code in (0, 2), err) == (True, ""), words


# --- in the shells

RUN = f"exec {shlex.quote(sys.executable)} -c 'from dbep_ig.apps.cli.main import run; run()' \"$@\""
SHELLS = {
    "bash": """eval "$(_DBEP_COMPLETE=bash_source dbep)"
COMP_WORDS=(dbep validate --for); COMP_CWORD=2; _dbep_completion dbep; echo "${COMPREPLY[@]}"
COMP_WORDS=(dbep validate --format ""); COMP_CWORD=3; COMPREPLY=(); _dbep_completion dbep; echo "${COMPREPLY[@]}"
""",
    # what the function gives to zsh's own
    "zsh": """compdef() { :; }; compadd() { shift 4; print -r -- $completions; }; _describe() { print -r -- ${completions_with_descriptions%%:*}; }
eval "$(_DBEP_COMPLETE=zsh_source dbep)"
words=(dbep validate --for); CURRENT=3; _dbep_completion
words=(dbep validate --format ""); CURRENT=4; _dbep_completion
""",
    "fish": """_DBEP_COMPLETE=fish_source dbep | source
complete --do-complete "dbep validate --for" | cut -f1
complete --do-complete "dbep validate --format " | cut -f1 | paste -sd ' '
""",
}  # fmt: skip


@pytest.mark.parametrize("shell", SHELLS)
def test_in_the_shell(shell, tmp_path):
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"{shell} is not installed")
    (tmp_path / "dbep").write_text(f"#!/bin/sh\n{RUN}\n")
    (tmp_path / "dbep").chmod(0o755)
    path = os.pathsep.join([str(tmp_path), os.environ["PATH"]])
    environment = {**os.environ, "PATH": path, "PYTHONPATH": str(Path(dbep_ig.__file__).parents[1]), "HOME": str(tmp_path), "LC_ALL": "C.UTF-8"}  # fmt: skip
    done = subprocess.run(
        [program, "-c", SHELLS[shell]], env=environment, capture_output=True, text=True, check=False
    )
    option, *formats = done.stdout.split()  # fish sorts them
    assert (option, set(formats), done.stderr) == ("--format", {each.name for each in FORMATS}, "")
