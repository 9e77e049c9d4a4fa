"""Examples in the model's words -> FHIR, validated against the profiles; a plan read back in plain words."""

from .checking import check_examples
from .compile import compile_scenarios
from .example import CheckedExample, Example, Happening
from .independent import whatever_the_model
from .prose import plan_as_prose
from .reading import Expectation

__all__ = [
    "CheckedExample",
    "Example",
    "Expectation",
    "Happening",
    "check_examples",
    "compile_scenarios",
    "plan_as_prose",
    "whatever_the_model",
]
