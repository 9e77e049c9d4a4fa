"""From an element to its children: what `.name`, children() and descendants() walk.

Source: https://hl7.org/fhir/R4/fhirpath.html#types
"""

from functools import lru_cache
from typing import Any, NamedTuple

from dbep_ig.engine.fhir.type_model import TypeModel

from .converting import MOMENTS, system_of
from .node import PRIMITIVE_NAMES, Collection, Node

RESOURCE_BASES = frozenset(("Resource", "DomainResource"))
"""Abstract types whose values name their own type."""

_CHOICE_COMPLEX = (
    "Address", "Age", "Annotation", "Attachment", "CodeableConcept", "Coding", "ContactDetail", "ContactPoint",
    "Contributor", "Count", "DataRequirement", "Distance", "Dosage", "Duration", "Expression", "HumanName",
    "Identifier", "Meta", "Money", "ParameterDefinition", "Period", "Quantity", "Range", "Ratio", "Reference",
    "RelatedArtifact", "SampledData", "Signature", "Timing", "TriggerDefinition", "UsageContext",
)  # fmt: skip
CHOICE_SUFFIXES: dict[str, str] = {
    **{name: name for name in _CHOICE_COMPLEX},
    **{name[0].upper() + name[1:]: name for name in PRIMITIVE_NAMES},
}
"""What follows a choice element's name in JSON -> the type (https://hl7.org/fhir/R4/datatypes.html#open)."""


class Step(NamedTuple):
    """One JSON member that holds (some of) an element: its key, the element's name and type, the sibling's key."""

    key: str
    name: str
    type: str | None
    sibling_key: str


class Steps(NamedTuple):
    """The steps of one element, several for a choice; all their keys; the one that holds a text or boolean, no date or time."""

    each: tuple[Step, ...]
    keys: frozenset[str]
    plain_key: str = ""


class Navigator:
    """Children of elements by the type model; plain JSON without one. Shared between threads, caches only."""

    __slots__ = ("_children", "_steps", "types")

    def __init__(self, types: TypeModel | None) -> None:
        self.types = types
        self._steps: dict[tuple[str | None, str], Steps] = {}
        self._children: dict[str | None, dict[str, Step]] = {}

    def root(self, value: Any, type_name: str | None = None, sibling: dict[str, Any] | None = None) -> Node:
        """The node of an input; a resource's own type unless a type is given."""
        if type(value) is dict:
            named = value.get("resourceType")
            if type(named) is str and (type_name is None or type_name in RESOURCE_BASES):
                type_name = named
        return Node(value, type_name, sibling, None, type_name or "$this")

    def steps(self, type_name: str | None, name: str) -> Steps:
        """Where the element `name` of a type may stand in JSON; nowhere if the type has no such element."""
        key = (type_name, name)
        found = self._steps.get(key)
        if found is None:
            info = (
                None if self.types is None or type_name is None else self.types.elements(type_name).get(name)
            )
            each = (
                ()
                if info is None
                else tuple(Step(key, name, child, "_" + key) for key, child in info.keys.items())
            )
            keys = frozenset(key for step in each for key in (step.key, step.sibling_key))
            is_plain = len(each) == 1 and each[0].type in PRIMITIVE_NAMES and each[0].type not in MOMENTS
            found = self._steps[key] = Steps(each, keys, each[0].key if is_plain else "")
        return found

    def child_steps(self, type_name: str | None) -> dict[str, Step]:
        """JSON member name -> step, for all elements of a type; the `_` keys lead to the same steps."""
        found = self._children.get(type_name)
        if found is None:
            found = {}
            if self.types is not None and type_name is not None:
                for name in self.types.elements(type_name):
                    for step in self.steps(type_name, name).each:
                        found[step.key] = step
                        found[step.sibling_key] = step
            self._children[type_name] = found
        return found

    def member(self, items: Collection, name: str) -> Collection:
        """`.name` of every item, in order."""
        found: Collection = []
        types = self.types
        cache = self._steps
        for item in items:
            if type(item) is not Node:
                _member_of_system_value(item, name, found)
                continue
            value = item.value
            if type(value) is not dict:
                _member_of_primitive(item, name, found, typed=types is not None)
                continue
            type_name = item.type
            if types is None or type_name is None:
                _member_of_plain_json(item, value, name, found)
                continue
            steps, keys, _ = cache.get((type_name, name)) or self.steps(type_name, name)
            if keys.isdisjoint(value):
                continue
            for key, _, child_type, sibling_key in steps:
                child = value.get(key)
                sibling = value.get(sibling_key)
                if sibling is None and (type(child) is str or type(child) is bool):  # what is met most
                    found.append(Node(child, child_type, None, item, name))
                elif child is not None or sibling is not None:
                    _add(found, child, sibling, child_type, item, name)
        return found

    def has_member(self, items: Collection, name: str) -> bool:
        """Whether `.name` of any item is there."""
        cache = self._steps
        for item in items:
            if type(item) is Node and type(item.value) is dict:
                found = cache.get((item.type, name))
                if found is not None and found.keys:
                    if found.keys.isdisjoint(item.value):
                        continue
                    child = item.value.get(found.each[0].key)
                    if type(child[0] if type(child) is list and child else child) in _CERTAIN:
                        return True
            if self.member([item], name):
                return True
        return False

    def plain(self, items: Collection, name: str) -> Any:
        """`.name` of the one item where it is a text or boolean; None where it is not there; NotImplemented: ask `member`."""
        if len(items) == 1 and type(items[0]) is Node:
            item = items[0]
            found = self._steps.get((item.type, name))
            if found is not None and type(item.value) is dict:
                if found.plain_key:
                    value = item.value.get(found.plain_key)
                    if type(value) in PLAIN:
                        return value
                if found.keys and found.keys.isdisjoint(item.value):
                    return None
        return NotImplemented

    def children(self, items: Collection) -> Collection:
        """All children of every item, in the order of the JSON members."""
        found: Collection = []
        for item in items:
            if type(item) is not Node:
                continue
            value = item.value
            if type(value) is not dict:
                for name in ("id", "extension"):
                    _member_of_primitive(item, name, found, typed=self.types is not None)
            elif self.types is None or item.type is None:
                _children_of_plain_json(item, value, found)
            else:
                steps = self.child_steps(item.type)
                for key, child in value.items():
                    step = steps.get(key)
                    if step is None:
                        continue
                    if key == step.key:
                        _add(found, child, value.get(step.sibling_key), step.type, item, step.name)
                    elif step.key not in value:
                        _add(found, None, child, step.type, item, step.name)
        return found

    def descendants(self, items: Collection) -> Collection:
        """Children, their children and so on, level by level. Bounded by the size of the input."""
        found: Collection = []
        level = self.children(items)
        while level:
            found += level
            level = self.children(level)
        return found

    def is_a(self, item: Any, type_name: str) -> bool:
        """Whether a node's FHIR type is, or specialises, a type."""
        own = item.type
        if own is None or own == type_name:
            return own is not None
        return self.types is not None and self.types.is_subtype(own, type_name)


