"""A page for each class of the model, in the words of those who wrote it."""

from collections.abc import Iterator, Mapping

from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.guide.authoring.copyright import copyright_of
from dbep_ig.guide.authoring.model import Element, Invariant, Model, ModelClass
from dbep_ig.guide.publishing.life_cycles import ShownLifeCycle, life_cycles
from dbep_ig.guide.publishing.markdown import Markdown
from dbep_ig.guide.publishing.page import Page, resource_page
from dbep_ig.guide.publishing.site import Site

from .class_diagram import around, class_page, in_reading_order


def pages(site: Site) -> Iterator[Page]:
    """One page each, in the model's order."""
    model = site.guide.model
    for one in in_reading_order(site, model):
        title = site.say(one.title)
        profile, rights = model.profile_of(one.name), copyright_of(one, model)
        yield site.page(
            "model_class",
            class_page(one),
            section=("model",),
            title=title,
            description=site.say(one.definition),
            one=one,
            logical=_logical(site, one),
            rights="" if rights is None else site.say(rights),
            parent=model.classes.get(one.extends or ""),
            children=[child for child in model.classes.values() if child.extends == one.name],
            profile=None if profile is None else (f"profiles/{profile.id}.md", profile.id),
            class_page=class_page,
            diagram=Markdown(around(site, model, one, title)),
            elements=[
                (depth, element)
                for element in one.elements.values()
                for depth, element in _nested(element, 0)
            ],
            type_links=lambda element: [
                (str(kind.name), _targets(model, kind.targets)) for kind in element.types
            ],
            value_set=lambda element: _value_set(site, element),
            requirement=lambda key: "model/index.md#" + key if key in model.requirements else None,
            invariants=_invariants(model, one),
            cycles=_cycles(site, one),
            examples=[
                example
                for example in site.guide.examples
                if profile is not None and model.profile_url(profile) in example.example.profiles
            ],
        )


def _logical(site: Site, one: ModelClass) -> Resource | None:
    """The logical model that the class is in the package."""
    return next(
        (
            resource
            for resource in site.resources("StructureDefinition")
            if resource.get("kind") == "logical" and resource.get("name") == one.fhir_name
        ),
        None,
    )


def _cycles(site: Site, one: ModelClass) -> list[ShownLifeCycle]:
    """As its profile publishes it, or for a class without one the profile of a subclass."""
    model = site.guide.model
    if one.states is None:
        return []
    profiles = [model.profile_of(each.name) for each in (one, *model.subclasses(one.name))]
    ids = [each.id for each in profiles if each is not None]
    found = next((each for each in site.resources("StructureDefinition") if each.get("id") in ids[:1]), None)
    return [] if found is None else life_cycles(site, found)


def _nested(element: Element, depth: int) -> Iterator[tuple[int, Element]]:
    yield depth, element
    for child in element.elements.values():
        yield from _nested(child, depth + 1)


def _targets(model: Model, names: tuple[str, ...]) -> list[tuple[str, str | None]]:
    """(what to show, page) for classes of the model and resources of R4."""
    found: list[tuple[str, str | None]] = []
    for name in names:
        if name in model.classes:
            found.append((name, class_page(model.classes[name])))
        else:
            found.append((name, f"https://hl7.org/fhir/R4/{name.lower()}.html"))
    return found


def _value_set(site: Site, element: Element) -> tuple[str, str | None] | None:
    """What a binding's value set is called, and its page."""
    if element.binding is None:
        return None
    wanted = element.binding.value_set
    for resource in site.resources("ValueSet"):
        if wanted in (resource.get("id"), resource.get("url")):
            return str(resource.get("name", wanted)), resource_page(resource)
    return site.addresses.title(wanted), site.addresses.of(wanted)


def _invariants(model: Model, one: ModelClass) -> list[tuple[Invariant, str]]:
    """(rule, class it comes from), inherited ones after the class's own."""
    found: dict[str, tuple[Invariant, str]] = {}
    for ancestor in model.lineage(one.name):
        own: Mapping[str, Invariant] = ancestor.invariants
        for key, invariant in own.items():
            found.setdefault(key, (invariant, ancestor.name))
    return [(invariant, _declared(model, one, key, name)) for key, (invariant, name) in found.items()]


def _declared(model: Model, one: ModelClass, key: str, name: str) -> str:
    """The furthest ancestor that has the rule: where it was written, also when subclasses repeat what they inherit."""
    for ancestor in reversed(model.lineage(one.name)):
        if key in ancestor.invariants:
            return ancestor.name
    return name
