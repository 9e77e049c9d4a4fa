"""The one walk over a document against its types: resources, structure, primitives, and the assertions of every element.

Written for speed: a frame for each complex node, one dictionary lookup for each member, and nothing else until
something is wrong.
"""

from typing import Any, Protocol

from dbep_ig.engine.diagnostics import OWN_FAULT, RESOURCE_LEFT, own_fault
from dbep_ig.engine.validation.ground.frame import Frame, Scope
from dbep_ig.engine.validation.ground.run import Run
from dbep_ig.engine.validation.ground.schema import ABSTRACT_RESOURCES, PRIMITIVE, RESOURCE, Member, Schema
from dbep_ig.engine.validation.rules.structure.cardinality import TOO_FEW, lack
from dbep_ig.engine.validation.rules.structure.invariants import report_ele_1
from dbep_ig.engine.validation.rules.structure.json_shape import (
    EMPTY_LIST,
    EMPTY_OBJECT,
    MISSING_RESOURCE_TYPE,
    NOT_A_LIST,
    NOT_AN_OBJECT,
    NULL_VALUE,
    SEVERAL_CHOICE_VALUES,
    SIBLING_MISMATCH,
    TOO_DEEP,
    UNEXPECTED_LIST,
    UNKNOWN_RESOURCE_TYPE,
    did_you_mean,
    kind_of,
    report_unknown,
)
from dbep_ig.engine.validation.rules.structure.primitive_format import explain


class Walked(Run, Protocol):
    """A run, as the walk needs it."""

    def hold(self, frame: Frame) -> None:
        """Hold a resource to the profiles that are chosen for it."""
        ...

    def leave_trials(self) -> None:
        """Back out of all trials, after an exception in one."""
        ...


def validate_resource(resource: dict[str, Any], frame: Frame, run: Walked) -> None:
    """A resource at the root, contained, or in an entry or parameter. `frame` is where it stands.

    A fault of our own is told at the resource, and all around it is validated. In a trial it is the asker's to tell.
    """
    index = frame.scope.index
    known = None if index is None else index.frame_of(resource)
    if known is not None:
        frame = known
    if run.trials or run.settings.raise_own_faults:
        _validate(resource, frame, run, is_known=known is not None)
        return
    try:
        _validate(resource, frame, run, is_known=known is not None)
    except Exception as fault:  # noqa: BLE001  one resource must not take the report of all others with it
        run.leave_trials()
        run.note(OWN_FAULT, frame, own_fault(fault, RESOURCE_LEFT))


def _validate(resource: dict[str, Any], frame: Frame, run: Walked, *, is_known: bool) -> None:
    if frame.scope.container is not None and not run.settings.contained:
        return
    name = resource.get("resourceType")
    if type(name) is not str:
        run.add(MISSING_RESOURCE_TYPE, frame)
        return
    schema = None if name in ABSTRACT_RESOURCES else run.schema(name)
    if schema is None or schema.kind != "resource":
        names = [one for one in run.types.type_names() if run.types.kind(one) == "resource"]
        run.add_at(UNKNOWN_RESOURCE_TYPE, frame, "resourceType", name=name, hint=did_you_mean(name, names))
        return
    if not is_known:  # deeper than the index goes
        frame.type_name = frame.element = name
        frame.scope = Scope(
            resource, name, frame, document=frame.scope.document, index=frame.scope.index, container=None
        )
    walk_element(resource, schema, frame, run)
    run.hold(frame)


_EMPTY: list[Any] = []


def walk_element(value: dict[str, Any], schema: Schema, frame: Frame, run: Walked) -> None:
    """A complex node that is an object: its members, what it lacks, and its type's own assertions."""
    if len(value) <= ("id" in value):
        if value:
            report_ele_1(frame, run)
        else:
            run.add(EMPTY_OBJECT, frame, element=frame.element)
            return
    walk_members(value, schema, frame, run)
    for check in schema.checks:
        check.check(value, frame, run)


