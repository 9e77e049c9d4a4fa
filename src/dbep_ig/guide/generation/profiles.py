"""Profiles: what the model says through `maps:`, and on top of it what the profile's own file says.

An element that the parent profile has already said is not said again, unless the class says it again.
Source: https://hl7.org/fhir/R4/profiling.html
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from dbep_ig.engine.diagnostics import Issue, Pointer
from dbep_ig.engine.fhir.uris import core_canonical
from dbep_ig.guide.authoring.bearings import Bearings
from dbep_ig.guide.authoring.choice_slices import type_of_slice
from dbep_ig.guide.authoring.constraints import constraints_of, said_by_model, value_types
from dbep_ig.guide.authoring.copyright import copyright_of
from dbep_ig.guide.authoring.element_paths import ElementPath, Step
from dbep_ig.guide.authoring.extension_parts import definition_at, is_extension
from dbep_ig.guide.authoring.fhir_elements import FhirElement
from dbep_ig.guide.authoring.fhir_values import FhirValues
from dbep_ig.guide.authoring.fhir_words import members_of, merged
from dbep_ig.guide.authoring.model import (
    Details,
    Element,
    ElementRule,
    Extension,
    ExtensionPart,
    FhirPart,
    LocalText,
    Member,
    ModelClass,
    Profile,
)
from dbep_ig.guide.authoring.yaml_nodes import Where

from .conformance import header
from .details import OF_VALUE, constraints, obligations, value_limits
from .differential import Node, slices_of, sort_slices, written
from .life_cycles import life_cycle_extension
from .members import json_of, put_fhir, put_members
from .origin import Generated, Origin
from .parents import parents_first
from .references import binding_json, extension_slice, extension_url, types_json
from .texts import put

IMPOSE_PROFILE = "http://hl7.org/fhir/StructureDefinition/structuredefinition-imposeProfile"
_GROUP = "BackboneElement"
# https://hl7.org/fhir/R4/elementdefinition-definitions.html: of what a type declares, not of what constrains it
_NOT_IN_PROFILES = frozenset({"meaningWhenMissing"})
_Slices = Mapping[str, list[str]]


def generate_profiles(bearings: Bearings) -> list[Generated]:
    """The StructureDefinitions with their differentials, in the model's order. The model has passed `check_model`."""
    profiles = bearings.model.profiles
    made: dict[str, Generated] = {}
    slices: dict[str, _Slices] = {}
    for name in parents_first({name: one.parent for name, one in profiles.items()}):
        profile = profiles[name]
        above = slices.get(profile.parent)
        if above is None:
            above = _slices_outside(profile, bearings)
        made[name] = _Profile(profile, bearings, above).generate()
        slices[name] = slices_of(made[name].resource["differential"]["element"], above)
    return [made[name] for name in profiles]


def _slices_outside(profile: Profile, bearings: Bearings) -> _Slices:
    found = bearings.definitions.find(core_canonical(profile.parent), "StructureDefinition")
    return {} if found is None else slices_of(found.get("snapshot", {}).get("element", ()), {})


