"""Combining: union, combine, coalesce.

Source: http://hl7.org/fhirpath/N1/#combining
"""

from typing import Any

from dbep_ig.engine.fhirpath.environment import Environment
from dbep_ig.engine.fhirpath.node import Collection
from dbep_ig.engine.fhirpath.operators import union

from .function import Function
from .iteration import LARGEST_COLLECTION, too_large


def union_(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """http://hl7.org/fhirpath/N1/#unionother-collection"""
    return union(items, arguments[0], env)


def combine(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """http://hl7.org/fhirpath/N1/#combineother-collection-collection

    Order is kept always, so that a second argument (preserveOrder) makes no difference.
    """
    if len(items) + len(arguments[0]) > LARGEST_COLLECTION:
        raise too_large("combine")
    both: Collection = items + arguments[0]
    return both


def coalesce(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """https://build.fhir.org/ig/HL7/FHIRPath/#coalesce: the first argument that is not empty; the rest stay unasked."""
    for argument in arguments:
        found: Collection = argument(items, env)
        if found:
            return found
    return []


FUNCTIONS = (
    Function("union", union_, (1, 1)),
    Function("combine", combine, (1, 2)),
    Function("coalesce", coalesce, (1, 50), closures=True),
)
