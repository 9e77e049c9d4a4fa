"""YAML as a tree that remembers where every key and value stands.

All scalars are text: `no`, `010` and `12:30` stay what was typed; the keyword that owns a value converts it.
"""

from collections.abc import Iterator

from dbep_ig.engine.diagnostics import Location, Place, Pointer, Source, Span

PLAIN, SINGLE_QUOTED, DOUBLE_QUOTED, LITERAL, FOLDED = "", "'", '"', "|", ">"
_HEXADECIMAL = {"x": 2, "u": 4, "U": 8}
_ESCAPES = {
    "0": "\0",
    "a": "\a",
    "b": "\b",
    "e": "\x1b",
    "f": "\f",
    "n": "\n",
    "r": "\r",
    "t": "\t",
    "v": "\v",
    "N": "\x85",
    "_": "\xa0",
    "L": "\u2028",
    "P": "\u2029",
}
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


class YamlScalar:
    """One value as typed. `start` and `end` are offsets in the source, quotes included."""

    __slots__ = ("end", "start", "style", "text")
    shape = "scalar"

    def __init__(self, text: str, start: int, end: int, style: str) -> None:
        self.text = text
        self.start = start
        self.end = end
        self.style = style

    @property
    def is_null(self) -> bool:
        """Nothing, `~` or `null`, without quotes."""
        return self.style == PLAIN and self.text in _NULLS

    def range_in(self, source: Source, start: int, end: int) -> Span:
        """Where characters `start`..`end` of `text` stand in the file; the whole scalar if that cannot be said."""
        raw = source.text[self.start : self.end]
        if self.style == PLAIN and raw == self.text:
            return source.span(self.start + start, self.start + end)
        if self.style == DOUBLE_QUOTED and raw == f'"{self.text}"':
            return source.span(self.start + 1 + start, self.start + 1 + end)
        if self.style == SINGLE_QUOTED and raw == "'" + self.text.replace("'", "''") + "'":
            before = self.text[:start].count("'")
            inside = self.text[start:end].count("'")
            first = self.start + 1 + start + before
            return source.span(first, first + end - start + inside)
        return self._range_over_lines(source, start, end)

    def _range_over_lines(self, source: Source, start: int, end: int) -> Span:
        """Line breaks and indentation differ between the file and the text, everything else stands in the same order."""
        first = self.start
        if self.style in (LITERAL, FOLDED):  # the text begins after the line with the sign
            first += len(source.text[self.start : self.end].splitlines()[0])
        elif self.style != PLAIN:
            first += 1
        units = self._units(source.text, first)
        marked: list[tuple[int, int]] = []
        for index, character in enumerate(self.text[:end]):
            if character.isspace():
                continue
            begins, stops, typed = next(units, (0, 0, ""))
            if typed != character:
                return source.span(self.start, self.end)
            if index >= start:
                marked.append((begins, stops))
        return source.span(marked[0][0], marked[-1][1]) if marked else source.span(self.start, self.end)

    def _units(self, file: str, place: int) -> Iterator[tuple[int, int, str]]:
        """What the file has for each character of the text that is not white space: from, to, the character."""
        while place < self.end:
            typed, stops = file[place], place + 1
            if self.style == DOUBLE_QUOTED and typed == "\\":
                typed, stops = _unescaped(file, place)
            elif self.style == SINGLE_QUOTED and typed == "'" and file[stops : stops + 1] == "'":
                stops += 1
            if not typed.isspace():
                yield place, stops, typed
            place = stops


def _unescaped(file: str, place: int) -> tuple[str, int]:
    """The character of an escape in double quotes, and where the escape ends (https://yaml.org/spec/1.2.2/#57-escaped-characters)."""
    letter = file[place + 1 : place + 2]
    digits = _HEXADECIMAL.get(letter)
    if digits is not None:
        stops = place + 2 + digits
        return chr(int(file[place + 2 : stops], 16)), stops
    return _ESCAPES.get(letter, letter), place + 2


class YamlEntry:
    """A key and its value."""

    __slots__ = ("key", "value")

    def __init__(self, key: YamlScalar, value: "YamlNode") -> None:
        self.key = key
        self.value = value


