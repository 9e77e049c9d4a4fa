"""Subsetting: first, last, tail, skip, take, single, intersect, exclude.

Source: http://hl7.org/fhirpath/N1/#subsetting
"""

from typing import Any

from dbep_ig.engine.fhirpath.comparing import key_of
from dbep_ig.engine.fhirpath.converting import one_integer, several
from dbep_ig.engine.fhirpath.environment import Environment
from dbep_ig.engine.fhirpath.node import Collection
from dbep_ig.engine.fhirpath.operators import distinct

from .function import Function


def single(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """http://hl7.org/fhirpath/N1/#single-collection"""
    if len(items) > 1:
        raise several("single", items)
    return items


def first(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """http://hl7.org/fhirpath/N1/#first-collection"""
    return items[:1]


def last(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """http://hl7.org/fhirpath/N1/#last-collection"""
    return items[-1:]


def tail(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """http://hl7.org/fhirpath/N1/#tail-collection"""
    return items[1:]


def skip(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """http://hl7.org/fhirpath/N1/#skipnum-integer-collection"""
    number = one_integer(arguments[0], "skip")
    return [] if number is None else items[max(number, 0) :]


def take(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """http://hl7.org/fhirpath/N1/#takenum-integer-collection"""
    number = one_integer(arguments[0], "take")
    return [] if number is None else items[: max(number, 0)]


def intersect(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """http://hl7.org/fhirpath/N1/#intersectother-collection-collection"""
    navigator = env.navigator
    others = {key_of(item, navigator) for item in arguments[0]}
    return distinct([item for item in items if key_of(item, navigator) in others], env)


def exclude(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """http://hl7.org/fhirpath/N1/#excludeother-collection-collection"""
    navigator = env.navigator
    others = {key_of(item, navigator) for item in arguments[0]}
    return [item for item in items if key_of(item, navigator) not in others]


FUNCTIONS = (
    Function("single", single, gives="same"),
    Function("first", first, gives="same", ordered=True),
    Function("last", last, gives="same", ordered=True),
    Function("tail", tail, gives="same", ordered=True),
    Function("skip", skip, (1, 1), gives="same", ordered=True),
    Function("take", take, (1, 1), gives="same", ordered=True),
    Function("intersect", intersect, (1, 1), gives="same"),
    Function("exclude", exclude, (1, 1), gives="same"),
)
