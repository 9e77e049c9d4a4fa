"""XML is parsed, and patterns out of content are run, in one place each: no sibling path to be forgotten."""

import ast
from pathlib import Path

import dbep_ig

SOURCE = Path(dbep_ig.__file__).parent
XML_PARSERS = ("xml", "pyexpat", "lxml", "html.parser", "plistlib", "xmlrpc")
PATTERN_CALLS = {"compile", "search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer"}


def modules(folder="."):
    for file in sorted((SOURCE / folder).rglob("*.py")):
        yield file.relative_to(SOURCE).as_posix(), ast.parse(file.read_text(encoding="utf-8"))


def imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def is_xml_parser(module):
    return any(module == parser or module.startswith(parser + ".") for parser in XML_PARSERS)


def computed_patterns(tree):
    """Lines where `re` is given a pattern that does not stand in the code."""
    constants = {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and stands_in_code(node.value, set())
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "re"
            and node.func.attr in PATTERN_CALLS
            and not stands_in_code(node.args[0], constants)
        ):
            yield node.lineno


def stands_in_code(node, constants):
    if isinstance(node, ast.Constant):
        return True
    if isinstance(node, ast.Name):
        return node.id in constants
    if isinstance(node, ast.JoinedStr):
        return all(stands_in_code(part, constants) for part in node.values)
    if isinstance(node, ast.FormattedValue):
        return stands_in_code(node.value, constants)
    if isinstance(node, ast.BinOp):
        return stands_in_code(node.left, constants) and stands_in_code(node.right, constants)
    return False


def test_one_module_parses_xml():
    found = [name for name, tree in modules() if any(is_xml_parser(module) for module in imported(tree))]
    assert found == ["engine/fhir/xml/parsing.py"]


def test_one_module_of_the_engine_runs_patterns_that_come_from_content():
    found = [name for name, tree in modules("engine") if list(computed_patterns(tree))]
    assert found == ["engine/fhir/regex/pattern.py"]


def test_the_look_for_patterns_would_find_them():
    assert list(computed_patterns(ast.parse("import re\nre.search(pattern, text)"))) == [2]
    assert list(computed_patterns(ast.parse("import re\nre.search(f'{pattern}$', text)"))) == [2]
    assert list(computed_patterns(ast.parse("import re\nP = 'a'\nre.search(P + 'b', text)"))) == []
