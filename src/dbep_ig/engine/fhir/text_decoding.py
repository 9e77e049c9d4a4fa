"""Bytes to text: FHIR is UTF-8, and what is not is said and still read where that is possible.

Source: https://hl7.org/fhir/R4/xml.html, https://hl7.org/fhir/R4/json.html, https://www.rfc-editor.org/rfc/rfc8259#section-8.1
"""

from dbep_ig.engine.diagnostics import Issue, Location, Place, Result, Source, Text

from .limits import DEFAULT_LIMITS, Limits
from .text_rules import BINARY_DOCUMENT, DOCUMENT_TOO_LARGE, EMPTY_DOCUMENT, INVALID_UTF_8, NOT_UTF_8

_ORDINARY = (b"{", b"<", b"[")  # how JSON and XML begin
_LOOKED_AT = 1024  # bytes, as file(1) and git do
_MARKS = (  # longest first: UTF-32 LE begins with UTF-16 LE's mark
    (b"\xff\xfe\x00\x00", "UTF-32", "utf-32"),
    (b"\x00\x00\xfe\xff", "UTF-32", "utf-32"),
    (b"\xff\xfe", "UTF-16", "utf-16"),
    (b"\xfe\xff", "UTF-16", "utf-16"),
)
_ZEROS = (  # where the zero bytes stand when an ASCII character begins the text
    ("x000", "UTF-32", "utf-32-le"),
    ("000x", "UTF-32", "utf-32-be"),
    ("x0x0", "UTF-16", "utf-16-le"),
    ("0x0x", "UTF-16", "utf-16-be"),
)
_MAGIC = (
    (b"PK\x03\x04", Text("et zip-arkiv", "a zip archive")),
    (b"\x1f\x8b", Text("gzip-pakket", "packed with gzip")),
    (b"%PDF-", Text("en PDF", "a PDF")),
    (b"\x89PNG", Text("et PNG-bilde", "a PNG image")),
    (b"\xff\xd8\xff", Text("et JPEG-bilde", "a JPEG image")),
    (b"\x7fELF", Text("et program", "a program")),
    (b"BZh", Text("bzip2-pakket", "packed with bzip2")),
    (b"\xfd7zXZ\x00", Text("xz-pakket", "packed with xz")),
)


def decode(data: bytes, name: str, limits: Limits = DEFAULT_LIMITS, *, first_line: int = 1) -> Result[Source]:
    """The text of a document, with its byte order mark taken off.

    data  as it was read or received
    first_line  the number of its first line
    -> value: a Source whose offsets and columns count code points of the text without the mark; where bytes were
       not UTF-8 it holds U+FFFD, so that the rest can still be read. None when there is no text at all.
       issues: DBEP4001 empty (also whitespace alone), DBEP4002 too large, DBEP4003 UTF-16 or UTF-32,
       DBEP4004 for each of the first invalid bytes, DBEP4006 binary. A UTF-8 mark is no issue here: XML allows it,
       JSON has DBEP4005 for it.
    """
    location = Location(name)
    if len(data) > limits.bytes:
        params = {"document": name, "allowed": limits.bytes}
        return Result(None, (Issue(DOCUMENT_TOO_LARGE, location, params),))
    if data[:1] not in _ORDINARY or b"\x00" in data[:4]:
        kind = _binary_kind(data)
        if kind is not None:
            return Result(None, (Issue(BINARY_DOCUMENT, location, {"document": name, "kind": kind}),))
        encoding = _wide_encoding(data)
        if encoding is not None:
            return _decode_wide(data, name, *encoding)
    start = 3 if data.startswith(b"\xef\xbb\xbf") else 0
    try:
        text = data[start:].decode("utf-8")
        faults: list[UnicodeDecodeError] = []
    except UnicodeDecodeError:
        text, faults = _decode_bad(data[start:], limits.faults)
    source = Source(name, text, first_line)
    if not text or text.isspace():
        return Result(None, (Issue(EMPTY_DOCUMENT, location, {"document": name}),))
    return Result(source, tuple(_bad_byte(source, fault, data[start:]) for fault in faults))


def has_mark(data: bytes) -> bool:
    """Whether the bytes begin with UTF-8's byte order mark."""
    return data.startswith(b"\xef\xbb\xbf")


def _binary_kind(data: bytes) -> Text | None:
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    if b"\x00" in data[:_LOOKED_AT] and _wide_encoding(data) is None and data.lstrip()[:1] not in _ORDINARY:
        return Text("den inneholder nullbytes", "it contains null bytes")
    return None


def _wide_encoding(data: bytes) -> tuple[str, str] | None:
    """(name, codec) of UTF-16 or UTF-32, by mark or by where the zero bytes stand; None for anything else."""
    for mark, title, codec in _MARKS:
        if data.startswith(mark):
            return title, codec
    if len(data) >= 4:
        found = "".join("0" if byte == 0 else "x" for byte in data[:4])
        for zeros, title, codec in _ZEROS:
            if found == zeros:
                return title, codec
    return None


def _decode_wide(data: bytes, name: str, title: str, codec: str) -> Result[Source]:
    source = Source(name, data.decode(codec, errors="replace").removeprefix("\ufeff"))
    if not source.text or source.text.isspace():
        return Result(None, (Issue(EMPTY_DOCUMENT, Location(name), {"document": name}),))
    location = Location(name, exact=Place(source, source.span(0, 0)))
    return Result(source, (Issue(NOT_UTF_8, location, {"encoding": title}),))


def _decode_bad(data: bytes, most: int) -> tuple[str, list[UnicodeDecodeError]]:
    faults: list[UnicodeDecodeError] = []
    start = 0
    while len(faults) < most:
        try:
            data[start:].decode("utf-8")
        except UnicodeDecodeError as error:
            error.start += start
            error.end += start
            faults.append(error)
            start = error.end
        else:
            break
    return data.decode("utf-8", errors="replace"), faults


def _bad_byte(source: Source, fault: UnicodeDecodeError, data: bytes) -> Issue:
    offset = len(data[: fault.start].decode("utf-8", errors="replace"))
    place = Place(source, source.span(offset, offset + 1))
    params = {"found": f"0x{data[fault.start]:02X}", "reason": _reason(data, fault)}
    return Issue(INVALID_UTF_8, Location(source.name, exact=place), params)


def _reason(data: bytes, fault: UnicodeDecodeError) -> Text:
    first = data[fault.start]
    second = data[fault.start + 1] if fault.start + 1 < len(data) else None
    overlong = first in (0xC0, 0xC1) or (
        second is not None
        and ((first == 0xE0 and 0x80 <= second < 0xA0) or (first == 0xF0 and 0x80 <= second < 0x90))
    )
    if overlong:
        return Text("lengre enn nødvendig (overlong)", "longer than needed (overlong)")
    if first == 0xED and second is not None and 0xA0 <= second <= 0xBF:
        return Text("en surrogat, som hører til UTF-16", "a surrogate, which belongs to UTF-16")
    if second is None or fault.reason == "unexpected end of data":
        return Text("tegnet er avkortet", "the character is cut short")
    if 0x80 <= first < 0xC0:
        return Text("en fortsettelsesbyte uten begynnelse", "a continuation byte without a beginning")
    if first < 0xF5:
        return Text(
            "etterfølges ikke av en fortsettelsesbyte; er teksten Latin-1?",
            "not followed by a continuation byte; is the text Latin-1?",
        )
    return Text("brukes ikke i UTF-8", "not used in UTF-8")
