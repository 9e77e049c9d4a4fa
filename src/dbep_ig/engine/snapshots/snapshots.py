"""Definitions whose StructureDefinitions always have a snapshot, made once each, when asked for."""

from collections.abc import Iterable, Iterator

from dbep_ig.engine.diagnostics import Issue, Locator, Result, Severity
from dbep_ig.engine.fhir.definitions import Definitions, KnowsUrls, canonicals_of, is_r4_core, supplements_of
from dbep_ig.engine.fhir.documents import Resource

from .tree import Node, grow


class Snapshots:
    """`Definitions` over other definitions; a StructureDefinition without a snapshot gets one.

    The validator and the generator share one of these, so that a base is made once however many build on it.
    What it returns is shared: do not change it. Two threads may at worst make the same snapshot twice.

    slices_inherit  what a differential says of a sliced element holds for its slices, and a snapshot can say so twice. HL7's
                    generator of today repeats it in each new slice, demands of extensions what their slices demand, and gives
                    a lone type slice the slicing it belongs to. R4 and R4B were published without: False.
    written         where some of the definitions were written, (resource, document, locator): issues are located there
    """

    def __init__(
        self,
        definitions: Definitions,
        *,
        slices_inherit: bool = True,
        written: Iterable[tuple[Resource, str, Locator]] = (),
    ) -> None:
        self.slices_inherit = slices_inherit
        self._definitions = definitions
        self._written = {id(one): (document, locator) for one, document, locator in written}
        # by id() of the original, which is kept alive beside its result
        self._made: dict[int, tuple[Resource, Result[Resource]]] = {}
        self._origins: dict[int, tuple[Resource, Resource]] = {}  # id(result) -> (result, original)
        self._faults: dict[int, tuple[Issue, ...]] = {}  # id(result), which `_origins` keeps alive
        self._trees: dict[int, tuple[Resource, Node | None]] = {}

    def find(
        self, canonical: str, resource_type: str | None = None, *, within: str | None = None
    ) -> Resource | None:
        """As `Definitions.find`; None also for a StructureDefinition that cannot have a snapshot (see `faults_of`)."""
        found = self._definitions.find(canonical, resource_type, within=within)
        if found is None or found.get("resourceType") != "StructureDefinition":
            return found
        return self.snapshot_of(found).value

    def all(self, resource_type: str) -> Iterator[Resource]:
        """As `Definitions.all`: the originals, without snapshots made for them."""
        return self._definitions.all(resource_type)

    def supplements_of(self, system: str) -> Iterator[Resource]:
        """As `KnowsSupplements.supplements_of`."""
        return supplements_of(self._definitions, system)

    def urls(self) -> Iterable[str]:
        """As `KnowsUrls.urls`; none where what stands behind does not know."""
        return self._definitions.urls() if isinstance(self._definitions, KnowsUrls) else ()

    def canonicals(self, resource_type: str) -> Iterable[str]:
        """As `KnowsCanonicals.canonicals`."""
        return canonicals_of(self._definitions, resource_type)

    def package_of(self, resource: Resource) -> str | None:
        """As `Definitions.package_of`, also for a definition that got its snapshot here."""
        made = self._origins.get(id(resource))
        return self._definitions.package_of(resource if made is None else made[1])

    def original(self, canonical: str, *, within: str | None = None) -> Resource | None:
        """The StructureDefinition as it is written, with or without a snapshot."""
        return self._definitions.find(canonical, "StructureDefinition", within=within)

    def snapshot_of(self, definition: Resource, chain: tuple[Resource, ...] = ()) -> Result[Resource]:
        """The definition with its snapshot, and what was said while it was made.

        chain  the definitions that are being made for the sake of this one, outermost first: a cycle ends there
        """
        if is_r4_core(definition) and "snapshot" in definition:
            return Result(definition)
        known = self._made.get(id(definition))
        if known is not None:
            return known[1]
        if "snapshot" in definition:
            result, complete = self._trusted(definition, chain)
        else:
            result, complete = self._generated(definition, chain)
        if complete or not chain:
            self._made[id(definition)] = (definition, result)
            if result.value is not None:
                self._origins[id(result.value)] = (result.value, definition)
                if result.value is not definition:
                    self._faults[id(result.value)] = _faults(result)
        return result

    def faults_of(self, definition: Resource) -> tuple[Issue, ...]:
        """What was wrong in the differential of a definition that got its snapshot here, and is left out of it."""
        return self._faults.get(id(definition), ())

    def _generated(self, definition: Resource, chain: tuple[Resource, ...]) -> tuple[Result[Resource], bool]:
        from .deriving import derive  # start-up time: most packages bring their snapshots

        document, locator = self._written.get(id(definition), ("", None))
        return derive(definition, self, document=document, locator=locator, chain=chain)

    def _trusted(self, definition: Resource, chain: tuple[Resource, ...]) -> tuple[Result[Resource], bool]:
        """The definition as it came, if its snapshot has the right shape; else with a snapshot made from its differential."""
        from .shape import UNUSABLE, check_snapshot  # start-up time

        base: Resource | None = None
        base_url = definition.get("baseDefinition")
        if isinstance(base_url, str) and definition.get("derivation") == "constraint":
            found = self.original(base_url, within=self.package_of(definition))
            if found is not None and all(found is not one for one in (*chain, definition)):
                base = self.snapshot_of(found, (*chain, definition)).value
        faults = check_snapshot(definition, base)
        if not faults:
            return Result(definition), True
        if base is not None and "differential" in definition:
            result, complete = self._generated(definition, chain)
            if result.value is not None:
                warnings = tuple(fault._replace(override=Severity.WARNING) for fault in faults)
                return Result(result.value, (*warnings, *result.issues)), complete
        unusable = any(fault.rule in UNUSABLE for fault in faults)
        return Result(None if unusable else definition, faults), True

    def tree_of(self, definition: Resource) -> Node | None:
        """The tree of a StructureDefinition that has its snapshot, as it is handed down to others."""
        known = self._trees.get(id(definition))
        if known is None:
            from .inherited import hand_down  # start-up time

            elements = (hand_down(element, definition) for element in definition["snapshot"]["element"])
            known = (definition, grow(elements))
            self._trees[id(definition)] = known
        return known[1]


def _faults(result: Result[Resource]) -> tuple[Issue, ...]:
    errors = [issue for issue in result.issues if issue.is_error]
    if not errors:
        return ()
    from .deriving import WHOLE_ALL_THE_SAME  # start-up time

    return tuple(issue for issue in errors if issue.rule not in WHOLE_ALL_THE_SAME)
