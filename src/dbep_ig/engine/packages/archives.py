"""The one place where an archive is opened: a gzip-packed tar in memory, its members read, never extracted.

Our own reader, because a package comes from strangers: `tarfile` follows links, has had endless loops on crafted headers,
and its extraction filters have been got round. What is read here is names, sizes and bytes; a link, a device or a path that
leads out of the folder makes the whole archive unacceptable.

Source: https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html (ustar and pax headers)
"""

import zlib
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from dbep_ig.engine.diagnostics import Issue, Location, Result, Rule, Severity, Text

from .files import MemoryFiles

_SPEC = "https://hl7.org/fhir/R4/packages.html"
_BLOCK: Final = 512
_STEP: Final = 1 << 20  # bytes unpacked between two looks at the limits
_SHOWN: Final = 20  # issues of one archive that are reported one by one


class Limits(NamedTuple):
    """What an archive may cost; R4 core has 4,600 members and 50 MB, eleven times its packed size.

    ratio  unpacked bytes for each packed one; looked at only past `ratio_from` bytes, for small files pack well
    usual_ratio  up to this it is unpacked once; past it, once to be counted and once to be kept
    """

    members: int = 50_000
    member_bytes: int = 128 * 1024 * 1024
    total_bytes: int = 512 * 1024 * 1024
    ratio: int = 150
    usual_ratio: int = 20
    ratio_from: int = 16 * 1024 * 1024


NOT_AN_ARCHIVE = Rule(
    code="DBEP3010",
    name="not-an-archive",
    issue_type="structure",
    nb="{name} er ikke en gzip-pakket tar-fil: {reason}",
    en="{name} is not a gzip-packed tar file: {reason}",
    spec=_SPEC,
)
CUT_SHORT = Rule(
    code="DBEP3011",
    name="archive-cut-short",
    issue_type="incomplete",
    nb="{name} slutter midt i {part}",
    en="{name} ends in the middle of {part}",
    spec=_SPEC,
)
TOO_LARGE = Rule(
    code="DBEP3012",
    name="archive-too-large",
    issue_type="too-costly",
    nb="{name} har mer enn {allowed} {what}",
    en="{name} has more than {allowed} {what}",
    spec=_SPEC,
)
UNSAFE_PATH = Rule(
    code="DBEP3013",
    name="unsafe-member-path",
    issue_type="security",
    nb="{name} har et medlem «{member}» med en sti som fører ut av mappen",
    en="{name} has a member '{member}' whose path leads out of the folder",
    spec=_SPEC,
)
NOT_A_FILE = Rule(
    code="DBEP3014",
    name="member-is-not-a-file",
    issue_type="security",
    nb="{name} har et medlem «{member}» som er {kind}, ikke en fil",
    en="{name} has a member '{member}' that is {kind}, not a file",
    spec=_SPEC,
)
COLLIDING = Rule(
    code="DBEP3015",
    name="colliding-member-names",
    severity=Severity.WARNING,
    issue_type="duplicate",
    nb="{name} har både «{first}» og «{second}», som er samme fil på systemer som ikke skiller store og små bokstaver",
    en="{name} has both '{first}' and '{second}', which are the same file on systems that ignore case",
    spec=_SPEC,
)

_KINDS: Mapping[bytes, Text] = {
    b"1": Text("en hard lenke", "a hard link"),
    b"2": Text("en symbolsk lenke", "a symbolic link"),
    b"3": Text("en tegnenhet", "a character device"),
    b"4": Text("en blokkenhet", "a block device"),
    b"6": Text("et navngitt rør", "a named pipe"),
}
_OTHER_KIND = Text("av ukjent slag", "of an unknown kind")


def read_archive(name: str, packed: bytes, limits: Limits = Limits()) -> Result[MemoryFiles]:  # noqa: B008  immutable
    """The files of a `.tgz` (or of a plain tar), by path.

    name  what messages call it
    -> no value if anything but a harmless name collision is wrong (DBEP3010 to DBEP3014)
    """
    unpacked = _gunzip(name, packed, limits) if packed[:2] == b"\x1f\x8b" else Result(packed)
    if unpacked.value is None:
        return Result(None, unpacked.issues)
    return _Reader(name, unpacked.value, limits).read()


