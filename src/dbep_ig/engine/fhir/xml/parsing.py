"""The one place where XML is parsed: by expat, with nothing of XML that can reach outside or blow up.

A DOCTYPE ends the parse before anything in it is looked at, so there are no entities but the five of XML; nothing is
ever fetched. The whole text is handed to expat at once: in pieces, expat before 2.6 takes quadratic time for a large token.

Source: https://www.w3.org/TR/xml/, https://hl7.org/fhir/R4/security.html
"""

from collections.abc import Callable
from typing import Generic, NamedTuple, Protocol, TypeVar
from xml.parsers import expat  # the choke point: no other module imports an XML parser

from dbep_ig.engine.diagnostics import Pointer, Rule, Text
from dbep_ig.engine.fhir.limits import DEFAULT_LIMITS, Limits
from dbep_ig.engine.fhir.text_rules import TOO_DEEP

from .rules import DOCUMENT_TYPE, INVALID_XML, TOO_MANY_ATTRIBUTES, TOO_MANY_ELEMENTS, UNDEFINED_ENTITY

FHIR = "http://hl7.org/fhir"
XHTML = "http://www.w3.org/1999/xhtml"
_UNDEFINED_ENTITY = 11  # expat's XML_ERROR_UNDEFINED_ENTITY
_PREDEFINED = (b"&amp;", b"&lt;", b"&gt;", b"&quot;", b"&apos;", b"&#")
_LONGEST_ENTITY = 40
_SMALL = 65_536  # bytes: too little text to flood anything
_REASONS: dict[int, tuple[str, str]] = {
    2: ("syntaksfeil", "syntax error"),
    3: ("teksten slutter før rotelementet er lukket", "the text ends before the root element is closed"),
    4: ("ugyldig tegn her", "a character that is not allowed here"),
    5: ("en tagg er ikke lukket", "a tag is not closed"),
    6: ("et tegn er avkortet", "a character is cut short"),
    7: ("sluttaggen passer ikke; forventet </{open}>", "the end tag does not match; expected </{open}>"),
    8: ("et attributt står to ganger", "an attribute appears twice"),
    9: ("det er innhold etter rotelementet", "there is content after the root element"),
    13: ("en entitetsreferanse er ikke lukket", "an entity reference is not closed"),
    14: ("tegnreferansen er ikke et tegn", "the character reference is not a character"),
    17: ("XML-erklæringen står ikke først", "the XML declaration is not at the start"),
    20: ("CDATA er ikke lukket", "CDATA is not closed"),
    27: ("prefikset er ikke knyttet til et navnerom", "the prefix is not bound to a namespace"),
    30: ("XML-erklæringen er feil", "the XML declaration is wrong"),
}


class XmlFault(NamedTuple):
    """Something wrong at the bytes from `start` to before `end`. `pointer` is None where the parser cannot know."""

    rule: Rule
    start: int
    end: int
    params: dict[str, object]
    pointer: Pointer | None = None


class XmlFaults:
    """The faults of one document, at most `limits.faults` of each rule."""

    __slots__ = ("_allowed", "_counts", "found")

    def __init__(self, limits: Limits) -> None:
        self.found: list[XmlFault] = []
        self._allowed = limits.faults
        self._counts: dict[str, int] = {}

    def add(self, rule: Rule, start: int, end: int, pointer: Pointer | None, **params: object) -> None:
        """Note a fault; see `XmlFault`."""
        count = self._counts.get(rule.code, 0)
        self._counts[rule.code] = count + 1
        if count < self._allowed:
            self.found.append(XmlFault(rule, start, max(end, start), params, pointer))


class Name(NamedTuple):
    """A name of an element or attribute."""

    namespace: str
    local: str
    prefix: str

    @property
    def shown(self) -> str:
        """As it was written."""
        return f"{self.prefix}:{self.local}" if self.prefix else self.local


