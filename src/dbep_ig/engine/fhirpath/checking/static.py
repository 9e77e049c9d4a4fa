"""Types before anything runs: what each part can give, and the faults that are certain.

A collection's static type is what its items can be, whether there may be several, and whether they have an order.
Where a type is not known nothing is claimed.

Source: http://hl7.org/fhirpath/N1/#type-safety-and-strict-evaluation
"""

from collections.abc import Mapping
from typing import Any

from dbep_ig.engine.diagnostics import Rule, Severity, Text
from dbep_ig.engine.diagnostics.slips import ALIKE_OF_FEW, did_you_mean
from dbep_ig.engine.fhir.type_model import ElementInfo, TypeModel
from dbep_ig.engine.fhirpath.functions.function import Function
from dbep_ig.engine.fhirpath.functions.registry import NAMES, find_function
from dbep_ig.engine.fhirpath.navigation import RESOURCE_BASES
from dbep_ig.engine.fhirpath.rules import (
    NO_ORDER,
    SEVERAL_ITEMS,
    UNKNOWN_ELEMENT,
    UNKNOWN_FUNCTION,
    UNKNOWN_TYPE,
    WRONG_ARGUMENTS,
    WRONG_TYPE,
)
from dbep_ig.engine.fhirpath.syntax import ast
from dbep_ig.engine.fhirpath.type_specifiers import SYSTEM_TYPES, find_type
from dbep_ig.engine.fhirpath.values.system import SYSTEM_NAMES

from .kinds import NOTHING, UNKNOWN, Static, Types, joined, kinds


class Finding:
    """A fault at a part of the expression; `lenient` ones are warnings unless strictness is asked for."""

    __slots__ = ("lenient", "node", "params", "rule")

    def __init__(self, rule: Rule, node: ast.Node, params: Mapping[str, object], *, lenient: bool) -> None:
        self.rule = rule
        self.node = node
        self.params = params
        self.lenient = lenient

    def severity(self, *, strict: bool) -> Severity | None:
        """What overrides the rule's own severity."""
        return Severity.WARNING if self.lenient and not strict else None


