"""A place in JSON text that is being read, what is open around it, and what was wrong so far."""

from typing import NamedTuple

from dbep_ig.engine.diagnostics import Pointer, Rule, Text
from dbep_ig.engine.fhir.documents import Json
from dbep_ig.engine.fhir.limits import Limits

LONGEST_SHOWN = 30  # characters of a text in a message

_END_OF_TEXT = Text("slutten av teksten", "the end of the text")


class Node:
    """Where a value stands: offsets from its first character to just past its last, and its members or items."""

    __slots__ = ("end", "items", "keys", "members", "start")

    def __init__(self, start: int, end: int) -> None:
        self.start = start
        self.end = end
        self.members: dict[str, Node] | None = None
        self.keys: dict[str, tuple[int, int]] | None = None  # of the quoted name
        self.items: list[Node] | None = None


class Fault(NamedTuple):
    """Something wrong at [start, end). `certain` means what is meant is still clear, so the value can be used."""

    rule: Rule
    start: int
    end: int
    params: dict[str, object]
    pointer: Pointer = ()
    on_key: bool = False
    certain: bool = True
    related: tuple[int, int] | None = None


class Frame:
    """An object or array not closed yet."""

    __slots__ = ("array", "comma", "key", "key_span", "node", "object", "state")

    def __init__(self, node: Node, *, is_object: bool) -> None:
        self.node = node
        self.object: dict[str, Json] | None = {} if is_object else None
        self.array: list[Json] | None = None if is_object else []
        if is_object:
            node.members = {}
            node.keys = {}
        else:
            node.items = []
        self.state = FIRST
        self.key = ""
        self.key_span = (0, 0)
        self.comma = 0

    @property
    def close(self) -> str:
        """The bracket that closes it."""
        return "]" if self.object is None else "}"


FIRST, AFTER_COMMA, COLON, VALUE, NEXT = range(5)  # what a frame waits for


class Cursor:
    """Where reading has come, with the faults found so far. `lost`: the rest is guesswork, positions yes, faults no."""

    __slots__ = (
        "counts",
        "end",
        "faults",
        "limits",
        "lost",
        "pos",
        "stack",
        "start",
        "text",
    )

    def __init__(self, text: str, start: int, end: int, limits: Limits) -> None:
        self.text = text
        self.start = start
        self.pos = start
        self.end = end
        self.limits = limits
        self.faults: list[Fault] = []
        self.counts: dict[str, int] = {}
        self.stack: list[Frame] = []
        self.lost = False  # after a wrong bracket the rest is guesswork: positions yes, faults no

    def fault(
        self,
        rule: Rule,
        start: int,
        end: int,
        params: dict[str, object],
        *,
        pointer: Pointer | None = None,
        on_key: bool = False,
        certain: bool = True,
        related: tuple[int, int] | None = None,
    ) -> None:
        """Note a fault; at most `limits.faults` of each rule are kept."""
        if self.lost:
            return
        count = self.counts.get(rule.code, 0)
        self.counts[rule.code] = count + 1
        if count < self.limits.faults:
            where = self.pointer() if pointer is None else pointer
            self.faults.append(Fault(rule, start, max(end, start), params, where, on_key, certain, related))

    def pointer(self) -> Pointer:
        """Of the value being read now: for an object between values, of the last member."""
        steps: list[str | int] = []
        for frame in self.stack:
            if frame.array is not None:
                steps.append(len(frame.array))
            elif frame.state in (COLON, VALUE):
                steps.append(frame.key)
        return tuple(steps)

    def container(self) -> Pointer:
        """Of the object or array being read."""
        pointer = self.pointer()
        frame = self.stack[-1] if self.stack else None
        inside = frame is not None and (frame.array is not None or frame.state in (COLON, VALUE))
        return pointer[:-1] if inside else pointer

    def shown(self, at: int) -> object:
        """What stands at `at`, for a message."""
        if at >= self.end:
            return _END_OF_TEXT
        stop = at + 1
        if self.text[at] not in "{}[],:":
            while stop < self.end and stop - at < LONGEST_SHOWN and self.text[stop] not in "{}[],: \t\r\n":
                stop += 1
        return f"`{self.text[at:stop]}`"
