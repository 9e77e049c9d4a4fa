"""Positions in text that someone wrote, found only when a finding is shown."""

import re
from bisect import bisect_right
from functools import cached_property
from typing import NamedTuple, Protocol

from .pointer import Pointer


class Span(NamedTuple):
    """Lines and columns from 1, columns in Unicode code points, the end just past the last character."""

    line: int
    column: int
    end_line: int
    end_column: int


class Source:
    """A named text. `name` is what the user called it: a path as given, `-` for standard input, an URL.

    first_line  the number of its first line, where the text is a line out of a longer one
    """

    def __init__(self, name: str, text: str, first_line: int = 1) -> None:
        self.name = name
        self.text = text
        self.first_line = first_line

    @cached_property
    def line_starts(self) -> list[int]:
        """Offset of each line's first character; lines end at LF, CRLF or CR."""
        # Not str.splitlines: it also ends lines at U+2028, U+0085 and others, which editors show inside a line.
        return [0, *(end.end() for end in re.finditer("\r\n|\r|\n", self.text))]

    def line(self, number: int) -> str:
        """Line `number` (from 1) without its end; empty past the end."""
        starts = self.line_starts
        number -= self.first_line - 1
        if not 1 <= number <= len(starts):
            return ""
        end = starts[number] if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : end].rstrip("\r\n")

    def position(self, offset: int) -> tuple[int, int]:
        """(line, column) of a character offset."""
        row = bisect_right(self.line_starts, offset)
        return row + self.first_line - 1, offset - self.line_starts[row - 1] + 1

    def span(self, start: int, end: int) -> Span:
        """The span of the characters from offset `start` to just before `end`."""
        line, column = self.position(start)
        end_line, end_column = self.position(max(end, start))
        return Span(line, column, end_line, end_column)


class Place(NamedTuple):
    """A span in a source."""

    source: Source
    span: Span


class Locator(Protocol):
    """Finds where a pointer's value (or its key) stands. JSON and XML text, YAML and `Origin` implement it."""

    def locate(self, pointer: Pointer, *, key: bool = False) -> Place | None:
        """The place of the value at `pointer`, or of its key.

        Where the pointer leads to something that is not there (a missing element), the place of the nearest
        ancestor that is. None only when nothing of the document has a place.
        """
        ...


class OrderedLocator:
    """A `Locator` that knows the order of places without finding them."""

    __slots__ = ()

    @property
    def row(self) -> int | None:
        """The line that all of its places are in; None where they are in several."""
        raise NotImplementedError

    def order(self, pointer: Pointer, *, key: bool = False) -> tuple[int, ...] | None:
        """Sorts as the first characters of `locate`'s places do, and is equal where they are; None where only they tell."""
        raise NotImplementedError
