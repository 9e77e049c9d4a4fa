"""Profiles by canonical, compiled when first met, under one lock, published complete."""

import threading
from typing import Any

from dbep_ig.engine.diagnostics import Text
from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.engine.fhir.uris import core_canonical
from dbep_ig.engine.validation.ground.compile_context import World
from dbep_ig.engine.validation.walking.overlay import OverlayNode

from .schema_store import SchemaStore

IMPOSE = "http://hl7.org/fhir/StructureDefinition/structuredefinition-imposeProfile"


def canonical_of(definition: Resource) -> str:
    """`url|version`, or the url alone."""
    url = str(definition.get("url", ""))
    version = definition.get("version")
    return f"{url}|{version}" if version else url


class Profile:
    """A profile ready to be applied.

    overlay   what it adds to its type; None when it adds nothing (a type's own definition) or has no snapshot
    imposes   canonicals of the profiles that it imposes besides itself
    is_whole  there is a snapshot to apply
    faults    what is wrong in it, and left out of what is applied; None when nothing is
    """

    __slots__ = (
        "canonical",
        "definition",
        "faults",
        "imposes",
        "is_whole",
        "overlay",
        "package",
        "type_name",
        "url",
    )

    def __init__(
        self,
        definition: Resource,
        overlay: OverlayNode | None,
        package: str | None,
        faults: Text | None = None,
    ) -> None:
        self.faults = faults
        self.definition = definition
        self.url = str(definition.get("url", ""))
        self.canonical = canonical_of(definition)
        self.type_name = str(definition.get("type", ""))
        self.overlay = overlay
        self.is_whole = bool(definition.get("snapshot", {}).get("element"))
        self.package = package
        self.imposes = tuple(
            str(one.get("valueCanonical") or one.get("valueUri") or one.get("valueUrl"))
            for one in definition.get("extension", ())
            if one.get("url") == IMPOSE
        )


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
        from .profile_compiler import ProfileCompiler  # only where there are profiles

        overlay: Any = None
        # Not by `derivation`, which is absent or wrong in the wild: only a type's own definition adds nothing to it.
        if definition.get("url") != core_canonical(str(definition.get("type", ""))):
            overlay = ProfileCompiler(self._world, self._schemas, definition).compile()
            if overlay is not None and overlay.is_empty:
                overlay = None
        package = self._world.definitions.package_of(definition)
        return Profile(definition, overlay, package, self._world.faults_of(definition))
