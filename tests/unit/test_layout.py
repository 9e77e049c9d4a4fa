"""Rules about the tree itself that no linter knows."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "dbep_ig"
# DBEP's own content: its canonical, its profiles, its classes. The tool's name, its codes and its package are not content.
CONTENT = re.compile(
    r"hl7\.no/fhir/ig/dbep|dbep\.example|dbep\.utkast|\bdbep-(?:plan|bpl|behandlingsplan|tiltak|maal|samtykke)|Behandlingsplan|Helseutfordring"
)

INSTALLS_THE_NAME = re.compile(
    r"(?:pip|pipx|uv tool) install .*\bdbep[-_]ig\b(?!-\S+\.whl)|uv add dbep-ig|uvx dbep-ig"
)


@pytest.mark.parametrize("room", ["engine", "guide", "apps", "host"])
def test_no_content_of_the_guide_in_code(room):
    found = [
        f"{file.relative_to(ROOT)}:{number}: {line.strip()}"
        for file in sorted((SOURCE / room).rglob("*.py"))
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if CONTENT.search(line)
    ]
    assert found == []


def test_the_grep_for_content_would_find_it():
    assert CONTENT.search('URL = "https://dbep.example/fhir/StructureDefinition/x"')
    assert CONTENT.search("class Behandlingsplan:")
    assert not CONTENT.search("from dbep_ig.engine import fhirpath  # dbep build, DBEP4105")


def test_nothing_generated_is_tracked():
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.splitlines()
    if not tracked:
        pytest.skip("not a git checkout: nothing can be tracked")
    assert [file for file in tracked if file.startswith(("build/", "dist/", "src/dbep_ig/_data/"))] == []


def test_nobody_is_told_to_install_a_name_that_is_not_published():
    """Whoever took that name at an index would be installed: installation is from the checkout or a built wheel."""
    tracked = subprocess.run(
        ["git", "ls-files", "*.md", "src", "site", "Makefile", ".ci", ".github"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    ).stdout.splitlines()  # fmt: skip
    if not tracked:
        pytest.skip("not a git checkout: what belongs to the project is not known")
    found = [
        f"{name}: {line.strip()}"
        for name in tracked
        if (ROOT / name).suffix not in (".png", ".ico")
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines()
        if INSTALLS_THE_NAME.search(line)
    ]
    assert found == []


def test_the_look_for_that_would_find_it():
    for told in (
        "pip install dbep-ig",
        "pip install 'dbep-ig[site]'",
        "pipx install --force dbep_ig",
        "uv add dbep-ig",
    ):
        assert INSTALLS_THE_NAME.search(f"    {told}  # so")
    for told in (
        "pip install .",
        "pip install dist/dbep_ig-0.1.0-py3-none-any.whl",
        "pip install './[site]'",
        "dbep-ig",
    ):
        assert not INSTALLS_THE_NAME.search(told)


def test_no_number_that_could_be_a_persons():
    """A fødselsnummer or D-number in the project is synthetic: month + 80 (or + 40, which H-numbers and Dolly use)."""
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.splitlines()
    if not tracked:
        pytest.skip("not a git checkout: what belongs to the project is not known")
    found = []
    for name in tracked:
        file = ROOT / name
        if not file.is_file() or file.suffix in (".png", ".ico"):
            continue
        for number in re.findall(
            r"(?<![\w.])\d{11}(?![\w.])", file.read_text(encoding="utf-8", errors="replace")
        ):
            day, month = int(number[:2]) % 40, int(number[2:4])
            if 1 <= day <= 31 and 1 <= month <= 12 and _digits_check(number):
                found.append(f"{name}: {number}")
    assert found == []


def _digits_check(number: str) -> bool:
    """Both control digits of a fødselsnummer."""
    weights = ((3, 7, 6, 1, 8, 9, 4, 5, 2, 1), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1))
    return all(
        sum(weight * int(digit) for weight, digit in zip(row, number, strict=False)) % 11 == 0
        for row in weights
    )


def test_the_control_digits_are_those_of_a_fodselsnummer():
    assert _digits_check("14835130194")
    assert not _digits_check("14835130195")


def unexplained(text):
    """The lines of imports inside functions that say no reason: beside them, above them, or once for the file."""
    lines, tree = text.splitlines(), ast.parse(text)
    if "start-up time" in (ast.get_docstring(tree) or ""):
        return []
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    inside = {
        one for each in functions for one in ast.walk(each) if isinstance(one, ast.Import | ast.ImportFrom)
    }
    return sorted(
        one.lineno
        for one in inside
        if not any("#" in line for line in lines[max(0, one.lineno - 2) : one.end_lineno])
    )


def test_an_import_inside_a_function_says_why():
    found = {
        file.relative_to(SOURCE).as_posix(): lines
        for file in SOURCE.rglob("*.py")
        if (lines := unexplained(file.read_text(encoding="utf-8")))
    }
    assert found == {}


def test_an_import_without_a_reason_would_be_found():
    assert unexplained("def f():\n    import x\n") == [2]
    assert unexplained("def f():\n    import x  # start-up time\n") == []
    assert (
        unexplained('"""Imports inside functions are for start-up time."""\ndef f():\n    import x\n') == []
    )
