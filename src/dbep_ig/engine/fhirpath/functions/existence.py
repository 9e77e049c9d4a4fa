"""Existence: empty, exists, all, count, distinct, subsetOf…

Source: http://hl7.org/fhirpath/N1/#existence
"""

from typing import Any

from dbep_ig.engine.fhirpath.comparing import key_of
from dbep_ig.engine.fhirpath.converting import BOOLEAN, system_of, truth, wrong_type
from dbep_ig.engine.fhirpath.environment import Environment
from dbep_ig.engine.fhirpath.node import Collection, Node
from dbep_ig.engine.fhirpath.operators import boolean, distinct

from .function import Function
from .iteration import one_is


def empty(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """http://hl7.org/fhirpath/N1/#empty-boolean"""
    return [not items]


def exists(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """http://hl7.org/fhirpath/N1/#existscriteria-expression-boolean"""
    if arguments:
        return [one_is(True, items, arguments[0], env, "exists")]
    return [bool(items)]


def all_(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """http://hl7.org/fhirpath/N1/#allcriteria-expression-boolean"""
    return [not one_is(False, items, arguments[0], env, "all")]


def _booleans(items: Collection, operation: str) -> list[bool]:
    values: list[bool] = []
    for item in items:
        value = system_of(item)
        if isinstance(value, bool):
            values.append(value)
        elif not (type(item) is Node and item.value is None):
            raise wrong_type(operation, item, BOOLEAN)
    return values


def all_true(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """http://hl7.org/fhirpath/N1/#alltrue-boolean"""
    return [all(_booleans(items, "allTrue"))]


def any_true(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """http://hl7.org/fhirpath/N1/#anytrue-boolean"""
    return [any(_booleans(items, "anyTrue"))]


def all_false(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """http://hl7.org/fhirpath/N1/#allfalse-boolean"""
    return [not any(_booleans(items, "allFalse"))]


def any_false(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """http://hl7.org/fhirpath/N1/#anyfalse-boolean"""
    return [not all(_booleans(items, "anyFalse"))]


def subset_of(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """http://hl7.org/fhirpath/N1/#subsetofother-collection-boolean"""
    return [_keys(items, env) <= _keys(arguments[0], env)]


def superset_of(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """http://hl7.org/fhirpath/N1/#supersetofother-collection-boolean"""
    return [_keys(arguments[0], env) <= _keys(items, env)]


def _keys(items: Collection, env: Environment) -> set[object]:
    navigator = env.navigator
    return {key_of(item, navigator) for item in items}


def count(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """http://hl7.org/fhirpath/N1/#count-integer"""
    return [len(items)]


def distinct_(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """http://hl7.org/fhirpath/N1/#distinct-collection"""
    return distinct(items, env)


def is_distinct(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """http://hl7.org/fhirpath/N1/#isdistinct-boolean"""
    return [len(distinct(items, env)) == len(items)]


def not_(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """http://hl7.org/fhirpath/N1/#not-boolean"""
    value = truth(items, "not")
    return boolean(None if value is None else not value)


FUNCTIONS = (
    Function("empty", empty, gives="System.Boolean"),
    Function("exists", exists, (0, 1), closures=True, gives="System.Boolean"),
    Function("all", all_, (1, 1), closures=True, gives="System.Boolean"),
    Function("allTrue", all_true, takes="boolean", gives="System.Boolean"),
    Function("anyTrue", any_true, takes="boolean", gives="System.Boolean"),
    Function("allFalse", all_false, takes="boolean", gives="System.Boolean"),
    Function("anyFalse", any_false, takes="boolean", gives="System.Boolean"),
    Function("subsetOf", subset_of, (1, 1), gives="System.Boolean"),
    Function("supersetOf", superset_of, (1, 1), gives="System.Boolean"),
    Function("count", count, gives="System.Integer"),
    Function("distinct", distinct_, gives="same"),
    Function("isDistinct", is_distinct, gives="System.Boolean"),
    Function("not", not_, single=True, gives="System.Boolean"),
)
