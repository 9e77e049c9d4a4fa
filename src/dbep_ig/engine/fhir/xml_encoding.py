"""Which encoding XML is in: FHIR says UTF-8, and an XML declaration may say something else.

Source: https://hl7.org/fhir/R4/xml.html, https://www.w3.org/TR/xml/#charencoding
"""

from dbep_ig.engine.diagnostics import Issue, Location, Place, Result, Source

from .limits import DEFAULT_LIMITS, Limits
from .text_decoding import decode
from .xml_rules import ENCODING_MISMATCH

_ONE_BYTE = {
    "iso-8859-1": "latin-1",
    "latin1": "latin-1",
    "windows-1252": "cp1252",
    "iso-8859-15": "iso-8859-15",
}
_LONGEST_DECLARATION = 200


def decode_xml(data: bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> Result[Source]:
    """The text, by what the bytes are; the XML declaration is heard only where they cannot be UTF-8.

    -> as `decode`; DBEP4038 besides where the declaration names another encoding
    """
    declared = _declared_encoding(data)
    codec = _ONE_BYTE.get(declared.lower())
    used = "UTF-8"
    if codec is not None and len(data) <= limits.bytes:
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            data = data.decode(codec, errors="replace").encode("utf-8")
            used = declared
    result = decode(data, name, limits)
    issues = list(result.issues)
    if declared and declared.lower() not in ("utf-8", "utf8") and result.value is not None:
        start = result.value.text.find(declared)
        place = Place(result.value, result.value.span(start, start + len(declared)))
        params = {"declared": declared, "used": used}
        issues.append(Issue(ENCODING_MISMATCH, Location(name, exact=place), params))
    return Result(result.value, tuple(issues))


def _declared_encoding(data: bytes) -> str:
    head = data[:_LONGEST_DECLARATION].removeprefix(b"\xef\xbb\xbf")
    if not head.startswith(b"<?xml"):
        return ""
    declaration = head.partition(b"?>")[0]
    after = declaration.partition(b"encoding")[2].lstrip(b" \t\r\n=")
    if after[:1] not in (b'"', b"'"):
        return ""
    return after[1:].partition(after[:1])[0].decode("ascii", errors="replace")
