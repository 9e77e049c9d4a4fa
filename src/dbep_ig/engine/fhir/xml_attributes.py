"""The attributes of FHIR's elements in XML: `value` of primitives, `id`, `url` of extensions, and nothing else.

Source: https://hl7.org/fhir/R4/xml.html
"""

from .primitives import check_text
from .text_rules import INVISIBLE, rule_for
from .type_model import TypeModel
from .xml_faults import XmlFaults
from .xml_frames import CONTAINER, PRIMITIVE, RESOURCE, Frame
from .xml_parsing import Attributes
from .xml_rules import UNKNOWN_ATTRIBUTE
from .xml_tags import attribute_spans


def read_attributes(
    frame: Frame, attributes: Attributes, data: bytes, types: TypeModel, faults: XmlFaults
) -> None:
    """Puts an element's attributes into its frame; those it does not have (DBEP4034) are left out."""
    for name, text in attributes:
        if name.namespace or not _allows(frame, name.local, types):
            faults.add(
                UNKNOWN_ATTRIBUTE,
                *_name_span(data, frame.at, name.shown),
                frame.pointer,
                element=frame.name,
                type=frame.type,
                name=name.shown,
            )
            continue
        if not text.isascii() and not INVISIBLE.isdisjoint(text):
            found = next(char for char in text if char in INVISIBLE)
            span = _name_span(data, frame.at, name.shown)
            faults.add(rule_for(found), *span, frame.pointer, found=f"U+{ord(found):04X}")
        if frame.kind == PRIMITIVE and name.local == "value":
            frame.primitive = check_text(frame.type, text)[0]
        else:
            frame.value[name.local] = text


def _allows(frame: Frame, name: str, types: TypeModel) -> bool:
    if frame.kind == PRIMITIVE and name in ("value", "id"):
        return True
    if frame.kind in (RESOURCE, CONTAINER):
        return False
    info = types.elements(frame.type).get(name)
    return info is not None and info.xml_attribute


def _name_span(data: bytes, tag: int, name: str) -> tuple[int, int]:
    """Where an attribute's name stands in the start tag at `tag`."""
    start = next((span.start for span in attribute_spans(data, tag) if span.name == name), tag)
    return start, start + len(name.encode())
