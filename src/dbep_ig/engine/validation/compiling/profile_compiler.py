"""A profile's snapshot -> an overlay: what differs from the type, element by element."""

from collections.abc import Mapping, Sequence
from typing import Any

from dbep_ig.engine.diagnostics import Text
from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.engine.fhir.uris import CORE_BASE
from dbep_ig.engine.validation.ground.compile_context import NOTHING, CompileContext, World
from dbep_ig.engine.validation.ground.element_tree import ElementNode, element_tree, find_element, profiles_of
from dbep_ig.engine.validation.ground.profile import OverlayChild, OverlayNode, Slice, Slicing, canonical_of
from dbep_ig.engine.validation.ground.schema import Assertion, Schema, Slot, is_primitive, maximum
from dbep_ig.engine.validation.rules.structure.cardinality import NO_WORDS, called_by, reason_of
from dbep_ig.engine.validation.rules.structure.invariants import EVERYWHERE, compile_invariants
from dbep_ig.engine.validation.rules.structure.type_profiles import compile_type_profiles

from .criteria import Step, systems_of
from .discovery import rules_turned_on
from .discriminators import compile_criteria
from .schema_store import SchemaStore

_MAX_FOLLOWED = 8  # profiles of profiles that a discriminator path may lead through


class ProfileCompiler:
    """One profile. Make one for each, call `compile`, throw it away."""

    def __init__(self, world: World, schemas: SchemaStore, definition: Resource) -> None:
        self.world = world
        self.schemas = schemas
        self.ctx = CompileContext(
            world,
            definition,
            profile=canonical_of(definition),
            type_name=str(definition.get("type", "")),
        )
        self.package = self.ctx.package
        self._followed = 0

    def compile(self) -> OverlayNode | None:
        """The overlay of the profile's root; None when it has no snapshot or its type is unknown."""
        tree = element_tree(self.ctx.definition.get("snapshot", {}).get("element", ()))
        schema = self.schemas.get(self.ctx.type_name)
        if tree is None or schema is None:
            return None
        return self._node(tree, (schema,), None)

    def _node(self, node: ElementNode, schemas: Sequence[Schema], slot: Slot | None) -> OverlayNode:
        definition = node.definition
        base = NOTHING if slot is None else slot.definition
        constraints = frozenset(
            pair for schema in schemas for pair in schema.constraints
        ) | EVERYWHERE  # fmt: skip
        if slot is not None:
            constraints |= {
                (str(one.get("key")), str(one.get("expression"))) for one in base.get("constraint", ())
            }
        type_name = _type_name(node, schemas, slot)
        ctx = self.ctx.at(type_name, base, constraints)
        compiled = (rule.compile(definition, ctx) for rule in rules_turned_on(definition))
        checks: list[Assertion] = [one for one in compiled if one is not None]
        checks.extend(compile_invariants(definition, ctx))
        if slot is not None:
            checks.extend(compile_type_profiles(node, ctx))
        children = [
            made for child in node.children.values() if (made := self._child(child, schemas)) is not None
        ]
        return OverlayNode(node.element_id, checks, children)

    def _child(self, node: ElementNode, schemas: Sequence[Schema]) -> OverlayChild | None:
        slot, keys = _slot_of(node, schemas)
        if slot is None:
            return None
        definition = node.definition
        codes = node.type_codes()
        inner = self._schemas_of(slot, codes)
        overlay = self._node(node, inner, slot)
        allowed = None
        if slot.is_choice and codes and len(keys) == len(slot.keys):
            wider = {"Reference", "canonical", "CodeableConcept"}  # spelled alike in all versions
            permitted = frozenset(codes)
            if not set(slot.keys.values()) <= permitted and (permitted - wider or permitted):
                allowed = permitted
        least = int(definition.get("min", 0))
        most = maximum(definition)
        child = OverlayChild(
            slot.name,
            node.path,
            node.element_id,
            keys,
            least=least if least > slot.min or len(keys) < len(slot.keys) else 0,
            most=most if most is not None and (slot.max is None or most < slot.max) else None,
            allowed=allowed,
            node=None if overlay.is_empty else overlay,
            slicing=self._slicing(node, inner, slot),
            profile=self.ctx.profile,
            called=called_by(definition, slot.definition) if least else NO_WORDS,
            reason=reason_of(definition, slot.definition) if most == 0 else NO_WORDS,
        )
        return None if child.is_empty else child

    def _schemas_of(self, slot: Slot, codes: Sequence[str]) -> tuple[Schema, ...]:
        if slot.inner is not None:
            return (slot.inner,)
        names = [code for code in codes if code] or list(slot.keys.values())
        found = []
        for name in names:
            schema = self.schemas.get("Element" if is_primitive(name) else name)
            if schema is not None and schema not in found:
                found.append(schema)
        # a choice of several types keeps their schemas for its children, and has no one type for FHIRPath
        return tuple(found)

    def _slicing(self, node: ElementNode, schemas: Sequence[Schema], slot: Slot) -> Slicing | None:
        if not node.slices:
            return None
        said = node.definition.get("slicing", {})
        discriminators = said.get("discriminator") or _usual_discriminators(slot)
        slices = []
        for one in node.slices:
            inner = self._schemas_of(slot, one.type_codes()) if slot.inner is None else schemas
            overlay = self._node(one, inner, slot)
            criteria = compile_criteria(one, discriminators, self)
            most = maximum(one.definition)
            reason = reason_of(one.definition, slot.definition) if most == 0 else NO_WORDS
            slices.append(
                Slice(
                    one.slice_name,
                    one.element_id,
                    least=int(one.definition.get("min", 0)),
                    most=most,
                    criteria=None if isinstance(criteria, Text) else criteria,
                    reason=criteria if isinstance(criteria, Text) else reason,
                    node=None if overlay.is_empty else overlay,
                    slicing=self._slicing(one, inner, slot),
                )
            )
        return Slicing(
            node.element_id,
            slices,
            rules=str(said.get("rules", "open")),
            is_ordered=bool(said.get("ordered")),
            profile=self.ctx.profile,
            systems=systems_of(slices),
        )

    # What discriminators need

    def targets(self, node: ElementNode, steps: Sequence[Step]) -> list[ElementNode]:
        """The element definitions that a discriminator's path leads to, also into the profiles of types."""
        nodes = [node]
        self._followed = 0
        for kind, text in steps:
            reached: list[ElementNode] = []
            for one in nodes:
                if kind == "type":
                    reached.append(one)
                elif kind == "resolve":
                    reached.extend(self._profile_trees(one, "targetProfile"))
                else:
                    found = self._members(one, kind, text)
                    # what marks a slice can stand in a slice inside it: `component:x.code.coding:y.code`
                    reached.extend(each for node in found for each in (node, *node.slices))
            nodes = reached
        return nodes

    def _members(self, node: ElementNode, kind: str, text: str) -> list[ElementNode]:
        if self._followed > _MAX_FOLLOWED:
            return []
        if kind == "extension":
            sliced = node.children.get("extension")
            own = [
                one
                for one in (() if sliced is None else sliced.slices)
                if any(text in entry.get("profile", ()) for entry in one.types())
            ]
        else:
            own = [found for found in (_choice_child(node, text),) if found is not None]
        return own + [
            found
            for tree in self._profile_trees(node, "profile")
            for found in self._members(tree, kind, text)
        ]

    def _profile_trees(self, node: ElementNode, which: str) -> list[ElementNode]:
        trees = []
        for entry in node.types():
            said = profiles_of(entry) if which == "profile" else ((url, "") for url in entry.get(which, ()))
            for url, element in said:
                definition = self.world.definitions.find(url, "StructureDefinition", within=self.ctx.package)
                if definition is None or definition is self.ctx.definition:
                    continue
                self._followed += 1
                tree = element_tree(definition.get("snapshot", {}).get("element", ()))
                if tree is not None and element:
                    tree = find_element(tree, element)
                if tree is not None:
                    trees.append(tree)
        return trees

    def type_of_profile(self, url: str) -> str:
        """The type that a profile constrains, "" if it is not available."""
        if url.startswith(CORE_BASE) and self.world.types.kind(url[len(CORE_BASE) :]):
            return url[len(CORE_BASE) :]
        definition = self.world.definitions.find(url, "StructureDefinition", within=self.ctx.package)
        return "" if definition is None else str(definition.get("type", ""))

    def discriminating(self, node: ElementNode) -> OverlayNode | None:
        """What a slice says of one of its elements, as an overlay to be met; None if it says nothing.

        Types and their own rules are no part of it: only what the profile adds.
        """
        schemas, slot = self._where(node)
        if slot is None and node.parent is not None:
            return None
        overlay = self._node(node, schemas, slot)
        return None if overlay.is_empty else overlay

    def base_of(self, node: ElementNode) -> Mapping[str, Any]:
        """The ElementDefinition of the type that a node constrains; empty at a root."""
        _, slot = self._where(node)
        return NOTHING if slot is None else slot.definition

    def _where(self, node: ElementNode) -> tuple[tuple[Schema, ...], Slot | None]:
        if node.parent is None:
            schema = self.schemas.get(node.path)
            return (() if schema is None else (schema,)), None
        above, _ = self._where(node.parent)
        slot, _ = _slot_of(node, above)
        if slot is None:
            return (), None
        return self._schemas_of(slot, node.type_codes()), slot


