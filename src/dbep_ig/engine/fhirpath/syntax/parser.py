"""Tokens to AST, by precedence climbing.

Source: http://hl7.org/fhirpath/N1/#operator-precedence
"""

from decimal import Decimal

from dbep_ig.engine.diagnostics import Text
from dbep_ig.engine.fhirpath.values.moments import parse_date, parse_date_time, parse_time
from dbep_ig.engine.fhirpath.values.numbers import HIGHEST_INTEGER, LARGEST_EXPONENT
from dbep_ig.engine.fhirpath.values.quantities import Quantity
from dbep_ig.engine.fhirpath.values.system import System
from dbep_ig.engine.fhirpath.values.units import CALENDAR_UNITS

from .ast import Binary, Call, Index, Literal, Member, Node, Special, TypeTest, Unary, Variable
from .faults import fault
from .lexer import Token, tokenize
from .rules import INVALID_LITERAL, TOO_DEEP, UNEXPECTED_TOKEN

PRECEDENCE = {
    "implies": 1,
    "or": 2, "xor": 2,
    "and": 3,
    "in": 4, "contains": 4,
    "=": 5, "~": 5, "!=": 5, "!~": 5,
    "<=": 6, "<": 6, ">": 6, ">=": 6,
    "|": 7,
    "is": 8, "as": 8,
    "+": 9, "-": 9, "&": 9,
    "*": 10, "/": 10, "div": 10, "mod": 10,
}  # fmt: skip
"""Operator -> how tightly it binds."""

DEEPEST = 120
"""Levels of nesting: keeps parsing, compiling and evaluating far from Python's recursion limit."""
_ASSOCIATIVE = frozenset(("or", "and", "|", "&"))
_LONG_CHAIN = 8

_RESERVED = frozenset(("true", "false", "and", "or", "xor", "implies", "div", "mod", "in"))
_TYPE_FUNCTIONS = frozenset(("is", "as", "ofType"))
_END = Text("slutten på uttrykket", "the end of the expression")


def parse_tokens(text: str) -> Node:
    """The tree of a whole expression. Raises SyntaxFaultError."""
    parser = _Parser(tokenize(text))
    node = parser.expression(0)
    if parser.token.kind != "end":
        raise parser.unexpected(Text("en operator eller slutten", "an operator or the end"))
    return node


