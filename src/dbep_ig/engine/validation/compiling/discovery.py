"""The rules that are there, found in the folders of `rules/` and asked what they apply to.

Each class in them that has `applies_to` is a rule. A folder whose `__init__.py` has `APPLIES_TO` is for these types alone, and its
files are imported when one of them is met: few documents have a Bundle and a Questionnaire in them. The other folders
are imported with the first type.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any, ClassVar, Protocol

from dbep_ig.engine.validation import rules
from dbep_ig.engine.validation.ground.compile_context import CompileContext
from dbep_ig.engine.validation.ground.schema import Assertion

ELEMENT = "ElementDefinition"


class ElementRule(Protocol):
    """A rule that members of an ElementDefinition turn on, those that `applies_to` names."""

    applies_to: ClassVar[tuple[str, ...]]

    @classmethod
    def compile(cls, element: Mapping[str, Any], ctx: CompileContext) -> Assertion | None:
        """The assertion, or None where the element does not ask for it."""
        ...


@cache
def element_rules() -> tuple[type[ElementRule], ...]:
    """The rules that ElementDefinitions turn on."""
    return tuple(
        rule for rule in _declared(ELEMENT) if any(one.startswith(f"{ELEMENT}.") for one in rule.applies_to)
    )


def rules_turned_on(element: Mapping[str, Any]) -> list[type[ElementRule]]:
    """Those that the members of an ElementDefinition turn on, in their order: most say little, and a profile has hundreds."""
    every = element_rules()
    return [every[number] for number in sorted({number for key in element for number in _turned_on_by(key)})]


@cache
def _turned_on_by(member: str) -> tuple[int, ...]:
    """The numbers of the rules that apply to a member; `fixedUri` is one of `fixed[x]`."""
    return tuple(
        number
        for number, rule in enumerate(element_rules())
        for name in (one.removeprefix(f"{ELEMENT}.") for one in rule.applies_to)
        if name == member or (name.endswith("[x]") and member.startswith(name[:-3]))
    )


@cache
def type_rules(type_name: str) -> tuple[Assertion, ...]:
    """The assertions of every value of a type, imported now; of the groups of types see `rules/__init__.py`."""
    return tuple(rule() for rule in _declared(type_name) if type_name in rule.applies_to)


def _declared(type_name: str) -> Iterator[Any]:
    """The rules of all folders for a type: by folder, file, and place in the file."""
    for package in _folders():
        if type_name in getattr(package, "APPLIES_TO", (type_name,)):
            yield from _rules_in(package)


@cache
def _rules_in(package: ModuleType) -> tuple[Any, ...]:
    """The rules of a folder, which is read once: there are hundreds of types."""
    files = [import_module(f"{package.__name__}.{file.name}") for file in iter_modules(package.__path__)]
    return tuple(rule for file in files for rule in rules_of(file))


@cache
def _folders() -> tuple[ModuleType, ...]:
    return tuple(
        import_module(f"{rules.__name__}.{one.name}") for one in iter_modules(rules.__path__) if one.ispkg
    )


def rules_of(module: ModuleType) -> Iterator[Any]:
    """The rules that a file defines, in its order."""
    for value in vars(module).values():
        if isinstance(value, type) and value.__module__ == module.__name__ and "applies_to" in vars(value):
            yield value
