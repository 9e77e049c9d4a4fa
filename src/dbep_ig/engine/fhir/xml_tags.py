"""Where things stand in a start tag: expat tells where a tag begins, and no more. Offsets count bytes."""

from collections.abc import Iterator
from typing import NamedTuple


class AttributeSpan(NamedTuple):
    """An attribute as written: its name begins at `start`, its value stands from `opening` to before `end`, quotes with it."""

    name: str
    start: int
    opening: int
    end: int


def tag_end(data: bytes, start: int) -> int:
    """The offset after the start tag that begins at `start`; `>` in attribute values is no end."""
    pos = start + 1
    while pos < len(data):
        byte = data[pos]
        if byte == 0x3E:
            return pos + 1
        if byte in b"\"'":
            pos = data.find(byte, pos + 1)  # values may be megabytes of base64
            if pos < 0:
                break
        pos += 1
    return len(data)


def name_end(data: bytes, start: int) -> int:
    """The offset after the element's name in the start tag that begins at `start`."""
    pos = start + 1
    while pos < len(data) and data[pos] not in b" \t\r\n/>":
        pos += 1
    return pos


def attribute_spans(data: bytes, start: int) -> Iterator[AttributeSpan]:
    """The attributes of the start tag that begins at `start`, namespace declarations with them, as far as it is whole."""
    pos, stop = name_end(data, start), tag_end(data, start)
    while pos < stop:
        while pos < stop and data[pos] in b" \t\r\n":
            pos += 1
        equals = data.find(b"=", pos, stop)
        if equals < 0:
            return
        opening = equals + 1
        while opening < stop and data[opening] in b" \t\r\n":
            opening += 1
        closing = data.find(data[opening : opening + 1], opening + 1, stop)
        if closing < 0:
            return
        name = data[pos:equals].strip().decode("utf-8", errors="replace")
        yield AttributeSpan(name, pos, opening, closing + 1)
        pos = closing + 1
