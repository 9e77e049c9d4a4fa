"""JSON text read with a position for everything, and read on after a fault.

The way for what C `json` refuses or cannot tell (`json_reading.py`), and for positions (`json_locating.py`). One pass,
no recursion, linear in the text. What C `json` accepts gives the same value here: a property test holds it.

Source: https://www.rfc-editor.org/rfc/rfc8259
"""

from decimal import Decimal
from json import JSONDecodeError
from json.decoder import scanstring  # type: ignore[attr-defined]  # C function; in every CPython, not in typeshed
from typing import NamedTuple

from dbep_ig.engine.diagnostics import Pointer, Rule, Text

from .json_rules import (
    COMMENT_IN_JSON,
    CONTROL_CHARACTER,
    CUT_SHORT,
    DUPLICATE_PROPERTY,
    INVALID_ESCAPE,
    INVALID_JSON,
    LONE_SURROGATE,
    MISSING_COMMA,
    NOT_A_JSON_NUMBER,
    NUMBER_OUT_OF_REACH,
    TEXT_AFTER_JSON,
    TRAILING_COMMA,
    WRONG_BRACKET,
    WRONG_QUOTES,
)
from .json_types import Json
from .limits import DEFAULT_LIMITS, Limits
from .text_rules import INVISIBLE, TOO_DEEP, rule_for

LONGEST_NUMBER = 1000  # digits, and the largest exponent: int() and Fraction() stay cheap on what is accepted

_END_OF_TEXT = Text("slutten av teksten", "the end of the text")
_A_VALUE = Text("en verdi", "a value")
_A_NAME = Text("et egenskapsnavn i anførselstegn", "a property name in quotes")
_ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_WORD = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-._$")
_NOT_NUMBERS = frozenset({"nan", "inf", "infinity", "+infinity", "-infinity", "-inf", "+inf", "-nan", "+nan"})
_LONGEST_SHOWN = 30


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


class Scan(NamedTuple):
    """What a scan gives: the value as far as it was understood, its node, and the faults in the order of the text."""

    value: Json
    node: Node
    faults: list[Fault]

    @property
    def certain(self) -> bool:
        """Whether the value is all that the text says."""
        return all(fault.certain for fault in self.faults)


class _Frame:
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
        self.state = _FIRST
        self.key = ""
        self.key_span = (0, 0)
        self.comma = 0

    @property
    def close(self) -> str:
        return "]" if self.object is None else "}"


_FIRST, _AFTER_COMMA, _COLON, _VALUE, _NEXT = range(5)


def scan_json(text: str, start: int = 0, end: int | None = None, limits: Limits = DEFAULT_LIMITS) -> Scan:
    """One JSON value and everything that is wrong with it.

    text, start, end  the document is text[start:end]; offsets in the answer count from the text's beginning
    -> value   objects as dict (of names that stand twice the first counts), numbers as int where written without point
               and exponent, else Decimal; a number out of reach and NaN as their text; half characters as U+FFFD
       node    spans, for `JsonLocator`
       faults  at most `limits.faults` of each rule
    """
    return _Scanner(text, start, len(text) if end is None else end, limits).run()


def is_json_number(word: str) -> bool:
    """Whether `word` is a number as RFC 8259 section 6 writes it."""
    digits = word[1:] if word.startswith("-") else word
    mantissa, exponent_mark, exponent = digits.replace("E", "e").partition("e")
    if exponent_mark:
        unsigned = exponent[1:] if exponent[:1] in ("+", "-") else exponent
        if not (unsigned.isascii() and unsigned.isdigit()):
            return False
    whole, point, fraction = mantissa.partition(".")
    if point and not (fraction.isascii() and fraction.isdigit()):
        return False
    return whole.isascii() and whole.isdigit() and (len(whole) == 1 or whole[0] != "0")


def number(word: str) -> int | Decimal | None:
    """A JSON number exactly: int without point or exponent (but -0, which int cannot hold), else Decimal.

    None where it has more than LONGEST_NUMBER digits or a larger exponent.
    """
    if len(word) > LONGEST_NUMBER:
        return None
    if word.isdigit() or (word[0] == "-" and word != "-0" and word[1:].isdigit()):
        return int(word)
    exponent = word.replace("E", "e").partition("e")[2]
    if exponent and (len(exponent) > 8 or abs(int(exponent)) > LONGEST_NUMBER):
        return None
    return Decimal(word)