class _Profile:
    """One profile being generated.

    slices_above  element id -> its slices in the order of the parent profiles: a differential must keep to it
    """

    def __init__(self, profile: Profile, bearings: Bearings, slices_above: _Slices) -> None:
        self.profile = profile
        self.bearings = bearings
        self.model = bearings.model
        self.slices_above = slices_above
        self.resource = bearings.resource_of(profile) or "Resource"
        self.implemented = self.model.classes.get(profile.implements or "")
        self.inherited = self._inherited()
        self.chosen = bearings.chosen_by_profile(profile)
        self.url = self.model.profile_url(profile)
        self.modelled = said_by_model(profile, bearings)
        root = bearings.elements.root(self.resource)
        self.root = Node(self.resource, None, root)

    def _inherited(self) -> tuple[ModelClass, ...]:
        """The classes whose words the parent profile has already said."""
        for above in self.model.ancestors(self.profile)[1:]:
            if above.implements is not None:
                return self.model.lineage(above.implements)
        return ()

    def generate(self) -> Generated:
        profile, guide, one = self.profile, self.model.guide, self.implemented
        title = profile.title or (one.title if one is not None else LocalText(profile.id))
        definition = profile.definition or (one.definition if one is not None else title)
        extensions: list[dict[str, Any]] = [
            {"url": IMPOSE_PROFILE, "valueCanonical": url} for url in profile.imposes
        ]
        of_states: dict[Pointer, Where] = {}
        if self._says_states():
            assert one is not None
            cycle, inside = life_cycle_extension(one, self.bearings)
            of_states = {("extension", len(extensions), *pointer): where for pointer, where in inside.items()}
            extensions.append(cycle)
        resource = header(
            guide,
            "StructureDefinition",
            profile.id,
            profile.name,
            title,
            definition,
            rights=copyright_of(profile, self.model),
            extensions=extensions,
        )
        self._root(title, definition)
        for element in one.elements.values() if one is not None else ():
            self._element(element, None)
        for rule in profile.rules:
            self._rule(rule)
        _count_slices(self.root)
        sort_slices(self.root, self.slices_above)
        elements, places = written(self.root)
        resource["fhirVersion"] = guide.fhir_version
        mapped = any("mapping" in element for element in elements)
        if mapped:
            resource["mapping"] = [
                {"identity": guide.prefix, "uri": guide.canonical, "name": guide.title.main}
            ]
        resource |= {
            "kind": self.bearings.types.kind(self.resource) or "resource",
            "abstract": profile.abstract or (one is not None and one.abstract),
            "type": self.resource,
            "baseDefinition": self._parent(),
            "derivation": "constraint",
            "differential": {"element": elements},
        }
        places |= self._header_places() | of_states
        put_members(resource, profile.members, places)
        resource = put_fhir(resource, profile.fhir, self.bearings, places)
        return Generated(resource, Origin(profile.where / "profile", places))

    def _says_states(self) -> bool:
        """Whether the class has a life cycle that the parent profile does not publish."""
        one = self.implemented
        if one is None or one.states is None:
            return False
        return one.states.declared_in not in {above.name for above in self.inherited}

    def _header_places(self) -> dict[tuple[str | int, ...], Where]:
        where = self.profile.where
        found: dict[tuple[str | int, ...], Where] = {("baseDefinition",): where / "parent"}
        if self.profile.imposes:
            found[("extension",)] = where / "imposes"
        return found

    def _parent(self) -> str:
        above = self.model.profiles.get(self.profile.parent)
        return core_canonical(self.profile.parent) if above is None else self.model.profile_url(above)

    def _root(self, title: LocalText, definition: LocalText) -> None:
        where = self.profile.where / "profile"
        self._texts(self.root, title, definition, where)
        one = self.implemented
        invariants = dict(one.invariants if one is not None else {})
        for above in self.inherited:
            for key in above.invariants:
                invariants.pop(key, None)
        invariants |= self.profile.invariants
        if invariants:
            self.root.say(
                "constraint", constraints(invariants, self.url), next(iter(invariants.values())).where
            )
        if one is not None:
            self._map(self.root, one.fhir_name, where)

    def _texts(self, node: Node, title: LocalText, definition: LocalText, where: Where) -> None:
        texts: dict[str, Any] = {}
        put(texts, "short", title)
        put(texts, "definition", definition)
        for member, value in texts.items():
            node.say(member, value, where)

    def _map(self, node: Node, path: str, where: Where) -> None:
        node.say("mapping", [{"identity": self.model.guide.prefix, "map": path}], where)

    def _element(self, element: Element, above: Element | None) -> None:
        if not self._said_by_parent(element):
            self._own(element, above)
        for child in element.elements.values():
            self._element(child, element)

    def _said_by_parent(self, element: Element) -> bool:
        return any(one.name == element.declared_in for one in self.inherited)

    def _own(self, element: Element, above: Element | None) -> None:
        for constraint in constraints_of(element, above, self.bearings.elements, self.chosen):
            node = self._node(constraint.steps)
            assert node.base is not None
            base, said = node.base.cardinality, constraint.said
            where = element.where / "cardinality"
            if node.slice_name is not None or said.min > base.min:
                node.say("min", max(said.min, node.said.get("min", 0)), where)
            if constraint.counts and (node.slice_name is not None or said.max != base.max):
                node.say("max", said.fhir_max, where)
            node.say("mustSupport", True, element.where)
            if constraint.is_last:
                self._leaf(node, constraint.steps, element)

    def _leaf(self, node: Node, steps: tuple[Step, ...], element: Element) -> None:
        self._said_of_leaf(node, steps, element)
        self._fhir(node, element.details.fhir)

    def _said_of_leaf(self, node: Node, steps: tuple[Step, ...], element: Element) -> None:
        node.where = element.where
        self._texts(node, element.title, element.definition, element.where)
        value = node
        if is_extension(steps, self.model) and (
            element.details.limits or element.details.examples or _limits(element)
        ):
            value = self._node((*steps, Step("value[x]")))
        self._members(
            node, (one for one in element.members if one.name not in (*OF_VALUE, *_NOT_IN_PROFILES))
        )
        self._members(value, (one for one in element.members if one.name in OF_VALUE))
        one = self.implemented
        name = element.fhir_name
        if one is not None:
            self._map(node, f"{one.fhir_name}.{_path_of(one, element) or name}", element.where)
        if element.requirements:
            quotes = [self.model.requirements[one] for one in element.requirements]
            said = "; ".join(f"{one.id} «{one.quote}» ({one.source})" for one in quotes)
            node.say("requirements", said, element.where / "requirement")
        codes = tuple(each.name for each in element.types)
        self._details(node, element.details, element.title, codes, value)
        definition = definition_at(steps, self.model)
        if definition is not None:
            self._narrowed(steps, definition, element)
            return  # the extension itself says the rest of type and binding
        if steps[-1].extension is not None:
            return
        if not any(kind.name == _GROUP for kind in element.types):
            wanted = types_json(self.model, element.types)
            assert node.base is not None
            if wanted != node.base.definition.get("type"):
                node.say("type", _in_base_order(wanted, node.base.type_codes), element.where / "type")
        if element.binding is not None:
            node.say("binding", binding_json(self.model, element.binding), element.where / "binding")

    def _details(
        self, node: Node, details: Details, title: LocalText, codes: tuple[str, ...], value: Node
    ) -> None:
        """`value` is what limits belong to: the element, or the `value[x]` of an extension."""
        # What the class of the parent profile says of its elements is said there.
        above = {id(each.where.document) for each in self.inherited}
        said = tuple(one for one in details.obligations if id(one.where.document) not in above)
        if said:
            added = obligations(replace(details, obligations=said), self.model)
            node.say("extension", [*node.said.get("extension", []), *added], said[0].where)
        for one in value_limits(details, title, codes, self.model, self.bearings.types):
            value.say(one.member, one.value, one.where)
        own = {key: one for key, one in details.invariants.items() if id(one.where.document) not in above}
        if own:
            known = node.said.get("constraint", [])
            node.say("constraint", [*known, *constraints(own, self.url)], next(iter(own.values())).where)

    def _fhir(self, node: Node, parts: Iterable[FhirPart]) -> None:
        above = {id(each.where.document) for each in self.inherited}
        for part in parts:
            if id(part.where.document) in above:
                continue
            members, _ = members_of(part, "ElementDefinition", self.bearings, [])
            for key, value in merged(node.said, members).items():
                if key in members:
                    node.say(key, value, part.where)

    def _narrowed(
        self, steps: tuple[Step, ...], definition: Extension | ExtensionPart, element: Element
    ) -> None:
        """What the class says of an extension's value that the extension itself does not."""
        value = (*steps, Step("value[x]"))
        if definition.types and set(element.types) != set(definition.types):
            wanted = types_json(self.model, element.types)
            self._node(value).say("type", wanted, element.where / "type")
        if element.binding is not None and element.binding != definition.binding and definition.types:
            binding = binding_json(self.model, element.binding)
            self._node(value).say("binding", binding, element.where / "binding")

    def _node(self, steps: tuple[Step, ...]) -> Node:
        node = self.root
        chain, _ = self.bearings.elements.along(ElementPath(self.resource, steps), self.chosen)
        for step, base in zip(steps, chain[1:], strict=True):
            slice_name = step.slice_name
            if step.extension is not None:
                slice_name = extension_slice(self.model, step.extension)
            above, node = node, node.child(step, slice_name, base)
            if step.extension is not None and "type" not in node.said:
                self._extension(above, node, step, base)
            elif (kind := type_of_slice(step, base.type_codes)) is not None and "type" not in node.said:
                self._type_slice(above, node, step, kind, base)
        return node

    def _extension(self, above: Node, node: Node, step: Step, base: Any) -> None:
        """An extension is a slice by url; the slicing is the same everywhere."""
        where = self.profile.where / "profile"
        assert step.extension is not None
        url = extension_url(self.model, step.extension, self.bearings.definitions)
        node.say("type", [{"code": "Extension", "profile": [url]}], where)
        sliced = above.child(step, None, base)
        slicing = {"discriminator": [{"type": "value", "path": "url"}], "ordered": False, "rules": "open"}
        sliced.say("slicing", slicing, where)

    def _type_slice(self, above: Node, node: Node, step: Step, kind: str, base: FhirElement) -> None:
        """`valueQuantity` is a slice by type, which needs no other slicing than that."""
        where = self.profile.where / "profile"
        node.say("type", [{"code": kind}], where)
        if base.cardinality.min:
            node.say("min", 0, where)  # the value may be of another type
        sliced = above.child(Step(step.name), None, base)
        if "slicing" not in sliced.said:
            slicing = {
                "discriminator": [{"type": "type", "path": "$this"}],
                "ordered": False,
                "rules": "open",
            }
            sliced.say("slicing", slicing, where)

    def _rule(self, rule: ElementRule) -> None:
        node, above = self._node(rule.steps), self._node(rule.steps[:-1])
        assert node.base is not None
        node.where = node.where or rule.where
        if rule.slicing is not None:
            slicing: dict[str, Any] = {
                "discriminator": [{"type": kind, "path": path.published} for kind, path in rule.slicing.by],
                "ordered": rule.slicing.ordered,
                "rules": rule.slicing.rules,
            }
            node.say("slicing", slicing, rule.slicing.where)
        if rule.title is not None:
            self._text(node, "short", rule.title, rule.where / "title")
        if rule.definition is not None:
            self._text(node, "definition", rule.definition, rule.where / "definition")
        self._members(node, rule.members)
        known = self.modelled.get(rule.steps)
        title = rule.title or (known[1].title if known is not None else LocalText(node.name))
        self._details(node, rule.details, title, value_types(rule, node.base, self.modelled), node)
        if rule.cardinality is not None:
            where = rule.where / "cardinality"
            if node.slice_name is not None or rule.cardinality.min != node.base.cardinality.min:
                node.say("min", rule.cardinality.min, where)
            if node.slice_name is not None or rule.cardinality.max != node.base.cardinality.max:
                node.say("max", rule.cardinality.fhir_max, where)
            if not node.said:  # no narrower than R4, but said: keep it, so that the origin is kept
                node.say("min", rule.cardinality.min, where)
        if rule.types:
            node.say("type", types_json(self.model, rule.types), rule.where / "type")
        if rule.binding is not None:
            node.say("binding", binding_json(self.model, rule.binding), rule.where / "binding")
        self._value(node, rule)
        self._fhir(node, rule.details.fhir)
        if node.slice_name is not None and above.child(rule.steps[-1], None, node.base).said.get(
            "mustSupport"
        ):
            node.said.setdefault("mustSupport", True)  # what must be supported as a list, must be as a slice

    def _text(self, node: Node, member: str, text: LocalText, where: Where) -> None:
        self._members(node, (Member(member, text, where),))

    def _members(self, node: Node, members: Iterable[Member]) -> None:
        for member in members:
            node.said.pop(f"_{member.name}", None)
            for key, value in json_of(member).items():
                node.say(key, value, member.where)

    def _value(self, node: Node, rule: ElementRule) -> None:
        word = "fixed" if rule.pattern is None else "pattern"
        yaml = rule.fixed if rule.pattern is None else rule.pattern
        if yaml is None or node.base is None:
            return
        (code,) = value_types(rule, node.base, self.modelled)
        issues: list[Issue] = []
        at = rule.where / word
        value = FhirValues(self.model, self.bearings.types, issues).value(yaml, code, at)
        assert not issues, "check_model lets no faulty value through"
        node.say(f"{word}{code[0].upper()}{code[1:]}", value, at)


