"""Reading YAML: what is refused and where, and where things stand in what is accepted."""

import pytest
import yaml

from dbep_ig.guide.authoring import YamlMapping, YamlScalar, read_yaml, read_yaml_documents
from dbep_ig.guide.authoring.yaml_reading import MAX_BYTES, MAX_DEPTH


@pytest.fixture(params=["libyaml", "python"], autouse=True)
def loader(request, monkeypatch):
    """PyYAML may be there without libyaml: the same faults at the same places."""
    if request.param == "python":
        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)


def found(data: bytes) -> list[tuple[str, int, int]]:
    result = read_yaml("x.yaml", data)
    places = []
    for issue in result.issues:
        place = issue.location.place()
        line, column = (place.span.line, place.span.column) if place else (0, 0)
        places.append((issue.rule.code, line, column))
        assert issue.message("nb")
        assert issue.message("en")
    return places


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: b: c\n", [("DBEP1001", 1, 5)]),
        ("a:\n  - [1, 2\nb: c\n", [("DBEP1001", 2, 5)]),
        ("a: 'never closed\nb: c\n", [("DBEP1001", 1, 4)]),
        ("a: {b: c\n", [("DBEP1001", 1, 4)]),
        ("- a\nb: c\n", [("DBEP1001", 2, 1)]),
        ("a: `b`\n", [("DBEP1001", 1, 4)]),
        ('a: "\\q"\n', [("DBEP1001", 1, 5)]),
        ("a\nb: c\n", [("DBEP1001", 2, 2)]),
        ("a:\n\tb: 1\n", [("DBEP1002", 2, 1)]),
        ("a:\n  \tb: 1\n", [("DBEP1002", 2, 3)]),
        ("a: 1\nb:\n  c: 1\n  c: 2\n  c: 3\n", [("DBEP1003", 4, 3), ("DBEP1003", 5, 3)]),
        ("a: &x [1]\nb: *x\n", [("DBEP1004", 1, 4), ("DBEP1004", 2, 4)]),
        ("a: !!python/object/apply:os.system [ls]\n", [("DBEP1005", 1, 4)]),
        ("a: !!int 3\n", [("DBEP1005", 1, 4)]),
        ("<<: {a: 1}\nb: 2\n", [("DBEP1006", 1, 1)]),
        ("", [("DBEP1010", 1, 1)]),
        ("# only this\n", [("DBEP1010", 1, 1)]),
        ("---\n", [("DBEP1010", 1, 1)]),
        ("a: 1\n---\nb: 2\n", [("DBEP1011", 3, 1)]),
        ("? [a, b]\n: c\n", [("DBEP1012", 1, 3)]),
        ('[a, a: b, "\\q"]\n', [("DBEP1001", 1, 12)]),
        ('[&x a, *x, "\\q"]\n', [("DBEP1004", 1, 2), ("DBEP1004", 1, 8), ("DBEP1001", 1, 13)]),
    ],
)
def test_what_is_refused(text, expected):
    assert found(text.encode()) == expected


# How collections nest -> the text that opens one more at `level`, the text that closes it, and how far in it begins.
NESTING = {
    "[": lambda level: ("[", "]", 0),
    "{a: ": lambda level: ("{a: ", "}", 0),
    "{? ": lambda level: ("{? ", "}", 0),
    "[{a: ": lambda level: ("{a: ", "}", 0) if level % 2 else ("[", "]", 0),
    "[[[{a: ": lambda level: ("{a: ", "}", 0) if level % 4 == 3 else ("[", "]", 0),
    "[ each in a line": lambda level: ("[\n", "]", 0),
    "[ after 60 of - ": lambda level: ("- ", "", 0) if level < 60 else ("[", "]", 0),
    "{a: [ in a block mapping": lambda level: ("a:\n  ", "", 0) if level == 0 else ("[", "]", 0),
    "- ": lambda level: ("- ", "", 0),
    "? ": lambda level: ("? ", "", 0),
    "- ? ": lambda level: ("? ", "", 0) if level % 2 else ("- ", "", 0),
    "- in lines": lambda level: (" " * level + "-\n", "", level),
    "a: in lines": lambda level: (" " * level + "a:\n", "", level),
    "- a: in lines": lambda level: ("a:\n", "", 0) if level % 2 else (" " * level + "- ", "", level),
}


def nested(kind: str, depth: int) -> tuple[str, tuple[int, int]]:
    """A scalar in `depth` collections -> the text, and the line and column where the innermost begins."""
    opening, closing, begins = "", "", 0
    for level in range(depth):
        opened, closed, inwards = NESTING[kind](level)
        begins = len(opening) + inwards
        opening += opened
        closing = closed + closing
    before = opening[:begins]
    indent = " " * (depth + 1) if opening.endswith("\n") else ""
    return f"{opening}{indent}x{closing}\n", (before.count("\n") + 1, begins - before.rfind("\n"))


