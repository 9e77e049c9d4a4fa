"""Where things stand in a start tag: expat tells where a tag begins, and no more. Offsets count bytes."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from .parsing import XHTML, Name


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


def written_xhtml(data: bytes, at: int, after: int, name: Name, within: Iterable[Name] = ()) -> str:
    """The element from `at` to before `after` exactly as written, its namespaces declared in it also when that was done further out.

    within  the names of its elements and attributes, as far as they have a prefix or a namespace that `name` has not

    An HTML entity that XML does not have, already told by the parser, is the character it means.
    """
    text = data[at:after].decode("utf-8")
    opening = data[at : tag_end(data, at)].decode("utf-8").replace(" =", "=")
    spaces = {}
    if name.namespace == XHTML and f"{_declaration(name)}=" not in opening:
        spaces[_declaration(name)] = XHTML
    for one in within:
        if f"{_declaration(one)}=" not in text.replace(" =", "="):
            spaces.setdefault(_declaration(one), one.namespace)
    if spaces:
        end_of_name = 1 + len(name.shown)
        declared = "".join(f' {each}="{_escaped(space)}"' for each, space in spaces.items())
        text = f"{text[:end_of_name]}{declared}{text[end_of_name:]}"
    return _without_html_entities(text) if "&" in text else text


def _declaration(name: Name) -> str:
    return f"xmlns:{name.prefix}" if name.prefix else "xmlns"


def _escaped(namespace: str) -> str:
    return namespace.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def _without_html_entities(text: str) -> str:
    from html.entities import html5  # 2,000 names, seldom needed

    first, *rest = text.split("&")
    parts = [first]
    for piece in rest:
        name, end, after = piece.partition(";")
        known = (
            not end
            or name.startswith("#")
            or name in ("amp", "lt", "gt", "quot", "apos")
            or not name.isalnum()
        )
        parts.append("&" + piece if known else html5.get(name + ";", "\ufffd") + after)
    return "".join(parts)