def _limits(element: Element) -> bool:
    return any(one.name in OF_VALUE for one in element.members)


def _count_slices(node: Node) -> None:
    """A list that is sliced here occurs at least as often as its slices must."""
    for child in node.children.values():
        if child.slice_name is None and "slicing" in child.said and child.base is not None:
            slices = [
                one for one in node.children.values() if one.name == child.name and one.slice_name is not None
            ]
            least = sum(one.said.get("min", 0) for one in slices)
            if least > max(child.said.get("min", 0), child.base.cardinality.min):
                first = next(one for one in slices if one.said.get("min", 0))
                child.say("min", least, first.where_of["min"])
        _count_slices(child)


def _in_base_order(wanted: list[dict[str, Any]], codes: tuple[str, ...]) -> list[dict[str, Any]]:
    return sorted(wanted, key=lambda one: codes.index(one["code"]) if one["code"] in codes else len(codes))


def _path_of(one: ModelClass, element: Element) -> str | None:
    """The element's path in the logical model: `periode.start`."""

    def search(elements: Any, above: str) -> str | None:
        for other in elements.values():
            path = f"{above}{other.fhir_name}"
            if other is element:
                return path
            deeper = search(other.elements, f"{path}.")
            if deeper is not None:
                return deeper
        return None

    return search(one.elements, "")
