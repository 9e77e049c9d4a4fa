"""Inputs as the documents they hold, each read by itself: a file of JSON or XML is one, each line of NDJSON is one.

So an input of any length can be read in little memory, and a document can be read again by itself.

Source: https://hl7.org/fhir/R4/nd-json.html
"""

from collections.abc import Iterator
from typing import NamedTuple, Protocol

from dbep_ig.engine.diagnostics import Issue, Location, Result

from .documents import Document
from .json.reading import read_line
from .limits import DEFAULT_LIMITS, Limits
from .sniffing import format_of, read_document, suffix_of
from .text_rules import DOCUMENT_TOO_LARGE, INPUT_UNREADABLE, LINE_WITHOUT_END
from .type_model import TypeModel

_HEAD = 4096  # bytes that tell the format
_MARK = b"\xef\xbb\xbf"
_STEP = 1 << 16  # bytes; asking for many sets memory aside for them
_SKIPPED = 1 << 30  # bytes: how far the end of a line that is too long is looked for


class BrokenStream(Exception):  # noqa: N818  reads as what it says
    """Raised by a stream that cannot go on for a reason of its own: what it unpacks is damaged.

    issue  the reason
    """

    def __init__(self, issue: Issue) -> None:
        super().__init__(issue.message("en"))
        self.issue = issue


class Stream(Protocol):
    """Bytes that can be read from any place: what `open(…, "rb")` gives."""

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes; all that is left without `size`."""
        ...

    def readline(self, size: int = -1, /) -> bytes:
        """Up to and with the next line feed."""
        ...

    def seek(self, offset: int, /) -> int:
        """Go to an offset from the start."""
        ...

    def close(self) -> None:
        """Let go."""
        ...


class Part(NamedTuple):
    """The bytes of a document.

    offset  where they begin in the input
    line    the number of their line; 0 for a whole input
    row     as `line`, with lone carriage returns counted as ends of lines, as positions are
    """

    data: bytes
    offset: int = 0
    line: int = 0
    row: int = 1


def parts_of(
    stream: Stream, name: str, limits: Limits = DEFAULT_LIMITS, *, are_lines: bool = False
) -> Iterator[Part | Issue]:
    """The parts of an input from its start; one of no bytes for an empty input. Empty lines at the end are no parts.

    are_lines  it is NDJSON, whatever it looks like
    -> of a part that is larger than is allowed, no more than tells so; an Issue where reading stopped at a line that does
       not end (DBEP4099)
    """
    if not are_lines and not holds_lines(stream, name, limits):
        stream.seek(0)
        yield Part(read_whole(stream, limits))
        return
    offset, line, row = 0, 1, 1
    empty: list[Part] = []
    while True:
        stream.seek(offset)  # others may have read it meanwhile
        data = stream.readline(limits.bytes + 2)
        if not data:
            return
        taken = len(data)
        while not data.endswith(b"\n"):  # too long to be read, or the last
            more = stream.readline(_HEAD * 16)
            if not more:
                break
            taken += len(more)
            if more.endswith(b"\n"):
                break
            if taken > _SKIPPED:
                yield from empty
                yield Part(data, offset, line, row)
                params = {"document": name, "line": line}
                yield Issue(LINE_WITHOUT_END, Location(name), params)
                return
        part = Part(data.removesuffix(b"\n"), offset, line, row)
        if data.isspace() or data == _MARK:
            empty.append(part)
        else:
            yield from empty
            empty.clear()
            yield part
        offset += taken
        line += 1
        row += 1 if b"\r" not in data else data.count(b"\r") + (not data.endswith(b"\r\n"))


def part_at(stream: Stream, part: Part, limits: Limits = DEFAULT_LIMITS) -> Part:
    """A part read again: `part` says where it lies."""
    stream.seek(part.offset)
    if not part.line:
        return part._replace(data=read_whole(stream, limits))
    return part._replace(data=stream.readline(limits.bytes + 2).removesuffix(b"\n"))


def read_part(
    part: Part, name: str, types: TypeModel, limits: Limits = DEFAULT_LIMITS
) -> Result[list[Document]]:
    """The documents of a part: one, or as many as there are lines where the encoding does not let them be told apart."""
    if not part.line:
        return read_document(part.data, name, types, limits)
    if len(part.data) > limits.bytes:
        params = {"document": name, "allowed": limits.bytes}
        return Result([], (Issue(DOCUMENT_TOO_LARGE, Location(name), params),))
    read = read_line(part.data, name, part.line, part.row, limits)
    return Result([] if read.value is None else [read.value], read.issues)


def read_whole(stream: Stream, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """What is left of it, or one byte more than is allowed. A pipe gives what it has, not what is asked for."""
    parts: list[bytes] = []
    room, step = limits.bytes + 1, _STEP
    while room and (data := stream.read(min(room, step))):
        parts.append(data)
        room -= len(data)
        step *= 16
    return parts[0] if len(parts) == 1 else b"".join(parts)


def holds_lines(stream: Stream, name: str, limits: Limits = DEFAULT_LIMITS) -> bool:
    """Whether it is NDJSON whose lines end at each byte 0A: UTF-8, not UTF-16."""
    stream.seek(0)
    head = stream.read(_HEAD)
    if b"\x00" in head[:4] or head.removeprefix(_MARK).lstrip()[:1] not in (b"{", b"["):
        return False
    if suffix_of(name) == "json":
        return False
    if format_of(head, name, limits) == "ndjson":
        return True
    # the first line may be longer than the head
    stream.seek(0)
    first = _next_line(stream, limits)
    return first.rstrip().endswith(b"}") and _next_line(stream, limits).lstrip()[:1] == b"{"


def _next_line(stream: Stream, limits: Limits) -> bytes:
    while True:
        line = stream.readline(limits.bytes + 2)
        if not line.isspace():
            return line


def unreadable(name: str, fault: OSError | ValueError) -> Issue:
    """DBEP4092: the system would not let an input be read."""
    from dbep_ig.engine.diagnostics.os_faults import reason_of  # seldom needed

    return Issue(INPUT_UNREADABLE, Location(name), {"path": name, "reason": reason_of(fault)})
