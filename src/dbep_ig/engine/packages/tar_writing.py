"""Files -> a gzip-packed tar, the same bytes each time: no owner, no clock, fixed modes, the order given.

Byte-reproducible wherever zlib is the same; the unpacked content is so everywhere.
Source: https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html (ustar interchange format)
"""

import struct
import zlib
from collections.abc import Mapping

_BLOCK = 512
_RECORD = 20 * _BLOCK  # tar pads to whole records


def pack_tgz(files: Mapping[str, bytes], *, seconds: int) -> bytes:
    """Path -> content as a `.tgz`; `seconds` since 1970 is every file's time (SOURCE_DATE_EPOCH).

    Raises ValueError for a path that ustar has no room for (a name over 100 bytes, or a folder over 155).
    """
    tar = b"".join(_header(path, len(content), seconds) + _padded(content) for path, content in files.items())
    tar += b"\0" * (2 * _BLOCK)
    tar += b"\0" * (-len(tar) % _RECORD)
    # 6: three times as fast as 9 for 2 % more bytes
    deflate = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    # Our own head and tail: Python's would hold the clock, and the operating system's number.
    head = b"\x1f\x8b\x08\x00" + struct.pack("<I", seconds & 0xFFFFFFFF) + b"\x02\xff"
    tail = struct.pack("<II", zlib.crc32(tar), len(tar) & 0xFFFFFFFF)
    return head + deflate.compress(tar) + deflate.flush() + tail


def _padded(content: bytes) -> bytes:
    return content + b"\0" * (-len(content) % _BLOCK)


def _header(path: str, size: int, seconds: int) -> bytes:
    name, prefix = path.encode(), b""
    if len(name) > 100:
        folder, _, last = path.rpartition("/")
        name, prefix = last.encode(), folder.encode()
    if len(name) > 100 or len(prefix) > 155 or not name:
        raise ValueError(f"a tar has no room for the path {path!r}")
    fields = (
        name.ljust(100, b"\0"),
        b"0000644\0",
        b"0000000\0",
        b"0000000\0",
        b"%011o\0" % size,
        b"%011o\0" % seconds,
        b" " * 8,
        b"0",
        b"\0" * 100,
        b"ustar\x0000",
        b"\0" * 32,
        b"\0" * 32,
        b"0000000\0",
        b"0000000\0",
        prefix.ljust(155, b"\0"),
        b"\0" * 12,
    )
    header = b"".join(fields)
    return header[:148] + b"%06o\0 " % sum(header) + header[156:]
