"""One resource: its type, the walk over it, and the profiles it is validated against."""

from typing import Any

from dbep_ig.engine.diagnostics import OWN_FAULT, RESOURCE_LEFT, own_fault
from dbep_ig.engine.validation.compiling.schema_store import ABSTRACT_RESOURCES
from dbep_ig.engine.validation.ground.frame import Frame, Scope
from dbep_ig.engine.validation.rules.structure.json_shape import (
    MISSING_RESOURCE_TYPE,
    UNKNOWN_RESOURCE_TYPE,
    did_you_mean,
)

from .run import Run
from .walk import walk_element


def validate_resource(resource: dict[str, Any], frame: Frame, run: Run) -> None:
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


def _validate(resource: dict[str, Any], frame: Frame, run: Run, *, is_known: bool) -> None:
    if frame.scope.container is not None and not run.settings.contained:
        return
    name = resource.get("resourceType")
    if type(name) is not str:
        run.add(MISSING_RESOURCE_TYPE, frame)
        return
    schema = None if name in ABSTRACT_RESOURCES else run.schemas.get(name)
    if schema is None or schema.kind != "resource":
        types = run.schemas.world.types
        names = [one for one in types.type_names() if types.kind(one) == "resource"]
        run.add_at(UNKNOWN_RESOURCE_TYPE, frame, "resourceType", name=name, hint=did_you_mean(name, names))
        return
    if not is_known:  # deeper than the index goes
        frame.type_name = frame.element = name
        frame.scope = Scope(
            resource, name, frame, document=frame.scope.document, index=frame.scope.index, container=None
        )
    walk_element(resource, schema, frame, run)
    if run.settings.html_in_text:
        from dbep_ig.engine.validation.rules.values.markup import check_markup

        check_markup(resource, schema, frame, run)
    run.hold(frame)
