"""An expression in FHIR's words, with the canonicals of the names in it."""

from dbep_ig.engine.diagnostics import Issue
from dbep_ig.guide.authoring.bearings import Bearings
from dbep_ig.guide.authoring.expressions import read_expression
from dbep_ig.guide.authoring.model_rules import UNKNOWN_SHORT_FORM
from dbep_ig.guide.authoring.suggestions import did_you_mean
from dbep_ig.guide.authoring.yaml_nodes import Where, YamlScalar


def published(node: YamlScalar, at: Where, bearings: Bearings, issues: list[Issue]) -> str:
    """`CarePlan.extension(samtykke).value` with the extension's canonical; DBEP2048 for a name that is nowhere."""
    expression = read_expression(node.text.strip(), bearings.model.names)
    for name in expression.short_forms:
        if name.canonical is None and not (name.is_extension and bearings.extension(name.name) is not None):
            hint = did_you_mean(name.name, name.candidates(bearings.model.names))
            shift = node.text.find(expression.written)
            params = {"name": name.name, "kind": name.kind, "hint": hint}
            issues.append(Issue(UNKNOWN_SHORT_FORM, at.range(name.start + shift, name.end + shift), params))
    return expression.published