class _Scanner:
    __slots__ = (
        "counts",
        "end",
        "faults",
        "limits",
        "lost",
        "pos",
        "root",
        "root_value",
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
        self.stack: list[_Frame] = []
        self.root: Node | None = None
        self.root_value: Json = None
        self.lost = False  # after a wrong bracket the rest is guesswork: positions yes, faults no

    def run(self) -> Scan:
        while self.root is None or self.stack:
            self.skip()
            if self.pos >= self.end:
                self.cut_short()
                break
            if self.stack:
                if not self.step(self.stack[-1]):
                    break
            elif not self.value():
                break
        if not self.stack and self.root is not None:
            self.skip()
            if self.pos < self.end:
                line_end = self.text.find("\n", self.pos, self.end)
                stop = self.end if line_end < 0 else line_end
                self.fault(TEXT_AFTER_JSON, self.pos, stop, {"found": self.shown(self.pos)}, certain=False)
        return Scan(self.root_value, self.root or Node(self.start, self.end), self.faults)

    # -- what is wrong

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
            elif frame.state in (_COLON, _VALUE):
                steps.append(frame.key)
        return tuple(steps)

    def container(self) -> Pointer:
        """Of the object or array being read."""
        pointer = self.pointer()
        frame = self.stack[-1] if self.stack else None
        inside = frame is not None and (frame.array is not None or frame.state in (_COLON, _VALUE))
        return pointer[:-1] if inside else pointer

    def shown(self, at: int) -> object:
        """What stands at `at`, for a message."""
        if at >= self.end:
            return _END_OF_TEXT
        stop = at + 1
        if self.text[at] not in "{}[],:":
            while stop < self.end and stop - at < _LONGEST_SHOWN and self.text[stop] not in "{}[],: \t\r\n":
                stop += 1
        return f"`{self.text[at:stop]}`"

    def cut_short(self) -> None:
        at = len(self.text[: self.end].rstrip())
        frame = self.stack[-1] if self.stack else None
        if frame is None:
            self.fault(CUT_SHORT, at, at, {"expected": _A_VALUE}, pointer=(), certain=False)
            return
        opener = (frame.node.start, frame.node.start + 1)
        expected: object = f"`{frame.close}`"
        if frame.state in (_VALUE, _COLON):
            expected = _A_VALUE if frame.state == _VALUE else "`:`"
        self.fault(
            CUT_SHORT, at, at, {"expected": expected}, pointer=self.container(), certain=False, related=opener
        )
        while self.stack:
            self.close(self.end)

    # -- between values

    def skip(self) -> None:
        text, end, pos = self.text, self.end, self.pos
        while pos < end:
            char = text[pos]
            if char in " \n\r\t":
                pos += 1
            elif char == "/" and text[pos + 1 : pos + 2] in ("/", "*"):
                self.pos = pos
                pos = self.comment()
            else:
                break
        self.pos = pos

    def comment(self) -> int:
        start = self.pos
        if self.text[start + 1] == "/":
            found = self.text.find("\n", start, self.end)
            stop = self.end if found < 0 else found
        else:
            found = self.text.find("*/", start + 2, self.end)
            stop = self.end if found < 0 else found + 2
        params: dict[str, object] = {"found": self.text[start : min(stop, start + _LONGEST_SHOWN)].rstrip()}
        self.fault(COMMENT_IN_JSON, start, stop, params, pointer=self.container())
        return stop

    def step(self, frame: _Frame) -> bool:
        """One token inside an object or array; False stops the scan."""
        char = self.text[self.pos]
        state = frame.state
        if state == _NEXT:
            return self.after_value(frame, char)
        if char in "}]" and state != _COLON:
            if state == _VALUE:
                self.invalid(_A_VALUE)
                frame.state = _NEXT
            elif state == _AFTER_COMMA:
                self.fault(
                    TRAILING_COMMA, frame.comma, frame.comma + 1, {"found": char}, pointer=self.container()
                )
            self.close_bracket(char)
            return True
        if frame.object is None or state == _VALUE:
            if char == ",":
                self.invalid(_A_VALUE)
                self.pos += 1
                frame.state = _FIRST  # not after a comma: a bracket next is no second fault
                return True
            return self.value()
        if state == _COLON:
            if char == ":":
                self.pos += 1
            else:
                self.invalid("`:`")
                if char in ",}]":
                    frame.state = _NEXT
                    return True
            frame.state = _VALUE
            return True
        return self.name(frame, char)

    def after_value(self, frame: _Frame, char: str) -> bool:
        if char == ",":
            self.comma(frame)
        elif char in "}]":
            self.close_bracket(char)
        elif char in '"{[' or char in _WORD:
            self.fault(
                MISSING_COMMA,
                self.pos,
                self.pos + 1,
                {"found": self.shown(self.pos)},
                pointer=self.container(),
            )
            frame.state = _AFTER_COMMA
            frame.comma = self.pos
        else:
            self.invalid(Text(f"`,` eller `{frame.close}`", f"`,` or `{frame.close}`"))
            self.pos = self.stop_of_junk()
        return True

    def comma(self, frame: _Frame) -> None:
        frame.comma = self.pos
        frame.state = _AFTER_COMMA
        self.pos += 1

    def name(self, frame: _Frame, char: str) -> bool:
        start = self.pos
        if char == '"':
            name = self.string()
        elif char == "'":
            name = self.single_quoted(on_key=True)
        elif char in _WORD:
            name = self.word()
            self.fault(
                WRONG_QUOTES,
                start,
                self.pos,
                {"found": f"`{name}`"},
                pointer=(*self.container(), name),
                on_key=True,
            )
        else:
            self.invalid(_A_NAME)
            if char in "{[:,":
                self.pos += 1
            else:
                self.pos = self.stop_of_junk()
            return True
        frame.key = name
        frame.key_span = (start, self.pos)
        frame.state = _COLON
        members = frame.node.keys
        if members is not None and name in members:
            self.fault(
                DUPLICATE_PROPERTY, start, self.pos, {"name": name}, on_key=True, related=members[name]
            )
        return True

    def invalid(self, expected: object) -> None:
        stop = self.stop_of_junk()
        params = {"expected": expected, "found": self.shown(self.pos)}
        self.fault(INVALID_JSON, self.pos, stop, params, pointer=self.container(), certain=False)

    def stop_of_junk(self) -> int:
        stop = self.pos + 1
        while stop < self.end and self.text[stop] not in '{}[],:" \t\r\n':
            stop += 1
        return stop

    def close_bracket(self, char: str) -> None:
        frame = self.stack[-1]
        if frame.close != char:
            opener = (frame.node.start, frame.node.start + 1)
            self.fault(
                WRONG_BRACKET,
                self.pos,
                self.pos + 1,
                {"expected": frame.close, "found": char},
                pointer=self.container(),
                certain=False,
                related=opener,
            )
            self.lost = True
            self.lost = True
            if not any(outer.close == char for outer in self.stack):
                self.pos += 1
                frame.state = _NEXT
                return
            while self.stack[-1].close != char:
                self.close(self.pos)
        self.pos += 1
        self.close(self.pos)

    def close(self, end: int) -> None:
        frame = self.stack.pop()
        frame.node.end = end
        self.attach(frame.array if frame.object is None else frame.object, frame.node)

    def attach(self, value: Json, node: Node) -> None:
        if not self.stack:
            self.root = node
            self.root_value = value
            return
        frame = self.stack[-1]
        if frame.object is None:
            assert frame.array is not None
            assert frame.node.items is not None
            frame.array.append(value)
            frame.node.items.append(node)
        else:
            assert frame.node.members is not None
            assert frame.node.keys is not None
            if frame.key not in frame.object:
                frame.object[frame.key] = value
                frame.node.members[frame.key] = node
                frame.node.keys[frame.key] = frame.key_span
        frame.state = _NEXT

    # -- values

    def value(self) -> bool:
        start = self.pos
        char = self.text[start]
        if char in "{[":
            if len(self.stack) >= self.limits.depth:
                self.fault(TOO_DEEP, start, start + 1, {"allowed": self.limits.depth}, certain=False)
                return False
            self.stack.append(_Frame(Node(start, start), is_object=char == "{"))
            self.pos += 1
            return True
        value: Json
        if char == '"':
            value = self.string()
        elif char == "'":
            value = self.single_quoted(on_key=False)
        elif char in _WORD:
            value = self.literal(start, self.word())
        else:
            self.invalid(_A_VALUE)
            self.pos = self.stop_of_junk()
            if self.stack:
                self.stack[-1].state = _NEXT
                return True
            return False
        self.attach(value, Node(start, self.pos))
        return True

    def word(self) -> str:
        start = pos = self.pos
        while pos < self.end and (self.text[pos] in _WORD or (self.text[pos].isalnum())):
            pos += 1
        self.pos = pos
        return self.text[start:pos]

    def literal(self, start: int, word: str) -> Json:
        if word in ("true", "false", "null"):
            return {"true": True, "false": False, "null": None}[word]
        if is_json_number(word):
            value = number(word)
            if value is None:
                self.fault(NUMBER_OUT_OF_REACH, start, self.pos, {"found": word, "allowed": LONGEST_NUMBER})
                return word
            return value
        if word.lower() in _NOT_NUMBERS or (word[0] in "+-." and word[1:2].isdigit()) or word[0].isdigit():
            self.fault(NOT_A_JSON_NUMBER, start, self.pos, {"found": word})
            return word
        params: dict[str, object] = {"expected": _A_VALUE, "found": f"`{word[:_LONGEST_SHOWN]}`"}
        self.fault(INVALID_JSON, start, self.pos, params, certain=False)
        return word

    def string(self) -> str:
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
        start = self.pos
        value = self.string_with_care("'")
        pointer = (*self.container(), value) if on_key else self.pointer()
        found = f"`{self.text[start : min(self.pos, start + _LONGEST_SHOWN)]}`"
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
