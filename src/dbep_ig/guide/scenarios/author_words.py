"""Findings of examples in their authors' words: `tittel` (CarePlan.title), and not the path in FHIR alone."""

from collections.abc import Mapping

from dbep_ig.engine.diagnostics import Issue, Text
from dbep_ig.guide.authoring.model import Model

from .example import Example


def in_author_words(issue: Issue, example: Example, model: Model) -> Issue:
    """The issue, with the model's name before each path that an element of the instance's class maps to."""
    pointer = issue.location.pointer
    if len(pointer) < 2 or pointer[0] != "entry" or not isinstance(pointer[1], int):
        return issue
    if pointer[1] >= len(example.classes):
        return issue
    names = _names(example.classes[pointer[1]], model)
    params = {
        key: Text(f"«{names[value]}» ({value})", f"`{names[value]}` ({value})")
        for key, value in issue.params.items()
        if isinstance(value, str) and value in names and not _is_quoted(key, issue)
    }
    return issue._replace(params={**issue.params, **params}) if params else issue


def _names(class_name: str, model: Model) -> Mapping[str, str]:
    """Path in FHIR, with its slices and without -> the element's name. A path that two elements share names neither."""
    one = model.classes.get(class_name)
    found: dict[str, set[str]] = {}
    for element in one.all_elements() if one is not None else ():
        if element.maps is not None and element.maps.steps:
            plain = ".".join((element.maps.resource, *(step.name for step in element.maps.steps)))
            for path in {str(element.maps), plain, plain.removesuffix("[x]")}:
                found.setdefault(path, set()).add(element.name)
    return {path: next(iter(names)) for path, names in found.items() if len(names) == 1}


def _is_quoted(key: str, issue: Issue) -> bool:
    return f"`{{{key}}}`" in issue.rule.message.en or f"«{{{key}}}»" in issue.rule.message.nb
