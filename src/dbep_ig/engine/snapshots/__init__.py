"""From a differential to a snapshot: the whole content of a profile, element for element, or the reasons why not.

Import from here: `from dbep_ig.engine.snapshots import Snapshots, generate_snapshot`. What makes snapshots is imported when it is
asked for: a package that brings its snapshots costs none of it.

Source: https://hl7.org/fhir/R4/profiling.html#snapshot
"""

from importlib import import_module
from typing import TYPE_CHECKING

from .snapshots import Snapshots

if TYPE_CHECKING:
    from .generate import generate_snapshot, sort_differential
    from .shape import check_snapshot

__all__ = ["Snapshots", "check_snapshot", "generate_snapshot", "sort_differential"]
_MODULES = {"check_snapshot": "shape", "generate_snapshot": "generate", "sort_differential": "generate"}


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f".{_MODULES[name]}", __name__), name)
    return value