class _Parser:
    __slots__ = ("depth", "position", "token", "tokens")

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.position = 0
        self.token = tokens[0]
        self.depth = 0

    def advance(self) -> Token:
        """The token under the cursor; moves on."""
        token = self.token
        self.position += 1
        self.token = self.tokens[self.position]
        return token

    def at(self, symbol: str) -> bool:
        return self.token.kind == "symbol" and self.token.text == symbol

    def expect(self, symbol: str) -> Token:
        if not self.at(symbol):
            raise self.unexpected(f"`{symbol}`")
        return self.advance()

    def unexpected(self, expected: str | Text) -> Exception:
        token = self.token
        found: str | Text = _END if token.kind == "end" else f"`{token.text}`"
        return fault(UNEXPECTED_TOKEN, token.start, token.end, found=found, expected=expected)

    def operator(self) -> str | None:
        """The binary operator under the cursor, if there is one."""
        token = self.token
        if token.kind in ("symbol", "identifier") and token.text in PRECEDENCE:
            return token.text
        return None

    def expression(self, lowest: int) -> Node:
        """An expression whose operators bind at least as tightly as `lowest`."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise fault(TOO_DEEP, self.token.start, self.token.end, allowed=DEEPEST)
        left = self.unary()
        levels = 0
        while (operator := self.operator()) is not None and PRECEDENCE[operator] >= lowest:
            if operator in _ASSOCIATIVE:
                left = self.chain(operator, left)
            elif operator in ("is", "as"):
                self.advance()
                name, end = self.type_specifier()
                left = TypeTest(operator, left, name, False, _start(left), end)
            else:
                self.advance()
                right = self.expression(PRECEDENCE[operator] + 1)
                left = Binary(operator, left, right, _start(left), right.end)
            levels += 1
            self.check_levels(levels)
        self.depth -= 1
        return left

    def check_levels(self, levels: int) -> None:
        if self.depth + levels > DEEPEST:
            raise fault(TOO_DEEP, self.token.start, self.token.end, allowed=DEEPEST)

    def chain(self, operator: str, first: Node) -> Node:
        """`a or b or c …`: these operators are associative, so that a long chain becomes a shallow tree."""
        operands = [first]
        while self.operator() == operator:
            self.advance()
            operands.append(self.expression(PRECEDENCE[operator] + 1))
        return (
            _left_deep(operator, operands) if len(operands) <= _LONG_CHAIN else _balanced(operator, operands)
        )

    def unary(self) -> Node:
        token = self.token
        if token.kind == "symbol" and token.text in "+-":
            self.advance()
            self.depth += 1
            self.check_levels(0)
            operand = self.unary()
            self.depth -= 1
            return Unary(token.text, operand, token.start, operand.end)
        return self.postfix()

    def postfix(self) -> Node:
        """A term with its `.name`, `.call()` and `[index]`."""
        node = self.term()
        levels = 0
        while True:
            if self.at("."):
                self.advance()
                node = self.invocation(node)
            elif self.at("["):
                self.advance()
                index = self.expression(0)
                node = Index(node, index, _start(node), self.expect("]").end)
            else:
                return node
            levels += 1
            self.check_levels(levels)

    def term(self) -> Node:
        token = self.token
        kind = token.kind
        if kind == "symbol" and token.text == "(":
            self.advance()
            node = self.expression(0)
            self.expect(")")
            return node
        if kind == "symbol" and token.text == "{":
            self.advance()
            return Literal(None, token.start, self.expect("}").end)
        if kind == "number":
            return self.number()
        if kind == "string":
            self.advance()
            return Literal(token.text, token.start, token.end)
        if kind == "moment":
            self.advance()
            return Literal(_moment(token), token.start, token.end)
        if kind == "variable":
            self.advance()
            return Variable(token.text, token.start, token.end)
        if kind == "identifier" and token.text in ("true", "false"):
            self.advance()
            return Literal(token.text == "true", token.start, token.end)
        return self.invocation(None)

    def number(self) -> Node:
        token = self.advance()
        if len(token.text) > LARGEST_EXPONENT:
            raise fault(INVALID_LITERAL, token.start, token.end, literal=token.text)
        written = Decimal(token.text)
        value: System = written
        if "." not in token.text and written <= HIGHEST_INTEGER + 1:  # -2147483648 is an integer too
            value = int(token.text)
        following = self.token
        if following.kind == "string":
            self.advance()
            if not following.text:
                raise fault(INVALID_LITERAL, following.start, following.end, literal="''")
            return Literal(Quantity(Decimal(token.text), following.text), token.start, following.end)
        if following.kind == "identifier" and following.text in CALENDAR_UNITS:
            self.advance()
            quantity = Quantity(Decimal(token.text), following.text, calendar=True)
            return Literal(quantity, token.start, following.end)
        return Literal(value, token.start, token.end)

    def invocation(self, left: Node | None) -> Node:
        """`name`, `name(…)`, `$this`, after a dot or at the start of a term."""
        token = self.token
        start = token.start  # of the name alone: a fault in it is not a fault of what stands before it
        if token.kind == "special":
            self.advance()
            if left is not None:
                raise fault(
                    UNEXPECTED_TOKEN, token.start, token.end, found=f"`${token.text}`", expected=_NAME
                )
            return Special(token.text, token.start, token.end)
        if token.kind == "delimited" or (token.kind == "identifier" and token.text not in _RESERVED):
            self.advance()
            if not self.at("("):
                return Member(left, token.text, start, token.end)
            return self.call(left, token, start)
        raise self.unexpected(_NAME if left is not None else _TERM)

    def call(self, left: Node | None, name: Token, start: int) -> Node:
        self.advance()
        arguments: list[Node] = []
        if not self.at(")"):
            arguments.append(self.argument(name.text))
            while self.at(","):
                self.advance()
                arguments.append(self.argument(name.text))
        end = self.expect(")").end
        if name.text in _TYPE_FUNCTIONS and len(arguments) == 1:
            type_name = qualified_name(arguments[0])
            if type_name is not None:
                return TypeTest(name.text, left, type_name, True, start, end)
        return Call(left, name.text, tuple(arguments), start, end)

    def argument(self, function: str) -> Node:
        """An argument; those of sort() may end in a direction."""
        node = self.expression(0)
        token = self.token
        if function == "sort" and token.kind == "identifier" and token.text in ("asc", "desc"):
            self.advance()
            return Unary(token.text, node, _start(node), token.end)
        return node

    def type_specifier(self) -> tuple[str, int]:
        """`Patient` or `FHIR.Patient`: (name, where it ends)."""
        names = [self.type_name()]
        while self.at("."):
            following = self.tokens[self.position + 1]
            after = self.tokens[min(self.position + 2, len(self.tokens) - 1)]
            if following.kind not in ("identifier", "delimited") or after.text == "(":
                break
            self.advance()
            names.append(self.type_name())
        return ".".join(name.text for name in names), names[-1].end

    def type_name(self) -> Token:
        if self.token.kind not in ("identifier", "delimited"):
            raise self.unexpected(Text("navnet på en type", "the name of a type"))
        return self.advance()


_NAME = Text("et navn", "a name")
_TERM = Text("en verdi eller et navn", "a value or a name")


def qualified_name(node: Node) -> str | None:
    """`FHIR.Patient` written as an expression -> its text; None when it is anything else."""
    names: list[str] = []
    current: Node | None = node
    while current is not None:
        if type(current) is not Member:
            return None
        names.append(current.name)
        current = current.left
    return ".".join(reversed(names))


def _start(node: Node) -> int:
    """Where an expression begins: a path at its first name."""
    current: Node = node
    while isinstance(current, Member | Call | TypeTest) and current.left is not None:
        current = current.left
    return current.start


def _left_deep(operator: str, operands: list[Node]) -> Node:
    node = operands[0]
    for operand in operands[1:]:
        node = Binary(operator, node, operand, _start(node), operand.end)
    return node


def _balanced(operator: str, operands: list[Node]) -> Node:
    if len(operands) == 1:
        return operands[0]
    middle = len(operands) // 2
    left, right = _balanced(operator, operands[:middle]), _balanced(operator, operands[middle:])
    return Binary(operator, left, right, _start(left), right.end)


def _moment(token: Token) -> System:
    text = token.text
    value: System | None
    if text.startswith("T"):
        value = parse_time(text[1:])
    elif "T" in text:
        value = parse_date_time(text)
    else:
        value = parse_date(text)
    if value is None:
        raise fault(INVALID_LITERAL, token.start, token.end, literal="@" + text)
    return value