def _slot_of(node: ElementNode, schemas: Sequence[Schema]) -> tuple[Slot | None, Mapping[str, str]]:
    """The element of the type, and the JSON names that this definition is about."""
    for schema in schemas:
        slot = schema.slots.get(node.name)
        if slot is not None:
            return slot, slot.keys
    for schema in schemas:
        # `Observation.valueQuantity`: the choice narrowed by its path alone
        for slot in schema.slots.values():
            if slot.is_choice and node.name in slot.keys:
                return slot, {node.name: slot.keys[node.name]}
    return None, {}


def _type_name(node: ElementNode, schemas: Sequence[Schema], slot: Slot | None) -> str:
    """The one type of an element's values; "" for a choice, whose values tell their own."""
    if slot is None or slot.inner is not None:
        return schemas[0].name if schemas else ""
    codes = node.type_codes() or tuple(slot.keys.values())
    return codes[0] if len(codes) == 1 else ""


def _choice_child(node: ElementNode, name: str) -> ElementNode | None:
    found = node.children.get(name)
    if found is not None:
        return found
    return next(
        (
            child
            for child_name, child in node.children.items()
            if child_name.startswith(name) and child_name[len(name) : len(name) + 1].isupper()
            and any(child_name.lower() == (name + code).lower() for code in child.type_codes())
        ),
        None,
    )  # fmt: skip


def _usual_discriminators(slot: Slot) -> Sequence[Mapping[str, Any]]:
    """What slicing without a discriminator can only mean: extensions by url, choices by type."""
    if "Extension" in slot.keys.values():
        return ({"type": "value", "path": "url"},)
    return ({"type": "type", "path": "$this"},) if slot.is_choice else ()
