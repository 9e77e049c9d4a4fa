"""Whether an extension may stand on an element: the three kinds of context of R4.

Source: https://hl7.org/fhir/R4/defining-extensions.html#context
"""

from collections.abc import Mapping
from typing import Any

from dbep_ig.engine.validation.ground.frame import Frame
from dbep_ig.engine.validation.ground.run import Run

# R5's interfaces, named as contexts in extensions that are published for R4 as well.
_WITH_URL = frozenset(("CanonicalResource", "MetadataResource"))


def is_allowed(context: Mapping[str, Any], owner: Frame, run: Run) -> bool:
    """Whether `owner`, the element that has the extension, fits one `StructureDefinition.context`."""
    expression = str(context.get("expression", ""))
    kind = context.get("type")
    if kind == "extension":
        # the extension itself, or the value it has
        around = owner if owner.type_name == "Extension" else owner.parent
        value = None if around is None or around.type_name != "Extension" else around.value
        return type(value) is dict and value.get("url") == expression
    if kind == "fhirpath":
        return run.selects(expression, owner)
    return _is_element(expression, owner, run)


def _is_element(expression: str, owner: Frame, run: Run) -> bool:
    wanted = expression.rpartition("#")[2]
    types = run.types
    if wanted in ("Element", "Any"):
        return True
    if wanted in _WITH_URL:
        return (
            owner is owner.scope.frame
            and run.schema(owner.type_name) is not None
            and ("url" in types.elements(owner.type_name))
        )
    wanted = ".".join(step.partition(":")[0] for step in wanted.split("."))
    return wanted in _names(owner, run)


def _names(owner: Frame, run: Run) -> set[str]:
    """Everything an element can be called: its type and what that specialises, its path from each node above it."""
    types = run.types
    names: set[str] = set()
    current: str | None = owner.type_name
    while current is not None:
        names.add(current)
        current = types.base(current)
    path: list[str] = []
    at: Frame | None = owner
    while at is not None and at is not owner.scope.frame:
        path.insert(0, _step(at))
        at = at.parent
        if at is None:
            break
        above: str | None = at.type_name
        while above is not None:
            for each in _spellings(path):
                names.add(f"{above}.{each}")
            above = types.base(above)
    names.add(owner.element)
    return names


def _step(frame: Frame) -> str:
    """The element's name as definitions write it, with [x] for a choice."""
    return frame.element.rpartition(".")[2]


def _spellings(path: list[str]) -> tuple[str, ...]:
    full = ".".join(path)
    return (full, full.replace("[x]", "")) if "[x]" in full else (full,)