def is_safe_path(path: str) -> bool:
    """Whether a path stays in the folder it is read into, on any operating system."""
    if not path or path.startswith("/") or "\\" in path or ":" in path or not path.isprintable():
        return False
    return all(part not in ("", ".", "..") and not part.endswith((".", " ")) for part in path.split("/"))


def _issue(rule: Rule, name: str, **params: object) -> Issue:
    return Issue(rule, Location(name), {"name": name, **params})


def _gunzip(name: str, packed: bytes, limits: Limits) -> Result[bytes]:
    """Unpacks step by step, so that a bomb stops at the limit. What packs unusually well is counted before it is kept."""
    allowed = min(limits.total_bytes, max(limits.ratio_from, len(packed) * limits.ratio))
    kept_at_once = min(allowed, max(limits.ratio_from, len(packed) * limits.usual_ratio))
    parts: list[bytes] = []
    total = 0
    try:
        for part in _unpacked(packed):
            if part is None:
                return Result(None, (_issue(CUT_SHORT, name, part=Text("gzip-strømmen", "the gzip stream")),))
            total += len(part)
            if total > allowed:
                what = Text("byte utpakket", "bytes when unpacked")
                return Result(None, (_issue(TOO_LARGE, name, allowed=allowed, what=what),))
            if total <= kept_at_once:
                parts.append(part)
            else:
                parts.clear()
    except zlib.error as error:
        return Result(None, (_issue(NOT_AN_ARCHIVE, name, reason=str(error)),))
    if total > kept_at_once:
        return Result(b"".join(part for part in _unpacked(packed) if part is not None))
    return Result(b"".join(parts))


def _unpacked(packed: bytes) -> Iterator[bytes | None]:
    """Piece by piece; None where it is cut short."""
    rest = packed
    while rest:
        stream = zlib.decompressobj(wbits=31)
        while not stream.eof:
            part = stream.decompress(rest, _STEP)
            rest = stream.unconsumed_tail
            if not part and not rest and not stream.eof:
                yield None
                return
            yield part
        rest = stream.unused_data.lstrip(b"\0")  # padding after the stream is allowed


