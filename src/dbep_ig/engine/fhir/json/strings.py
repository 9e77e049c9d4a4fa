"""JSON's strings: by C where they are right, character by character where something is wrong in them.

Source: https://www.rfc-editor.org/rfc/rfc8259#section-7
"""

from json import JSONDecodeError
from json.decoder import scanstring  # type: ignore[attr-defined]  # C function; in every CPython, not in typeshed

from dbep_ig.engine.diagnostics import Text
from dbep_ig.engine.fhir.text_rules import INVISIBLE, rule_for

from .cursor import LONGEST_SHOWN, Cursor
from .rules import CONTROL_CHARACTER, CUT_SHORT, INVALID_ESCAPE, INVALID_JSON, LONE_SURROGATE, WRONG_QUOTES

_ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


class StringReader(Cursor):
    """Reads strings at the cursor."""

    __slots__ = ()

    def string(self) -> str:
        """The string whose opening quote is at the cursor."""
        start = self.pos
        try:
            value, stop = scanstring(self.text, start + 1, True)
        except JSONDecodeError:
            return self.string_with_care('"')
        if stop > self.end:
            return self.string_with_care('"')
        if not value.isascii() and needs_care(value):
            return self.string_with_care('"')
        self.pos = stop
        return str(value)

    def single_quoted(self, *, on_key: bool) -> str:
        """A string in single quotes, which is a fault."""
        start = self.pos
        value = self.string_with_care("'")
        pointer = (*self.container(), value) if on_key else self.pointer()
        found = f"`{self.text[start : min(self.pos, start + LONGEST_SHOWN)]}`"
        self.fault(WRONG_QUOTES, start, self.pos, {"found": found}, pointer=pointer, on_key=on_key)
        return value

    def string_with_care(self, quote: str) -> str:
        """A string with something wrong in it, character by character; `self.pos` ends past the closing quote."""
        text, end = self.text, self.end
        pos = self.pos + 1
        parts: list[str] = []
        while pos < end:
            char = text[pos]
            if char == quote:
                self.pos = pos + 1
                return "".join(parts)
            if char == "\\":
                part, pos = self.escape(pos)
                parts.append(part)
                continue
            if char in "\r\n" and not self.closes_later(pos, quote):
                break
            if char < " ":
                self.fault(CONTROL_CHARACTER, pos, pos + 1, {"found": f"U+{ord(char):04X}"})
            elif char in INVISIBLE:
                self.fault(rule_for(char), pos, pos + 1, {"found": f"U+{ord(char):04X}"})
            parts.append(char)
            pos += 1
        if pos >= end:
            self.pos = end
            opener = self.stack[-1].node.start if self.stack else self.start
            self.fault(
                CUT_SHORT, end, end, {"expected": f"`{quote}`"}, certain=False, related=(opener, opener + 1)
            )
            self.lost = True
        else:
            params: dict[str, object] = {
                "expected": f"`{quote}`",
                "found": Text("linjeskift", "the end of the line"),
            }
            self.fault(INVALID_JSON, pos, pos, params, certain=False)
            self.pos = pos
        return "".join(parts)

    def closes_later(self, newline: int, quote: str) -> bool:
        """Whether a line break inside a string belongs to it: the next quote is followed by what follows a string."""
        closing = self.text.find(quote, newline, self.end)
        if closing < 0:
            return False
        after = closing + 1
        while after < self.end and self.text[after] in " \n\r\t":
            after += 1
        return after >= self.end or self.text[after] in ",:}]"

    def escape(self, pos: int) -> tuple[str, int]:
        """The characters an escape stands for, and the offset after it."""
        text = self.text
        kind = text[pos + 1 : pos + 2]
        if kind in _ESCAPES and kind:
            return _ESCAPES[kind], pos + 2
        if kind == "u":
            code = _hex4(text, pos + 2)
            if code is None:
                self.fault(INVALID_ESCAPE, pos, pos + 2, {"found": text[pos : pos + 6].split('"')[0]})
                return "u", pos + 2
            if 0xD800 <= code < 0xDC00 and text[pos + 6 : pos + 8] == "\\u":
                low = _hex4(text, pos + 8)
                if low is not None and 0xDC00 <= low < 0xE000:
                    return chr(0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)), pos + 12
            if 0xD800 <= code < 0xE000:
                self.fault(LONE_SURROGATE, pos, pos + 6, {"found": text[pos : pos + 6]})
                return "\ufffd", pos + 6
            char = chr(code)
            if char in INVISIBLE:
                self.fault(rule_for(char), pos, pos + 6, {"found": f"U+{code:04X}"})
            return char, pos + 6
        self.fault(INVALID_ESCAPE, pos, pos + 2, {"found": text[pos : pos + 2]})
        return kind if kind not in ("", "\n", "\r") else "", pos + (2 if kind not in ("\n", "\r") else 1)


def needs_care(value: str) -> bool:
    """Whether a decoded string holds half characters or invisible ones, whose place should be told."""
    if not INVISIBLE.isdisjoint(value):
        return True
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def _hex4(text: str, pos: int) -> int | None:
    digits = text[pos : pos + 4]
    if len(digits) != 4 or not all(digit in "0123456789abcdefABCDEF" for digit in digits):
        return None
    return int(digits, 16)
