"""Utility functions: trace, now, today, timeOfDay, defineVariable, type.

Source: http://hl7.org/fhirpath/N1/#utility-functions
"""

from datetime import datetime
from decimal import Decimal
from typing import Any

from dbep_ig.engine.fhirpath.converting import one_string, type_of
from dbep_ig.engine.fhirpath.environment import Environment
from dbep_ig.engine.fhirpath.errors import EvaluationError
from dbep_ig.engine.fhirpath.node import Collection, Node
from dbep_ig.engine.fhirpath.results import items_of
from dbep_ig.engine.fhirpath.rules import VARIABLE_TAKEN
from dbep_ig.engine.fhirpath.undecided import answered
from dbep_ig.engine.fhirpath.values.moments import Date, DateTime, Time
from dbep_ig.engine.fhirpath.values.type_info import TypeInfo

from .function import Function
from .iteration import projected


def trace(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """http://hl7.org/fhirpath/N1/#tracename-string-projection-expression-collection: of nothing, nothing is told."""
    if not items:
        return items
    name = one_string(arguments[0](items, env), "trace") or ""
    told = projected(items, arguments[1], env, "trace") if len(arguments) > 1 else items
    env.services.trace(name, items_of(told))
    return items


def moment_of(env: Environment) -> DateTime:
    """The one moment of an environment, asked for once."""
    if env.moment is None:
        moment: datetime = answered(env.services.now(), "now()")
        offset = moment.utcoffset()
        second = Decimal(moment.second) + Decimal(moment.microsecond // 1000).scaleb(-3)
        env.moment = DateTime(
            (
                moment.year,
                moment.month,
                moment.day,
                moment.hour,
                moment.minute,
                second.quantize(Decimal("0.001")),
            ),
            None if offset is None else int(offset.total_seconds() // 60),
        )
    return env.moment


def now(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """http://hl7.org/fhirpath/N1/#now-datetime"""
    return [moment_of(env)]


def today(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """http://hl7.org/fhirpath/N1/#today-date"""
    return [Date(moment_of(env).parts[:3])]


def time_of_day(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """http://hl7.org/fhirpath/N1/#timeofday-time"""
    return [Time(moment_of(env).parts[3:])]


def define_variable(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """https://build.fhir.org/ig/HL7/FHIRPath/#definevariable: the compiler keeps the scopes apart."""
    name = one_string(arguments[0](items, env), "defineVariable") or ""
    if name in env.defined or name in env.variables or name in RESERVED_VARIABLES:
        raise EvaluationError(VARIABLE_TAKEN, {"name": name})
    value = arguments[1](items, env) if len(arguments) > 1 else items
    env.defined = {**env.defined, name: value}
    return items


RESERVED_VARIABLES = frozenset(("context", "resource", "rootResource", "ucum", "sct", "loinc"))
"""Variables that the specification defines."""


def type_(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """http://hl7.org/fhirpath/N1/#reflection"""
    found: Collection = []
    for item in items:
        name = type_of(item)
        if name is None:
            assert isinstance(item, Node)
            name = "FHIR." + ("Element" if type(item.value) is dict else "primitive")
        namespace, _, bare = name.partition(".")
        found.append(TypeInfo(namespace, bare))
    return found


FUNCTIONS = (
    Function("trace", trace, (1, 2), closures=True, gives="same"),
    Function("now", now, gives="System.DateTime"),
    Function("today", today, gives="System.Date"),
    Function("timeOfDay", time_of_day, gives="System.Time"),
    Function("defineVariable", define_variable, (1, 2), closures=True, gives="same"),
    Function("type", type_),
)
