"""Value sets compiled on first use and remembered, by canonical and by resource."""

from threading import RLock

from dbep_ig.engine.diagnostics import Text
from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.engine.fhir.translations import own_name

from .code_systems import CodeSystems
from .compiled import CompiledValueSet
from .compositions import Compositions, canonical_of

_MOST_VALUE_SETS = 10_000  # remembered; documents bring value sets of their own, and a service lives long


class ValueSets:
    """Compiled value sets. Safe to share between threads."""

    def __init__(self, compositions: Compositions, code_systems: CodeSystems) -> None:
        self._compositions = compositions
        self._code_systems = code_systems
        self._lock = RLock()
        self._by_canonical: dict[tuple[str, str | None], CompiledValueSet] = {}
        self._by_resource: dict[
            int, CompiledValueSet
        ] = {}  # each holds its resource, so that its id() stays its own

    def find(self, value_set: str | Resource, within: str | None) -> CompiledValueSet:
        """The compiled value set of a canonical or a resource; one that is not available decides nothing."""
        if not isinstance(value_set, str):
            compiled = self._by_resource.get(id(value_set))
            return self._compile(value_set, within) if compiled is None else compiled
        key = (value_set, within)
        compiled = self._by_canonical.get(key)
        if compiled is not None:
            return compiled
        with self._lock:
            self._make_room()
            resource = self._compositions.find(value_set, within)
            if resource is None:
                content = self._compositions.named(value_set, within)
                compiled = CompiledValueSet(value_set, "", Text("", ""), content, None)
            else:
                compiled = self.find(resource, within)
            return self._by_canonical.setdefault(key, compiled)

    def _compile(self, resource: Resource, within: str | None) -> CompiledValueSet:
        with self._lock:
            self._make_room()
            compiled = self._by_resource.get(id(resource))
            if compiled is None:
                title = str(resource.get("title") or resource.get("name") or "")
                content = self._compositions.of(resource, within)
                compiled = CompiledValueSet(
                    canonical_of(resource), title, own_name(resource), content, resource
                )
                self._by_resource[id(resource)] = compiled
            return compiled

    def _make_room(self) -> None:
        """What is remembered starts again when it has become too much."""
        if len(self._by_canonical) + len(self._by_resource) >= _MOST_VALUE_SETS:
            self._by_canonical.clear()
            self._by_resource.clear()
            self._compositions.forget()
            self._code_systems.forget()
