"""What a definition hands down to the definitions that build on it: its elements, made independent of where they stood.

Links in its texts and `#…` content references become absolute, invariants say which definition they come from, canonicals of
R4's own definitions get R4's version, and extensions that speak of the definition itself (its maturity, its standards status)
stay behind.

Source: https://hl7.org/fhir/R4/profiling.html#snapshot
"""

import re

from dbep_ig.engine.fhir.definitions import is_r4_core
from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.engine.fhir.uris import CORE_BASE, R4_VERSION

from .tree import Element

_R4_SITE = "http://hl7.org/fhir/R4/"
_EXTENSION = "http://hl7.org/fhir/StructureDefinition/"
FHIR_TYPE = _EXTENSION + "structuredefinition-fhir-type"

# They describe the element or binding where it was defined, not what is derived from it.
NOT_INHERITED = frozenset(
    _EXTENSION + name
    for name in (
        "elementdefinition-isCommonBinding",
        "structuredefinition-standards-status",
        "structuredefinition-standards-status-reason",
        "structuredefinition-category",
        "structuredefinition-fmm",
        "structuredefinition-fmm-no-warnings",
        "structuredefinition-wg",
        "structuredefinition-implements",
        "structuredefinition-explicit-type-name",
        "structuredefinition-security-category",
        "structuredefinition-normative-version",
        "structuredefinition-summary",
        "structuredefinition-table-name",
        "structuredefinition-applicable-version",
        "structuredefinition-template-status",
        "obligation",
    )
) | {
    "http://hl7.org/fhir/tools/StructureDefinition/obligation-profile",
    "http://hl7.org/fhir/tools/StructureDefinition/obligation-inherits",
    "http://hl7.org/fhir/tools/StructureDefinition/no-binding",
    "http://hl7.org/fhir/tools/StructureDefinition/binding-definition",
    "http://hl7.org/fhir/StructureDefinition/no-binding",
    "http://hl7.org/fhir/StructureDefinition/binding-definition",
}
TEXTS = ("definition", "comment", "requirements", "meaningWhenMissing")

# [text](target) whose target is relative: no scheme, not an anchor, not absolute.
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_ABSOLUTE = ("http:", "https:", "mailto:", "urn:", "#", "/")


def hand_down(element: Element, source: Resource) -> Element:
    """The element as others inherit it from `source`; the same object where nothing changes."""
    core = is_r4_core(source)
    changed: Element = {}
    for key in TEXTS:
        text = element.get(key)
        if isinstance(text, str) and core and "](" in text:
            changed[key] = absolute_links(text)
    if "extension" in element:
        changed["extension"] = without_own(element["extension"])
    if "binding" in element:
        changed["binding"] = _binding(element["binding"], core=core)
    if "constraint" in element:
        changed["constraint"] = _constraints(element["constraint"], str(source.get("url", "")))
    if "contentReference" in element:
        changed["contentReference"] = absolute_reference(element["contentReference"], source)
    if "type" in element:
        changed["type"] = _types(element, core=core)
    if "mapping" in element:
        changed["mapping"] = trimmed(element["mapping"])
    changed = {key: value for key, value in changed.items() if value is not element.get(key)}
    if not changed:
        return element
    return {
        key: changed.get(key, value)
        for key, value in element.items()
        if key not in changed or changed[key] is not None
    }


def absolute_links(text: str) -> str:
    """Relative links of R4's texts, made absolute."""
    return _LINK.sub(lambda found: f"]({_R4_SITE}{found[1]})" if _is_relative(found[1]) else found[0], text)


def _is_relative(target: str) -> bool:
    return not target.startswith(_ABSOLUTE)


def absolute_reference(reference: str, source: Resource) -> str:
    """`#Observation.referenceRange` -> `http://hl7.org/fhir/StructureDefinition/Observation#Observation.referenceRange`."""
    if not reference.startswith("#"):
        return reference
    if source.get("derivation") == "constraint":
        return f"{CORE_BASE}{source.get('type')}{reference}"
    return f"{source.get('url')}{reference}"


def without_own(extensions: list[Resource]) -> list[Resource] | None:
    """Extensions without those that are not inherited; None when none is left."""
    kept = [extension for extension in extensions if extension.get("url") not in NOT_INHERITED]
    return (kept or None) if len(kept) != len(extensions) else extensions


def _binding(binding: Resource, *, core: bool) -> Resource:
    changed = dict(binding)
    if "extension" in binding:
        kept = without_own(binding["extension"])
        if kept is None:
            del changed["extension"]
        else:
            changed["extension"] = kept
    if core:
        if isinstance(binding.get("valueSet"), str):
            changed["valueSet"] = _pinned(binding["valueSet"])
        if isinstance(binding.get("description"), str):
            changed["description"] = absolute_links(binding["description"])
    return binding if changed == binding else changed


def _pinned(canonical: str) -> str:
    own = canonical.startswith((CORE_BASE, "http://hl7.org/fhir/ValueSet/"))
    return f"{canonical}|{R4_VERSION}" if own and "|" not in canonical else canonical


def _constraints(constraints: list[Resource], url: str) -> list[Resource]:
    if all("source" in constraint for constraint in constraints):
        return constraints
    return [
        constraint if "source" in constraint else {**constraint, "source": url} for constraint in constraints
    ]


def _types(element: Element, *, core: bool) -> list[Resource]:
    types: list[Resource] = element["type"]
    if not core:
        return types
    is_resource_id = str((element.get("base") or {}).get("path")) == "Resource.id"
    return [_type(one, is_resource_id=is_resource_id) for one in types]


def _type(one: Resource, *, is_resource_id: bool) -> Resource:
    changed = one
    for key in ("profile", "targetProfile"):
        if key in one:
            changed = {**changed, key: [_pinned(canonical) for canonical in one[key]]}
    if is_resource_id and "extension" in one:  # R4 says string here, and means id
        extensions = [
            {**extension, "valueUrl": "id"} if extension.get("url") == FHIR_TYPE else extension
            for extension in one["extension"]
        ]
        changed = {**changed, "extension": extensions}
    return changed


def trimmed(mappings: list[Resource]) -> list[Resource]:
    """Mappings whose text has no space around it."""
    if all(mapping.get("map") == str(mapping.get("map")).strip() for mapping in mappings):
        return mappings
    return [{**mapping, "map": str(mapping.get("map")).strip()} for mapping in mappings]
