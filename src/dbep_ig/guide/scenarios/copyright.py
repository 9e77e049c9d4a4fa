"""Codes of an example from a code system whose owner asks to be named, where nothing in the guide names it.

An example's resources have no `copyright` of their own, so it is enough that any definition of the guide, or the guide
itself, has a statement: whoever has the package has that.
"""

from collections.abc import Iterable, Iterator

from dbep_ig.engine.diagnostics import Issue, Location, Pointer
from dbep_ig.guide.authoring.copyright import Holder
from dbep_ig.guide.authoring.licensed_systems import LICENSED_SYSTEMS, LicensedSystem
from dbep_ig.guide.authoring.model import Model
from dbep_ig.guide.authoring.model_rules import UNNAMED_TERMINOLOGY

from .example import Example


def unnamed_systems(examples: Iterable[Example], model: Model) -> Iterator[Issue]:
    """DBEP2047, once for each system and example; in a variant or a step only for what its scenario has not."""
    unnamed = _unnamed(model)
    of_scenario: dict[str, set[str]] = {}
    for example in examples if unnamed else ():
        whole = example.happening.scenario if example.happening is not None else example.of
        seen = set(of_scenario.get(whole or "", ()))
        for pointer, text in _systems(example.bundle):
            system = next((one for one in unnamed if one.is_in(text)), None)
            if system is not None and system.name not in seen:
                seen.add(system.name)
                location = Location(example.document, pointer, locator=example.origin)
                yield Issue(UNNAMED_TERMINOLOGY, location, {"name": example.name, "system": system.name})
        if example.of is None:
            of_scenario[example.name if whole is None else whole] = seen


def _unnamed(model: Model) -> list[LicensedSystem]:
    holders: list[Holder] = [
        *model.classes.values(),
        *model.profiles.values(),
        *model.extensions.values(),
        *model.code_systems.values(),
        *model.value_sets.values(),
    ]
    said = {*model.guide.copyright, *(statement for holder in holders for statement in holder.copyright)}
    return [one for one in LICENSED_SYSTEMS if not any(one.is_named_in(statement) for statement in said)]


def _systems(bundle: object) -> Iterator[tuple[Pointer, str]]:
    """Every `system` of the resources, in the order written."""
    waiting: list[tuple[Pointer, object]] = [((), bundle)]
    while waiting:
        pointer, value = waiting.pop()
        if isinstance(value, dict):
            waiting += [((*pointer, key), each) for key, each in reversed(value.items())]
        elif isinstance(value, list):
            waiting += [((*pointer, index), each) for index, each in reversed(list(enumerate(value)))]
        elif isinstance(value, str) and pointer and pointer[-1] == "system":
            yield pointer, value
