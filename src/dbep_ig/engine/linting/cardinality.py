"""Operations on one value, of what can be several.

Source: http://hl7.org/fhirpath/N1/#singleton-evaluation-of-collections
"""

from dbep_ig.engine.diagnostics import Text
from dbep_ig.engine.diagnostics.slips import NO_HINT
from dbep_ig.engine.fhirpath.syntax.ast import Binary, Node

from .findings import Notes
from .rules import REPEATS
from .shapes import Shape

_EACH = Text(
    "; `exists(…)`, `all(…)` eller `first()` sier hva som er ment",
    "; `exists(…)`, `all(…)` or `first()` says what is meant",
)


def check_operands(node: Binary, left: Shape, right: Shape, notes: Notes) -> None:
    """DBEP2172 for the side of an operator that can be several. Two collections can be equal: that is asked of both."""
    operator = node.operator
    if operator == "|":
        return
    if operator in ("=", "!=", "~", "!~"):
        if left.many is True and right.many is False:
            _one_of(node, node.left, node.right, notes)
        elif right.many is True and left.many is False:
            _one_of(node, node.right, node.left, notes)
        return
    if operator != "contains" and left.many is True:
        note_several(operator, node.left, notes)
    if operator != "in" and right.many is True:
        note_several(operator, node.right, notes)


def note_several(operation: str, part: Node, notes: Notes, hint: Text = _EACH) -> None:
    """DBEP2172."""
    notes.add(REPEATS, part, operation=operation, part=notes.quoted(part), hint=hint)


def _one_of(node: Binary, several: Node, one: Node, notes: Notes) -> None:
    """`name.given = 'A'`: whether one of them is it, is `'A' in name.given`."""
    hint = NO_HINT
    if node.operator == "=":
        written = f"{notes.quoted(one).strip('`')} in {notes.quoted(several).strip('`')}"
        hint = Text(
            f"; «{written}» spør om en av dem er det", f"; `{written}` asks whether one of them is it"
        )
    note_several(node.operator, several, notes, hint)
