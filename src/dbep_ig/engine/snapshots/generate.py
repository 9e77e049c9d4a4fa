"""A StructureDefinition with its snapshot, or with its differential in order; or the reasons why not."""

from dbep_ig.engine.diagnostics import Locator, Result
from dbep_ig.engine.fhir.definitions import Definitions
from dbep_ig.engine.fhir.documents import Resource

from .deriving import derive, descend
from .descent import OUT_OF_ORDER
from .differential import Change
from .making import Making
from .snapshots import Snapshots
from .tree import Element


def generate_snapshot(
    profile: Resource,
    definitions: Definitions,
    *,
    document: str = "",
    locator: Locator | None = None,
) -> Result[Resource]:
    """A new StructureDefinition with `snapshot`; `profile` itself is not changed (a snapshot it has is rebuilt).

    profile      a StructureDefinition with `differential`; element ids, sorting and slicing declarations may be missing
    definitions  finds its base and the profiles on its types; bases without a snapshot get one on the way. Pass the same
                 `Snapshots` to many calls and each base is made once.
    document     the name issues are located in (default: the profile's url)
    locator      finds the place of `("differential", "element", n, …)` in the text it was written as
    -> Result.value is None when the differential contradicts its base; each contradiction is an error issue at its
       element of the differential. Elements that nothing was said about are shared with the base: do not change them.

    Source: https://hl7.org/fhir/R4/profiling.html#snapshot
    """
    snapshots = definitions if isinstance(definitions, Snapshots) else Snapshots(definitions)
    made = derive(profile, snapshots, document=document, locator=locator)[0]
    return Result(None, made.issues) if any(issue.is_error for issue in made.issues) else made


def sort_differential(
    profile: Resource,
    definitions: Definitions,
    *,
    document: str = "",
    locator: Locator | None = None,
) -> Result[Resource]:
    """A new StructureDefinition whose differential follows the order of its base; slices stay in the order given.

    Value None, with the same issues as `generate_snapshot`, when the differential contradicts its base: then there is no
    order to follow. `profile` is not changed.

    Source: https://hl7.org/fhir/R4/elementdefinition.html#id
    """
    snapshots = definitions if isinstance(definitions, Snapshots) else Snapshots(definitions)
    making = Making(profile, snapshots, document=document, locator=locator)
    descended = descend(making)
    issues = tuple(issue for issue in making.issues if issue.rule is not OUT_OF_ORDER)
    if descended is None or making.refused:
        return Result(None, issues)
    elements: list[Element] = []
    _collect(descended.change, elements)
    return Result(
        {**profile, "differential": {**profile.get("differential", {}), "element": elements}}, issues
    )


def _collect(change: Change, out: list[Element]) -> None:
    if change.element is not None:
        out.append(change.element)
    for child in sorted(change.children, key=lambda child: (child.place, child.slice_name is not None)):
        _collect(child, out)
