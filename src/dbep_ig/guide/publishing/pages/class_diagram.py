"""The model's classes as boxes, for the overview and for each class's neighbourhood."""

from collections.abc import Iterable

from dbep_ig.guide.authoring.model import Element, Model, ModelClass
from dbep_ig.guide.publishing.diagram import Association, Box, lay_out, reading_order
from dbep_ig.guide.publishing.diagram_svg import svg
from dbep_ig.guide.publishing.site import Site


def class_page(one: ModelClass) -> str:
    """The page of a class; its file name is the ASCII form."""
    return f"model/{one.fhir_name}.md"


def whole(site: Site, model: Model, title: str, description: str) -> str:
    """All classes. Links are relative to `model/`, as HTML: SVG links do not pass the Markdown link rewriting."""
    return svg(
        lay_out([_box(site, one, model.classes) for one in model.classes.values()]),
        title=title,
        description=description,
    )


def in_reading_order(site: Site, model: Model) -> list[ModelClass]:
    """The classes as the overview's diagram shows them from left to right."""
    boxes = [_box(site, one, model.classes) for one in model.classes.values()]
    return [model.classes[name] for name in reading_order(boxes)]


def around(site: Site, model: Model, focus: ModelClass, title: str) -> str:
    """A class with its parents, children, those it refers to and those that refer to it."""
    near = {focus.name, *(one.name for one in model.lineage(focus.name)[1:2])}
    near |= {one.name for one in model.classes.values() if one.extends == focus.name}
    near |= {target for element in _shown(focus) for target in _targets(element)}
    near |= {
        one.name for one in model.classes.values() if any(focus.name in _targets(e) for e in _shown(one))
    }
    names = [name for name in model.classes if name in near]
    boxes = [_box(site, model.classes[name], names) for name in names]
    return svg(lay_out(boxes), title=title, description=", ".join(names), focus=focus.name)


def _box(site: Site, one: ModelClass, shown: Iterable[str]) -> Box:
    names = set(shown)
    return Box(
        one.name,
        site.say(one.title),
        class_page(one).removeprefix("model/").removesuffix(".md") + ".html",
        one.extends,
        one.abstract,
        tuple(
            Association(site.say(element.title), str(element.cardinality), _targets(element))
            for element in _shown(one)
            if names & set(_targets(element))
        ),
    )


def _shown(one: ModelClass) -> list[Element]:
    """What the class itself says; what it inherits stands in the parent's box."""
    return [
        element for element in one.all_elements() if element.declared_in == one.name and _targets(element)
    ]


def _targets(element: Element) -> tuple[str, ...]:
    return tuple(target for kind in element.types for target in kind.targets)
