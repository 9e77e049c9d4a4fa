"""What the author wrote of a path or a type, and where the steps of a path stand in it."""

import re

from dbep_ig.engine.diagnostics import Location
from dbep_ig.guide.authoring.element_paths import PATH_PATTERN, ElementPath, parse_path
from dbep_ig.guide.authoring.model import Element, ElementType
from dbep_ig.guide.authoring.yaml_nodes import Where, YamlScalar

# A target may be a versioned canonical with a bar in it.
_BETWEEN_TYPES = re.compile(r"\s*\|(?![^(]*\))\s*")


def as_written(path: ElementPath, at: Where) -> ElementPath:
    """The path as it stands at `at`, where ids may lack the guide's prefix; the path itself where it does not stand there."""
    node = at.node
    text = node.text.strip() if isinstance(node, YamlScalar) else ""
    return parse_path(text) if re.fullmatch(PATH_PATTERN, text) else path


def types_as_written(types: tuple[ElementType, ...], at: Where) -> tuple[str, ...]:
    """Each type in its author's words, for a class or a profile gives the type that it is of: `Pasient` for `Patient(ex-pasient)`."""
    node = at.node
    words = _BETWEEN_TYPES.split(node.text.strip()) if isinstance(node, YamlScalar) else []
    return tuple(words) if len(words) == len(types) else tuple(one.name for one in types)


def start_of(path: ElementPath, index: int) -> int:
    """Where the step begins in the path's text."""
    return len(".".join((path.resource, *(str(one) for one in path.steps[:index])))) + 1


def name_at(path: ElementPath, index: int, at: Where) -> Location:
    """Where the id in `extension(id)` stands, or the name of a slice."""
    step = path.steps[index]
    name = step.extension or step.slice_name
    if at.node is None or name is None:
        return at.location()
    start = start_of(path, index) + len(step.name) + 1
    return at.range(start, start + len(name))


def said_at(preferred: Where, element: Element) -> Where:
    """The keyword's place, or the element's where the keyword is inherited or left out."""
    return preferred if preferred.node is not None else element.where