@pytest.mark.parametrize("kind", NESTING)
def test_depth(kind):
    at_the_limit, _ = nested(kind, MAX_DEPTH)
    one_over, place = nested(kind, MAX_DEPTH + 1)
    far_over, _ = nested(kind, 1_500)  # libyaml 0.2.6 gives up at 1000 by itself
    assert {code for code, _, _ in found(at_the_limit.encode())} <= {"DBEP1012"}  # `? ` makes a key of a list
    assert found(one_over.encode()) == [("DBEP1013", *place)]
    assert found(far_over.encode()) == [("DBEP1013", *place)]


@pytest.mark.parametrize(
    ("opening", "column"),
    [("[", 65), ("{a: ", 257), ("- ", 129), ("? ", 129), ("[{a: ", 161), ("[[[{a: ", 113), ("{[", 65)],
)
def test_depth_without_end(opening, column):
    assert found((opening * 100_000).encode()) == [("DBEP1013", 1, column)]
    assert found(f"a: b\n---\n{opening * 100_000}".encode()) == [("DBEP1013", 3, column)]


def test_depth_that_fills_the_largest_file():
    assert found(b"[" * MAX_BYTES) == [("DBEP1013", 1, 65)]


MANY = "[" * 100_000 + "{" * 100_000


@pytest.mark.parametrize(
    "text",
    [
        f"a: {MANY}\n".replace(": [", ": b["),
        f"a: '{MANY}'\n",
        f"a: 'it''s {MANY}'\n",
        f'a: "{MANY}"\n',
        f'a: "\\"{MANY}"\n',
        f'a: "first\n  {MANY}\n  last"\n',
        f"a: |\n  {MANY}\n",
        f"a: >-\n  {MANY}\n",
        f"a: b # {MANY}\n",
        f"# {MANY}\na: b\n",
        f"a: ['{MANY}', \"{MANY}\"]\n",
        f"a: [] # {MANY}\n",
        "a: [" + "[], {}, " * 2_000 + "]\n",
    ],
)
def test_brackets_that_open_nothing_are_not_counted(text):
    assert found(text.encode()) == []
    line = text.count("\n") + 1
    assert found(f"{text}b: c: d\n".encode()) == [("DBEP1001", line, 5)]
    assert found(f'{text}b: [c, "\\q"]\n'.encode()) == [("DBEP1001", line, 9)]


def test_the_first_fault_is_what_ends_the_reading():
    assert found(("- a: [" * 100_000).encode()) == [("DBEP1001", 1, 7)]
    assert found(("[" * 64 + "`" + "[" * 2_000).encode()) == [("DBEP1001", 1, 65)]
    assert found(("[" * 65 + "`" + "[" * 2_000).encode()) == [("DBEP1013", 1, 65)]
    no_key = found(("a: 1\n" + "[" * 2_000).encode())  # the brackets should be a key, and none is whole
    assert [(code, line) for code, line, _ in no_key] == [("DBEP1001", 2)]
    assert found(("{a: 1, a: 2, b: " + "[" * 2_000).encode()) == [("DBEP1003", 1, 8), ("DBEP1013", 1, 80)]


def test_bytes_that_are_not_utf_8():
    assert found("å: ø\nb: ".encode() + b"\xff") == [("DBEP1008", 2, 4)]
    assert found("a: b".encode("utf-16")) == [("DBEP1008", 1, 1)]
    assert found("a: æ".encode("latin-1")) == [("DBEP1008", 1, 4)]


def test_characters_that_yaml_does_not_allow():
    assert found(b"a: \x00") == [("DBEP1009", 1, 4)]
    assert found(b"a: b\nc: \x07\n") == [("DBEP1009", 2, 4)]
    assert found("a: \ufeffb\n".encode()) == [("DBEP1009", 1, 4)]


def test_characters_nobody_can_see():  # DBEP1015
    assert found("a: b\nc\u200b: \u202ed\n".encode()) == [("DBEP1015", 2, 2), ("DBEP1015", 2, 5)]
    assert len(found(("a: '" + "\u200b" * 500 + "'").encode())) == 20


def test_a_file_that_is_too_large():
    assert found(b"a: " + b"x" * MAX_BYTES) == [("DBEP1014", 0, 0)]