Attributes = list[tuple[Name, str]]


class XmlHandler(Protocol):
    """What is told of a text, in its order. Offsets count bytes of the text as UTF-8."""

    def start(self, name: Name, attributes: Attributes, at: int) -> None:
        """A start tag begins at `at`."""
        ...

    def end(self, name: Name, at: int, after: int) -> None:
        """An element ends: its end tag begins at `at` (for `<a/>` the same as `after`) and ends before `after`."""
        ...

    def characters(self, text: str, at: int) -> None:
        """Text, a piece at a time."""
        ...

    def instruction(self, target: str, at: int) -> None:
        """A processing instruction."""
        ...


H = TypeVar("H", bound=XmlHandler)


class Parsed(NamedTuple, Generic[H]):
    """The handler that saw the text, and what was wrong. `whole`: the text was read to its end."""

    handler: H
    faults: list[XmlFault]
    whole: bool


class _Stop(Exception):  # noqa: N818  it ends a parse, it is no error
    """Raised through expat when the rest is not worth reading; carries the reason."""

    def __init__(self, fault: XmlFault) -> None:
        super().__init__()
        self.fault = fault


def parse_xml(data: bytes, make_handler: Callable[[], H], limits: Limits = DEFAULT_LIMITS) -> Parsed[H]:
    """Parse XML and tell a handler.

    data          UTF-8, without byte order mark; an encoding in the XML declaration is disregarded
    make_handler  makes a fresh handler: after an undefined entity the text is read again without it
    -> faults: DBEP4030 not well-formed (at its place), DBEP4031 a DOCTYPE, DBEP4044 each undefined entity, and the limits
    """
    flood = _flood(data, limits)
    if flood is not None:
        return Parsed(make_handler(), [flood], False)
    faults: list[XmlFault] = []
    while True:
        handler = make_handler()
        run = _Run(data, handler, limits)
        try:
            run.parser.Parse(data, True)
        except _Stop as stop:
            return Parsed(handler, [*faults, stop.fault], False)
        except expat.ExpatError as error:
            position = max(run.parser.ErrorByteIndex, 0)
            entity = _entity(data, position) if error.code == _UNDEFINED_ENTITY else None
            if entity is None or len(faults) >= limits.faults:
                return Parsed(handler, [*faults, _malformed(error.code, position, run)], False)
            start, end = entity
            name = data[start:end].decode("utf-8", errors="replace")
            faults.append(XmlFault(UNDEFINED_ENTITY, start, end, {"name": name}))
            data = data[:start] + b" " * (end - start) + data[end:]
        else:
            return Parsed(handler, faults, True)