class YamlMapping:
    """Keys and values in the order written; each key stands once (the reader refuses a second)."""

    __slots__ = ("_by_key", "end", "entries", "start")
    shape = "mapping"

    def __init__(self, entries: list[YamlEntry], start: int, end: int) -> None:
        self.entries = tuple(entries)
        self.start = start
        self.end = end
        self._by_key = {entry.key.text: entry for entry in entries}

    def __iter__(self) -> Iterator[YamlEntry]:
        return iter(self.entries)

    def __contains__(self, key: object) -> bool:
        return key in self._by_key

    def entry(self, key: str) -> YamlEntry | None:
        """The entry with this key, or None."""
        return self._by_key.get(key)

    def get(self, key: str) -> "YamlNode | None":
        """The value of this key, or None."""
        entry = self._by_key.get(key)
        return None if entry is None else entry.value


class YamlSequence:
    """A list."""

    __slots__ = ("end", "items", "start")
    shape = "sequence"

    def __init__(self, items: list["YamlNode"], start: int, end: int) -> None:
        self.items = tuple(items)
        self.start = start
        self.end = end

    def __iter__(self) -> Iterator["YamlNode"]:
        return iter(self.items)


YamlNode = YamlScalar | YamlMapping | YamlSequence


class YamlDocument:
    """One document of a file. A `Locator`: pointers are keys (text) and indexes from its root.

    languages  of the guide that it belongs to, the main one first; empty where they are not known
    """

    __slots__ = ("languages", "root", "source")

    def __init__(self, source: Source, root: YamlNode) -> None:
        self.source = source
        self.root = root
        self.languages: tuple[str, ...] = ()

    def find(self, pointer: Pointer) -> YamlNode | None:
        """The node at `pointer`, or None."""
        node: YamlNode | None = self.root
        for step in pointer:
            node = _child(node, step)
            if node is None:
                return None
        return node

    def locate(self, pointer: Pointer, *, key: bool = False) -> Place:
        """See `Locator.locate`."""
        node: YamlNode = self.root
        key_node: YamlScalar | None = None
        for step in pointer:
            child = _child(node, step)
            if child is None:
                key_node = key_node if key else None
                break
            entry = node.entry(str(step)) if isinstance(node, YamlMapping) else None
            key_node = None if entry is None else entry.key
            node = child
        shown = key_node if key and key_node is not None else node
        return Place(self.source, self.source.span(shown.start, shown.end))

    def at(self, *pointer: str | int) -> "Where":
        """A place in this document."""
        return Where(self, pointer)


def _child(node: YamlNode | None, step: str | int) -> YamlNode | None:
    if isinstance(node, YamlMapping):
        return node.get(str(step))
    if isinstance(node, YamlSequence) and isinstance(step, int) and 0 <= step < len(node.items):
        return node.items[step]
    return None


def written_at(where: "Where", otherwise: str) -> str:
    """The value as its author wrote it, for messages that quote it; `otherwise` where no single value stands."""
    node = where.node
    return node.text.strip() if isinstance(node, YamlScalar) else otherwise


class Where:
    """A place in a YAML document, kept by everything that is read from it."""

    __slots__ = ("document", "pointer")

    def __init__(self, document: YamlDocument, pointer: Pointer = ()) -> None:
        self.document = document
        self.pointer = pointer

    def __truediv__(self, step: str | int) -> "Where":
        return Where(self.document, (*self.pointer, step))

    @property
    def node(self) -> YamlNode | None:
        """The node here."""
        return self.document.find(self.pointer)

    def location(self, *, on_key: bool = False) -> Location:
        """Where an issue about the value here (or its key) is shown."""
        return Location(self.document.source.name, self.pointer, on_key=on_key, locator=self.document)

    def range(self, start: int, end: int) -> Location:
        """Where an issue about some characters of the scalar here is shown."""
        node = self.node
        source = self.document.source
        if not isinstance(node, YamlScalar):
            return self.location()
        return Location(source.name, self.pointer, exact=Place(source, node.range_in(source, start, end)))

    def place(self, *, key: bool = False) -> Place:
        """The span itself."""
        return self.document.locate(self.pointer, key=key)