class _Reader:
    """One pass over a tar's headers. State: the members so far, and what headers said of the next one."""

    def __init__(self, name: str, data: bytes, limits: Limits) -> None:
        self.name = name
        self.data = data
        self.limits = limits
        self.issues: list[Issue] = []
        self.refused = False
        self.extents: dict[str, tuple[int, int]] = {}
        self.folded: dict[str, str] = {}
        self.next_path: str | None = None
        self.next_size: int | None = None

    def read(self) -> Result[MemoryFiles]:
        data, position, count = self.data, 0, 0
        if len(data) < _BLOCK:
            return self._stop(NOT_AN_ARCHIVE, reason=Text("for kort", "too short"))
        while position + _BLOCK <= len(data):
            header = data[position : position + _BLOCK]
            if not header.strip(b"\0"):
                break
            if not _checksum_holds(header):
                reason = Text(f"ugyldig hode ved byte {position}", f"invalid header at byte {position}")
                return self._stop(NOT_AN_ARCHIVE, reason=reason)
            size = self.next_size if self.next_size is not None else _number(header[124:136])
            kind = header[156:157]
            start = position + _BLOCK
            if size is None or size < 0:
                reason = Text(f"ugyldig størrelse ved byte {position}", f"invalid size at byte {position}")
                return self._stop(NOT_AN_ARCHIVE, reason=reason)
            if kind in (b"1", b"2", b"3", b"4", b"5", b"6"):
                size = 0  # these have no content, whatever the header says
            if start + size > len(data):
                path = self.next_path or _path(header)
                return self._stop(CUT_SHORT, part=Text(f"«{path}»", f"'{path}'"))
            if size > self.limits.member_bytes:
                what = Text("byte i ett medlem", "bytes in one member")
                return self._stop(TOO_LARGE, allowed=self.limits.member_bytes, what=what)
            count += 1
            if count > self.limits.members:
                what = Text("medlemmer", "members")
                return self._stop(TOO_LARGE, allowed=self.limits.members, what=what)
            self._member(header, kind, start, size)
            position = start + (size + _BLOCK - 1) // _BLOCK * _BLOCK
        else:
            if position < len(data):
                return self._stop(CUT_SHORT, part=Text("et hode", "a header"))
        return Result(None if self.refused else MemoryFiles(self.data, self.extents), tuple(self.issues))

    def _stop(self, rule: Rule, **params: object) -> Result[MemoryFiles]:
        self._report(rule, **params)
        return Result(None, tuple(self.issues))

    def _report(self, rule: Rule, **params: object) -> None:
        if len(self.issues) < _SHOWN or (rule.severity <= Severity.ERROR and not self.refused):
            self.issues.append(_issue(rule, self.name, **params))
        self.refused = self.refused or rule.severity <= Severity.ERROR

    def _member(self, header: bytes, kind: bytes, start: int, size: int) -> None:
        content = self.data[start : start + size] if kind in (b"L", b"x") else b""
        if kind == b"L":  # GNU: the next member's long name
            self.next_path = _text(content)
        elif kind == b"x":  # pax: records for the next member
            records = _pax_records(content)
            if "path" in records:
                self.next_path = records["path"]
            if records.get("size", "").isdecimal():
                self.next_size = int(records["size"])
        elif kind not in (b"g", b"K"):
            path = (self.next_path or _path(header)).removeprefix("./")
            self.next_path = self.next_size = None
            self._place(path, kind, start, size)

    def _place(self, path: str, kind: bytes, start: int, size: int) -> None:
        is_folder = kind == b"5" or path.endswith("/")
        if is_folder and path in ("", "./", "/"):
            return
        if not is_safe_path(path.rstrip("/") if is_folder else path):
            self._report(UNSAFE_PATH, member=path)
        elif is_folder:
            return
        elif kind not in (b"0", b"\0", b"7"):
            self._report(NOT_A_FILE, member=path, kind=_KINDS.get(kind, _OTHER_KIND))
        else:
            first = self.folded.setdefault(path.casefold(), path)
            if first != path or path in self.extents:
                self._report(COLLIDING, first=first, second=path)
            self.extents.setdefault(path, (start, size))


def _checksum_holds(header: bytes) -> bool:
    stated = _number(header[148:156])
    return stated == sum(header) - sum(header[148:156]) + 8 * 32


def _number(field: bytes) -> int | None:
    """An octal number, or GNU's base-256 for large and negative ones; None if it is neither."""
    if field[:1] in (b"\x80", b"\xff"):
        return int.from_bytes(
            field[1:] if field[:1] == b"\x80" else field, "big", signed=field[:1] == b"\xff"
        )
    digits = field.strip(b" \0")
    if not digits:
        return 0
    return int(digits, 8) if digits.isdigit() and not digits.strip(b"01234567") else None


def _path(header: bytes) -> str:
    name = _text(header[:100])
    prefix = _text(header[345:500]) if header[257:263] == b"ustar\0" else ""
    return f"{prefix}/{name}" if prefix else name


def _text(field: bytes) -> str:
    return field.partition(b"\0")[0].decode("utf-8", "replace")


def _pax_records(content: bytes) -> dict[str, str]:
    """`length key=value` lines; reading stops at the first that is not one."""
    records: dict[str, str] = {}
    while content:
        length_text, _, _ = content.partition(b" ")
        length = int(length_text) if length_text.isdigit() and len(length_text) < 10 else 0
        record = content[len(length_text) + 1 : length - 1]
        key, equals, value = record.partition(b"=")
        if not equals or length > len(content):
            break
        records[key.decode("utf-8", "replace")] = value.decode("utf-8", "replace")
        content = content[length:]
    return records
