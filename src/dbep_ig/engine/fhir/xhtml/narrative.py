"""The narrative's XHTML: txt-1 and txt-2, and what is a danger to those who show it.

Source: https://hl7.org/fhir/R4/narrative.html#xhtml, chapters 7 to 11 and 15 of https://www.w3.org/TR/html4/
"""

from dbep_ig.engine.diagnostics import Remark, Rule, Text
from dbep_ig.engine.fhir.limits import DEFAULT_LIMITS, Limits
from dbep_ig.engine.fhir.xml.parsing import XHTML, Attributes, Name, XmlFault, parse_xml
from dbep_ig.engine.fhir.xml.rules import UNDEFINED_ENTITY

from .rules import (
    ACTIVE_CONTENT,
    ATTRIBUTE_NOT_ALLOWED,
    ELEMENT_NOT_ALLOWED,
    ENTITY_NOT_ALLOWED,
    INVALID_LINK,
    NARRATIVE_EMPTY,
    NOT_A_DIV,
    NOT_XHTML,
    REMOTE_CONTENT,
    WRONG_NESTING,
)

ELEMENTS = frozenset(
    "a abbr acronym address area b bdo big blockquote br caption cite code col colgroup dd dfn div dl dt em h1 h2 h3 h4 h5 "
    "h6 hr i img kbd li map ol p pre q samp small span strong sub sup table tbody td tfoot th thead tr tt ul var".split()
)
_ACTIVE = frozenset(
    "script object embed applet iframe frame frameset noscript form input button select textarea option link meta base "
    "style svg math audio video canvas html head body".split()
)
# What txt-1's own expression in the specification lists, and the attributes of xml:
_ANYWHERE = frozenset(
    "abbr accesskey align axis bgcolor border cellhalign cellpadding cellspacing cellvalign char charoff class colspan "
    "compact dir frame headers height hspace id idref lang nowrap rowspan rules scope span start style summary tabindex title "
    "type valign value vspace width xml:lang xml:space xml:id".split()
)
_ON_SOME: dict[str, frozenset[str]] = {
    "alt": frozenset({"img", "area"}),
    "charset": frozenset({"a"}),
    "cite": frozenset({"blockquote", "q"}),
    "coords": frozenset({"a", "area"}),
    "href": frozenset({"a", "area"}),
    "hreflang": frozenset({"a"}),
    "ismap": frozenset({"img"}),
    "longdesc": frozenset({"img"}),
    "name": frozenset({"a", "map", "img"}),
    "nohref": frozenset({"area"}),
    "rel": frozenset({"a"}),
    "rev": frozenset({"a"}),
    "shape": frozenset({"a", "area"}),
    "src": frozenset({"img"}),
    "usemap": frozenset({"img"}),
}
_BLOCKS = frozenset({"blockquote", "div", "dl", "ol", "p", "table", "ul"})
_LISTS = frozenset({"ol", "ul"})
_ADDRESSES = frozenset({"href", "src", "cite", "longdesc", "usemap"})
_ACTIVE_SCHEMES = (
    "javascript:",
    "vbscript:",
    "livescript:",
    "data:text/html",
    "data:image/svg",
    "data:application/",
)
_ACTIVE_STYLES = ("expression(", "@import", "javascript:", "behavior:", "behaviour:", "-moz-binding")


def check_narrative(div: str, limits: Limits = DEFAULT_LIMITS) -> list[Remark]:
    """Everything that breaks the rules of narratives, in the order of the text.

    div  as it stands in `Narrative.div`
    -> DBEP4601 not well-formed (then nothing else), 4602 no div in XHTML's namespace, 4603 elements, 4604 attributes,
       4605 active content (script, `on…`, `javascript:`, CSS that acts), 4606 nothing to see, 4607 HTML entities, 4608 an
       image or CSS `url(…)` that is fetched from elsewhere, 4609 wrong nesting (a table in a paragraph), 4610 addresses with
       spaces
    """
    parsed = parse_xml(div.encode("utf-8", errors="replace"), _Look, limits)
    entities = [
        Remark(ENTITY_NOT_ALLOWED, fault.params) for fault in parsed.faults if fault.rule is UNDEFINED_ENTITY
    ]
    if not parsed.whole:
        return [*entities, Remark(NOT_XHTML, {"reason": _reason(parsed.faults[-1])})]
    found = [*entities, *parsed.handler.findings]
    if not parsed.handler.has_content:
        found.append(Remark(NARRATIVE_EMPTY, {}))
    return found[: limits.faults]


def html_checks(div: str) -> bool:
    """FHIRPath's `htmlChecks()`: whether txt-1 and txt-2 hold.

    They are about which elements and attributes there are: entities, nesting and addresses do not break them.
    """
    return all(
        finding.rule in (ENTITY_NOT_ALLOWED, WRONG_NESTING, INVALID_LINK, REMOTE_CONTENT)
        for finding in check_narrative(div)
    )