class _Run:
    """One parse: expat wired to a handler."""

    __slots__ = ("after_start", "count", "data", "handler", "limits", "open", "parser")

    def __init__(self, data: bytes, handler: XmlHandler, limits: Limits) -> None:
        self.data = data
        self.handler = handler
        self.limits = limits
        self.open: list[str] = []
        self.count = 0
        self.after_start = False
        self.parser = parser = expat.ParserCreate("utf-8", "|")
        parser.namespace_prefixes = True
        parser.ordered_attributes = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.characters
        parser.ProcessingInstructionHandler = self.instruction
        parser.StartDoctypeDeclHandler = self.doctype

    def stop(self, rule: Rule, **params: object) -> None:
        at = self.parser.CurrentByteIndex
        raise _Stop(XmlFault(rule, at, at + 1, params))

    def start(self, name: str, attributes: list[str]) -> None:
        self.count += 1
        if self.count > self.limits.elements:
            self.stop(TOO_MANY_ELEMENTS, allowed=self.limits.elements)
        if len(attributes) > 2 * self.limits.attributes:
            self.stop(TOO_MANY_ATTRIBUTES, actual=len(attributes) // 2, allowed=self.limits.attributes)
        if len(self.open) >= self.limits.depth:
            self.stop(TOO_DEEP, allowed=self.limits.depth)
        told = _name(name)
        self.open.append(told.shown)
        self.after_start = True
        pairs = [(_name(attributes[i]), attributes[i + 1]) for i in range(0, len(attributes), 2)]
        self.handler.start(told, pairs, self.parser.CurrentByteIndex)

    def end(self, name: str) -> None:
        at = self.parser.CurrentByteIndex
        # expat stands after `<a/>`, and before `</a>`
        is_empty = self.after_start and self.data[at - 2 : at] == b"/>"
        self.after_start = False
        self.open.pop()
        self.handler.end(_name(name), at, at if is_empty else self.data.find(b">", at) + 1)

    def characters(self, text: str) -> None:
        self.after_start = False
        self.handler.characters(text, self.parser.CurrentByteIndex)

    def instruction(self, target: str, _text: str) -> None:
        self.after_start = False
        self.handler.instruction(target, self.parser.CurrentByteIndex)

    def doctype(self, name: str, *_rest: object) -> None:
        at = max(self.data.rfind(b"<!DOCTYPE", 0, self.parser.CurrentByteIndex + 9), 0)
        raise _Stop(XmlFault(DOCUMENT_TYPE, at, at + len(b"<!DOCTYPE"), {"name": name}))


def _name(name: str) -> Name:
    parts = name.split("|")
    if len(parts) == 1:
        return Name("", name, "")
    # a namespace may hold "|" itself; local names and prefixes cannot
    if len(parts) >= 3 and parts[-1] and parts[-2]:
        namespace, local, prefix = "|".join(parts[:-2]), parts[-2], parts[-1]
        if ":" not in local and "/" not in local:
            return Name(namespace, local, prefix)
    return Name("|".join(parts[:-1]), parts[-1], "")


def _flood(data: bytes, limits: Limits) -> XmlFault | None:
    """Refuse masses of elements or attributes before expat hashes their names."""
    if len(data) < _SMALL:
        return None
    if data.count(b"<") > 2 * limits.elements + 1_000:
        return XmlFault(TOO_MANY_ELEMENTS, 0, 1, {"allowed": limits.elements})
    if data.count(b'="') + data.count(b"='") < 20 * limits.attributes:
        return None
    start = data.find(b"<")
    while start >= 0:
        following = data.find(b"<", start + 1)
        end = len(data) if following < 0 else following
        if end - start > 100 * limits.attributes:
            found = data.count(b'="', start, end) + data.count(b"='", start, end)
            if found > 20 * limits.attributes:
                return XmlFault(
                    TOO_MANY_ATTRIBUTES, start, start + 1, {"actual": found, "allowed": limits.attributes}
                )
        start = following
    return None


def _entity(data: bytes, position: int) -> tuple[int, int] | None:
    """Where the first entity that XML does not have stands, from `position` on."""
    start = data.find(b"&", position)
    while start >= 0 and data.startswith(_PREDEFINED, start):
        start = data.find(b"&", start + 1)
    end = data.find(b";", start, start + _LONGEST_ENTITY) if start >= 0 else -1
    return None if end < 0 else (start, end + 1)


def _malformed(code: int, position: int, run: _Run) -> XmlFault:
    nb, en = _REASONS.get(code, (expat.ErrorString(code) or str(code),) * 2)
    innermost = run.open[-1] if run.open else ""
    reason = Text(nb.format(open=innermost), en.format(open=innermost))
    return XmlFault(INVALID_XML, position, position + 1, {"reason": reason})


class Offsets:
    """Byte offsets of a text's UTF-8 as character offsets."""

    __slots__ = ("_ascii", "_data")

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._ascii = data.isascii()

    def characters(self, offset: int) -> int:
        """How many characters come before byte `offset`."""
        if self._ascii:
            return min(offset, len(self._data))
        return len(self._data[:offset].decode("utf-8", errors="ignore"))
