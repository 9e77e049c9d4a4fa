"""Classes, parents before their children; what a child does not say of an element is the parent's word."""

from collections.abc import Mapping

from dbep_ig.engine.diagnostics import Issue
from dbep_ig.guide.authoring.blocks import Fields
from dbep_ig.guide.authoring.choices import GROUP
from dbep_ig.guide.authoring.element_paths import ElementPath, Step
from dbep_ig.guide.authoring.fhir_names import ascii_name, is_name, words_of
from dbep_ig.guide.authoring.keywords.abstract import ABSTRACT
from dbep_ig.guide.authoring.keywords.cardinality import CARDINALITY
from dbep_ig.guide.authoring.keywords.copyright import COPYRIGHT
from dbep_ig.guide.authoring.keywords.definition import DEFINITION
from dbep_ig.guide.authoring.keywords.elements import ELEMENTS
from dbep_ig.guide.authoring.keywords.extends import EXTENDS
from dbep_ig.guide.authoring.keywords.maps import MAPS
from dbep_ig.guide.authoring.keywords.name import NAME
from dbep_ig.guide.authoring.keywords.phase import PHASE
from dbep_ig.guide.authoring.keywords.requirement import REQUIREMENTS_MET
from dbep_ig.guide.authoring.keywords.title import TITLE, TITLE_OF_ELEMENT
from dbep_ig.guide.authoring.keywords.type import TYPE
from dbep_ig.guide.authoring.model import Element, ElementType, LocalText, ModelClass
from dbep_ig.guide.authoring.model.details import NONE
from dbep_ig.guide.authoring.model_rules import (
    CIRCULAR_EXTENDS,
    INCOMPLETE_ELEMENT,
    NAME_NEEDED,
    UNKNOWN_CLASS,
)
from dbep_ig.guide.authoring.names import Names
from dbep_ig.guide.authoring.suggestions import did_you_mean

from .defaults import UNKNOWN, Defaults, Said
from .details import fhir_of, read_details
from .invariants import read_invariants
from .life_cycles import read_life_cycle
from .referring import binding_of, maps_of, types_of
from .whole_ids import clash


class Classes:
    """Classes by name, parents compiled before their children."""

    def __init__(
        self, declared: Mapping[str, Fields], names: Names, defaults: Defaults, issues: list[Issue]
    ) -> None:
        self.declared = declared
        self.names = names
        self.defaults = defaults
        self.issues = issues
        self.done: dict[str, ModelClass] = {}
        self.in_circles: set[str] = set()  # reported, each circle once

    def compile(self) -> dict[str, ModelClass]:
        for name in self.declared:
            self._compile(name)
        return {name: self.done[name] for name in self.declared}

    def _parent_of(self, name: str) -> str | None:
        """The parent's name if it is there and inheritance from it ends."""
        fields = self.declared[name]
        parent = EXTENDS.of(fields)
        if parent is None:
            return None
        at = (fields.where / "extends").location()
        if parent not in self.declared:
            hint = did_you_mean(parent, self.declared)
            self.issues.append(Issue(UNKNOWN_CLASS, at, {"name": parent, "hint": hint}))
            return None
        circle = [name]
        current: str | None = parent
        while current is not None and current in self.declared and current not in circle:
            circle.append(current)
            current = EXTENDS.of(self.declared[current])
        if current == name:
            shown = " → ".join((*circle, name))
            if not self.in_circles.intersection(circle):
                others = tuple((self.declared[one].where / "extends").location() for one in circle[1:])
                params = {"name": name, "circle": shown}
                self.issues.append(Issue(CIRCULAR_EXTENDS, at, params, related=others))
            self.in_circles.update(circle)
        # A class that leads into another's circle is sound itself; those in the circle are cut off and reported.
        return None if current == name else parent

    def _compile(self, name: str) -> ModelClass:
        known = self.done.get(name)
        if known is not None:
            return known
        fields = self.declared[name]
        parent_name = self._parent_of(name)
        parent = None if parent_name is None else self._compile(parent_name)
        inherited = {} if parent is None else parent.elements
        own = ELEMENTS.of(fields) or {}
        found_in_elements: list[Issue] = []
        reader = _Elements(name, PHASE.of(fields), self.names, self.defaults, found_in_elements)
        reader.choose(own, inherited)
        elements = reader.read(own, inherited, None)
        cut_off = parent is None and fields.has(EXTENDS)
        # Without its parent, what an element leaves to it is missing for that reason alone.
        self.issues += [
            issue for issue in found_in_elements if not (cut_off and issue.rule is INCOMPLETE_ELEMENT)
        ]
        maps = MAPS.of(fields)
        resource = maps.resource if maps is not None else None
        if resource is None:
            first = next((one.maps for one in elements.values() if one.maps is not None), None)
            resource = first.resource if first is not None else parent.resource if parent else None
        own_invariants = read_invariants(fields, self.names, self.issues)
        found = ModelClass(
            name=name,
            fhir_name=_fhir_name(name, fields, None, self.issues),
            extends=parent_name,
            abstract=ABSTRACT.of(fields) or False,
            title=TITLE.of(fields) or LocalText(name),
            definition=DEFINITION.of(fields) or LocalText(name),
            resource=resource,
            elements=elements,
            own=frozenset(own),
            states=read_life_cycle(
                fields, name, self.names, None if parent is None else parent.states, self.issues
            ),
            invariants={**({} if parent is None else parent.invariants), **own_invariants},
            requirements=REQUIREMENTS_MET.of(fields) or (),
            phase=PHASE.of(fields),
            copyright=COPYRIGHT.of(fields) or (),
            where=fields.where,
            members=fields.members,
            fhir=fhir_of(fields),
        )
        self.done[name] = found
        return found


