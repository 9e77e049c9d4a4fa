"""Text to tokens.

Source: http://hl7.org/fhirpath/N1/#lexical-elements
"""

import re
from functools import cache
from typing import NamedTuple

from .faults import SyntaxFaultError, fault
from .rules import INVALID_LITERAL, UNEXPECTED_CHARACTER, UNFINISHED


class Token(NamedTuple):
    """kind: number, string, moment, identifier, delimited, variable, special, symbol or end; text: what it means."""

    kind: str
    text: str
    start: int
    end: int


_ESCAPES = {"f": "\f", "n": "\n", "r": "\r", "t": "\t", "\\": "\\", "/": "/", "'": "'", "`": "`", '"': '"'}


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(
        r"""(?P<space>(?:[ \t\r\n]+|//[^\r\n]*|/\*(?s:.*?)\*/)+)
          | (?P<number>\d+(?:\.\d+)?)
          | (?P<moment>@(?:T\d\d(?::\d\d(?::\d\d(?:\.\d+)?)?)?
              |\d{4}(?:-\d\d(?:-\d\d)?)?(?:T(?:\d\d(?::\d\d(?::\d\d(?:\.\d+)?)?)?(?:Z|[+-]\d\d:\d\d)?)?)?))
          | (?P<string>'(?:[^'\\]|\\.)*')
          | (?P<delimited>`(?:[^`\\]|\\.)*`)
          | (?P<variable>%(?:[A-Za-z_][A-Za-z0-9_]*|`(?:[^`\\]|\\.)*`|'(?:[^'\\]|\\.)*'))
          | (?P<special>\$(?:this|index|total)\b)
          | (?P<identifier>[A-Za-z_][A-Za-z0-9_]*)
          | (?P<symbol><=|>=|!=|!~|/(?!\*)|[-+*&|<>=~.,()\[\]{}])""",
        re.VERBOSE | re.ASCII | re.DOTALL,
    )


def tokenize(text: str) -> list[Token]:
    """All tokens, with one of kind `end` last. Raises SyntaxFaultError."""
    match_at = _pattern().match
    tokens: list[Token] = []
    position = 0
    length = len(text)
    while position < length:
        match = match_at(text, position)
        if match is None:
            raise _nothing_matches(text, position)
        kind = match.lastgroup or ""
        position = match.end()
        if kind != "space":
            tokens.append(_token(kind, match[0], match.start(), position))
    tokens.append(Token("end", "", length, length))
    return tokens


def _token(kind: str, written: str, start: int, end: int) -> Token:
    if kind in ("string", "delimited"):
        return Token(kind, unescape(written[1:-1], start + 1), start, end)
    if kind == "variable":
        name = written[1:]
        return Token(kind, unescape(name[1:-1], start + 2) if name[0] in "`'" else name, start, end)
    return Token(kind, written[1:] if kind in ("moment", "special") else written, start, end)


def unescape(written: str, offset: int) -> str:
    """The characters that a string's escapes stand for; `offset` is where `written` starts in the text."""
    if "\\" not in written:
        return written
    parts: list[str] = []
    position = 0
    while position < len(written):
        character = written[position]
        if character != "\\":
            parts.append(character)
            position += 1
            continue
        escaped = written[position + 1]
        if escaped == "u" and re.fullmatch("[0-9A-Fa-f]{4}", written[position + 2 : position + 6]):
            parts.append(chr(int(written[position + 2 : position + 6], 16)))
            position += 6
        elif escaped in _ESCAPES:
            parts.append(_ESCAPES[escaped])
            position += 2
        else:
            start = offset + position
            raise fault(INVALID_LITERAL, start, start + 2, literal="\\" + escaped)
    text = "".join(parts)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if "\\u" in written else text


def _nothing_matches(text: str, position: int) -> SyntaxFaultError:
    for opening in ("/*", "'", "`", "%'", "%`"):
        if text.startswith(opening, position):
            return fault(UNFINISHED, position, len(text), opened=opening)
    if text[position] == "@":
        end = position + 1
        while end < len(text) and (text[end].isalnum() or text[end] in "-:.+"):
            end += 1
        return fault(INVALID_LITERAL, position, end, literal=text[position:end])
    return fault(UNEXPECTED_CHARACTER, position, position + 1, character=text[position])
