"""JSON's tokens that are no strings: numbers, booleans and null; what may stand between tokens, and what may not.

Source: https://www.rfc-editor.org/rfc/rfc8259
"""

from dbep_ig.engine.diagnostics import Text
from dbep_ig.engine.fhir.documents import Json

from .cursor import LONGEST_SHOWN
from .numbers import LONGEST_NUMBER, is_json_number, number
from .rules import COMMENT_IN_JSON, INVALID_JSON, NOT_A_JSON_NUMBER, NUMBER_OUT_OF_REACH
from .strings import StringReader

A_VALUE = Text("en verdi", "a value")
WORD = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-._$")
_NOT_NUMBERS = frozenset({"nan", "inf", "infinity", "+infinity", "-infinity", "-inf", "+inf", "-nan", "+nan"})


class TokenReader(StringReader):
    """Reads tokens at the cursor."""

    __slots__ = ()

    def skip(self) -> None:
        """White space and comments; a comment is a fault."""
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
        """The offset after the comment at the cursor."""
        start = self.pos
        if self.text[start + 1] == "/":
            found = self.text.find("\n", start, self.end)
            stop = self.end if found < 0 else found
        else:
            found = self.text.find("*/", start + 2, self.end)
            stop = self.end if found < 0 else found + 2
        params: dict[str, object] = {"found": self.text[start : min(stop, start + LONGEST_SHOWN)].rstrip()}
        self.fault(COMMENT_IN_JSON, start, stop, params, pointer=self.container())
        return stop

    def word(self) -> str:
        """Letters, digits and signs of numbers at the cursor: a number, `true`, or what someone meant by a word."""
        start = pos = self.pos
        while pos < self.end and (self.text[pos] in WORD or (self.text[pos].isalnum())):
            pos += 1
        self.pos = pos
        return self.text[start:pos]

    def literal(self) -> Json:
        """The number, boolean or null at the cursor; any other word as its text."""
        start = self.pos
        word = self.word()
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
        params: dict[str, object] = {"expected": A_VALUE, "found": f"`{word[:LONGEST_SHOWN]}`"}
        self.fault(INVALID_JSON, start, self.pos, params, certain=False)
        return word

    def invalid(self, expected: object) -> None:
        """What stands at the cursor is not what JSON has here."""
        stop = self.stop_of_junk()
        params = {"expected": expected, "found": self.shown(self.pos)}
        self.fault(INVALID_JSON, self.pos, stop, params, pointer=self.container(), certain=False)

    def stop_of_junk(self) -> int:
        """The offset at which reading may go on."""
        stop = self.pos + 1
        while stop < self.end and self.text[stop] not in '{}[],:" \t\r\n':
            stop += 1
        return stop
