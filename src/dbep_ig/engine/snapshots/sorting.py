"""A differential in the order of its base, as R4 asks for.

Source: https://hl7.org/fhir/R4/elementdefinition.html#id
"""

from dbep_ig.engine.diagnostics import Locator, Result
from dbep_ig.engine.fhir.definitions import Definitions
from dbep_ig.engine.fhir.documents import Resource

from .differential import Change
from .generate import walk_through
from .run import Run
from .snapshots import Snapshots
from .tree import Element
from .walk import OUT_OF_ORDER


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
    """
    snapshots = definitions if isinstance(definitions, Snapshots) else Snapshots(definitions)
    run = Run(profile, snapshots, document=document, locator=locator)
    walked = walk_through(run)
    issues = tuple(issue for issue in run.issues if issue.rule is not OUT_OF_ORDER)
    if walked is None or run.refused:
        return Result(None, issues)
    elements: list[Element] = []
    _collect(walked.change, elements)
    return Result(
        {**profile, "differential": {**profile.get("differential", {}), "element": elements}}, issues
    )


def _collect(change: Change, out: list[Element]) -> None:
    if change.element is not None:
        out.append(change.element)
    for child in sorted(change.children, key=lambda child: (child.place, child.slice_name is not None)):
        _collect(child, out)
