"""What SECURITY.md promises and no other test shows: no network, an engine that reaches nothing, no file outside the target;
and that its table names tests that exist.
"""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tools.release.installing import without_network

from dbep_ig import build
from dbep_ig.host.packages import PackageSettings

ROOT = Path(__file__).parents[2]
ENGINE = ROOT / "src" / "dbep_ig" / "engine"
GUIDE = ROOT / "tests" / "cases" / "scenarios" / "guide"

EXAMPLE = """\
scenario: planen
title: {nb: Planen, en: The plan}
definition: {nb: En plan., en: A plan.}
plan:
  class: Plan
"""


def rows(name: str) -> list[list[str]]:
    """The tests named in each row of the table."""
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return [re.findall(r"`(tests/[^`]+)`", line) for line in lines if line.startswith("| **")]


def test_each_promise_names_tests_that_exist_and_both_languages_the_same():
    promised = rows("SECURITY.md")
    assert promised == rows("SECURITY.nb.md")
    assert len(promised) >= 9
    assert all(promised)
    assert [path for row in promised for path in row if not (ROOT / path).is_file()] == []


@pytest.fixture
def guide(tmp_path):
    """A small guide with an example, some folders down."""
    folder = tmp_path / "some" / "folders" / "down" / "guide"
    shutil.copytree(GUIDE, folder)
    (folder / "examples").mkdir()
    (folder / "examples" / "planen.yaml").write_text(EXAMPLE, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    "words",
    [
        ("validate", "plan.json"),
        ("build", "--no-site"),
        ("resolve", "http://example.org/StructureDefinition/not-here"),
        ("package", "list"),
        ("explain", "DBEP4101"),
        ("fhirpath", "Patient.name.family", "plan.json"),
        ("expand", "http://hl7.org/fhir/ValueSet/administrative-gender"),
    ],
)
def test_no_command_uses_the_network_unless_told_to(words, guide, tmp_path):
    environment = without_network(tmp_path / "no-network")
    environment["PYTHONPATH"] += os.pathsep + str(ROOT / "src")
    missing = {"meta": {"profile": ["http://example.org/StructureDefinition/not-here"]}}
    (guide / "plan.json").write_text(json.dumps({"resourceType": "Patient", **missing}))
    program = "from dbep_ig.apps.cli.main import run; run()"
    done = subprocess.run(
        [sys.executable, "-c", program, *words],
        cwd=guide, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode in (0, 1), done.stdout + done.stderr
    assert "the network is asked for" not in done.stdout + done.stderr
    assert "DBEP9001" not in done.stdout + done.stderr


BUILTINS = {"open", "eval", "exec", "compile", "__import__", "input", "print", "breakpoint"}
CLOCKS = {"datetime.now", "datetime.today", "datetime.utcnow", "date.today"}
OUTSIDE = {
    *("os", "io", "pathlib", "shutil", "tempfile", "glob", "fileinput", "mmap", "time", "logging", "ctypes"),
    *("socket", "ssl", "http", "urllib.request", "ftplib", "smtplib", "asyncio", "subprocess", "multiprocessing"),
    *("runpy", "pickle", "marshal", "shelve", "sqlite3", "random", "secrets", "uuid"),
}  # fmt: skip


def reaches(text: str) -> list[str]:
    """What code calls or imports that would let it reach files, network, clock, chance or environment."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            name = node.func
            if isinstance(name, ast.Name) and name.id in BUILTINS:
                found.append(name.id)
            if ast.unparse(name) in CLOCKS:
                found.append(ast.unparse(name))
        modules = []
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            modules = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        found += [name for name in modules if any(f"{name}.".startswith(f"{each}.") for each in OUTSIDE)]
    return found


def test_the_engine_reaches_nothing_outside_itself():
    found = {
        file.relative_to(ENGINE).as_posix(): reaches(file.read_text(encoding="utf-8"))
        for file in ENGINE.rglob("*.py")
    }
    assert len(found) > 200
    assert {name: what for name, what in found.items() if what} == {}


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("def f(p):\n    return open(p)", ["open"]),
        ("from datetime import datetime\ndatetime.now()", ["datetime.now"]),
        ("import urllib.request", ["urllib.request"]),
        ("from urllib import request", ["urllib.request"]),
        ("from os import environ", ["os", "os.environ"]),
        (
            "from urllib.parse import quote\nfrom .files import open_package\nopen_package()\nservices.now()",
            [],
        ),
    ],
)
def test_the_look_at_the_engine_would_find_it(code, expected):
    assert reaches(code) == expected


OUT = "../../../../../evil"


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("guide.yaml", "guide: test.scenarios", f"guide: {OUT}"),
        ("guide.yaml", "version: 0.1.0", f"version: 0.1.0{OUT[2:]}"),
        ("examples/planen.yaml", "scenario: planen", f"scenario: {OUT}"),
        ("examples/planen.yaml", "plan:\n", f'"{OUT}":\n'),
        ("examples/planen.yaml", "scenario: planen", "scenario: /tmp/dbep-evil"),
    ],
)
def test_a_guide_cannot_write_outside_its_build_folder(guide, tmp_path, file, old, new):
    path = guide / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    before = {each for each in tmp_path.rglob("*") if each.is_file()}
    made = build.guide(
        guide, into=guide / "build", site=False, package_settings=PackageSettings(tmp_path / "no-cache")
    )
    assert made.report.has_errors
    written = {each for each in tmp_path.rglob("*") if each.is_file()} - before
    assert {each for each in written if not each.is_relative_to(guide / "build")} == set()
    assert not Path("/tmp/dbep-evil.json").exists()
