"""The line someone wrote, with a caret under what is meant."""

from unicodedata import combining, east_asian_width

from dbep_ig.engine.diagnostics import Place, printable

_WIDEST = 140  # columns of an excerpt; a resource on one line is shown around the caret


def excerpt(place: Place) -> tuple[str, str]:
    """(the line, the carets under it), tabs as spaces, a window of the line where it is very long."""
    span = place.span
    line = printable(place.source.line(span.line))
    start = min(span.column - 1, len(line))
    end = min(span.end_column - 1, len(line)) if span.end_line == span.line else len(line)
    end = max(end, start + 1)
    left = 0
    if len(line) > _WIDEST:
        left = max(0, min(start - _WIDEST // 3, len(line) - _WIDEST))
    shown = line[left : left + _WIDEST]
    prefix, suffix = ("…" if left else ""), ("…" if left + _WIDEST < len(line) else "")
    before = prefix + shown[: start - left]
    marked = shown[start - left : end - left] or " "
    return prefix + shown + suffix, " " * _columns(before) + "^" * max(1, _columns(marked))


def _columns(text: str) -> int:
    """Terminal columns: wide characters take two, combining ones none."""
    if text.isascii():
        return len(text)
    return sum(
        0 if combining(character) else 2 if east_asian_width(character) in "WF" else 1 for character in text
    )
