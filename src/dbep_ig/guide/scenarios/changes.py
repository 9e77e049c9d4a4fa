"""A scenario with something changed: `plan.periode.slutt: null` takes away, anything else is put in its place."""

from collections.abc import Mapping

from dbep_ig.engine.diagnostics import Issue, Text
from dbep_ig.guide.authoring import Where
from dbep_ig.guide.authoring.suggestions import did_you_mean

from .given import Given
from .rules import CHANGE_NOT_FOUND


def changed(
    given: Mapping[str, Given], changes: Mapping[str, Given], at: Where, of: str, issues: list[Issue]
) -> dict[str, Given]:
    """The instances with the changes; a path that leads nowhere is an issue and left out.

    at, of  where `change:` is written, and the scenario whose instances they are

    Steps are names in the model's words and numbers of list items (from 0): `plan.tiltak.0`. All steps but the last
    must exist; the last must exist to be taken away.
    """
    instances = {name: one.copy() for name, one in given.items()}
    for path, value in changes.items():
        steps = path.split(".")
        holder = Given(at, fields=instances)
        for step in steps[:-1]:
            inner = _child(holder, step)
            if inner is None:
                _not_found(at, of, path, step, holder, issues)
                break
            holder = inner
        else:
            if not _put(holder, steps[-1], value):
                _not_found(at, of, path, steps[-1], holder, issues)
            elif holder.fields is not None and len(steps) == 1:
                instances = holder.fields
    return instances


def _child(holder: Given, step: str) -> Given | None:
    if holder.fields is not None:
        return holder.fields.get(step)
    if holder.items is not None and step.isdigit() and int(step) < len(holder.items):
        return holder.items[int(step)]
    return None


def _put(holder: Given, step: str, value: Given) -> bool:
    """Replaces, adds or (null) takes away; whether there was a place to do so."""
    taking = value.is_null
    if holder.fields is not None:
        if taking:
            if step not in holder.fields:
                return False
            del holder.fields[step]
        else:
            holder.fields[step] = value
        # What is wrong with the holder as a whole is so because of this line, and is shown here.
        holder.where = value.where
        return True
    if holder.items is not None and step.isdigit() and int(step) <= len(holder.items):
        index = int(step)
        if taking and index < len(holder.items):
            del holder.items[index]
            holder.where = value.where
            return True
        if not taking:
            holder.items[index : index + 1] = [value]
            return True
    return False


def _not_found(at: Where, of: str, path: str, step: str, holder: Given, issues: list[Issue]) -> None:
    hint = did_you_mean(step, holder.fields or ())
    params = {"path": path, "of": of, "step": step, "hint": Text(hint.nb or ".", hint.en or ".")}
    issues.append(Issue(CHANGE_NOT_FOUND, (at / "change" / path).location(on_key=True), params))
