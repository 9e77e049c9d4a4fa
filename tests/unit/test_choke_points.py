"""One function each opens an archive, parses XML, fetches an URL, compiles a regular expression; nobody else does.

Read from the syntax tree: neither an import inside a function nor a pattern that is put together escapes it.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "dbep_ig"

# module that does it -> the files that import it
CHOKE_POINTS = {
    "tarfile": set(),  # engine/packages/archives.py reads members itself
    "gzip": set(),
    "zlib": {  # what strangers packed is unpacked in the first two, piece by piece; the others read what we packed
        "engine/packages/archives.py",
        "host/unpacking.py",
        "engine/packages/tar_writing.py",
        "engine/core/packing.py",
        "engine/core/layout.py",
        "engine/core/store.py",
        "host/path_lists.py",
    },
    "zipfile": {"host/core_build.py"},  # a wheel pinned by its SHA-256
    "xml": {"engine/fhir/xml/parsing.py"},
    "pyexpat": set(),
    "lxml": set(),
    "html.parser": set(),
    "plistlib": set(),
    "xmlrpc": set(),
    "urllib.request": {"host/fetching.py"},
    "http.client": {"host/fetching.py"},
    "socket": set(),
    "subprocess": {"host/site_builder.py", "host/core_build.py", "host/git_revisions.py"},
    "pickle": set(),
    "marshal": set(),
}
PATTERN_CALLS = {"compile", "search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer"}


def trees(folder: Path) -> Iterator[tuple[str, ast.Module]]:
    for file in sorted(folder.rglob("*.py")):
        yield file.relative_to(folder).as_posix(), ast.parse(file.read_text(encoding="utf-8"))


def imports(tree: ast.Module) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


def users(module: str, folder: Path) -> set[str]:
    """The files that import it, or a part of it."""
    return {
        file
        for file, tree in trees(folder)
        if any(name == module or name.startswith(module + ".") for name in imports(tree))
    }


def computed_patterns(tree: ast.Module) -> list[int]:
    """Lines where `re` is given a pattern that is not written in the file, or a part of `re` is imported by name."""
    constants = {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and is_written(node.value, set())
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    return [
        node.lineno
        for node in ast.walk(tree)
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "re"
            and node.func.attr in PATTERN_CALLS
            and not is_written(node.args[0], constants)
        )
        or (isinstance(node, ast.ImportFrom) and node.module == "re")
        or (isinstance(node, ast.Import) and any(one.name == "re" and one.asname for one in node.names))
    ]


def is_written(node: ast.expr, constants: set[str]) -> bool:
    if isinstance(node, ast.Constant):
        return True
    if isinstance(node, ast.Name):
        return node.id in constants
    if isinstance(node, ast.JoinedStr):
        return all(is_written(part, constants) for part in node.values)
    if isinstance(node, ast.FormattedValue):
        return is_written(node.value, constants)
    if isinstance(node, ast.BinOp):
        return is_written(node.left, constants) and is_written(node.right, constants)
    return False


@pytest.mark.parametrize("module", CHOKE_POINTS)
def test_only_the_choke_point_imports_it(module):
    assert users(module, SOURCE) == CHOKE_POINTS[module]


def test_patterns_from_data_go_through_the_linear_engine():
    found = {file for file, tree in trees(SOURCE / "engine") if computed_patterns(tree)}
    assert found == {"fhir/regex/pattern.py"}


@pytest.mark.parametrize("module", CHOKE_POINTS)
@pytest.mark.parametrize("form", ["import {}", "def f():\n    import {} as x", "from {} import x"])
def test_another_file_that_imports_it_is_found(form, module, tmp_path):
    (tmp_path / "engine").mkdir()
    (tmp_path / "engine" / "new.py").write_text(form.format(module) + "\n")
    assert users(module, tmp_path) == {"engine/new.py"}


def test_a_part_of_a_package_is_found(tmp_path):
    (tmp_path / "new.py").write_text("from xml.parsers import expat\n")
    assert users("xml", tmp_path) == {"new.py"}
    (tmp_path / "new.py").write_text("from http import client\n")
    assert users("http.client", tmp_path) == {"new.py"}


@pytest.mark.parametrize(
    ("program", "is_found"),
    [
        ("import re\nre.search(pattern, text)", True),
        ("import re\nre.search(f'{pattern}$', text)", True),
        ("import re\nP = 'a' + x\nre.compile(P)", True),
        ("from re import compile", True),
        ("import re as r", True),
        ("import re\nP = 'a'\nre.search(P + 'b', text)", False),
        ("import re\nre.sub('a', replacement, text)", False),
    ],
)
def test_a_pattern_that_is_put_together_is_found(program, is_found):
    assert (computed_patterns(ast.parse(program)) != []) is is_found
