"""Comparisons that have one answer whatever the values: text beside a CodeableConcept, a number beside a Quantity …

Source: http://hl7.org/fhirpath/N1/#equality and http://hl7.org/fhirpath/N1/#conversion
"""

from dbep_ig.engine.diagnostics import Text
from dbep_ig.engine.diagnostics.slips import NO_HINT
from dbep_ig.engine.fhirpath.checking.kinds import kind_of
from dbep_ig.engine.fhirpath.syntax.ast import Binary, Literal, Node
from dbep_ig.engine.fhirpath.values.moments import parse_date, parse_date_time

from .elements import ANY, Elements
from .findings import Notes, text_of
from .rules import CODED_AND_TEXT, DIFFERENT_KINDS
from .shapes import Kind, Shape

EQUALITY = frozenset(("=", "!=", "~", "!~", "in", "contains"))
ORDER = frozenset(("<", ">", "<=", ">="))
_CODED = ("CodeableConcept", "Coding")
_NEVER = Text("er aldri lik", "is never equal to")
_ALWAYS_OTHER = Text("er alltid ulik", "is always unequal to")
_INCOMPARABLE = Text("kan ikke sammenlignes med", "cannot be compared with")
_NEVER_AMONG = Text("er aldri blant", "is never among")
_NEVER_HAS = Text("har aldri", "never has")
_VERBS = {
    "=": _NEVER,
    "~": _NEVER,
    "!=": _ALWAYS_OTHER,
    "!~": _ALWAYS_OTHER,
    "in": _NEVER_AMONG,
    "contains": _NEVER_HAS,
}


def check_comparison(node: Binary, left: Shape, right: Shape, elements: Elements, notes: Notes) -> bool:
    """DBEP2170 and DBEP2171, where no pair of types on the two sides can be alike. -> whether one was noted."""
    if not left.kinds or not right.kinds:
        return False
    if any(_alike(one, other, elements) for one in left.kinds for other in right.kinds):
        return False
    verb = _VERBS.get(node.operator, _INCOMPARABLE)
    names = notes.quoted(node.left), notes.quoted(node.right)
    for shape, part, other, literals in (
        (left, node.left, right, right.literals),
        (right, node.right, left, left.literals),
    ):
        coded = {kind.type for kind in shape.kinds or ()}
        if coded <= set(_CODED) and all(_value(kind) == "string" for kind in other.kinds or ()):
            instead = _instead(
                notes.quoted(part).strip("`"), "CodeableConcept" in coded, shape.many, literals
            )
            notes.add(
                CODED_AND_TEXT,
                node,
                left=names[0],
                right=names[1],
                verb=verb,
                coded=", ".join(sorted(coded)),
                instead=instead,
            )
            return True
    hint = _hint(left, node.left, right, notes) or _hint(right, node.right, left, notes) or NO_HINT
    notes.add(
        DIFFERENT_KINDS,
        node,
        left_types=types_text(left.kinds),
        right_types=types_text(right.kinds),
        left=names[0],
        right=names[1],
        verb=verb,
        hint=hint,
    )
    return True


def types_text(kinds: tuple[Kind, ...]) -> str:
    """The types as a message lists them; of many the first ones."""
    names = sorted({kind.label for kind in kinds})
    return ", ".join(names if len(names) <= 4 else [*names[:3], "…"])


def _alike(one: Kind, other: Kind, elements: Elements) -> bool:
    """Whether values of the two can be equal, as far as their types tell."""
    if {one.type, other.type} & ANY and not (
        one.type.startswith("System.") or other.type.startswith("System.")
    ):
        return True
    ours, theirs = _value(one), _value(other)
    if ours is None or theirs is None:
        return True
    if ours == theirs:
        if ours == "complex":
            return _related(one.type, other.type, elements)
        return True
    return False


def _related(one: str, other: str, elements: Elements) -> bool:
    is_subtype = elements.types.is_subtype
    return is_subtype(one, other) or is_subtype(other, one)


def _value(kind: Kind) -> str | None:
    """What sort of value: string, number, boolean, moment, time, quantity or complex; None: of any sort."""
    if kind.type in ("time", "System.Time"):
        return "time"
    if kind.type in ("BackboneElement", "Element"):
        return "complex"
    found = kind_of(kind.type)
    return None if found == "other" else found


def _instead(part: str, is_concept: bool, many: bool | None, literals: tuple[Node, ...]) -> str:
    code = text_of(literals[0]) if len(literals) == 1 else None
    if code is not None and "/ValueSet/" in code:  # `in` took a value set once
        return f"`{part}.memberOf('{code}')`" if many is False else f"`{part}.exists(memberOf('{code}'))`"
    shown = "…" if code is None else code
    if is_concept:
        return f"`{part}.coding.exists(system = '…' and code = '{shown}')`"
    return f"`{part}.code = '{shown}'`" if many is False else f"`{part}.exists(code = '{shown}')`"


def _hint(shape: Shape, part: Node, other: Shape, notes: Notes) -> Text | None:
    """What to write instead, seen from the side that is not a literal."""
    sorts = {_value(kind) for kind in shape.kinds or ()}
    types = {kind.type for kind in shape.kinds or ()}
    others = {_value(kind) for kind in other.kinds or ()}
    literal = other.literals[0] if len(other.literals) == 1 else None
    text = None if literal is None else text_of(literal)
    name = notes.quoted(part).strip("`")
    if text is not None and sorts <= {"moment"} and (parse_date(text) or parse_date_time(text)) is not None:
        return _write(f"@{text}")
    if text is not None and sorts <= {"boolean"} and text in ("true", "false"):
        return _write(text)
    if text is not None and sorts <= {"number"} and text.lstrip("-").replace(".", "", 1).isdigit():
        return _write(text)
    if sorts <= {"string"} and isinstance(literal, Literal) and others <= {"number", "boolean", "moment"}:
        return _write(f"'{notes.quoted(literal).strip('`@')}'")
    if sorts <= {"quantity"} and others <= {"number"}:
        return _write(f"{name}.value")
    member = {"Reference": "reference", "Identifier": "value", "Annotation": "text"}.get(
        next(iter(types)) if len(types) == 1 else ""
    )
    return _write(f"{name}.{member}") if member is not None and others <= {"string"} else None


def _write(part: str) -> Text:
    return Text(f"; skriv `{part}`", f"; write `{part}`")
