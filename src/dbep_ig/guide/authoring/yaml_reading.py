"""Bytes of a YAML file -> `YamlDocument`s, with an issue at its place for whatever is not plain, safe YAML.

The tree is built from parse events with an explicit stack, so neither depth nor aliases can cost more than the
file's own length. Anchors, aliases, tags and merge keys are refused: one file says what it says at the place
where it says it, which is what lets every finding point at a line.
"""

import re
from collections.abc import Iterator
from itertools import islice

import yaml

from dbep_ig.engine.diagnostics import Issue, Location, Place, Result, Rule, Source, Text

from .yaml_nodes import PLAIN, YamlDocument, YamlEntry, YamlMapping, YamlNode, YamlScalar, YamlSequence
from .yaml_rules import (
    ALIAS,
    COMPLEX_KEY,
    DUPLICATE_KEY,
    EMPTY_FILE,
    FORBIDDEN_CHARACTER,
    HIDDEN_CHARACTER,
    MERGE_KEY,
    NOT_UTF_8,
    SEVERAL_DOCUMENTS,
    SPACE_IN_INDENTATION,
    SYNTAX,
    TAB,
    TAG,
    TOO_DEEP,
    TOO_LARGE,
    TYPOGRAPHIC_QUOTES,
)

MAX_BYTES = 4_000_000
MAX_DEPTH = 64
# https://yaml.org/spec/1.2.2/#51-character-set
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
# Zero-width characters make two names that look alike different; bidirectional ones make text read as what it is not.
_HIDDEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069]")
# A key or an item after a space that is none of YAML's: it would silently become part of the value above.
_SPACE_IN_INDENTATION = re.compile(
    r"^ *([\u00a0\u2000-\u200a\u202f\u205f\u3000])[ \u00a0\u2000-\u200a\u202f\u205f\u3000]*(?:- |[^\s:#]+:(?:\s|$))",
    re.MULTILINE,
)
_OPENING, _CLOSING = frozenset("“”„‘‚"), frozenset("”“’‘")
_DEEPER = Text(
    "linjen har et dypere innrykk enn linjen over, som alt har en verdi",
    "the line is indented deeper than the line above, which already has a value",
)
_WITH_VALUE = re.compile(r"\s*(?:- )*[^\s#:][^:]*:\s+[^\s#|>]")
_MOST_HIDDEN = 20  # shown; a text in another script can be full of them

# What libyaml and PyYAML say, in words that help in both languages.
_PROBLEMS = {
    "mapping values are not allowed": Text(
        "et kolon der ingen ny nøkkel er tillatt (sett en verdi med kolon i anførselstegn)",
        "a colon where no new key is allowed (put a value that contains a colon in quotes)",
    ),
    "could not find expected ':'": Text(
        "det mangler et kolon etter nøkkelen", "a colon is missing after the key"
    ),
    "did not find expected ',' or ']'": Text(
        "en liste som begynner med «[» er ikke avsluttet", "a list that begins with `[` is not closed"
    ),
    "expected ',' or ']'": Text(
        "en liste som begynner med «[» er ikke avsluttet", "a list that begins with `[` is not closed"
    ),
    "did not find expected ',' or '}'": Text(
        "en gruppe som begynner med «{» er ikke avsluttet", "a mapping that begins with `{` is not closed"
    ),
    "expected ',' or '}'": Text(
        "en gruppe som begynner med «{» er ikke avsluttet", "a mapping that begins with `{` is not closed"
    ),
    "unexpected end of stream": Text(
        "en tekst i anførselstegn er ikke avsluttet", "a text in quotes is not closed"
    ),
    "cannot start any token": Text(
        "en verdi kan ikke begynne med dette tegnet uten anførselstegn",
        "a value cannot begin with this character without quotes",
    ),
    "unknown escape character": Text(
        "ukjent tegn etter «\\» i en tekst med doble anførselstegn",
        "unknown character after `\\` in a text with double quotes",
    ),
    "did not find expected key": Text(
        "innrykket stemmer ikke med linjene over", "the indentation does not match the lines above"
    ),
    "expected <block end>": Text(
        "innrykket stemmer ikke med linjene over", "the indentation does not match the lines above"
    ),
    "expected '-' indicator": Text(
        "en liste blandes med nøkler på samme innrykk", "a list is mixed with keys at the same indentation"
    ),
    "exceeded maximum nesting depth": Text(
        "for mange nivåer i hverandre", "too many levels inside each other"
    ),
}


def read_yaml(name: str, data: bytes) -> Result[YamlDocument]:
    """The one document of a file. `value` is None where there is none to work on; see `read_yaml_documents`."""
    result = read_yaml_documents(name, data)
    if not result.value:
        return Result(None, result.issues)
    first, *others = result.value
    extra = [Issue(SEVERAL_DOCUMENTS, Location(name, exact=other.locate(()))) for other in others[:1]]
    return Result(first, (*result.issues, *extra))


