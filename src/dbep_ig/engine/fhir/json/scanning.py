"""JSON text read with a position for everything, and read on after a fault.

The way for what C `json` refuses or cannot tell (`reading.py`), and for positions (`locating.py`). One pass,
no recursion, linear in the text. What C `json` accepts gives the same value here: a property test holds it.

Source: https://www.rfc-editor.org/rfc/rfc8259
"""

from typing import NamedTuple

from dbep_ig.engine.diagnostics import Text
from dbep_ig.engine.fhir.documents import Json
from dbep_ig.engine.fhir.limits import DEFAULT_LIMITS, Limits
from dbep_ig.engine.fhir.text_rules import TOO_DEEP

from .cursor import AFTER_COMMA, COLON, FIRST, NEXT, VALUE, Fault, Frame, Node
from .rules import (
    CUT_SHORT,
    DUPLICATE_PROPERTY,
    MISSING_COMMA,
    TEXT_AFTER_JSON,
    TRAILING_COMMA,
    WRONG_BRACKET,
    WRONG_QUOTES,
)
from .tokens import A_VALUE, WORD, TokenReader

_A_NAME = Text("et egenskapsnavn i anførselstegn", "a property name in quotes")


class Scan(NamedTuple):
    """What a scan gives: the value as far as it was understood, its node, and the faults in the order of the text."""

    value: Json
    node: Node
    faults: list[Fault]

    @property
    def certain(self) -> bool:
        """Whether the value is all that the text says."""
        return all(fault.certain for fault in self.faults)


def scan_json(text: str, start: int = 0, end: int | None = None, limits: Limits = DEFAULT_LIMITS) -> Scan:
    """One JSON value and everything that is wrong with it.

    text, start, end  the document is text[start:end]; offsets in the answer count from the text's beginning
    -> value   objects as dict (of names that stand twice the first counts), numbers as int where written without point
               and exponent, else Decimal; a number out of reach and NaN as their text; half characters as U+FFFD
       node    spans, for `JsonLocator`
       faults  at most `limits.faults` of each rule
    """
    return _Scanner(text, start, len(text) if end is None else end, limits).run()


class _Scanner(TokenReader):
    __slots__ = ("root", "root_value")

    def __init__(self, text: str, start: int, end: int, limits: Limits) -> None:
        super().__init__(text, start, end, limits)
        self.root: Node | None = None
        self.root_value: Json = None

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

    def cut_short(self) -> None:
        at = len(self.text[: self.end].rstrip())
        frame = self.stack[-1] if self.stack else None
        if frame is None:
            self.fault(CUT_SHORT, at, at, {"expected": A_VALUE}, pointer=(), certain=False)
            return
        opener = (frame.node.start, frame.node.start + 1)
        expected: object = f"`{frame.close}`"
        if frame.state in (VALUE, COLON):
            expected = A_VALUE if frame.state == VALUE else "`:`"
        self.fault(
            CUT_SHORT, at, at, {"expected": expected}, pointer=self.container(), certain=False, related=opener
        )
        while self.stack:
            self.close(self.end)

    # -- between values

    def step(self, frame: Frame) -> bool:
        """One token inside an object or array; False stops the scan."""
        char = self.text[self.pos]
        state = frame.state
        if state == NEXT:
            return self.after_value(frame, char)
        if char in "}]" and state != COLON:
            if state == VALUE:
                self.invalid(A_VALUE)
                frame.state = NEXT
            elif state == AFTER_COMMA:
                self.fault(
                    TRAILING_COMMA, frame.comma, frame.comma + 1, {"found": char}, pointer=self.container()
                )
            self.close_bracket(char)
            return True
        if frame.object is None or state == VALUE:
            if char == ",":
                self.invalid(A_VALUE)
                self.pos += 1
                frame.state = FIRST  # not after a comma: a bracket next is no second fault
                return True
            return self.value()
        if state == COLON:
            if char == ":":
                self.pos += 1
            else:
                self.invalid("`:`")
                if char in ",}]":
                    frame.state = NEXT
                    return True
            frame.state = VALUE
            return True
        return self.name(frame, char)

    def after_value(self, frame: Frame, char: str) -> bool:
        if char == ",":
            self.comma(frame)
        elif char in "}]":
            self.close_bracket(char)
        elif char in '"{[' or char in WORD:
            self.fault(
                MISSING_COMMA,
                self.pos,
                self.pos + 1,
                {"found": self.shown(self.pos)},
                pointer=self.container(),
            )
            frame.state = AFTER_COMMA
            frame.comma = self.pos
        else:
            self.invalid(Text(f"`,` eller `{frame.close}`", f"`,` or `{frame.close}`"))
            self.pos = self.stop_of_junk()
        return True

    def comma(self, frame: Frame) -> None:
        frame.comma = self.pos
        frame.state = AFTER_COMMA
        self.pos += 1

    def name(self, frame: Frame, char: str) -> bool:
        start = self.pos
        if char == '"':
            name = self.string()
        elif char == "'":
            name = self.single_quoted(on_key=True)
        elif char in WORD:
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
        frame.state = COLON
        members = frame.node.keys
        if members is not None and name in members:
            self.fault(
                DUPLICATE_PROPERTY, start, self.pos, {"name": name}, on_key=True, related=members[name]
            )
        return True

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
            if not any(outer.close == char for outer in self.stack):
                self.pos += 1
                frame.state = NEXT
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
        frame.state = NEXT

    # -- values

    def value(self) -> bool:
        start = self.pos
        char = self.text[start]
        if char in "{[":
            if len(self.stack) >= self.limits.depth:
                self.fault(TOO_DEEP, start, start + 1, {"allowed": self.limits.depth}, certain=False)
                return False
            self.stack.append(Frame(Node(start, start), is_object=char == "{"))
            self.pos += 1
            return True
        value: Json
        if char == '"':
            value = self.string()
        elif char == "'":
            value = self.single_quoted(on_key=False)
        elif char in WORD:
            value = self.literal()
        else:
            self.invalid(A_VALUE)
            self.pos = self.stop_of_junk()
            if self.stack:
                self.stack[-1].state = NEXT
                return True
            return False
        self.attach(value, Node(start, self.pos))
        return True
