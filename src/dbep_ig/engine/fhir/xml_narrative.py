"""The XHTML of a narrative, as JSON has it: the text that stands in the XML.

Source: https://hl7.org/fhir/R4/json.html#xhtml
"""

from .xml_namespaces import XHTML
from .xml_parsing import Name
from .xml_tags import tag_end


def written_xhtml(data: bytes, at: int, after: int, name: Name) -> str:
    """The element from `at` to before `after` exactly as written, its namespace declared in it also when that was done further out.

    An HTML entity that XML does not have, already told by the parser, is the character it means.
    """
    text = data[at:after].decode("utf-8")
    declared = f"xmlns:{name.prefix}" if name.prefix else "xmlns"
    opening = data[at : tag_end(data, at)].decode("utf-8")
    if name.namespace == XHTML and declared + "=" not in opening.replace(" =", "="):
        end_of_name = 1 + len(name.shown)
        text = f'{text[:end_of_name]} {declared}="{XHTML}"{text[end_of_name:]}'
    return _without_html_entities(text) if "&" in text else text


def _without_html_entities(text: str) -> str:
    from html.entities import html5  # 2,000 names, seldom needed

    first, *rest = text.split("&")
    parts = [first]
    for piece in rest:
        name, end, after = piece.partition(";")
        known = (
            not end
            or name.startswith("#")
            or name in ("amp", "lt", "gt", "quot", "apos")
            or not name.isalnum()
        )
        parts.append("&" + piece if known else html5.get(name + ";", "\ufffd") + after)
    return "".join(parts)
