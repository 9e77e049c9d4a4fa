"""A value set compiled once: what the hot path asks, and what a reason is made of."""

from collections.abc import Mapping
from functools import cached_property

from dbep_ig.engine.diagnostics import Remark, Text
from dbep_ig.engine.fhir.documents import Resource

from .code_sets import CodeSet, Listing, contains_code, systems_of
from .membership import Membership
from .own_codes import own_names


class CompiledValueSet:
    """A value set as a set, shared between threads.

    canonical      `url|version`, `url`, or `#id` of a contained one
    title          as the resource has it
    name           its title, or its name, in the languages it is translated to; for messages
    content        the set itself
    resource       what it was made of; None for one that is not available
    plain_members  answers to plain codes, kept so that each is worked out once
    """

    def __init__(
        self, canonical: str, title: str, name: Text, content: CodeSet, resource: Resource | None
    ) -> None:
        self.canonical = canonical
        self.title = title
        self.name = name
        self.content = content
        self.resource = resource
        self.plain_members: dict[str, Membership] = {}
        # Codes as written; grammars, folded case and gaps are asked only where these do not hold the code.
        self._by_system: Mapping[str, frozenset[str]] = content.exact()
        self._any_system: frozenset[str] = frozenset().union(*self._by_system.values())

    @property
    def label(self) -> Text:
        """`Title (canonical)`, as messages name it."""
        nb, en = (f"{name} ({self.canonical})" if name else self.canonical for name in self.name)
        return Text(nb, en)

    @cached_property
    def gaps(self) -> tuple[Remark, ...]:
        """Why it is undecidable in places; empty when every question has an answer."""
        return self.content.gaps()

    @cached_property
    def listing(self) -> Listing | None:
        """Every code by system, in order; None where it cannot be listed."""
        return self.content.enumerate()

    def contains(self, system: str, code: str) -> bool | None:
        """Whether the code of this system is in the set; None when that cannot be decided."""
        if type(system) is not str:
            return False  # a document may hold anything there
        codes = self._by_system.get(system)
        if codes is not None and code in codes:
            return True
        return self.content.contains(system, code)

    def contains_code(self, code: str) -> bool | None:
        """Whether a plain `code`, whose system is implied, is in the set; None when that cannot be decided."""
        return True if code in self._any_system else contains_code(self.content, code)

    def lists(self, code: str) -> bool:
        """Whether the code stands in it as written, of whatever system."""
        return code in self._any_system

    def systems_of(self, code: str) -> list[str]:
        """The systems from which a plain `code` may come, sorted."""
        return systems_of(self.content, code)

    @cached_property
    def _names(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        names: dict[tuple[str, str], tuple[str, ...]] = {}
        for key, name in own_names(self.resource or {}):
            names[key] = (*names.get(key, ()), name)
        return names

    def names(self, system: str, code: str) -> tuple[str, ...]:
        """The names that the value set itself gives a code, which are right displays of it here."""
        return self._names.get((system, code), ())

    def gives_name(self, system: str, code: str, display: str) -> bool:
        """Whether the value set itself calls the code that, whatever the case."""
        wanted = display.casefold()
        return any(name.casefold() == wanted for name in self.names(system, code))
