"""`generate_snapshot`: a StructureDefinition with a differential -> the same with a snapshot, or the reasons why not."""

from dbep_ig.engine.diagnostics import Issue, Location, Locator, Result
from dbep_ig.engine.fhir.definitions import Definitions
from dbep_ig.engine.fhir.json_types import Resource
from .bases import BASE_CIRCULAR, BASE_MISSING, BASE_REFUSED, BASE_UNKNOWN
from .snapshots import Snapshots


def generate_snapshot(
    profile: Resource,
    definitions: Definitions,
    *,
    document: str = "",
    locator: Locator | None = None,
) -> Result[Resource]:
    """A new StructureDefinition with `snapshot`; `profile` itself is not changed (a snapshot it has is made anew).

    profile      a StructureDefinition with `differential`; element ids, sorting and slicing declarations may be missing
    definitions  finds its base and the profiles on its types; bases without a snapshot get one on the way. Pass the same
                 `Snapshots` to many calls and each base is made once.
    document     the name issues are located in (default: the profile's url)
    locator      finds the place of `("differential", "element", n, …)` in the text it was written as
    -> Result.value is None when the differential contradicts its base; each contradiction is an error issue at its
       element of the differential.

    Source: https://hl7.org/fhir/R4/profiling.html#snapshot
    """
    snapshots = definitions if isinstance(definitions, Snapshots) else Snapshots(definitions)
    return generate_with(profile, snapshots, document=document, locator=locator)


def generate_with(
    profile: Resource,
    snapshots: Snapshots,
    *,
    document: str = "",
    locator: Locator | None = None,
    path: tuple[Resource, ...] = (),
) -> Result[Resource]:
    """As `generate_snapshot`, inside the making of others (`path`)."""
    url = str(profile.get("url", ""))
    base_url = profile.get("baseDefinition")
    location = Location(
        document or url, ("baseDefinition",), "StructureDefinition.baseDefinition", locator=locator
    )
    if not isinstance(base_url, str):
        return Result(None, (Issue(BASE_MISSING, location, {"url": url}),))
    base = snapshots.original(base_url, within=snapshots.package_of(profile))
    if base is None:
        return Result(None, (Issue(BASE_UNKNOWN, location, {"url": url, "base": base_url}),))
    chain = (*path, profile)
    if any(base is one or base.get("url") == one.get("url") for one in chain):
        shown = " -> ".join(str(one.get("url")) for one in (*chain, base))
        return Result(None, (Issue(BASE_CIRCULAR, location, {"url": url, "chain": shown}),))
    made = snapshots.snapshot_of(base, chain)
    if made.value is None:
        return Result(
            None, (Issue(BASE_REFUSED, location, {"url": url, "base": base_url}, detail=made.issues),)
        )
    return Result({**profile, "snapshot": made.value["snapshot"]})
