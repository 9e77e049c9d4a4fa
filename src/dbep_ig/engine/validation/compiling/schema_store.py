"""StructureDefinitions of types -> `Schema`s, each when it is first met, under one lock, published complete."""

import threading
from collections.abc import Iterator

from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.engine.fhir.primitives.checking import check_of
from dbep_ig.engine.fhir.uris import core_canonical
from dbep_ig.engine.validation.ground.compile_context import NOTHING, CompileContext, World
from dbep_ig.engine.validation.ground.element_tree import ElementNode, element_tree
from dbep_ig.engine.validation.ground.schema import (
    ABSTRACT_RESOURCES,
    COMPLEX,
    PRIMITIVE,
    RESOURCE,
    SIBLING,
    Assertion,
    Member,
    Schema,
    Slot,
    is_primitive,
)
from dbep_ig.engine.validation.rules.structure.invariants import (
    EVERYWHERE,
    compile_invariants,
    constraints_of,
)
from dbep_ig.engine.validation.rules.structure.type_profiles import compile_type_profiles

from .discovery import rules_turned_on, type_rules


class SchemaStore:
    """Types by name. Safe to share between threads; what it returns is immutable."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._published: dict[str, Schema | None] = {}
        self._lock = threading.RLock()

    def get(self, name: str) -> Schema | None:
        """The schema of a data type, a resource or a backbone (`CarePlan.activity`); None if there is no such type."""
        try:
            return self._published[name]
        except KeyError:
            return self._compile(name)

    def _compile(self, name: str) -> Schema | None:
        with self._lock:
            if name not in self._published:
                self._published[name] = self._backbone(name) if "." in name else self._from_definition(name)
            return self._published[name]

    def _backbone(self, path: str) -> Schema | None:
        first, *steps = path.split(".")
        schema = self.get(first)
        for step in steps:
            slot = None if schema is None else schema.slots.get(step)
            schema = None if slot is None else slot.inner
        return schema

    def _from_definition(self, name: str) -> Schema | None:
        definition = self.world.definitions.find(core_canonical(name), "StructureDefinition")
        if definition is None or definition.get("derivation") == "constraint":
            return None
        tree = element_tree(definition.get("snapshot", {}).get("element", ()))
        return None if tree is None else _Compiler(self.world, definition).compile(tree)


class _Compiler:
    """One StructureDefinition. Content references are joined when all its backbones are there."""

    def __init__(self, world: World, definition: Resource) -> None:
        self.ctx = CompileContext(world, definition, profile="", type_name=str(definition.get("type", "")))
        self.by_path: dict[str, Schema] = {}
        self.pending: list[tuple[Schema, ElementNode, str]] = []

    def compile(self, tree: ElementNode) -> Schema:
        """The whole type."""
        schema = self._schema(tree, str(self.ctx.definition.get("kind", "complex-type")))
        for owner, node, path in self.pending:
            target = self.by_path.get(path)
            if target is not None:
                self._add(owner, node, (target.name,), target)
        return schema

    def _schema(self, node: ElementNode, kind: str) -> Schema:
        schema = Schema(node.path, kind)
        self.by_path[node.path] = schema
        schema.constraints = constraints_of(node.definition)
        here = self.ctx.at(node.path)
        checks: list[Assertion] = list(compile_invariants(node.definition, here))
        if "." not in node.path:
            checks.extend(made for name in _kinds(node, kind) for made in type_rules(name))
        schema.checks = tuple(checks)
        required = []
        for child in node.children.values():
            reference = child.definition.get("contentReference")
            if isinstance(reference, str):
                self.pending.append((schema, child, reference.rpartition("#")[2]))
            elif child.children:
                self._add(schema, child, (child.path,), self._schema(child, "backbone"))
            else:
                self._add(schema, child, tuple(_type_of(child, code) for code in child.type_codes()), None)
            if child.definition.get("min", 0) > 0:
                names = [child.name] if not child.is_choice else [
                    child.name + code[0].upper() + code[1:] for code in child.type_codes()
                ]  # fmt: skip
                with_siblings = (*names, *("_" + name for name in names))
                required.append((child.name, with_siblings, int(child.definition["min"])))
        schema.required = tuple(required)
        return schema

    def _add(self, schema: Schema, node: ElementNode, types: tuple[str, ...], inner: Schema | None) -> None:
        definition = node.definition
        is_list = definition.get("base", NOTHING).get("max", definition.get("max", "1")) not in ("0", "1")
        if node.is_choice:
            keys = {node.name + name[0].upper() + name[1:]: name for name in types}
        else:
            keys = {node.name: types[0] if types else "Element"}
        schema.slots[node.name] = Slot(
            node.name, node.path, definition, keys, is_list=is_list, is_choice=node.is_choice, inner=inner
        )
        for key, type_name in keys.items():
            # R4's snapshots repeat ele-1 and ext-1 on every element; the walk checks them with the type.
            ctx = self.ctx.at(type_name, constraints=EVERYWHERE if inner is None else inner.constraints)
            checks = [
                *(
                    made
                    for rule in rules_turned_on(definition)
                    if (made := rule.compile(definition, ctx)) is not None
                ),
                *compile_invariants(definition, ctx),
                # R4's own: SimpleQuantity, whose comparator must be absent (a dose, a range, a daily amount)
                *(made for made in compile_type_profiles(node, ctx) if type_name in made.by_type),
            ]
            if is_primitive(type_name):
                kind = PRIMITIVE
                checks.extend(type_rules(type_name))
            elif type_name in ABSTRACT_RESOURCES:
                kind = RESOURCE
            else:
                kind = COMPLEX
            member = Member(
                key,
                node.path,
                type_name,
                kind,
                is_list=is_list,
                choice=node.name if node.is_choice else None,
                fault=check_of(type_name) if kind == PRIMITIVE else None,
                inner=inner,
                checks=tuple(checks),
            )
            schema.members[key] = member
            if kind == PRIMITIVE:
                schema.members["_" + key] = Member(
                    key, node.path, type_name, SIBLING, is_list=is_list, checks=member.checks
                )


def _kinds(node: ElementNode, kind: str) -> Iterator[str]:
    """The names under which rules of types are listed that concern this type."""
    yield node.path
    if kind == "resource":
        yield "Resource"
        if "contained" in node.children and node.path != "DomainResource":
            yield "DomainResource"
        if "url" in node.children and "status" in node.children:
            yield "CanonicalResource"


def _type_of(node: ElementNode, code: str) -> str:
    # R4 says `string` for Resource.id, whose value is an id: resource.html#id
    if node.name == "id" and node.definition.get("base", NOTHING).get("path") == "Resource.id":
        return "id"
    return code
