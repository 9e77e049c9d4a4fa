"""Tree navigation: children, descendants.

Source: http://hl7.org/fhirpath/N1/#tree-navigation
"""

from typing import Any

from dbep_ig.engine.fhirpath.environment import Environment
from dbep_ig.engine.fhirpath.node import Collection

from .function import Function


def children(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """http://hl7.org/fhirpath/N1/#children-collection"""
    return env.navigator.children(items)


def descendants(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """http://hl7.org/fhirpath/N1/#descendants-collection"""
    return env.navigator.descendants(items)


FUNCTIONS = (
    Function("children", children),
    Function("descendants", descendants),
)