def walk_members(value: dict[str, Any], schema: Schema, frame: Frame, run: Walked) -> None:
    """Every member of an object against its schema."""
    members = schema.members
    choices: dict[str, str] | None = None
    for key, item in value.items():
        member = members.get(key)
        if member is None:
            if key != "resourceType" or schema.kind != "resource":
                report_unknown(frame, key, members, schema.name, run)
            continue
        if member.choice is not None:
            if choices is None:
                choices = {member.choice: key}
            elif choices.setdefault(member.choice, key) != key:
                run.add(
                    SEVERAL_CHOICE_VALUES,
                    frame,
                    element=member.path,
                    names=[one for one in value if one in members and members[one].choice == member.choice],
                )
        kind = member.kind
        if member.is_list:
            if type(item) is not list:
                run.add_at(NOT_A_LIST, frame, key, element=member.path, actual=kind_of(item))
                if item is None or kind > RESOURCE:
                    continue
                item = [item]  # what stands there is checked all the same
            if not item:
                run.add_at(EMPTY_LIST, frame, key, element=member.path)
                continue
            if kind == PRIMITIVE:
                _walk_primitives(item, member, value, frame, run)
            elif kind <= RESOURCE:
                for index, one in enumerate(item):
                    _walk_value(one, member, frame, index, run)
            else:
                _walk_siblings(item, member, value, frame, run)
        elif kind == PRIMITIVE:
            if member.fault(item) is not None:  # type: ignore[misc]  # every primitive has one
                explain(item, member, frame, -1, run)
            elif member.checks:
                inner = Frame(
                    frame,
                    key,
                    -1,
                    item,
                    member.type_name,
                    member.path,
                    frame.scope,
                    value.get(member.sibling_key),
                )
                for check in member.checks:
                    check.check(item, inner, run)
        elif kind <= RESOURCE:
            _walk_value(item, member, frame, -1, run)
        else:
            _walk_sibling(item, member, value, frame, -1, run)
    for name, keys, least in schema.required:
        for key in keys:
            if value.get(key, _EMPTY) != _EMPTY:  # an empty list has been told, and is nothing
                break
        else:
            element, words = f"{schema.name}.{name}", lack(least, 0)
            run.add(TOO_FEW, frame, element=element, called="", lack=words, least=least, actual=0, profile="")


def _walk_value(item: Any, member: Member, parent: Frame, index: int, run: Walked) -> None:
    """One complex value: an element or a resource."""
    frame = Frame(parent, member.key, index, item, member.type_name, member.path, parent.scope)
    if type(item) is not dict:
        if item is None:
            run.add(NULL_VALUE, frame, element=member.path)
        elif type(item) is list:
            run.add(UNEXPECTED_LIST, frame, element=member.path)
        else:
            run.add(NOT_AN_OBJECT, frame, element=member.path, type=member.type_name, actual=kind_of(item))
        return
    if frame.depth > run.settings.most_depth:
        run.add(TOO_DEEP, frame, element=member.path, allowed=run.settings.most_depth)
        return
    if member.kind == RESOURCE:
        validate_resource(item, frame, run)
        return
    schema = member.inner
    if schema is None:
        schema = run.schema(member.type_name)
        if schema is None:
            return
    walk_element(item, schema, frame, run)
    for check in member.checks:
        check.check(item, frame, run)


def _walk_primitives(
    items: list[Any], member: Member, owner: dict[str, Any], parent: Frame, run: Walked
) -> None:
    """A list of primitives; null stands for a value that only has extensions."""
    siblings = owner.get(member.sibling_key)
    fault = member.fault
    for index, item in enumerate(items):
        sibling = None
        if type(siblings) is list and index < len(siblings):
            sibling = siblings[index]
        if item is None:
            if not sibling:
                run.add_at(NULL_VALUE, parent, member.key, index, element=member.path)
        elif fault(item) is not None:  # type: ignore[misc]  # every primitive has one
            explain(item, member, parent, index, run)
        elif member.checks:
            frame = Frame(
                parent, member.key, index, item, member.type_name, member.path, parent.scope, sibling
            )
            for check in member.checks:
                check.check(item, frame, run)


def _walk_siblings(
    items: list[Any], member: Member, owner: dict[str, Any], parent: Frame, run: Walked
) -> None:
    """The `_key` list of a repeating primitive: as long as the list of values, null where there is nothing."""
    values = owner.get(member.key)
    if type(values) is list and len(values) != len(items):
        run.add_at(
            SIBLING_MISMATCH,
            parent,
            member.sibling_key,
            name=member.sibling_key,
            primary=member.key,
            actual=len(items),
            expected=len(values),
        )
    for index, item in enumerate(items):
        if item is not None:
            _walk_sibling(item, member, owner, parent, index, run)


def _walk_sibling(
    item: Any, member: Member, owner: dict[str, Any], parent: Frame, index: int, run: Walked
) -> None:
    """The id and extensions of one primitive."""
    frame = Frame(parent, member.sibling_key, index, item, member.type_name, member.path, parent.scope, None)
    if type(item) is not dict:
        run.add(NOT_AN_OBJECT, frame, element=member.path, type="Element", actual=kind_of(item))
        return
    schema = run.schema("Element")
    if schema is None:
        return
    value = owner.get(member.key)
    if index >= 0:
        value = value[index] if type(value) is list and index < len(value) else None
    if not item:
        run.add(EMPTY_OBJECT, frame, element=member.path)
        return
    if value is None and "extension" not in item:
        report_ele_1(frame, run)
    walk_members(item, schema, frame, run)
    if value is None and member.checks:
        primitive = Frame(parent, member.key, index, None, member.type_name, member.path, parent.scope, item)
        for check in member.checks:
            check.check(None, primitive, run)