def _reason(fault: XmlFault) -> Text:
    reason = fault.params.get("reason")
    return (
        reason
        if isinstance(reason, Text)
        else Text(fault.rule.say(fault.params, "nb"), fault.rule.say(fault.params, "en"))
    )


class _Look:
    """See `XmlHandler`."""

    __slots__ = ("findings", "has_content", "path")

    def __init__(self) -> None:
        self.path: list[str] = []
        self.findings: list[Remark] = []
        self.has_content = False

    def add(self, rule: Rule, **params: object) -> None:
        self.findings.append(Remark(rule, {**params, "path": "/".join(self.path)}))

    def start(self, name: Name, attributes: Attributes, at: int) -> None:
        outer = self.path[-1] if self.path else ""
        # a prefix that is bound to XHTML has no meaning of its own
        self.path.append(name.local if name.namespace == XHTML else name.shown)
        if (outer in _LISTS and name.local != "li") or (name.local == "a" and "a" in self.path[:-1]):
            self.add(WRONG_NESTING, what=f"<{name.shown}>", outer=outer if outer in _LISTS else "a")
        elif name.local in _BLOCKS and "p" in self.path[:-1]:
            self.add(WRONG_NESTING, what=f"<{name.shown}>", outer="p")
        if len(self.path) == 1:
            if name.local != "div" or name.namespace != XHTML:
                found: object = name.namespace or Text("(ingen)", "(none)")
                self.findings.append(Remark(NOT_A_DIV, {"name": name.shown, "found": found}))
        elif name.namespace != XHTML and self.path[0] == "div" and not self.is_bare(name):
            self.add(ELEMENT_NOT_ALLOWED, name=name.shown)
            return
        if name.local in _ACTIVE:
            self.add(ACTIVE_CONTENT, what=f"<{name.shown}>")
        elif name.local not in ELEMENTS:
            self.add(ELEMENT_NOT_ALLOWED, name=name.shown)
        for attribute, value in attributes:
            self.attribute(name.local, attribute.shown, value)

    def is_bare(self, name: Name) -> bool:
        """Without namespace because the div has none: told once, at the div."""
        return not name.namespace and any(finding.rule is NOT_A_DIV for finding in self.findings[:1])

    def attribute(self, element: str, name: str, value: str) -> None:
        if name.lower().startswith("on"):
            self.add(ACTIVE_CONTENT, what=f"`{name}`")
        elif name not in _ANYWHERE and element not in _ON_SOME.get(name, ()):
            self.add(ATTRIBUTE_NOT_ALLOWED, name=name, element=element)
        elif name in _ADDRESSES:
            self.address(name, value)
        elif name == "style":
            self.style(value)
        if element == "img" and name == "src":
            self.has_content = True

    def address(self, name: str, value: str) -> None:
        # browsers drop white space and control characters inside a scheme
        plain = "".join(char for char in value if char > " ").lower()
        if plain.startswith(_ACTIVE_SCHEMES):
            self.add(ACTIVE_CONTENT, what=f"`{value}`")
        elif any(char.isspace() for char in value.strip()) and not plain.startswith("data:"):
            self.add(INVALID_LINK, found=value)
        elif name == "src" and plain.startswith(("http:", "https:", "ftp:", "//")):
            self.add(REMOTE_CONTENT, what=f"`{value}`")

    def style(self, value: str) -> None:
        plain = "".join(_without_comments(value).split()).replace("\\", "").lower()
        if any(active in plain for active in _ACTIVE_STYLES):
            self.add(ACTIVE_CONTENT, what=f"`{value}`")
        elif "url(" in plain and not plain.partition("url(")[2].lstrip("'\"").startswith(
            ("#", "data:image/")
        ):
            self.add(REMOTE_CONTENT, what=f"`{value}`")

    def end(self, name: Name, at: int, after: int) -> None:
        self.path.pop()

    def characters(self, text: str, at: int) -> None:
        if not self.has_content and text.strip():
            self.has_content = True
        if self.path[-1] in _LISTS and text.strip():
            self.add(WRONG_NESTING, what=Text("Tekst", "Text"), outer=self.path[-1])

    def instruction(self, target: str, at: int) -> None:
        self.add(ELEMENT_NOT_ALLOWED, name=f"?{target}")


def _without_comments(css: str) -> str:
    """CSS may hide words with comments: `java/**/script:`."""
    parts: list[str] = []
    pos = 0
    while True:
        start = css.find("/*", pos)
        if start < 0:
            parts.append(css[pos:])
            return "".join(parts)
        parts.append(css[pos:start])
        end = css.find("*/", start + 2)
        if end < 0:
            return "".join(parts)
        pos = end + 2
