"""The XHTML of a narrative, as JSON has it: the text that stands in the XML.

Source: https://hl7.org/fhir/R4/json.html#xhtml
"""

from collections.abc import Iterable

from .xml_namespaces import XHTML
from .xml_parsing import Name
from .xml_tags import tag_end


def written_xhtml(data: bytes, at: int, after: int, name: Name, within: Iterable[Name] = ()) -> str:
    """The element from `at` to before `after` exactly as written, its namespaces declared in it also when that was done further out.

    within  the names of its elements and attributes, as far as they have a prefix or a namespace that `name` has not

    An HTML entity that XML does not have, already told by the parser, is the character it means.
    """
    text = data[at:after].decode("utf-8")
    opening = data[at : tag_end(data, at)].decode("utf-8").replace(" =", "=")
    spaces = {}
    if name.namespace == XHTML and f"{_declaration(name)}=" not in opening:
        spaces[_declaration(name)] = XHTML
    for one in within:
        if f"{_declaration(one)}=" not in text.replace(" =", "="):
            spaces.setdefault(_declaration(one), one.namespace)
    if spaces:
        end_of_name = 1 + len(name.shown)
        declared = "".join(f' {each}="{_escaped(space)}"' for each, space in spaces.items())
        text = f"{text[:end_of_name]}{declared}{text[end_of_name:]}"
    return _without_html_entities(text) if "&" in text else text


def _declaration(name: Name) -> str:
    return f"xmlns:{name.prefix}" if name.prefix else "xmlns"


def _escaped(namespace: str) -> str:
    return namespace.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


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
