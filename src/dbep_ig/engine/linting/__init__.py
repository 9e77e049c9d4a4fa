"""What is suspect in the FHIRPath of a definition, against types, cardinality, bindings and extensions.

Import from here: `from dbep_ig.engine.linting import Linter`.
"""

from .findings import Finding
from .inference import Surroundings
from .invariant_rules import of_invariant
from .linter import Linter
from .outlines import Outline
from .structures import own_constraints, surroundings

__all__ = ["Finding", "Linter", "Outline", "Surroundings", "of_invariant", "own_constraints", "surroundings"]
