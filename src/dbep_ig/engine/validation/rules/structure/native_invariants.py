"""The invariants that stand on every element, or nearly so, without FHIRPath.

120 nodes at 3 µs would spend the whole time budget of a plan. Each function answers exactly as its expression does, or
None where it leaves the answer to FHIRPath; `tests/property/test_native_invariants.py` holds the two together.

Source: https://hl7.org/fhir/R4/element.html, https://hl7.org/fhir/R4/domainresource.html
"""

from collections.abc import Callable
from typing import Any

from dbep_ig.engine.validation.ground.frame import Frame

Native = Callable[[dict[str, Any], Frame], bool | None]

ELE_1 = "hasValue() or (children().count() > id.count())"
ELE_1_HUMAN = "All FHIR elements must have a @value or children"
EXT_1 = "extension.exists() != value.exists()"


def ext_1(value: dict[str, Any], frame: Frame) -> bool | None:
    """Either extensions or a value, not both."""
    has_value = False
    for key in value:
        if key.startswith(("value", "_value")):
            has_value = True
            break
    return bool(value.get("extension")) != has_value


def dom_2(value: dict[str, Any], frame: Frame) -> bool | None:
    """Contained resources contain none."""
    contained = value.get("contained")
    return type(contained) is not list or not any(
        type(one) is dict and one.get("contained") for one in contained
    )


def dom_4(value: dict[str, Any], frame: Frame) -> bool | None:
    """Contained resources have no versionId and no lastUpdated."""
    contained = value.get("contained")
    if type(contained) is not list:
        return True
    for one in contained:
        meta = one.get("meta") if type(one) is dict else None
        if type(meta) is dict and any(
            key in meta for key in ("versionId", "lastUpdated", "_versionId", "_lastUpdated")
        ):
            return False
    return True


def dom_5(value: dict[str, Any], frame: Frame) -> bool | None:
    """Contained resources have no security labels."""
    contained = value.get("contained")
    if type(contained) is not list:
        return True
    for one in contained:
        meta = one.get("meta") if type(one) is dict else None
        if type(meta) is dict and meta.get("security"):
            return False
    return True


def dom_6(value: dict[str, Any], frame: Frame) -> bool | None:
    """A resource has a narrative."""
    text = value.get("text")
    return type(text) is dict and ("div" in text or "_div" in text)


def ref_1(value: dict[str, Any], frame: Frame) -> bool | None:
    """A reference to a contained resource finds it."""
    reference = value.get("reference")
    if type(reference) is not str or not reference.startswith("#"):
        return True  # as R5 words it: `reference.exists() implies …` (known_errata.py)
    root = frame.scope.root.resource
    wanted = reference[1:]
    if not wanted:
        return frame.scope.container is not None  # `#` is the container: references.html#contained
    contained = root.get("contained")
    return type(contained) is list and any(type(one) is dict and one.get("id") == wanted for one in contained)


def per_1(value: dict[str, Any], frame: Frame) -> bool | None:
    """A period does not end before it starts; left to FHIRPath where precision or zone differ."""
    start = value.get("start")
    end = value.get("end")
    if start is None or end is None:
        return True
    if type(start) is not str or type(end) is not str or len(start) != len(end):
        return None
    if len(start) > 10 and (start[19:] != end[19:] or "." in start):
        return None
    return start <= end


def needs_system(value: dict[str, Any], frame: Frame) -> bool | None:
    """qty-3: a code has a system."""
    return ("code" not in value and "_code" not in value) or "system" in value or "_system" in value


def cpt_2(value: dict[str, Any], frame: Frame) -> bool | None:
    """A contact point's value has a system."""
    return ("value" not in value and "_value" not in value) or "system" in value or "_system" in value


def att_1(value: dict[str, Any], frame: Frame) -> bool | None:
    """An attachment's data has a content type."""
    return ("data" not in value and "_data" not in value) or "contentType" in value or "_contentType" in value


def bdl_7(value: dict[str, Any], frame: Frame) -> bool | None:
    """FullUrls are unique, or their versions differ; in a history they may repeat."""
    if value.get("type") == "history":
        return True
    entries = value.get("entry")
    if type(entries) is not list:
        return True
    seen = set()
    count = 0
    for entry in entries:
        full_url = entry.get("fullUrl") if type(entry) is dict else None
        if full_url is None:
            continue
        if type(full_url) is not str:
            return None
        resource = entry.get("resource")
        meta = resource.get("meta") if type(resource) is dict else None
        version = meta.get("versionId") if type(meta) is dict else None
        count += 1
        seen.add(full_url + (version if type(version) is str else ""))
    return len(seen) == count


# key -> (expression it stands for, function)
NATIVE: dict[str, tuple[str, Native]] = {
    "ext-1": (EXT_1, ext_1),
    "dom-2": ("contained.contained.empty()", dom_2),
    "dom-4": ("contained.meta.versionId.empty() and contained.meta.lastUpdated.empty()", dom_4),
    "dom-5": ("contained.meta.security.empty()", dom_5),
    "dom-6": ("text.`div`.exists()", dom_6),
    "ref-1": (
        "reference.startsWith('#').not() or (reference.substring(1).trace('url') in %rootResource.contained.id.trace('ids'))",
        ref_1,
    ),
    "per-1": ("start.hasValue().not() or end.hasValue().not() or (start <= end)", per_1),
    "qty-3": ("code.empty() or system.exists()", needs_system),
    "cpt-2": ("value.empty() or system.exists()", cpt_2),
    "att-1": ("data.empty() or contentType.exists()", att_1),
    "bdl-7": (
        "(type = 'history') or entry.where(fullUrl.exists()).select(fullUrl&resource.meta.versionId).isDistinct()",
        bdl_7,
    ),
}
