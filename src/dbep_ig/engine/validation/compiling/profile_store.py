"""Profiles by canonical, compiled when first met, under one lock, published complete."""

import threading
from typing import Any

from dbep_ig.engine.diagnostics import Issue, Text
from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.engine.fhir.uris import core_canonical
from dbep_ig.engine.snapshots import Snapshots
from dbep_ig.engine.validation.ground.compile_context import World
from dbep_ig.engine.validation.ground.profile import Profile

from .schema_store import SchemaStore

_MOST_FAULTS = 3  # reported for one profile; `dbep snapshot` shows them all
_NO_SNAPSHOT = Text("den har ikke snapshot", "it has no snapshot")


def _is_error(issue: Issue) -> bool:
    return issue.is_error


class ProfileStore:
    """Finds and compiles profiles. Safe to share between threads."""

    def __init__(self, world: World, schemas: SchemaStore) -> None:
        self._world = world
        self._schemas = schemas
        self._found: dict[tuple[str, str | None], Profile | None] = {}
        self._compiled: dict[int, Profile] = {}
        self._lock = threading.RLock()

    def find(self, canonical: str, within: str | None = None) -> Profile | None:
        """The profile (or type) with this canonical; None if it is not available."""
        key = (canonical, within)
        try:
            return self._found[key]
        except KeyError:
            pass
        definition = self._world.definitions.find(canonical, "StructureDefinition", within=within)
        profile = None if definition is None else self.of(definition)
        self._found[key] = profile
        return profile

    def of(self, definition: Resource) -> Profile:
        """The profile of a StructureDefinition (kept by identity: pass the same object)."""
        held = self._compiled.get(id(definition))
        if held is not None:
            return held
        with self._lock:
            held = self._compiled.get(id(definition))
            if held is None:
                held = self._compile(definition)
                self._compiled[id(definition)] = held
        return held

    def _compile(self, definition: Resource) -> Profile:
        from .profile_compiler import ProfileCompiler  # start-up: only where there are profiles

        overlay: Any = None
        # Not by `derivation`, which is absent or wrong in the wild: only a type's own definition adds nothing to it.
        if definition.get("url") != core_canonical(str(definition.get("type", ""))):
            overlay = ProfileCompiler(self._world, self._schemas, definition).compile()
            if overlay is not None and overlay.is_empty:
                overlay = None
        package = self._world.definitions.package_of(definition)
        return Profile(definition, overlay, package, self._faults_of(definition))

    def refusal(self, canonical: str) -> Text | None:
        """Why a StructureDefinition that is available has no snapshot; None when it is not available (or has one)."""
        definitions = self._world.definitions
        if not isinstance(definitions, Snapshots):
            found = definitions.find(canonical, "StructureDefinition")
            return None if found is None else _NO_SNAPSHOT
        original = definitions.original(canonical)
        if original is None:
            return None
        for issue in definitions.snapshot_of(original).issues:
            if issue.is_error:
                return Text(issue.message("nb"), issue.message("en"))
        return _NO_SNAPSHOT

    def _faults_of(self, definition: Resource) -> Text | None:
        """What is wrong in a profile that was given its snapshot here, and is left out of it; None when nothing is."""
        definitions = self._world.definitions
        issues = definitions.faults_of(definition) if isinstance(definitions, Snapshots) else ()
        if not issues:
            return None
        # what is wrong in the base says more than that something is
        faults = [fault for issue in issues for fault in ([*filter(_is_error, issue.detail)] or [issue])]
        told = faults[:_MOST_FAULTS]
        more = "; …" if len(faults) > _MOST_FAULTS else ""
        nb, en = ("; ".join(issue.message(language) for issue in told) + more for language in ("nb", "en"))
        return Text(nb, en)
