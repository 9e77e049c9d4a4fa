"""The walk over an expression: the shape of each part, and what is suspect in it.

Where a type is not known nothing is claimed: `entry.resource.name` may be right.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from dbep_ig.engine.diagnostics import Severity, Text
from dbep_ig.engine.diagnostics.slips import ALIKE_OF_FEW, NO_HINT, did_you_mean
from dbep_ig.engine.fhirpath.functions.registry import find_function
from dbep_ig.engine.fhirpath.node import PRIMITIVE_NAMES
from dbep_ig.engine.fhirpath.rules import INVALID_PATTERN, UNKNOWN_ELEMENT, UNKNOWN_VARIABLE
from dbep_ig.engine.fhirpath.syntax import ast
from dbep_ig.engine.fhirpath.variables import CONSTANTS
from dbep_ig.engine.terminology import Terminology

from .cardinality import check_operands, note_several
from .codes import check_codes, check_coding, literals_of, own_element
from .comparisons import EQUALITY, ORDER, check_comparison, types_text
from .elements import ANY, Elements
from .extensions import check_extension
from .findings import Notes, text_of
from .functions import WHOLE, result
from .rules import IMPOSSIBLE_TYPE, VALUE_OF_PRIMITIVE
from .shapes import BOOLEAN, UNKNOWN, Kind, Shape, either, joined, literal_shape, system_shape

_CRITERIA = frozenset(("where", "exists", "all"))
_MOST_ROUNDS = 8  # of repeat(), until nothing new is reached
MOST_STEPS = 5_000  # repeat() inside repeat() is inferred again and again
_NO_VALUE = Shape((), many=False)


class Surroundings(NamedTuple):
    """Where an expression is evaluated.

    context   the element (`%context`, and `$this` at first)
    resource  what `%resource` is; None where the element is of a data type, which any resource may have
    own_base  see `check_extension`
    variables further `%name`s that there will be, and what they are
    """

    context: Shape
    resource: Kind | None = None
    own_base: str | None = None
    variables: Mapping[str, Shape] = MappingProxyType({})


class Inference:
    """One expression."""

    def __init__(
        self, around: Surroundings, elements: Elements, terminology: Terminology, notes: Notes
    ) -> None:
        self._around = around
        self._elements = elements
        self._terminology = terminology
        self._notes = notes
        self._focus = around.context
        self._variables: dict[str, Shape] = dict(around.variables)
        self._owners: dict[int, tuple[Kind, ...] | None] = {}  # id() of `x.extension` -> what x is
        self._steps = 0

    def infer(self, node: ast.Node) -> Shape:
        """The shape of a part, in the present focus."""
        self._steps += 1
        if self._steps > MOST_STEPS:
            return UNKNOWN
        if isinstance(node, ast.Member):
            return self._member(node)
        if isinstance(node, ast.Call):
            return self._call(node)
        if isinstance(node, ast.Binary):
            return self._binary(node)
        if isinstance(node, ast.TypeTest):
            return self._type_test(node)
        if isinstance(node, ast.Literal):
            return literal_shape(node.value, node)
        if isinstance(node, ast.Index):
            left = self.infer(node.left)
            self.infer(node.index)
            return left.one()
        if isinstance(node, ast.Unary):
            operand = self.infer(node.operand)
            if operand.many is True and node.operator in ("+", "-"):
                note_several(node.operator, node.operand, self._notes)
            return Shape(operand.kinds, operand.many)
        if isinstance(node, ast.Special):
            return self._focus if node.name == "this" else _special(node.name)
        assert isinstance(node, ast.Variable)
        return self._variable(node)

    def _variable(self, node: ast.Variable) -> Shape:
        name = node.name
        if name == "context":
            return self._around.context
        if name == "resource" and self._around.resource is not None:
            return Shape((self._around.resource,), many=False)
        if name in ("resource", "rootResource"):
            return Shape(None, many=False)
        if name in CONSTANTS or name.startswith(("vs-", "ext-")):
            return system_shape("System.String")
        if name in self._variables:
            return self._variables[name]
        known = ["context", "resource", "rootResource", *CONSTANTS, *self._variables]
        hint = did_you_mean(name, known, "`%{}`", alike=ALIKE_OF_FEW)
        self._notes.add(UNKNOWN_VARIABLE, node, severity=Severity.WARNING, name=name, suggestion=hint)
        return UNKNOWN

    # Elements

    def _member(self, node: ast.Member) -> Shape:
        left = self._focus if node.left is None else self.infer(node.left)
        several = True if left.many is True else None
        if node.name == "extension":
            self._owners[id(node)] = left.kinds
        if left.kinds is None:
            return Shape(None, several)
        if node.left is None and self._names_focus(node.name, left.kinds):
            return left
        if not left.kinds:
            return _NO_VALUE
        if node.name == "value" and all(kind.type in PRIMITIVE_NAMES for kind in left.kinds):
            return self._value_of_primitive(node, left)
        found = [shape for kind in left.kinds if (shape := self._elements.child(kind, node.name)) is not None]
        if not found:
            self._unknown_element(node, left.kinds)
            return _NO_VALUE
        if any(shape.kinds is None for shape in found):
            return Shape(None, either(left.many, *(shape.many for shape in found)))
        return Shape(joined(found), either(left.many, *(shape.many for shape in found)))

    def _names_focus(self, name: str, kinds: tuple[Kind, ...]) -> bool:
        """Whether a name at the start of a path is the type of the input."""
        if not name[:1].isupper():
            return False
        return any(kind.type in ANY or self._elements.types.is_subtype(kind.type, name) for kind in kinds)

    def _value_of_primitive(self, node: ast.Member, left: Shape) -> Shape:
        part = "`$this`" if node.left is None else self._notes.quoted(node.left)
        self._notes.add(VALUE_OF_PRIMITIVE, node, whole=False, part=part, type=types_text(left.kinds or ()))
        return Shape(left.kinds, left.many)

    def _unknown_element(self, node: ast.Member, kinds: tuple[Kind, ...]) -> None:
        elements = self._elements
        hint = NO_HINT
        for kind in kinds:
            choice = elements.choice(kind, node.name)
            if choice is not None:
                spelled = f"{choice[0]}.ofType({choice[1]})"
                hint = Text(f"; i FHIRPath heter det `{spelled}`", f"; FHIRPath calls it `{spelled}`")
        if hint is NO_HINT:
            names = {name for kind in kinds for name in elements.names(kind)}
            hint = did_you_mean(node.name, names, alike=ALIKE_OF_FEW)
        self._notes.add(
            UNKNOWN_ELEMENT,
            node,
            severity=Severity.WARNING,
            whole=False,
            owner=types_text(kinds),
            name=node.name,
            suggestion=hint,
        )

    # Types

    def _type_test(self, node: ast.TypeTest) -> Shape:
        left = self._focus if node.left is None else self.infer(node.left)
        narrowed = self._elements.narrowed(left.kinds, node.type_name)
        if left.kinds and not narrowed:
            self._impossible_type(node, left.kinds)
        if node.operator == "is":
            if left.many is True and node.left is not None:
                note_several("is", node.left, self._notes)
            return BOOLEAN
        return Shape(narrowed or None, left.many)

    def _impossible_type(self, node: ast.TypeTest, kinds: tuple[Kind, ...]) -> None:
        part = "`$this`" if node.left is None else self._notes.quoted(node.left)
        hint = did_you_mean(node.type_name, {kind.type for kind in kinds}, alike=ALIKE_OF_FEW)
        self._notes.add(
            IMPOSSIBLE_TYPE, node, part=part, type=f"`{node.type_name}`", allowed=types_text(kinds), hint=hint
        )

    # Operators

    def _binary(self, node: ast.Binary) -> Shape:
        left, right = self.infer(node.left), self.infer(node.right)
        operator = node.operator
        if operator == "|":
            literals = tuple(literals_of(node))
            return Shape(joined((left, right)), len(literals) != 1, literals)
        is_comparison = operator in EQUALITY or operator in ORDER
        if not (is_comparison and check_comparison(node, left, right, self._elements, self._notes)):
            check_operands(node, left, right, self._notes)
            check_codes(node, left, right, self._terminology, self._notes)
        if is_comparison or operator in ("and", "or", "xor", "implies"):
            return BOOLEAN
        if operator == "&":
            return system_shape("System.String")
        return Shape(left.kinds if operator in ("+", "-", "div", "mod") else None, many=False)

    # Functions

    def _call(self, node: ast.Call) -> Shape:
        left = self._focus if node.left is None else self.infer(node.left)
        function = find_function(node.name)
        if function is None:
            return UNKNOWN
        if function.single and left.many is True and node.left is not None:
            note_several(f"{node.name}()", node.left, self._notes)
        if function.closures:
            arguments = self._expressions(node, left)
        else:
            arguments = [self.infer(argument) for argument in node.arguments]
        if node.name == "extension" and node.arguments:
            return self._extension(node, left, node.arguments[0])
        if node.name == "resolve":
            return Shape(self._elements.targets(left.kinds), left.many)
        if node.name in ("matches", "matchesFull", "replaceMatches") and node.arguments:
            self._check_pattern(node.arguments[0])
        if node.name in _CRITERIA and node.arguments:
            return self._criterion(node, left, arguments[0], result(function, left, arguments))
        return result(function, left, arguments)

    def _expressions(self, node: ast.Call, left: Shape) -> list[Shape]:
        focus = self._focus
        self._focus = left if node.name in WHOLE else left.one()
        try:
            if node.name in ("repeat", "repeatAll") and node.arguments:
                self._focus = Shape(self._reached(node.arguments[0], left), many=False)
            arguments = [self.infer(argument) for argument in node.arguments]
        finally:
            self._focus = focus
        if node.name == "defineVariable" and node.arguments:
            name = text_of(node.arguments[0])
            if name is not None:
                self._variables[name] = arguments[1] if len(arguments) > 1 else left
        return arguments

    def _reached(self, projection: ast.Node, left: Shape) -> tuple[Kind, ...] | None:
        """All that a projection is evaluated on when it is repeated."""
        kinds = left.kinds
        self._notes.muted += 1
        try:
            for _ in range(_MOST_ROUNDS):
                self._focus = Shape(kinds, many=False)
                found = self.infer(projection).kinds
                if kinds is None or found is None:
                    return None
                if set(found) <= set(kinds):
                    return kinds
                kinds = tuple(dict.fromkeys((*kinds, *found)))
        finally:
            self._notes.muted -= 1
        return None

    def _criterion(self, node: ast.Call, left: Shape, criterion: Shape, found: Shape) -> Shape:
        argument = node.arguments[0]
        if criterion.many is True:
            note_several(f"{node.name}()", argument, self._notes)
        check_coding(argument, left, self._terminology, self._notes)
        url = _url_of(argument) if left.kinds and all(k.type == "Extension" for k in left.kinds) else None
        if url is not None:
            owner = self._owners.get(id(node.left))
            check_extension(
                text_of(url) or "", url, owner, self._around.own_base, self._elements, self._notes
            )
            if node.name == "where" and owner is not None:
                return Shape(self._elements.extension(owner, text_of(url) or "").kinds, found.many)
        profile = _profile_of(argument)
        if node.name == "where" and profile is not None:
            outline = self._elements.outline(profile)
            if outline is not None:
                return Shape((Kind(outline.type_name, outline, outline.root),), found.many)
        if node.name == "where" and isinstance(argument, ast.TypeTest) and _is_this(argument.left):
            return Shape(self._elements.narrowed(found.kinds, argument.type_name) or None, found.many)
        return found

    def _extension(self, node: ast.Call, left: Shape, argument: ast.Node) -> Shape:
        url = text_of(argument)
        if url is None:
            return Shape((self._elements.of_type("Extension"),))
        check_extension(url, argument, left.kinds, self._around.own_base, self._elements, self._notes)
        found = self._elements.extension(left.kinds, url)
        return Shape(found.kinds, True if left.many is True else found.many)

    def _check_pattern(self, argument: ast.Node) -> None:
        pattern = text_of(argument)
        if pattern is None:
            return
        from dbep_ig.engine.fhir.regex import pattern as regex  # needed by few expressions

        try:
            regex.compile_pattern(pattern, dot_all=True)
        except regex.PatternError as error:
            self._notes.add(INVALID_PATTERN, argument, pattern=pattern, reason=error.reason)


def _special(name: str) -> Shape:
    return system_shape("System.Integer") if name == "index" else UNKNOWN


def _is_this(node: ast.Node | None) -> bool:
    return node is None or (isinstance(node, ast.Special) and node.name == "this")


def _profile_of(criterion: ast.Node) -> str | None:
    """The canonical in `conformsTo('…')`."""
    if isinstance(criterion, ast.Call) and criterion.name == "conformsTo" and _is_this(criterion.left):
        return text_of(criterion.arguments[0]) if criterion.arguments else None
    return None


def _url_of(criterion: ast.Node) -> ast.Node | None:
    """The text in `url = '…'`."""
    if isinstance(criterion, ast.Binary) and criterion.operator == "=":
        for one, other in ((criterion.left, criterion.right), (criterion.right, criterion.left)):
            if own_element(one) == "url" and text_of(other) is not None:
                return other
    return None
