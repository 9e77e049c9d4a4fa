"""Where an extension may be used: each context names an element, an extension or an expression that there is.

Source: https://hl7.org/fhir/R4/defining-extensions.html#context
"""

from collections.abc import Iterator

from dbep_ig.engine.diagnostics import Issue, Location, Text
from dbep_ig.engine.fhirpath import compile_expression
from dbep_ig.engine.linting.rules import INVALID_EXPRESSION, SUSPECT_EXPRESSION
from dbep_ig.guide.authoring.bearings import Bearings
from dbep_ig.guide.authoring.model import Context, Extension, ExtensionPart
from dbep_ig.guide.authoring.suggestions import did_you_mean
from dbep_ig.guide.authoring.yaml_nodes import Where, YamlSequence

from .fhir_rules import (
    UNKNOWN_ELEMENT,
    UNKNOWN_EXTENSION,
    UNKNOWN_PART,
    UNKNOWN_RESOURCE,
)


def check_extension_contexts(bearings: Bearings) -> Iterator[Issue]:
    """DBEP2004, DBEP2032, DBEP2037 and DBEP2074, and DBEP2015 and DBEP2042 for expressions."""
    for extension in bearings.model.extensions.values():
        written = extension.where / "context"
        for index, context in enumerate(extension.context):
            at = written / index if isinstance(written.node, YamlSequence) else written
            if context.kind == "element":
                yield from _element(context.expression, at.location(), bearings)
            elif context.kind == "extension":
                yield from _extension(context, at, bearings)
            else:
                yield from _expression(extension, context, at / "fhirpath", bearings)


def _element(path: str, at: Location, bearings: Bearings) -> Iterator[Issue]:
    type_name, _, rest = path.partition(".")
    element = bearings.elements.root(type_name)
    if element is None:
        hint = did_you_mean(type_name, bearings.types.type_names())
        yield Issue(UNKNOWN_RESOURCE, at, {"name": type_name, "hint": hint})
        return
    for name in rest.split(".") if rest else ():
        below = bearings.elements.children(element)
        if name not in below:
            owner = element.definition["path"]
            yield Issue(
                UNKNOWN_ELEMENT, at, {"name": name, "owner": owner, "hint": did_you_mean(name, below)}
            )
            return
        element = below[name]


def _extension(context: Context, at: Where, bearings: Bearings) -> Iterator[Issue]:
    name, *parts = context.expression.split("#")
    known: Extension | ExtensionPart | None = bearings.model.extensions.get(name)
    if known is None:
        if bearings.extension(name) is None:
            params = {"name": name, "hint": did_you_mean(name, bearings.model.names.extensions)}
            yield Issue(UNKNOWN_EXTENSION, at.location(), params)
        return
    for part in parts:
        below = known.parts.get(part)
        if below is None:
            params = {"part": part, "extension": known.called, "hint": did_you_mean(part, known.parts)}
            yield Issue(UNKNOWN_PART, at.location(), params)
            return
        known = below


def _expression(extension: Extension, context: Context, at: Where, bearings: Bearings) -> Iterator[Issue]:
    result = compile_expression(context.expression, types=bearings.types, document=extension.id)
    for issue in result.issues:
        problem = Text(issue.message("nb"), issue.message("en"))
        rule = INVALID_EXPRESSION if issue.is_error else SUSPECT_EXPRESSION
        yield Issue(rule, at.location(), {"key": "context", "problem": problem})