def read_yaml_documents(name: str, data: bytes) -> Result[list[YamlDocument]]:
    """Every document of a file (`---` between them).

    name   what the user calls the file; issues carry it
    data   the file's bytes: UTF-8, with or without a byte order mark
    -> as many documents as could be read whole; each fault is an issue (DBEP1001 to DBEP1014) and never an exception
    """
    if len(data) > MAX_BYTES:
        return Result(None, (Issue(TOO_LARGE, Location(name), {"size": len(data), "limit": MAX_BYTES}),))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        readable = Source(name, data[: error.start].decode("utf-8-sig", "replace"))
        end = len(readable.text)
        place = Place(readable, readable.span(end, end))
        params = {"offset": error.start, "byte": f"{data[error.start]:02X}"}
        return Result(None, (Issue(NOT_UTF_8, Location(name, exact=place), params),))
    source = Source(name, text)
    forbidden = _FORBIDDEN.search(text)
    if forbidden is not None:
        place = Place(source, source.span(forbidden.start(), forbidden.end()))
        params = {"character": f"U+{ord(forbidden.group()):04X}"}
        return Result(None, (Issue(FORBIDDEN_CHARACTER, Location(name, exact=place), params),))
    space = _SPACE_IN_INDENTATION.search(text)
    if space is not None:
        place = Place(source, source.span(space.start(1), space.end(1)))
        params = {"character": f"U+{ord(space[1]):04X}"}
        return Result(None, (Issue(SPACE_IN_INDENTATION, Location(name, exact=place), params),))
    builder = _Builder(source)
    for hidden in islice(_HIDDEN.finditer(text), _MOST_HIDDEN):
        builder.report(
            HIDDEN_CHARACTER, hidden.start(), hidden.end(), character=f"U+{ord(hidden.group()):04X}"
        )
    builder.read()
    if not builder.documents and not any(issue.is_error for issue in builder.issues):
        return Result(None, (Issue(EMPTY_FILE, Location(name, exact=builder.place(0, 0))),))
    return Result(builder.documents or None, tuple(builder.issues))


class _Frame:
    """A mapping or sequence that is still open."""

    __slots__ = ("entries", "first_lines", "is_mapping", "items", "key", "skipped", "start")

    def __init__(self, start: int, *, is_mapping: bool) -> None:
        self.start = start
        self.is_mapping = is_mapping
        self.items: list[YamlNode] = []
        self.entries: list[YamlEntry] = []
        self.first_lines: dict[str, int] = {}
        self.key: YamlScalar | None = None
        self.skipped = False  # the value that comes next belongs to a key that was refused