PLAIN = frozenset((str, bool))

_CERTAIN = frozenset((str, bool, int, dict))
"""What JSON holds one item of an element in, whatever is in it."""


def navigator_of(types: TypeModel | None) -> Navigator:
    """The navigator of a model; one for all expressions, so that its caches fill once."""
    return _navigator_of(types)  # type: ignore[arg-type]  # a protocol says nothing of hashing; identity serves


@lru_cache(maxsize=8)
def _navigator_of(types: TypeModel | None) -> Navigator:
    return Navigator(types)


def _add(found: Collection, child: Any, sibling: Any, type_name: str | None, parent: Node, name: str) -> None:
    """The node or nodes of one JSON member."""
    if type(child) is list:
        siblings = sibling if type(sibling) is list else ()
        for index, value in enumerate(child):
            beside = siblings[index] if index < len(siblings) else None
            if type(beside) is not dict:
                beside = None
            if type(value) is list:  # no FHIR, but any JSON is walked
                _add(found, value, None, type_name, parent, name)
            elif value is not None or beside is not None:
                found.append(Node(value, _actual(value, type_name), beside, parent, name, index))
        for index in range(len(child), len(siblings)):
            if type(siblings[index]) is dict:
                found.append(Node(None, type_name, siblings[index], parent, name, index))
    elif child is None:
        if type(sibling) is list:
            for index, beside in enumerate(sibling):
                if type(beside) is dict:
                    found.append(Node(None, type_name, beside, parent, name, index))
        elif type(sibling) is dict:
            found.append(Node(None, type_name, sibling, parent, name))
    else:
        beside = sibling if type(sibling) is dict else None
        found.append(Node(child, _actual(child, type_name), beside, parent, name))


def _actual(value: Any, type_name: str | None) -> str | None:
    if (type_name is None or type_name in RESOURCE_BASES) and type(value) is dict:
        named = value.get("resourceType")
        if type(named) is str:
            return named
    return type_name


def _member_of_primitive(item: Node, name: str, found: Collection, *, typed: bool) -> None:
    if name == "value":
        _value_of_primitive(item, found)
        return
    sibling = item.sibling
    if sibling is None or name not in ("extension", "id"):
        return
    child = sibling.get(name)
    if child is not None:
        type_name = ("Extension" if name == "extension" else "string") if typed else None
        _add(found, child, None, type_name, item, name)


def _value_of_primitive(item: Node, found: Collection) -> None:
    """R4 defines each primitive with an element `value` of a System type, beside `id` and `extension`.

    A date or time stays an element, without id and extensions: expressions that HL7's engine accepts read it as text
    (`birthDate.value.length()`), which a System.Date has none of.

    Source: https://hl7.org/fhir/R4/datatypes.html#primitive
    """
    if item.type is not None and item.type not in PRIMITIVE_NAMES:
        return
    value = None if type(item.value) is list else system_of(item)
    if value is None:
        return
    is_moment = type(item.value) is str and type(value) is not str
    found.append(Node(item.value, item.type, None, item, "value") if is_moment else value)


def _member_of_plain_json(item: Node, value: dict[str, Any], name: str, found: Collection) -> None:
    child, sibling = value.get(name), value.get("_" + name)
    if child is not None or sibling is not None:
        if name != "resourceType":
            _add(found, child, sibling, None, item, name)
        return
    length = len(name)
    for key in value:
        if key.startswith(name) and key[length:] in CHOICE_SUFFIXES:
            _add(found, value[key], value.get("_" + key), CHOICE_SUFFIXES[key[length:]], item, name)
        elif key.startswith("_" + name) and key[1:] not in value and key[length + 1 :] in CHOICE_SUFFIXES:
            _add(found, None, value[key], CHOICE_SUFFIXES[key[length + 1 :]], item, name)


def _children_of_plain_json(item: Node, value: dict[str, Any], found: Collection) -> None:
    for key, child in value.items():
        if key == "resourceType":
            continue
        if not key.startswith("_"):
            _add(found, child, value.get("_" + key), None, item, key)
        elif key[1:] not in value:
            _add(found, None, child, None, item, key[1:])


def _member_of_system_value(item: Any, name: str, found: Collection) -> None:
    """`type().name` and the parts of a Quantity; other System values have no members."""
    members = getattr(item, "members", None)
    if members is not None and name in members:
        found.append(members[name])
