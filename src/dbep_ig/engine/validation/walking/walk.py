"""The one walk over a document against its types: structure, primitives, and the assertions of every element.

Written for speed: a frame for each complex node, one dictionary lookup for each member, and nothing else until
something is wrong.
"""

from typing import Any

from dbep_ig.engine.validation.ground.frame import Frame
from dbep_ig.engine.validation.ground.primitive_checks import explain
from dbep_ig.engine.validation.ground.schema import PRIMITIVE, RESOURCE, Member, Schema
from dbep_ig.engine.validation.rules.structure.cardinality import TOO_FEW, lack
from dbep_ig.engine.validation.rules.structure.invariants import report_ele_1
from dbep_ig.engine.validation.rules.structure.json_shape import (
    EMPTY_LIST,
    EMPTY_OBJECT,
    NOT_A_LIST,
    NOT_AN_OBJECT,
    NULL_VALUE,
    SEVERAL_CHOICE_VALUES,
    SIBLING_MISMATCH,
    TOO_DEEP,
    UNEXPECTED_LIST,
    kind_of,
    report_unknown,
)

from .run import Run

_EMPTY: list[Any] = []


def walk_element(value: dict[str, Any], schema: Schema, frame: Frame, run: Run) -> None:
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


def walk_members(value: dict[str, Any], schema: Schema, frame: Frame, run: Run) -> None:
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


def _walk_value(item: Any, member: Member, parent: Frame, index: int, run: Run) -> None:
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
        from .resources import validate_resource

        validate_resource(item, frame, run)
        return
    schema = member.inner
    if schema is None:
        schema = run.schemas.get(member.type_name)
        if schema is None:
            return
    walk_element(item, schema, frame, run)
    for check in member.checks:
        check.check(item, frame, run)


def _walk_primitives(
    items: list[Any], member: Member, owner: dict[str, Any], parent: Frame, run: Run
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


def _walk_siblings(items: list[Any], member: Member, owner: dict[str, Any], parent: Frame, run: Run) -> None:
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
    item: Any, member: Member, owner: dict[str, Any], parent: Frame, index: int, run: Run
) -> None:
    """The id and extensions of one primitive."""
    frame = Frame(parent, member.sibling_key, index, item, member.type_name, member.path, parent.scope, None)
    if type(item) is not dict:
        run.add(NOT_AN_OBJECT, frame, element=member.path, type="Element", actual=kind_of(item))
        return
    schema = run.schemas.get("Element")
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
