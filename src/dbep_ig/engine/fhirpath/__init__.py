"""FHIRPath: expressions compiled once to closures, evaluated on plain JSON.

    result = compile_expression("name.given.exists()", types=model, context_type="Patient")
    expression = result.value                     # None when it does not parse
    expression.test(patient, Environment(patient))        # True, False or None (empty)
    expression.evaluate(patient, Environment(patient))    # [Item(value, type, path), …]

Invariants: parse at build time (`parse`, `to_data`), compile when first needed (`from_data`, `compile_ast`), `test` on
each element. Faults at run time are `EvaluationError`; what nobody here can know is its subclass `UndecidedError`.

Source: http://hl7.org/fhirpath/N1/ and https://hl7.org/fhir/R4/fhirpath.html
"""

from .environment import UNDECIDED, Environment, NoServices, Services
from .errors import EvaluationError, UndecidedError
from .expression import Expression, compile_ast, compile_expression, parse
from .item import Item
from .syntax.data import from_data, to_data

__all__ = [
    "UNDECIDED",
    "Environment",
    "EvaluationError",
    "Expression",
    "Item",
    "NoServices",
    "Services",
    "UndecidedError",
    "compile_ast",
    "compile_expression",
    "from_data",
    "parse",
    "to_data",
]
