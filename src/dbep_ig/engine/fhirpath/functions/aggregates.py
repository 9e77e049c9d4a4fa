"""Aggregates: aggregate, sum, min, max, avg.

Source: http://hl7.org/fhirpath/N1/#aggregates
"""

from decimal import Decimal
from typing import Any

from dbep_ig.engine.fhirpath.comparing import order
from dbep_ig.engine.fhirpath.environment import Environment
from dbep_ig.engine.fhirpath.node import Collection
from dbep_ig.engine.fhirpath.operators import add, division

from .function import Function
from .iteration import LARGEST_COLLECTION, too_large


def aggregate(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """http://hl7.org/fhirpath/N1/#aggregateaggregator-expression-init-value-value"""
    index, total, defined = env.index, env.total, env.defined
    running: Collection = arguments[1](items, env) if len(arguments) > 1 else []
    try:
        for position, item in enumerate(items):
            env.index, env.total, env.defined = position, running, defined
            running = arguments[0]([item], env)
            if len(running) > LARGEST_COLLECTION:
                raise too_large("aggregate")
    finally:
        env.index, env.total, env.defined = index, total, defined
    return running


def sum_(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """https://build.fhir.org/ig/HL7/FHIRPath/#sum"""
    running = items[:1]
    for item in items[1:]:
        running = add(running, [item], env)
    return running


def _extreme(name: str, sign: int) -> Function:
    def run(items: Collection, arguments: list[Any], env: Environment) -> Collection:
        chosen = items[:1]
        for item in items[1:]:
            ordered = order(item, chosen[0], name)
            if ordered is None:
                return []
            if ordered == sign:
                chosen = [item]
        return chosen

    run.__doc__ = f"https://build.fhir.org/ig/HL7/FHIRPath/#{name}"
    return Function(name, run, gives="same")


def avg(items: Collection, arguments: list[Any], env: Environment) -> Collection:
    """https://build.fhir.org/ig/HL7/FHIRPath/#avg"""
    return division(sum_(items, arguments, env), [Decimal(len(items))], env) if items else []


FUNCTIONS = (
    Function("aggregate", aggregate, (1, 2), closures=True),
    Function("sum", sum_, gives="same"),
    _extreme("min", -1),
    _extreme("max", 1),
    Function("avg", avg),
)
