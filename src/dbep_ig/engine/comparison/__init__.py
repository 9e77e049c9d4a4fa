"""Two versions of a package compared: what has changed in its definitions, and for whom that is breaking."""

from .changes import Change, Subject
from .compare import Side, compare
from .kinds import KINDS, POLICY, Kind

__all__ = ["KINDS", "POLICY", "Change", "Kind", "Side", "Subject", "compare"]
