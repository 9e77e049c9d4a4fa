"""What a function of FHIRPath is to the compiler: how to run it, and what is known of it before it runs."""

from collections.abc import Callable
from typing import Any

from dbep_ig.engine.fhirpath.environment import Environment
from dbep_ig.engine.fhirpath.node import Collection

Closure = Callable[[Collection, Environment], Collection]
"""A compiled expression: (focus, environment) -> collection. Collections are never changed once returned."""

Run = Callable[[Collection, list[Any], Environment], Collection]
"""(input, arguments, environment) -> output; an argument is a Collection, or a Closure where the function says so."""


class Function:
    """One function.

    name         as in the specification
    run          see `Run`
    arguments    (fewest, most)
    closures     whether arguments are handed over as closures, to be evaluated for each item (where, select, iif…)
    takes        what the input must be: "any", "string", "number", "boolean", "resource"…
    single       the input may hold one item at most
    gives        the type of the result: "System.Boolean"…, "same" as the input, "argument": of the first argument
                 that is a closure, "any"
    ordered      goes by the order of its input
    """

    __slots__ = ("arguments", "closures", "gives", "name", "ordered", "run", "single", "takes")

    def __init__(
        self,
        name: str,
        run: Run,
        arguments: tuple[int, int] = (0, 0),
        *,
        closures: bool = False,
        takes: str = "any",
        single: bool = False,
        gives: str = "any",
        ordered: bool = False,
    ) -> None:
        self.name = name
        self.run = run
        self.arguments = arguments
        self.closures = closures
        self.takes = takes
        self.single = single
        self.gives = gives
        self.ordered = ordered
