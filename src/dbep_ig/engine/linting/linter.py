"""Linting one expression: the room's front door, with `structures.py` for all the invariants of a definition."""

from dbep_ig.engine.fhir.definitions import Definitions
from dbep_ig.engine.fhir.type_model import TypeModel
from dbep_ig.engine.fhirpath.syntax.faults import SyntaxFaultError
from dbep_ig.engine.fhirpath.syntax.parser import parse_tokens
from dbep_ig.engine.terminology import Terminology

from .elements import Elements
from .findings import Finding, Notes
from .inference import Inference, Surroundings
from .shapes import Shape
from .whole import check_whole


class Linter:
    """Lints expressions against definitions; what it reads of them is kept. Not for several threads at a time.

    types        R4's
    definitions  profiles with their snapshots, extensions; R4 core behind them
    terminology  over the same definitions
    """

    def __init__(self, types: TypeModel, definitions: Definitions, terminology: Terminology) -> None:
        self.elements = Elements(types, definitions)
        self._terminology = terminology

    def lint(self, text: str, around: Surroundings) -> tuple[Finding, ...]:
        """What is suspect in an invariant, in the order of its text. One that does not parse is the parser's matter."""
        try:
            node = parse_tokens(text)
        except SyntaxFaultError:
            return ()
        notes = Notes(text)
        shape = Inference(around, self.elements, self._terminology, notes).infer(node)
        check_whole(node, shape, notes)
        return tuple(sorted(notes.found.values(), key=lambda finding: (finding.start, finding.end)))

    def on_type(self, type_name: str) -> Surroundings:
        """An expression on values of a type."""
        kind = self.elements.of_type(type_name)
        is_resource = self.elements.types.kind(type_name) == "resource"
        return Surroundings(Shape((kind,), many=False), kind if is_resource else None)
