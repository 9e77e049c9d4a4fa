"""Code systems, value sets, and whether a code is in one: `Terminology` is the way in.

Import from here: `from dbep_ig.engine.terminology import Terminology, Verdict`.
"""

from .bindings import MISSING, NOT_IN, NOT_IN_MAXIMUM
from .compiled import CompiledValueSet
from .expansion import Entry, Expansion
from .lookup import Lookup, Subsumption
from .membership import Membership, Verdict
from .service import Answer, Question, TerminologyService
from .terminology import Terminology

__all__ = [
    "MISSING",
    "NOT_IN",
    "NOT_IN_MAXIMUM",
    "Answer",
    "CompiledValueSet",
    "Entry",
    "Expansion",
    "Lookup",
    "Membership",
    "Question",
    "Subsumption",
    "Terminology",
    "TerminologyService",
    "Verdict",
]