def _fhir_name(name: str, fields: Fields, inherited: Element | None, issues: list[Issue]) -> str:
    """The name that is given, or that of the parent's element, or what the word itself makes."""
    found = NAME.of(fields) or (inherited.fhir_name if inherited is not None else ascii_name(name))
    if not is_name(found) and not fields.has(NAME) and inherited is None:
        at = fields.where / "class" if fields.where.pointer == () else fields.where
        issues.append(Issue(NAME_NEEDED, at.location(on_key=fields.where.pointer != ()), {"name": name}))
    return found


class _Elements:
    """The elements of one class. What an element does not say is the parent class's word, then its place in FHIR's.

    phase  what the class says, which its elements need not repeat
    """

    def __init__(
        self, class_name: str, phase: int | None, names: Names, defaults: Defaults, issues: list[Issue]
    ) -> None:
        self.class_name = class_name
        self.phase = phase
        self.names = names
        self.defaults = defaults
        self.issues = issues
        self.chosen: dict[tuple[Step, ...], str] = {}

    def choose(self, own: Mapping[str, Fields], inherited: Mapping[str, Element]) -> None:
        """Notes the elements that have one type, for what is below them."""
        for element in (each for one in inherited.values() for each in one.all_elements()):
            if element.maps is not None and len(element.types) == 1:
                self.chosen[element.maps.steps] = element.types[0].name
        for fields in own.values():
            maps, types = maps_of(fields, self.names), types_of(fields, self.names)
            if maps is not None and types is not None and len(types) == 1:
                self.chosen[maps.steps] = types[0].name
            self.choose(ELEMENTS.of(fields) or {}, {})

    def read(
        self, own: Mapping[str, Fields], inherited: Mapping[str, Element], above: ElementPath | None
    ) -> dict[str, Element]:
        """All elements of one level, inherited first; `above` is where the element around them maps to."""
        found = dict(inherited)
        for name, fields in own.items():
            element = self._element(name, fields, inherited.get(name), above)
            if element is not None:
                found[name] = element
        by_fhir_name: dict[str, Element] = {}
        for element in found.values():
            first = by_fhir_name.setdefault(element.fhir_name, element)
            if first is not element and self.class_name in (element.declared_in, first.declared_in):
                at = element.where.location(on_key=True)
                clash(element.fhir_name, at, first.where.location(on_key=True), self.issues)
        return found

    def _element(
        self, name: str, fields: Fields, inherited: Element | None, above: ElementPath | None
    ) -> Element | None:
        maps = maps_of(fields, self.names) or (inherited.maps if inherited else None)
        if maps is None and not fields.has(MAPS):
            maps = self.defaults.place_of(name, above)
        if maps is None:
            place = UNKNOWN if fields.has(MAPS) else Said()
        else:
            place = self.defaults.of(maps, above, self.chosen)
        title = TITLE_OF_ELEMENT.of(fields)
        title = title or (inherited.title if inherited else place.title or LocalText(words_of(name)))
        definition = DEFINITION.of(fields) or (inherited.definition if inherited else place.definition)
        types = types_of(fields, self.names) or (inherited.types if inherited else None)
        if types is None and not fields.has(TYPE):
            types = (ElementType(GROUP),) if fields.has(ELEMENTS) and place.types is None else place.types
        cardinality = CARDINALITY.of(fields) or (inherited.cardinality if inherited else None)
        if cardinality is None and not fields.has(CARDINALITY):
            cardinality = place.cardinality
        needed = ((DEFINITION, definition), (TYPE, types), (CARDINALITY, cardinality))
        missing = [keyword.name for keyword, value in needed if value is None and not fields.has(keyword)]
        if missing and not self.defaults.is_unread(above):
            # Where the element around it is an extension, it may have been meant to be a part of that.
            part = fields.has(MAPS) or maps is not None
            hint = did_you_mean(name, () if part else self.defaults.parts_of(above))
            params = {"name": name, "missing": missing, "hint": hint}
            self.issues.append(Issue(INCOMPLETE_ELEMENT, fields.where.location(on_key=True), params))
        if definition is None or types is None or cardinality is None:
            return None
        own = ELEMENTS.of(fields) or {}
        children = self.read(own, {} if inherited is None else inherited.elements, maps)
        return Element(
            name=name,
            fhir_name=_fhir_name(name, fields, inherited, self.issues),
            title=title,
            definition=definition,
            types=types,
            cardinality=cardinality,
            maps=maps,
            binding=binding_of(fields, self.names) or (inherited.binding if inherited else None),
            requirements=REQUIREMENTS_MET.of(fields) or (inherited.requirements if inherited else ()),
            phase=PHASE.of(fields) or (inherited.phase if inherited else self.phase),
            elements=children,
            declared_in=self.class_name,
            where=fields.where,
            members=tuple(
                {
                    one.name: one for one in (*(inherited.members if inherited else ()), *fields.members)
                }.values()
            ),
            details=read_details(fields, self.names, self.issues).over(
                inherited.details if inherited else NONE
            ),
        )