def test_an_alias_bomb_costs_no_more_than_its_text():
    lines = ["a0: &a0 [x]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 40)]
    assert {code for code, _, _ in found("\n".join(lines).encode())} == {"DBEP1004"}


@pytest.mark.parametrize("word", ["no", "010", "12:30", "1.10", "2026-01-01", "null", "~", "0x1F", "1e3"])
def test_scalars_stay_what_was_typed(word):
    root = read_yaml("x", f"a: {word}\n".encode()).value.root
    assert isinstance(root, YamlMapping)
    assert root.get("a").text == word


def test_null_is_told_from_the_word_in_quotes():
    root = read_yaml("x", b"a: null\nb: 'null'\nc:\nd: ''\n").value.root
    assert [entry.value.is_null for entry in root] == [True, False, True, False]


def test_a_byte_order_mark_is_not_part_of_the_first_key():
    root = read_yaml("x", b"\xef\xbb\xbfa: b\n").value.root
    assert "a" in root


TEXT = """\
æ: ø
mapping:
  key: value
  list:
    - one
    - {two: 'it''s', three: "x y"}
  literal: |
    first line
      second line
  folded: >-
    some
    words
"""


def span(pointer, *, key=False):
    document = read_yaml("x.yaml", TEXT.encode()).value
    return tuple(document.locate(pointer, key=key).span)


@pytest.mark.parametrize(
    ("pointer", "key", "expected"),
    [
        (("æ",), False, (1, 4, 1, 5)),
        (("æ",), True, (1, 1, 1, 2)),
        (("mapping", "key"), False, (3, 8, 3, 13)),
        (("mapping", "list", 0), False, (5, 7, 5, 10)),
        (("mapping", "list", 1, "two"), False, (6, 13, 6, 20)),
        (("mapping", "list"), False, (5, 5, 6, 35)),
        (("mapping", "list", 7), False, (5, 5, 6, 35)),  # not there: the nearest that is
        (("mapping", "nothing"), True, (2, 1, 2, 8)),
        ((), False, (1, 1, 12, 10)),
    ],
)
def test_where_things_stand(pointer, key, expected):
    assert span(pointer, key=key) == expected


@pytest.mark.parametrize(
    ("pointer", "start", "end", "expected"),
    [
        (("mapping", "key"), 1, 3, (3, 9, 3, 11)),
        (("mapping", "list", 1, "two"), 3, 4, (6, 18, 6, 19)),  # past the doubled quote
        (("mapping", "list", 1, "three"), 2, 3, (6, 32, 6, 33)),
        (("mapping", "literal"), 6, 10, (8, 11, 8, 15)),
        (("mapping", "literal"), 13, 19, (9, 7, 9, 13)),
        (("mapping", "folded"), 0, 4, (11, 5, 11, 9)),
        (("mapping", "folded"), 5, 10, (12, 5, 12, 10)),
    ],
)
def test_where_part_of_a_scalar_stands(pointer, start, end, expected):
    where = read_yaml("x.yaml", TEXT.encode()).value.at(*pointer)
    assert isinstance(where.node, YamlScalar)
    assert tuple(where.range(start, end).place().span) == expected


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("key: one\n  two\n  three\n", "three", (3, 3, 3, 8)),
        ("key: 'one\n  two'\n", "two", (2, 3, 2, 6)),
        ('key: "one\n  two"\n', "two", (2, 3, 2, 6)),
        ("key: >- # why\n  one\n\n  two\n", "two", (4, 3, 4, 6)),
        ("key: |\r\n  one\r\n  two\r\n", "two", (3, 3, 3, 6)),
        ("key: >\n  one\n  two three\n", "one two", (2, 3, 3, 6)),
        ("key: 'it''s\n  two'\n", "two", (2, 3, 2, 6)),
        ("key: 'it''s\n  two'\n", "t's", (1, 8, 1, 12)),
        ('key: "\\u006fne\n  two"\n', "two", (2, 3, 2, 6)),
        ('key: "a\\\\1 \\"two\\""\n', "two", (1, 14, 1, 17)),
        ('key: "a\\\\1 two"\n', "\\1", (1, 8, 1, 11)),
        ('key: "a\\n\\tb \\\n  two"\n', "two", (2, 3, 2, 6)),
        ('key: "\\xe6\\U0001F600 two"\n', "two", (1, 22, 1, 25)),
        ('key: "\\xa0\\_\\Ntwo"\n', "two", (1, 15, 1, 18)),
    ],
)
def test_where_a_word_stands_in_a_value_over_several_lines(text, word, expected):
    where = read_yaml("x.yaml", text.encode()).value.at("key")
    start = where.node.text.index(word)
    assert tuple(where.range(start, start + len(word)).place().span) == expected


def test_several_documents_where_they_are_allowed():
    documents = read_yaml_documents("x", b"a: 1\n---\nb: 2\n").value
    assert [next(iter(one.root)).key.text for one in documents] == ["a", "b"]


def test_documents_before_a_fault_are_kept():
    result = read_yaml_documents("x", b"a: 1\n---\nb: c: d\n")
    assert len(result.value) == 1
    assert [issue.rule.code for issue in result.issues] == ["DBEP1001"]
