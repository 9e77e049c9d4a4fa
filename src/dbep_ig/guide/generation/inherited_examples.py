"""Examples that a snapshot has from its base, and that R4's own rules refuse, are not published anew.

R4 has one itself: of Consent.identifier, whose system says that the value is a URI, which it is not.
"""

from collections.abc import Mapping
from typing import Any

from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.engine.fhir.primitives import checking
from dbep_ig.engine.fhir.uris import is_absolute

_URIS = "urn:ietf:rfc:3986"


def without_wrong_examples(structure: Resource) -> Resource:
    """The same; what the structure's own differential gives as an example stays, for the validator to judge."""
    own = {
        one.get("id"): one.get("example", ()) for one in structure.get("differential", {}).get("element", ())
    }
    elements = structure["snapshot"]["element"]
    if not any("example" in one for one in elements):
        return structure
    kept = [_without(one, own.get(one.get("id"), ())) for one in elements]
    return {**structure, "snapshot": {**structure["snapshot"], "element": kept}}


def _without(element: Mapping[str, Any], own: Any) -> Mapping[str, Any]:
    examples = element.get("example", ())
    right = [one for one in examples if one in own or is_right(one)]
    if len(right) == len(examples):
        return element
    rest = {key: value for key, value in element.items() if key != "example" or right}
    return {key: right if key == "example" else value for key, value in rest.items()}


def is_right(example: Mapping[str, Any]) -> bool:
    """Whether R4's rules for primitives and for identifiers accept the value of an ElementDefinition.example."""
    for member, value in example.items():
        if not member.startswith("value"):
            continue
        if isinstance(value, dict):
            return _is_right_identifier(value)
        name = member.removeprefix("value")
        return checking.check(name[0].lower() + name[1:], value) is None
    return True


def _is_right_identifier(value: Mapping[str, Any]) -> bool:
    text = value.get("value")
    return value.get("system") != _URIS or not isinstance(text, str) or is_absolute(text)
