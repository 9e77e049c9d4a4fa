"""Where a model element lands in FHIR, as YAML writes it.

    CarePlan.addresses                     an element
    Goal.start[x]                          a choice
    CarePlan.category:plantype             a slice, as element ids write it
    Observation.valueQuantity.code         one type of a choice: the slice `valueQuantity` of `value[x]`
    Observation.value[x].code              the same where the type is one, by `type:`
    CarePlan.extension(samtykke)           an extension by its id; in the profile a slice of `extension`
    CarePlan.extension(frist).extension(antall)    a part of it, or an extension on the extension

Source: https://hl7.org/fhir/R4/elementdefinition.html#id
"""

import re
from typing import NamedTuple

_STEP = r"(?:(?:modifierE|e)xtension\([^\s().:]+\)|[a-z][A-Za-z0-9]*(?:\[x\])?(?::[A-Za-z0-9_\-]+)?)"
STEPS_PATTERN = rf"{_STEP}(?:\.{_STEP})*"
PATH_PATTERN = rf"[A-Z][A-Za-z0-9]*(?:\.{_STEP})*"
_PARTS = re.compile(r"([a-zA-Z0-9]+(?:\[x\])?)(?::([A-Za-z0-9_\-]+)|\(([^\s().:]+)\))?")


class Step(NamedTuple):
    """One step down. `name` keeps its [x]; at most one of the others is set."""

    name: str
    slice_name: str | None = None
    extension: str | None = None

    def __str__(self) -> str:
        if self.extension is not None:
            return f"{self.name}({self.extension})"
        return self.name if self.slice_name is None else f"{self.name}:{self.slice_name}"


class ElementPath(NamedTuple):
    """A resource (or data type) and the steps down from it."""

    resource: str
    steps: tuple[Step, ...]

    def __str__(self) -> str:
        return ".".join((self.resource, *(str(step) for step in self.steps)))

    def within(self, ancestor: "ElementPath") -> bool:
        """Whether this path is `ancestor` or goes through it."""
        return self.resource == ancestor.resource and self.steps[: len(ancestor.steps)] == ancestor.steps


def parse_steps(text: str) -> tuple[Step, ...]:
    """`category:plantype.coding` -> steps. The text matches STEPS_PATTERN."""
    return tuple(
        Step(match[1], match[2], match[3])
        for part in text.split(".")
        if (match := _PARTS.fullmatch(part)) is not None
    )


def parse_path(text: str) -> ElementPath:
    """`CarePlan.addresses` -> a path. The text matches PATH_PATTERN."""
    resource, _, rest = text.partition(".")
    return ElementPath(resource, parse_steps(rest) if rest else ())
