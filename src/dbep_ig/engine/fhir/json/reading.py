"""JSON to a `Document`: C `json` for what is right, a slower scan that tells every fault for what is not.

Sources: https://hl7.org/fhir/R4/json.html, https://hl7.org/fhir/R4/nd-json.html, https://www.rfc-editor.org/rfc/rfc8259
"""

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, NamedTuple, NoReturn

from dbep_ig.engine.diagnostics import Issue, Location, Place, Result, Source, Text
from dbep_ig.engine.fhir.documents import Document, Json
from dbep_ig.engine.fhir.expressions import expression_of
from dbep_ig.engine.fhir.limits import DEFAULT_LIMITS, Limits
from dbep_ig.engine.fhir.text_decoding import decode, has_mark
from dbep_ig.engine.fhir.text_rules import BYTE_ORDER_MARK, INVISIBLE

from .cursor import Fault
from .locating import JsonLocator
from .numbers import number
from .rules import EMPTY_LINE, NO_RESOURCE_TYPE, NOT_AN_OBJECT


def read_json(data: bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> Result[Document]:
    """One FHIR resource.

    data  the bytes of a JSON document
    name  what the user calls it, for locations
    -> value: a Document of format `json`. Decimals are exact `Decimal` (1.10 stays 1.10), integers `int`, -0
       `Decimal("-0")`; members in the order of the text; null, empty arrays and unknown members are kept, for
       validation to tell. None when the text is not clear enough to be checked against anything.
       issues: each with its exact place. A value and errors together are normal: after a duplicate property, a comment,
       a trailing comma… the rest is read all the same. DBEP4001 to DBEP4026; see `json_rules.py`.
    """
    decoded = decode(data, name, limits)
    if decoded.value is None:
        return Result(None, decoded.issues)
    source = decoded.value
    issues = [*decoded.issues, *mark_issues(data, source)]
    parsed = parse_json(source, 0, len(source.text), limits)
    issues.extend(parsed.issues)
    document = _document(parsed, _locator(parsed, source, limits), issues, source, "json")
    return Result(document, tuple(issues))


def read_ndjson(data: bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> Result[list[Document]]:
    """One FHIR resource a line.

    -> value: a Document of format `ndjson` for each line that could be read, all with the same Source; None only when
       the bytes are no text. issues as for `read_json`, and DBEP4023 for an empty line before the last.
    """
    decoded = decode(data, name, limits)
    if decoded.value is None:
        return Result(None, decoded.issues)
    source = decoded.value
    issues = [*decoded.issues, *mark_issues(data, source)]
    documents: list[Document] = []
    text = source.text
    last = len(text.rstrip())
    start = 0
    line = 0
    while start < last:
        line += 1
        found = text.find("\n", start)
        end = len(text) if found < 0 else found
        if text[start:end].strip():
            parsed = parse_json(source, start, end, limits)
            issues.extend(parsed.issues)
            locator = _locator(parsed, source, limits, start, end)
            document = _document(parsed, locator, issues, source, "ndjson")
            if document is not None:
                documents.append(document)
        else:
            place = Place(source, source.span(start, end))
            issues.append(Issue(EMPTY_LINE, Location(name, exact=place), {"line": line}))
        start = end + 1
    return Result(documents, tuple(issues))


def read_line(
    data: bytes, name: str, line: int, row: int, limits: Limits = DEFAULT_LIMITS
) -> Result[Document]:
    """One line of NDJSON by itself.

    data  the bytes of the line without its line feed
    line  its number; row: the number that positions give it
    -> as `read_ndjson` gives for the line: no value for an empty one
    """
    if not data or data.isspace():
        source = Source(name, data.decode("utf-8", errors="replace"), row)
        place = Place(source, source.span(0, len(source.text)))
        return Result(None, (Issue(EMPTY_LINE, Location(name, exact=place), {"line": line}),))
    decoded = decode(data, name, limits, first_line=row)
    if decoded.value is None:
        return Result(None, decoded.issues)
    source = decoded.value
    issues = [*decoded.issues, *mark_issues(data, source)]
    parsed = parse_json(source, 0, len(source.text), limits)
    issues.extend(parsed.issues)
    return Result(
        _document(parsed, _locator(parsed, source, limits), issues, source, "ndjson"), tuple(issues)
    )


class Parsed(NamedTuple):
    """A JSON value as far as the text is understood, and what is wrong with it.

    certain  the value is all that the text says; when False an issue is fatal
    """

    value: Json
    issues: list[Issue]
    certain: bool


def parse_json(source: Source, start: int, end: int, limits: Limits = DEFAULT_LIMITS) -> Parsed:
    """Any JSON value: what `source.text[start:end]` says. Values as for `read_json`."""
    text = source.text if end - start == len(source.text) else source.text[start:end]
    if not _suspicious(text):
        try:
            value: Json = _DECODER.decode(text)
        except (ValueError, RecursionError):
            pass  # the scan below tells what and where
        else:
            if not _too_deep(text, value, limits.depth):
                return Parsed(value, [], True)
    from .scanning import scan_json  # seldom needed

    scan = scan_json(source.text, start, end, limits)
    root = scan.value if isinstance(scan.value, dict) else {}
    return Parsed(scan.value, [_issue(source, root, fault) for fault in scan.faults], scan.certain)


def mark_issues(data: bytes, source: Source) -> Iterable[Issue]:
    """DBEP4005 when JSON bytes begin with a byte order mark."""
    if has_mark(data):
        yield Issue(BYTE_ORDER_MARK, Location(source.name, exact=Place(source, source.span(0, 0))))


def _suspicious(text: str) -> bool:
    """Whether the text may hold half characters or invisible ones, which C `json` passes."""
    if "\\u" in text:
        lower = text.lower()
        if any(escape in lower for escape in ("\\ud", "\\u20", "\\ufeff")):
            return True
    if not text.isascii():
        for char in INVISIBLE:  # a search in C for each is faster than a look at each character
            if char in text:
                return True
    return False


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("duplicate property")
    return members


def _number(text: str) -> int | Decimal:
    value = number(text)
    if value is None:
        raise ValueError("number out of reach")
    return value


def _no_constant(text: str) -> NoReturn:
    raise ValueError(text)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_unique, parse_float=_number, parse_int=_number, parse_constant=_no_constant
)


def _too_deep(text: str, value: Json, allowed: int) -> bool:
    """Whether objects and arrays lie more than `allowed` inside each other; not walked where brackets are too few."""
    if text.count("{") + text.count("[") <= allowed:
        return False
    level: list[Any] = [value]
    depth = 0
    while level:
        depth += 1
        if depth > allowed + 1:
            return True
        level = [
            child
            for node in level
            for child in (node.values() if type(node) is dict else node)
            if type(child) is dict or type(child) is list
        ]
    return depth > allowed


def _issue(source: Source, root: dict[str, Any], fault: Fault) -> Issue:
    location = Location(
        source.name,
        fault.pointer,
        expression_of(root, fault.pointer) if root else "",
        on_key=fault.on_key,
        exact=Place(source, source.span(fault.start, fault.end)),
    )
    related = (
        ()
        if fault.related is None
        else (
            Location(
                source.name,
                fault.pointer,
                on_key=fault.on_key,
                exact=Place(source, source.span(*fault.related)),
            ),
        )
    )
    return Issue(fault.rule, location, fault.params, related)


def _locator(
    parsed: Parsed, source: Source, limits: Limits, start: int = 0, end: int | None = None
) -> JsonLocator:
    return JsonLocator(source, start, end, limits, None if parsed.issues else parsed.value)


def _document(
    parsed: Parsed, locator: JsonLocator, issues: list[Issue], source: Source, form: str
) -> Document | None:
    """The value as a document if it is a resource; otherwise the reason is added to `issues`."""
    value = parsed.value
    if not parsed.certain:
        return None
    if not isinstance(value, dict):
        location = Location(source.name, locator=locator)
        issues.append(Issue(NOT_AN_OBJECT, location, {"found": _kind(value)}))
        return None
    resource_type = value.get("resourceType")
    if not isinstance(resource_type, str) or not resource_type:
        pointer = ("resourceType",) if "resourceType" in value else ()
        found = _kind(resource_type) if pointer else Text("ingen slik egenskap", "no such property")
        location = Location(source.name, pointer, locator=locator)
        issues.append(Issue(NO_RESOURCE_TYPE, location, {"found": found}))
        return None
    return Document(source, value, locator, form)


def _kind(value: Json) -> Text:
    if isinstance(value, dict):
        return Text("et objekt", "an object")
    if isinstance(value, list):
        return Text("en liste", "an array")
    if isinstance(value, str):
        return Text("en tekst", "a string") if value else Text("en tom tekst", "an empty string")
    if value is None:
        return Text("null", "null")
    if isinstance(value, bool):
        return Text("en boolsk verdi", "a boolean")
    return Text("et tall", "a number")
