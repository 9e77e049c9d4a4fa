"""Which format a document has, told by its content first and its name second."""

from dbep_ig.engine.diagnostics import Issue, Location, Place, Result, Rule, Severity

from .documents import Document
from .json.reading import read_json, read_ndjson
from .limits import DEFAULT_LIMITS, Limits
from .text_decoding import decode
from .text_rules import EMPTY_PART
from .type_model import TypeModel

UNKNOWN_FORMAT = Rule(
    code="DBEP4045",
    name="unknown-format",
    severity=Severity.FATAL,
    issue_type="structure",
    nb="{document} er verken JSON eller XML: den begynner med `{found}`{advice}",
    en="{document} is neither JSON nor XML: it begins with `{found}`{advice}",
    spec="https://hl7.org/fhir/R4/resource-formats.html",
)
_SHOWN = 20  # characters
_LINES = ("ndjson", "jsonl", "ldjson")  # endings


def read_document(
    data: bytes, name: str, types: TypeModel, limits: Limits = DEFAULT_LIMITS
) -> Result[list[Document]]:
    """The resources of a file: one of JSON or XML, one a line of NDJSON.

    data   the bytes as they are
    name   what the user calls it; `.ndjson`, `.jsonl`, `.json` and `.xml` decide where the content does not
    types  for XML
    -> value: the documents that could be read, an empty list when none; never None. issues: those of the reader;
       DBEP4001 empty, DBEP4006 binary, DBEP4045 neither JSON nor XML, DBEP4094 NDJSON without lines
    """
    if suffix_of(name) in _LINES and not data.removeprefix(b"\xef\xbb\xbf").strip():
        return Result([], (Issue(EMPTY_PART, Location(name), {"document": name}),))
    form = format_of(data, name, limits)
    if form == "ndjson":
        many = read_ndjson(data, name, limits)
        return Result(many.value or [], many.issues)
    if form == "xml":
        from .xml.reading import read_xml  # start-up time

        one = read_xml(data, name, types, limits)
    elif form == "json":
        one = read_json(data, name, limits)
    else:
        decoded = decode(data, name, limits)
        if decoded.value is None:
            return Result([], decoded.issues)
        source = decoded.value
        text = source.text
        start = len(text) - len(text.lstrip())
        found = text[start : start + _SHOWN].partition("\n")[0].rstrip()
        location = Location(name, exact=Place(source, source.span(start, start + len(found))))
        return Result(
            [], (Issue(UNKNOWN_FORMAT, location, {"document": name, "found": found, "advice": ""}),)
        )
    return Result([] if one.value is None else [one.value], one.issues)


def format_of(data: bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> str | None:
    """`json`, `ndjson` or `xml`; None for anything else (text or not)."""
    suffix = suffix_of(name)
    head = decode(data[:4096] if len(data) <= limits.bytes else b"", name).value
    if head is None:
        return None
    first = head.text.lstrip()[:1]
    if first == "<":
        return "xml"
    if first in ("{", "["):
        lines_by_name = suffix in _LINES
        return "ndjson" if lines_by_name or (suffix != "json" and _is_lines(data)) else "json"
    if suffix in _LINES:
        return "ndjson"
    return suffix if suffix in ("json", "xml") else None


def suffix_of(name: str) -> str:
    """How the name of what is read ends: `json` of `plan.json`, and of `plan.json.gz`, which is unpacked before."""
    return name.lower().removesuffix(".gz").rpartition(".")[2]


def _is_lines(data: bytes) -> bool:
    """Whether the first line is an object by itself and another follows."""
    first, _, rest = data.strip().partition(b"\n")
    return first.rstrip().endswith(b"}") and rest.lstrip()[:1] == b"{"
