"""What a call of many documents keeps outside memory: streams that can be read only once, and tables of names."""

import contextlib
import io
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import IO, TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    import sqlite3

_IN_MEMORY = 1 << 20  # bytes
_ROWS_IN_MEMORY = 2_000
_PIECE = 1 << 16  # bytes


class Spooled:
    """Bytes that come once, kept as far as they have been read: in memory, or in a temporary file when there are many.

    pieces  what comes, piece by piece; what it raises is raised to whoever reads further than that
    """

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._file: IO[bytes] = io.BytesIO()
        self._end = 0
        self._is_complete = False
        self._fault: Exception | None = None

    @classmethod
    def of(cls, stream: BinaryIO) -> "Spooled":
        """Of a stream, which is closed after its last byte."""
        return cls(pieces_of(stream))

    def open(self) -> "SharedReader":
        """From its start."""
        return SharedReader(self)

    def close(self) -> None:
        """Lets go of what was kept."""
        self._file.close()

    def read_at(self, offset: int, size: int) -> bytes:
        """The bytes from an offset, fewer only at the end; all that are left for a negative size."""
        while (size < 0 or self._end < offset + size) and self._goes_on():
            pass
        self._file.seek(offset)
        return self._file.read(size)

    def line_at(self, offset: int, size: int) -> bytes:
        """From an offset up to and with the next line feed, or so many bytes of that."""
        while True:
            self._file.seek(offset)
            line = self._file.readline(size)
            if line.endswith(b"\n") or len(line) == size:
                return line
            wanted = self._end + len(line)  # as much again: a long line is looked through few times
            if not self._goes_on():
                return line
            while self._end < wanted and self._goes_on():
                pass

    def _goes_on(self) -> bool:
        """Takes one more piece; False when there is none."""
        if self._fault is not None:
            raise self._fault
        if self._is_complete:
            return False
        try:
            piece = next(self._pieces, None)
        except Exception as fault:
            self._fault = fault
            raise
        if piece is None:
            self._is_complete = True
            return False
        if isinstance(self._file, io.BytesIO) and self._end + len(piece) > _IN_MEMORY:
            import tempfile  # seldom needed, and slow to import

            file = tempfile.TemporaryFile()  # noqa: SIM115  it lives as long as the call
            file.write(self._file.getbuffer())
            self._file = file
        self._file.seek(self._end)
        self._file.write(piece)
        self._end += len(piece)
        return True


def pieces_of(stream: BinaryIO) -> Iterator[bytes]:
    """What comes through a stream as soon as it comes; closes it at its end."""
    read = getattr(stream, "read1", stream.read)
    with contextlib.closing(stream):
        while piece := read(_PIECE):
            yield piece


class SharedReader:
    """A `Stream` over what others read too."""

    def __init__(self, kept: Spooled) -> None:
        self._kept = kept
        self._offset = 0

    def read(self, size: int = -1, /) -> bytes:
        """See `Stream`."""
        return self._taken(self._kept.read_at(self._offset, size))

    def readline(self, size: int = -1, /) -> bytes:
        """See `Stream`."""
        return self._taken(self._kept.line_at(self._offset, size))

    def seek(self, offset: int, /) -> int:
        """See `Stream`."""
        self._offset = offset
        return offset

    def close(self) -> None:
        """See `Stream`; what is kept is the others' too."""

    def _taken(self, data: bytes) -> bytes:
        self._offset += len(data)
        return data


class SpooledLines:
    """`Inputs` of one: lines that are given once."""

    def __init__(self, lines: Iterable[bytes | str], name: str) -> None:
        self._name = name
        self._kept = Spooled(map(_ended, lines))

    def __enter__(self) -> "SpooledLines":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._kept.close()

    def __len__(self) -> int:
        """See `Inputs`."""
        return 1

    def name(self, number: int) -> str:
        """See `Inputs`."""
        return self._name

    def open(self, number: int) -> SharedReader:
        """See `Inputs`."""
        return self._kept.open()


def _ended(line: bytes | str) -> bytes:
    data = line.encode("utf-8", errors="surrogatepass") if isinstance(line, str) else line
    return data if data.endswith(b"\n") else data + b"\n"


class SpilledTable:
    """A `Table` (see `engine.validation.outside`): in memory, and in a temporary file when there are many rows."""

    def __init__(self) -> None:
        self._rows: dict[bytes, str] = {}
        self._store: sqlite3.Connection | None = None

    def get(self, name: str) -> str | None:
        """See `Table`."""
        key = name.encode("utf-8", errors="surrogatepass")
        if self._store is not None:  # what was put first is there
            row = self._store.execute("SELECT value FROM rows WHERE name = ?", (key,)).fetchone()
            if row is not None:
                return str(row[0])
        return self._rows.get(key)

    def put(self, name: str, value: str) -> None:
        """See `Table`."""
        self._rows.setdefault(name.encode("utf-8", errors="surrogatepass"), value)
        if len(self._rows) >= _ROWS_IN_MEMORY:
            self._spill()

    def _spill(self) -> None:
        import sqlite3  # seldom needed

        if self._store is None:
            # "" is a database in a temporary file of its own, which is gone with the connection
            self._store = sqlite3.connect("", check_same_thread=False, isolation_level=None)
            self._store.execute("PRAGMA journal_mode = OFF")
            self._store.execute("PRAGMA cache_size = -1000")
            self._store.execute("CREATE TABLE rows (name BLOB PRIMARY KEY, value TEXT) WITHOUT ROWID")
        self._store.execute("BEGIN")
        self._store.executemany("INSERT OR IGNORE INTO rows VALUES (?, ?)", self._rows.items())
        self._store.execute("COMMIT")
        self._rows.clear()


class TextSpool:
    """A text that is written first and read later, in a temporary file when it grows."""

    def __init__(self) -> None:
        self._text: IO[str] = io.StringIO()
        self._written = 0

    def write(self, text: str) -> int:
        """More of it."""
        self._written += len(text)
        if self._written > _IN_MEMORY and isinstance(self._text, io.StringIO):
            import tempfile  # start-up time

            file = tempfile.TemporaryFile(  # noqa: SIM115  gone with the spool
                mode="w+", encoding="utf-8", errors="surrogatepass", newline=""
            )
            file.write(self._text.getvalue())
            self._text = file
        return self._text.write(text)

    def seek(self, offset: int, /) -> int:
        """Back to its start."""
        return self._text.seek(offset)

    def read(self, size: int = -1, /) -> str:
        """What was written."""
        return self._text.read(size)
