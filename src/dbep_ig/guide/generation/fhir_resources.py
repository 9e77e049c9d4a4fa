"""Resources that are written in FHIR's own words: what guide.yaml says is filled in where their author says nothing else.

Source: https://hl7.org/fhir/R4/metadatatypes.html
"""

from html import escape
from typing import Any

from dbep_ig.engine.diagnostics import Issue
from dbep_ig.guide.authoring.bearings import Bearings
from dbep_ig.guide.authoring.copyright import paragraphs
from dbep_ig.guide.authoring.fhir_names import pascal_case
from dbep_ig.guide.authoring.fhir_yaml import FhirYaml
from dbep_ig.guide.authoring.model import FhirResource
from dbep_ig.guide.authoring.model.resources import KEYWORDS

from .conformance import header
from .origin import Generated, Origin
from .texts import TRANSLATION, XHTML


def generate_fhir_resource(one: FhirResource, bearings: Bearings) -> Generated:
    """The resource. Its faults have been reported by the checks of the model."""
    issues: list[Issue] = []
    reader = FhirYaml(bearings, issues)
    written = reader.members(one.node, one.resource_type, one.where, leave=KEYWORDS)
    resource: dict[str, Any] = {"resourceType": one.resource_type, "id": one.id}
    elements = bearings.types.elements(one.resource_type)
    for key, value in _from_guide(one, bearings).items():
        base = key.lstrip("_")
        if base in elements and base not in written:
            resource[key] = value
    if "name" in elements and elements["name"].keys.get("name") == "string" and not elements["name"].is_list:
        resource["name"] = pascal_case(one.id)
    resource |= written
    if "text" in elements and "text" not in resource and (told := _narrative(resource)):
        resource["text"] = told
    return Generated(resource, Origin(one.where / "resource", reader.places))


def _from_guide(one: FhirResource, bearings: Bearings) -> dict[str, Any]:
    """What every conformance resource of the guide begins with, but for what only its author can say."""
    guide = bearings.model.guide
    rights = paragraphs(guide.copyright)
    known = header(guide, one.resource_type, one.id, "", guide.title, guide.title, rights=rights)
    own = ("resourceType", "id", "name", "title", "description", "text")
    found = {key: value for key, value in known.items() if key.lstrip("_") not in own}
    if "publisher" not in bearings.types.elements(one.resource_type):
        return {
            "language": found["language"]
        }  # no conformance resource: what it says of itself is its author's
    return found


def _narrative(resource: dict[str, Any]) -> dict[str, str] | None:
    """Title and description, in each language they are written in."""
    titles = _in_languages(resource, "title") or _in_languages(resource, "name")
    if not titles:
        return None
    descriptions = _in_languages(resource, "description")
    parts = [
        f'<div lang="{language}" xml:lang="{language}"><p><b>{escape(title)}</b></p>'
        + (f"<p>{escape(descriptions[language])}</p>" if language in descriptions else "")
        + "</div>"
        for language, title in titles.items()
    ]
    return {"status": "generated", "div": f'<div xmlns="{XHTML}">{"".join(parts)}</div>'}


def _in_languages(resource: dict[str, Any], key: str) -> dict[str, str]:
    """A text by language: the resource's own first, then its translations."""
    plain = resource.get(key)
    if not isinstance(plain, str):
        return {}
    found = {str(resource.get("language", "en")): plain}
    for extension in resource.get(f"_{key}", {}).get("extension", ()):
        if extension.get("url") == TRANSLATION:
            parts = {part["url"]: part for part in extension["extension"]}
            found[parts["lang"]["valueCode"]] = parts["content"]["valueString"]
    return found
