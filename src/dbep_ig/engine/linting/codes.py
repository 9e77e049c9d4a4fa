"""Codes in an expression that the element, or the code system, does not have.

Source: https://hl7.org/fhir/R4/terminologies.html#required
"""

from collections.abc import Iterable, Iterator

from dbep_ig.engine.diagnostics.slips import NO_HINT
from dbep_ig.engine.fhirpath.syntax.ast import Binary, Literal, Member, Node, Special
from dbep_ig.engine.terminology import Terminology

from .findings import Notes, text_of
from .rules import CODE_OUTSIDE_BINDING, UNKNOWN_CODE
from .shapes import Kind, Shape

_COMPARING = ("=", "!=", "in", "contains")


def check_codes(node: Binary, left: Shape, right: Shape, terminology: Terminology, notes: Notes) -> None:
    """DBEP2175 for literals beside an element with a required binding."""
    if node.operator not in _COMPARING:
        return
    for part, shape, literals in (
        (node.left, left, right.literals),
        (node.right, right, left.literals),
    ):
        if literals and not shape.literals and shape.kinds:
            _check_bound(part, shape.kinds, literals, terminology, notes)


def check_coding(criterion: Node, focus: Shape, terminology: Terminology, notes: Notes) -> None:
    """DBEP2176 for `system = '…' and code = '…'` of a Coding."""
    if not focus.kinds or any(kind.type != "Coding" for kind in focus.kinds):
        return
    said = dict(_said(criterion))
    systems, codes = said.get("system", ()), said.get("code", ())
    system = text_of(systems[0]) if len(systems) == 1 else None
    for literal in codes if system is not None else ():
        code = text_of(literal)
        if code is None or system is None:
            continue
        answer = terminology.validate_code(system, code)
        if answer.is_outside:
            hint = NO_HINT if answer.reason is None else answer.reason.params.get("hint", NO_HINT)
            notes.add(UNKNOWN_CODE, literal, system=system, code=code, hint=hint)


def _check_bound(
    part: Node, kinds: tuple[Kind, ...], literals: Iterable[Node], terminology: Terminology, notes: Notes
) -> None:
    bound = [
        (kind.outline.required_value_set(kind.element_id), kind.outline.within)
        for kind in kinds
        if kind.type == "code" and kind.outline is not None
    ]
    if len(bound) != len(kinds):
        return
    for literal in literals:
        code = text_of(literal)
        if code is None:
            continue
        outside = [
            terminology.compiled_value_set(value_set, within)
            for value_set, within in bound
            if value_set is not None and terminology.member_of(value_set, code=code, within=within).is_outside
        ]
        if len(outside) == len(bound):
            notes.add(
                CODE_OUTSIDE_BINDING,
                literal,
                part=notes.quoted(part),
                code=code,
                value_set=outside[0].label,
                hint=terminology.hints.in_value_set(outside[0], [{"code": code}], bound[0][1]),
            )


def _said(criterion: Node) -> Iterator[tuple[str, tuple[Node, ...]]]:
    """Name of an element -> the texts that a conjunction compares it with."""
    if not isinstance(criterion, Binary):
        return
    if criterion.operator == "and":
        yield from _said(criterion.left)
        yield from _said(criterion.right)
    elif criterion.operator in ("=", "in"):
        for one, other in ((criterion.left, criterion.right), (criterion.right, criterion.left)):
            name, literals = own_element(one), tuple(literals_of(other))
            if name is not None and literals:
                yield name, literals


def own_element(node: Node) -> str | None:
    """`code` or `$this.code` -> code."""
    if isinstance(node, Member) and (
        node.left is None or (isinstance(node.left, Special) and node.left.name == "this")
    ):
        return node.name
    return None


def literals_of(node: Node) -> Iterator[Node]:
    """The parts of a literal, or of a union of literals; nothing for anything else."""
    found: list[Node] = []
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Binary) and one.operator == "|":
            waiting += (one.right, one.left)
        elif isinstance(one, Literal):
            found.append(one)
        else:
            return
    yield from found
