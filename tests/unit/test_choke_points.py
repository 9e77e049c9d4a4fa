"""One function each opens an archive, parses XML, fetches an URL, compiles a regular expression; nobody else does."""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "dbep_ig"

# module that does it -> the files that may import it
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
    "xml.parsers.expat": {"engine/fhir/xml/parsing.py"},
    "xml.etree": set(),
    "xml.dom": set(),
    "xml.sax": set(),
    "urllib.request": {"host/fetching.py"},
    "http.client": {"host/fetching.py"},
    "socket": set(),
    "subprocess": {"host/site_builder.py", "host/core_build.py"},
    "pickle": set(),
    "marshal": set(),
}


def imports(file: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


@pytest.mark.parametrize("module", CHOKE_POINTS)
def test_only_the_choke_point_imports_it(module):
    users = {
        file.relative_to(SOURCE).as_posix()
        for file in SOURCE.rglob("*.py")
        if any(name == module or name.startswith(module + ".") for name in imports(file))
    }
    assert users - CHOKE_POINTS[module] == set()


def patterns_from_data(file: Path) -> list[int]:
    """Lines of the engine where `re` is given a pattern that is not written right there (or in a constant of ours)."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "re"
        and node.func.attr
        in ("compile", "match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer")
        and not isinstance(node.args[0], ast.Constant | ast.JoinedStr)
        and not (isinstance(node.args[0], ast.Name) and node.args[0].id.isupper())
    ]


def test_patterns_from_data_go_through_the_linear_engine():
    found = {
        file.relative_to(SOURCE).as_posix(): patterns_from_data(file)
        for file in (SOURCE / "engine").rglob("*.py")
    }
    assert {
        name: lines for name, lines in found.items() if lines and name != "engine/fhir/regex/pattern.py"
    } == {}


def test_the_search_for_imports_sees_them(tmp_path):
    file = tmp_path / "x.py"
    file.write_text("def f():\n    import tarfile\n    from xml.parsers import expat\n")
    assert imports(file) == {"tarfile", "xml.parsers", "xml.parsers.expat"}


def test_the_engine_reads_one_kind_of_file_in_one_place():
    """The tables of codes beside its modules; all else it is given."""
    readers = {
        file.relative_to(SOURCE).as_posix()
        for file in (SOURCE / "engine").rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if (isinstance(node, ast.Name) and node.id == "open")
        or (isinstance(node, ast.Attribute) and node.attr in ("get_data", "read_text", "read_bytes"))
        or (
            isinstance(node, ast.Import | ast.ImportFrom)
            and {"pkgutil", "importlib.resources", "io"} & named(node)
        )
    }
    assert readers == {"engine/fhir/tables.py"}


def named(node: ast.Import | ast.ImportFrom) -> set[str | None]:
    return {node.module} if isinstance(node, ast.ImportFrom) else {alias.name for alias in node.names}
