"""Code systems that are given by their own standards instead of a FHIR package.

A package's own *complete* CodeSystem goes before these; a fragment does not.
"""

from collections.abc import Callable

from dbep_ig.engine.fhir.json_types import Resource


def grammar(system: str) -> Callable[[str], bool | None] | None:
    """The test that tells a code of `system` by its form, or None when the system is not told that way."""
    return None


def code_system(system: str) -> Resource | None:
    """A complete CodeSystem resource for `system`, or None."""
    return None
