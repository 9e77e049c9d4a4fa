"""Which part of a complex extension a path leads to: `Observation.extension(frist).extension(antall)`."""

from .element_paths import Step
from .model import Extension, ExtensionPart, Model


def definition_at(steps: tuple[Step, ...], model: Model) -> Extension | ExtensionPart | None:
    """The extension of this guide, or the part of one, that the last step is; None for any other path."""
    found: Extension | ExtensionPart | None = None
    for step in steps:
        if step.extension is not None:
            found = model.extensions.get(step.extension)
        elif found is not None and step.name == "extension" and step.slice_name is not None:
            found = found.parts.get(step.slice_name)
        else:
            found = None
    return found


def part_at(steps: tuple[Step, ...], model: Model) -> ExtensionPart | None:
    """The part of an extension here that the last step is."""
    found = definition_at(steps, model)
    return found if isinstance(found, ExtensionPart) else None


def is_extension(steps: tuple[Step, ...], model: Model) -> bool:
    """Whether the last step is an extension, or a part of one here: what it is worth is in `value[x]`."""
    return bool(steps) and (steps[-1].extension is not None or part_at(steps, model) is not None)