class Checker:
    """Infers types bottom up and collects findings."""

    __slots__ = ("findings", "focus", "invariant", "resource_type", "total", "types")

    def __init__(self, types: TypeModel | None, context_type: str | None, *, invariant: bool) -> None:
        self.types = types
        self.invariant = invariant
        self.findings: list[Finding] = []
        self.focus = UNKNOWN if context_type is None or types is None else Static(frozenset((context_type,)))
        owner = None if context_type is None else context_type.partition(".")[0]
        self.resource_type = (
            owner if owner and types is not None and types.kind(owner) == "resource" else None
        )
        self.total = UNKNOWN

    def check(self, node: ast.Node) -> Static:
        """The static type of a tree in the present focus."""
        if isinstance(node, ast.Member):
            return self._member(node)
        if isinstance(node, ast.Call):
            return self._call(node)
        if isinstance(node, ast.Binary):
            return self._binary(node)
        if isinstance(node, ast.TypeTest):
            return self._type_test(node)
        if isinstance(node, ast.Literal):
            if node.value is None:
                return Static(NOTHING, count=0)
            return Static(frozenset((SYSTEM_NAMES[type(node.value)],)), count=1)
        if isinstance(node, ast.Index):
            left = self.check(node.left)
            self.check(node.index)
            self._needs_order("[]", left, node)
            return Static(left.types)
        if isinstance(node, ast.Unary):
            operand = self.check(node.operand)
            if node.operator in ("asc", "desc"):
                return operand
            self._one(node.operator, operand, node)
            return Static(operand.types)
        if isinstance(node, ast.Special):
            if node.name == "index":
                return Static(frozenset(("System.Integer",)))
            return self.total if node.name == "total" else self.focus
        assert isinstance(node, ast.Variable)
        return self._variable(node)

    def _found(self, rule: Rule, node: ast.Node, *, lenient: bool = False, **params: object) -> None:
        self.findings.append(Finding(rule, node, params, lenient=lenient))

    def _variable(self, node: ast.Variable) -> Static:
        if node.name == "resource" and self.resource_type is not None:
            return Static(frozenset((self.resource_type,)))
        if node.name in ("ucum", "sct", "loinc") or node.name.startswith(("vs-", "ext-")):
            return Static(frozenset(("System.String",)), count=1)
        return UNKNOWN

    # Elements

    def _member(self, node: ast.Member) -> Static:
        left = self.focus if node.left is None else self.check(node.left)
        if left.types is None or self.types is None:
            return UNKNOWN
        if node.left is None and self._names_focus(node.name):
            return left
        if not left.types:
            return Static(NOTHING, count=0)
        return self._members(left, left.types, node)

    def _members(self, left: Static, owners: frozenset[str], node: ast.Member) -> Static:
        found: set[str] = set()
        known = False
        for owner in owners:
            if owner.startswith("System."):
                continue
            info = self._element(owner, node.name)
            if info is not None:
                known = True
                found.update(info.types)
            elif self._open(owner):
                return Static(None, ordered=left.ordered)
        if not known:
            if not owners & {"System.Quantity", "System.Any"}:
                self._unknown_element(owners, node)
            return Static(None)
        return Static(frozenset(found), ordered=left.ordered)

    def _names_focus(self, name: str) -> bool:
        """Whether a name at the start of a path is the type of the input."""
        focus = self.focus.types
        if not name[:1].isupper() or focus is None or self.types is None:
            return False
        return any(self.types.is_subtype(owner, name) or owner in RESOURCE_BASES for owner in focus)

    def _element(self, owner: str, name: str) -> ElementInfo | None:
        assert self.types is not None
        return self.types.elements(owner).get(name)

    def _open(self, owner: str) -> bool:
        """Whether a type's values can have elements that the type itself has not: abstract and unknown types."""
        assert self.types is not None
        return (
            owner in RESOURCE_BASES
            or owner in ("Element", "BackboneElement")
            or self.types.kind(owner) is None
        )

    def _unknown_element(self, owners: frozenset[str], node: ast.Member) -> None:
        names = sorted({name for owner in owners for name in self._names(owner)})
        suggestion = did_you_mean(node.name, names, alike=ALIKE_OF_FEW)
        for owner in owners:
            for info in self.types.elements(owner).values() if self.types is not None else ():
                if info.is_choice and node.name in info.keys:
                    suggestion = Text(
                        f"; i FHIRPath heter det `{info.name}`", f"; FHIRPath calls it `{info.name}`"
                    )
        self._found(
            UNKNOWN_ELEMENT,
            node,
            lenient=True,
            owner=", ".join(sorted(owners)),
            name=node.name,
            suggestion=suggestion,
        )

    def _names(self, owner: str) -> Mapping[str, Any]:
        assert self.types is not None
        return self.types.elements(owner)

    # Types

    def _type_test(self, node: ast.TypeTest) -> Static:
        left = self.focus if node.left is None else self.check(node.left)
        specifier = find_type(node.type_name, self.types)
        if specifier is None:
            self._found(
                UNKNOWN_TYPE, node, type=node.type_name, suggestion=self._similar_type(node.type_name)
            )
            return UNKNOWN
        if node.operator == "is":
            return Static(frozenset(("System.Boolean",)))
        if node.operator == "as" and not self.invariant:
            self._one("as", left, node)
        names = {specifier.fhir} if specifier.fhir is not None else set()
        if specifier.system is not None:
            names.add(f"System.{specifier.system}")
        if specifier.fhir is not None and left.types is not None:
            names.discard("System.Quantity")
        return Static(frozenset(names), ordered=left.ordered)

    def _similar_type(self, name: str) -> Text:
        known = list(SYSTEM_TYPES) + (list(self.types.type_names()) if self.types is not None else [])
        return did_you_mean(name.rpartition(".")[2], known, alike=ALIKE_OF_FEW)

    # Operators

    def _binary(self, node: ast.Binary) -> Static:
        left, right = self.check(node.left), self.check(node.right)
        operator = node.operator
        if operator == "|":
            counts = None if left.count is None or right.count is None else self._union_count(node)
            return Static(joined(left, right), count=counts)
        if operator not in ("=", "!=", "~", "!~"):
            if operator != "contains":
                self._one(operator, left, node)
            if operator != "in":
                self._one(operator, right, node)
        if operator in ("+", "-"):
            return self._sum(node, left, right)
        if operator in ("*", "div", "mod"):
            return Static(joined(left, right))
        if operator == "/":
            return Static(frozenset(("System.Decimal", "System.Quantity")))
        if operator == "&":
            return Static(frozenset(("System.String",)))
        return Static(frozenset(("System.Boolean",)))

    def _union_count(self, node: ast.Binary) -> int | None:
        """How many items a union of literals has: equal ones count once."""
        values: set[object] = set()
        pending: list[ast.Node] = [node]
        while pending:
            part = pending.pop()
            if isinstance(part, ast.Binary) and part.operator == "|":
                pending += (part.left, part.right)
            elif not isinstance(part, ast.Literal):
                return None
            elif part.value is not None:
                values.add((type(part.value) is bool, part.value))
        return len(values)

    def _sum(self, node: ast.Binary, left: Static, right: Static) -> Static:
        ours, theirs = kinds(left), kinds(right)
        if ours is not None and theirs is not None and ours and theirs:
            if ours <= {"moment"} and not theirs & {"quantity", "other"}:
                self._found(
                    WRONG_TYPE,
                    node,
                    operation=node.operator,
                    actual=", ".join(sorted(right.types or ())),
                    expected=Text("en varighet, som `7 days`", "a duration, such as `7 days`"),
                )
            elif (ours <= {"string"} and theirs <= {"number"}) or (
                ours <= {"number"} and theirs <= {"string"}
            ):
                self._found(
                    WRONG_TYPE,
                    node,
                    operation=node.operator,
                    actual=", ".join(sorted((left.types or NOTHING) | (right.types or NOTHING))),
                    expected=Text("to verdier av samme slag", "two values of the same kind"),
                )
            if ours <= {"moment"}:
                return Static(left.types)
        return Static(joined(left, right))

    def _one(self, operation: str, static: Static, node: ast.Node) -> None:
        """Several items are certain where one is needed."""
        if static.count is not None and static.count > 1:
            self._found(SEVERAL_ITEMS, node, operation=operation, actual=static.count)

    def _needs_order(self, function: str, left: Static, node: ast.Node) -> None:
        if not left.ordered:
            self._found(NO_ORDER, node, lenient=True, function=function)

    # Functions

    def _call(self, node: ast.Call) -> Static:
        left = self.focus if node.left is None else self.check(node.left)
        function = find_function(node.name)
        if function is None:
            suggestion = did_you_mean(node.name, NAMES, "`{}()`", alike=ALIKE_OF_FEW)
            self._found(UNKNOWN_FUNCTION, node, function=node.name, suggestion=suggestion)
            return UNKNOWN
        fewest, most = function.arguments
        if not fewest <= len(node.arguments) <= most:
            self._found(
                WRONG_ARGUMENTS,
                node,
                function=node.name,
                expected=str(fewest) if fewest == most else f"{fewest}–{most}",
                actual=len(node.arguments),
            )
        self._check_input(function, left, node)
        arguments = self._arguments(function, left, node)
        return self._result(function, left, arguments, node)

    def _check_input(self, function: Function, left: Static, node: ast.Call) -> None:
        if function.single:
            self._one(function.name, left, node)
        if function.ordered:
            self._needs_order(f"{function.name}()", left, node)
        wanted = _WANTED.get(function.takes)
        found = kinds(left)
        if wanted is not None and found and not found & wanted[0] and "other" not in found:
            self._found(
                WRONG_TYPE,
                node,
                operation=f"{function.name}()",
                actual=", ".join(sorted(left.types or ())),
                expected=wanted[1],
            )

    def _arguments(self, function: Function, left: Static, node: ast.Call) -> list[Static]:
        if not function.closures:
            return [self.check(argument) for argument in node.arguments]
        focus, total = self.focus, self.total
        # iif(), trace() and the like hand on the input whole, the others item by item
        whole = function.name in ("iif", "defineVariable", "coalesce")
        inner = left if whole else Static(left.types)
        statics: list[Static] = []
        try:
            self.total = UNKNOWN
            if function.name in ("repeat", "repeatAll"):
                inner = Static(self._closed_under(node.arguments[0], left)) if node.arguments else UNKNOWN
            for position, argument in enumerate(node.arguments):
                self.focus = inner
                before = len(self.findings)
                statics.append(self.check(argument))
                if function.name == "iif" and position > 0:  # a branch may never be taken
                    self.findings[before:] = [
                        found for found in self.findings[before:] if found.rule is not SEVERAL_ITEMS
                    ]
        finally:
            self.focus, self.total = focus, total
        if function.name == "iif" and statics:
            self._criterion(statics[0], node.arguments[0])
        return statics

    def _closed_under(self, projection: ast.Node, left: Static) -> Types:
        """The types that repeating a projection can reach; None when they are not known."""
        types: Types = left.types
        focus, findings = self.focus, self.findings
        try:
            for _ in range(8):
                if types is None:
                    return None
                self.focus, self.findings = Static(types), []
                reached = self.check(projection).types
                if reached is None:
                    return None
                if reached <= types:
                    return types
                types = types | reached
        finally:
            self.focus, self.findings = focus, findings
        return None

    def _criterion(self, static: Static, node: ast.Node) -> None:
        """The criterion of iif() is one boolean."""
        self._one("iif", static, node)
        if static.types and static.count == 1 and not static.types & {"System.Boolean", "boolean"}:
            self._found(
                WRONG_TYPE,
                node,
                operation="iif()",
                actual=", ".join(sorted(static.types)),
                expected=Text("et boolsk vilkår", "a boolean criterion"),
                lenient=True,
            )

    def _result(self, function: Function, left: Static, arguments: list[Static], node: ast.Call) -> Static:
        name = function.name
        if name in ("children", "descendants"):
            return Static(None if name == "descendants" else self._children(left), ordered=False)
        if name == "iif":
            branches = arguments[1:]
            types = joined(*branches) if branches else None
            return Static(types)
        if name in ("combine", "union", "coalesce") and arguments:
            both = joined(*arguments) if name == "coalesce" else joined(left, arguments[0])
            return Static(both, ordered=name == "combine" and left.ordered)
        if function.gives == "same":
            return Static(left.types, ordered=left.ordered or name == "sort")
        if function.gives == "argument" and arguments:
            return Static(
                arguments[0].types,
                ordered=left.ordered and arguments[0].ordered,
            )
        if name in ("repeat", "repeatAll"):
            types = arguments[0].types if arguments else None
            return Static(types, ordered=False)
        if function.gives in ("any", "argument"):
            return UNKNOWN
        return Static(frozenset((function.gives,)))

    def _children(self, left: Static) -> Types:
        if left.types is None or self.types is None:
            return None
        found: set[str] = set()
        for owner in left.types:
            if self._open(owner):
                return None
            for info in self.types.elements(owner).values():
                found.update(info.types)
        return frozenset(found)


_WANTED: dict[str, tuple[frozenset[str], Text]] = {
    "string": (frozenset(("string", "moment")), Text("en tekst", "a string")),
    "number": (frozenset(("number", "quantity")), Text("et tall", "a number")),
    "boolean": (frozenset(("boolean",)), Text("en boolsk verdi", "a boolean")),
}
