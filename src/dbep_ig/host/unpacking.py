"""A gzip-packed input, unpacked piece by piece as it is read: neither the input nor what it unpacks to is ever in memory whole.

Source: https://www.rfc-editor.org/rfc/rfc1952
"""

import zlib
from collections.abc import Iterable, Iterator

from dbep_ig.engine.diagnostics import Issue, Location, Rule, Severity, Text
from dbep_ig.engine.fhir.parts import BrokenStream

MAGIC = b"\x1f\x8b"
_PIECE = 1 << 16  # bytes
_RATIO = 300  # unpacked bytes for each packed one; lines of FHIR that are much alike come to 50
_RATIO_FROM = 256 * 1024 * 1024  # unpacked bytes from which the ratio is looked at
_SPEC = "https://www.rfc-editor.org/rfc/rfc1952"

CUT_SHORT = Rule(
    code="DBEP4096",
    name="packed-input-cut-short",
    severity=Severity.FATAL,
    issue_type="incomplete",
    nb="{document} slutter midt i det som er pakket; resten er ikke lest",
    en="{document} ends in the middle of what is packed; the rest was not read",
    spec=_SPEC,
)
DAMAGED = Rule(
    code="DBEP4097",
    name="packed-input-damaged",
    severity=Severity.FATAL,
    issue_type="structure",
    nb="{document} er skadet og kan ikke pakkes ut: {reason}; resten er ikke lest",
    en="{document} is damaged and cannot be unpacked: {reason}; the rest was not read",
    spec=_SPEC,
)
UNPACKS_TO_TOO_MUCH = Rule(
    code="DBEP4098",
    name="packed-input-too-large",
    severity=Severity.FATAL,
    issue_type="too-costly",
    nb="{document} pakkes ut til mer enn {ratio} ganger sin størrelse; resten er ikke lest",
    en="{document} unpacks to more than {ratio} times its size; the rest was not read",
    spec="https://hl7.org/fhir/R4/security.html",
)
_DAMAGE = Text(
    "innholdet stemmer ikke med kontrollsummen eller formatet",
    "its content does not fit its checksum or format",
)


def unpacked(pieces: Iterable[bytes], name: str) -> Iterator[bytes]:
    """What gzip packed, in pieces. One packed after the other is one, and zeros at the end are padding.

    raises  BrokenStream with DBEP4096, DBEP4097 or DBEP4098
    """
    taken = given = 0
    stream = zlib.decompressobj(wbits=31)
    is_between = False  # one is finished, and no other has begun
    for packed in pieces:
        taken += len(packed)
        rest = packed
        while rest:
            if is_between:
                rest = rest.lstrip(b"\0")
                if not rest:
                    break
                stream, is_between = zlib.decompressobj(wbits=31), False
            try:
                piece = stream.decompress(rest, _PIECE)
            except zlib.error as error:
                raise _broken(DAMAGED, name, reason=_DAMAGE) from error
            given += len(piece)
            if given > max(_RATIO_FROM, taken * _RATIO):
                raise _broken(UNPACKS_TO_TOO_MUCH, name, ratio=_RATIO)
            if piece:
                yield piece
            is_between = stream.eof
            rest = stream.unused_data if stream.eof else stream.unconsumed_tail
    if not is_between:
        raise _broken(CUT_SHORT, name)


def _broken(rule: Rule, name: str, **params: object) -> BrokenStream:
    return BrokenStream(Issue(rule, Location(name), {"document": name, **params}))