class _Builder:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.documents: list[YamlDocument] = []
        self.issues: list[Issue] = []
        self._frames: list[_Frame] = []
        self._last_end = 0
        self._root: YamlNode | None = None

    def place(self, start: int, end: int) -> Place:
        return Place(self.source, self.source.span(start, end))

    def report(self, rule: Rule, start: int, end: int, **params: object) -> None:
        self.issues.append(Issue(rule, Location(self.source.name, exact=self.place(start, end)), params))

    def read(self) -> None:
        try:
            for event in _events(self.source.text):
                if not self._take(event):
                    return
        except yaml.MarkedYAMLError as error:
            self._syntax(error)

    def _syntax(self, error: yaml.MarkedYAMLError) -> None:
        mark = error.problem_mark or error.context_mark
        at = mark.index if mark is not None else 0
        text = self.source.text
        line_start = text.rfind("\n", 0, at) + 1
        indent = len(text[line_start:]) - len(text[line_start:].lstrip(" \t"))
        tab = text.find("\t", line_start, line_start + indent)
        if tab >= 0:
            self.report(TAB, tab, tab + 1)
            return
        said = error.problem or error.context or ""
        problem: object = next((text for part, text in _PROBLEMS.items() if part in said), said)
        # An unclosed bracket or quote is found at the end of the file; where it opens is what helps.
        unclosed = "end of stream" in said or "',' or" in said
        if unclosed and error.context_mark is not None:
            at = error.context_mark.index
        if "mapping values" in said and _is_deeper(text, line_start, at):
            at, problem = line_start + indent, _DEEPER
        if "escape character" in said and text[at : at + 1] != "\\":
            at -= 1  # PyYAML without libyaml points past the backslash
        self.report(SYNTAX, at, min(at + 1, len(text)), problem=problem)

    def _take(self, event: yaml.Event) -> bool:
        if isinstance(event, yaml.ScalarEvent):
            start, end = _range(event)
            self._refuse_properties(event, start)
            text = self.source.text
            if event.anchor is not None or event.tag is not None:
                start = end - len(text[start:end].rsplit(None, 1)[-1]) if event.style is None else start
            end = start + len(text[start:end].rstrip("\n\r ")) if end > start else end
            self._add(YamlScalar(event.value, start, end, event.style or PLAIN))
            self._refuse_quotes(event, start, end)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            start, _ = _range(event)
            self._refuse_properties(event, start)
            if len(self._frames) >= MAX_DEPTH:
                self.report(TOO_DEEP, start, start + 1, limit=MAX_DEPTH)
                return False
            self._frames.append(_Frame(start, is_mapping=isinstance(event, yaml.MappingStartEvent)))
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            frame = self._frames.pop()
            # A block collection "ends" where the next token begins; what people see ends with its last value.
            start, end = _range(event)
            if start == end:
                end = max(self._last_end, frame.start)
            if frame.is_mapping:
                self._add(YamlMapping(frame.entries, frame.start, end))
            else:
                self._add(YamlSequence(frame.items, frame.start, end))
        elif isinstance(event, yaml.AliasEvent):
            start, end = _range(event)
            self.report(ALIAS, start, end, written=f"*{event.anchor}")
            self._add(YamlScalar("", start, end, PLAIN))
        elif isinstance(event, yaml.DocumentEndEvent) and self._root is not None:
            self.documents.append(YamlDocument(self.source, self._root))
            self._root = None
        return True

    def _refuse_properties(self, event: yaml.NodeEvent, start: int) -> None:
        if event.anchor is not None:
            self.report(ALIAS, start, start + 1, written=f"&{event.anchor}")
        tag = getattr(event, "tag", None)
        if tag is not None:
            self.report(TAG, start, start + 1, tag=tag.replace("tag:yaml.org,2002:", "!!"))

    def _refuse_quotes(self, event: yaml.ScalarEvent, start: int, end: int) -> None:
        value: str = event.value
        quoted = len(value) > 1 and value[0] in _OPENING and value[-1] in _CLOSING
        if quoted and (event.style or PLAIN) == PLAIN:
            self.report(TYPOGRAPHIC_QUOTES, start, end, quotes=f"{value[0]}…{value[-1]}")

    def _add(self, node: YamlNode) -> None:
        self._last_end = node.end
        if not self._frames:
            empty = isinstance(node, YamlScalar) and node.text == "" and node.style == PLAIN
            self._root = None if empty else node
            return
        frame = self._frames[-1]
        if not frame.is_mapping:
            frame.items.append(node)
        elif frame.skipped:
            frame.skipped = False
        elif frame.key is not None:
            frame.entries.append(YamlEntry(frame.key, node))
            frame.key = None
        elif isinstance(node, YamlScalar):
            self._key(frame, node)
        else:
            self.report(COMPLEX_KEY, node.start, node.end)
            frame.skipped = True

    def _key(self, frame: _Frame, key: YamlScalar) -> None:
        line = self.source.position(key.start)[0]
        if key.text == "<<" and key.style == PLAIN:
            self.report(MERGE_KEY, key.start, key.end)
            frame.skipped = True
        elif key.text in frame.first_lines:
            self.report(DUPLICATE_KEY, key.start, key.end, key=key.text, line=frame.first_lines[key.text])
            frame.skipped = True
        else:
            frame.first_lines[key.text] = line
            frame.key = key


def _is_deeper(text: str, line_start: int, colon: int) -> bool:
    """Whether a line with a first colon at `colon` is indented deeper than the line above it, which is a key with a value."""
    line = text[line_start:colon]
    above = next(
        (one for one in reversed(text[:line_start].splitlines()) if one.strip() and one.lstrip()[0] != "#"),
        "",
    )
    deeper = len(line) - len(line.lstrip()) > len(above) - len(above.lstrip())
    return deeper and ":" not in line and _WITH_VALUE.match(above) is not None


def _range(event: yaml.Event) -> tuple[int, int]:
    assert event.start_mark is not None
    assert event.end_mark is not None
    return event.start_mark.index, event.end_mark.index


def _events(text: str) -> Iterator[yaml.Event]:
    """The events of `text`, up to its first fault, which is raised as yaml.MarkedYAMLError.

    The scanner reads up to 1024 characters ahead of the events, since all of that may turn out to be a key; what is
    wrong there (for libyaml 0.2.6 also: more than 1000 levels) would hide the events before it, and with them how deep
    the text already is. So those events are read again from the text before the fault.
    """
    count = 0
    try:
        for event in _parse(text):
            count += 1
            yield event
    except yaml.scanner.ScannerError as error:
        marks = (error.context_mark, error.problem_mark)
        yield from _hidden_events(text[: min(mark.index for mark in marks if mark is not None)], count)
        raise


def _hidden_events(text: str, count: int) -> Iterator[yaml.Event]:
    """The events after the first `count` of a text that was cut off; nothing that only the cut brings about."""
    try:
        for event in islice(_parse(text), count, None):
            if _range(event)[0] >= len(text):
                return
            yield event
    except yaml.MarkedYAMLError as error:
        if error.problem_mark is not None and error.problem_mark.index < len(text):
            raise


def _parse(text: str) -> Iterator[yaml.Event]:
    # libyaml where PyYAML was built with it (ten times as fast), the same events from Python where not.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    yield from yaml.parse(text, Loader=loader)
