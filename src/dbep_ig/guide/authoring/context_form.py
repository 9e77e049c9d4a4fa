"""How the context of an extension is written: a path, `extension(id)`, or `{fhirpath: …}`.

Source: https://hl7.org/fhir/R4/defining-extensions.html#context
"""

from dbep_ig.engine.diagnostics import Issue, Text

from .model import Context
from .shapes import MALFORMED, NOT_AMONG, JsonSchema, Parsed, Plain
from .suggestions import did_you_mean
from .yaml_nodes import Where, YamlMapping, YamlNode

_FHIRPATH = "fhirpath"
_EXTENSION = r"extension\([^\s().:]+\)(?:\.extension\([^\s().:]+\))*"
_PATH = r"[A-Z][A-Za-z0-9]*(?:\.[a-z][A-Za-z0-9]*(?:\[x\])?)*"


def _context(text: str) -> Context:
    if text.startswith("extension("):
        return Context(
            "extension", text.replace(".extension(", "#").replace("extension(", "").replace(")", "")
        )
    return Context("element", text)


_WRITTEN: Parsed[Context] = Parsed(
    rf"{_PATH}|{_EXTENSION}",
    _context,
    Text(
        "et element (som CarePlan.activity) eller en utvidelse (som extension(frist))",
        "an element (such as CarePlan.activity) or an extension (such as extension(frist))",
    ),
)


class ContextForm:
    """One context."""

    def read(self, node: YamlNode, at: Where, issues: list[Issue]) -> Context | None:
        """See `Shape.read`."""
        if not isinstance(node, YamlMapping):
            return _WRITTEN.read(node, at, issues)
        found: Context | None = None
        for entry in node:
            key = entry.key.text
            if key != _FHIRPATH:
                params = {"value": key, "allowed": (_FHIRPATH,), "hint": did_you_mean(key, (_FHIRPATH,))}
                issues.append(Issue(NOT_AMONG, (at / key).location(on_key=True), params))
                continue
            text = Plain().read(entry.value, at / key, issues)
            found = None if text is None else Context(_FHIRPATH, text)
        if not node.entries:
            issues.append(Issue(MALFORMED, at.location(), {"value": "{}", "expected": _WRITTEN.expected}))
        return found

    def schema(self) -> JsonSchema:
        """See `Shape.schema`."""
        expression: JsonSchema = {
            "type": "object",
            "properties": {_FHIRPATH: Plain().schema()},
            "required": [_FHIRPATH],
            "additionalProperties": False,
        }
        return {"anyOf": [_WRITTEN.schema(), expression]}
