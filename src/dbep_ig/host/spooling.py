"""What a call of many documents keeps outside memory: streams that can be read only once, and tables of names."""

import io
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import IO, TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    import sqlite3

_IN_MEMORY = 1 << 20  # bytes
_ROWS_IN_MEMORY = 2_000
_EVERYTHING = 1 << 62  # an offset that nothing reaches


class SpooledLines:
    """`Inputs` of one: lines that are given once, kept in a temporary file as far as they have been read."""

    def __init__(self, lines: Iterable[bytes | str], name: str) -> None:
        import tempfile  # seldom needed, and slow to import

        self._lines = iter(lines)
        self._name = name
        self._file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  closed at the end of `with`
        self._end = 0

    def __enter__(self) -> "SpooledLines":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def __len__(self) -> int:
        """See `Inputs`."""
        return 1

    def name(self, number: int) -> str:
        """See `Inputs`."""
        return self._name

    def open(self, number: int) -> "SharedReader":
        """See `Inputs`."""
        return SharedReader(self._file, self._read_on)

    def _read_on(self, offset: int) -> None:
        """Until there is something at an offset, or no line is left. Lines are whole: each write ends one."""
        while self._end <= offset:
            line = next(self._lines, None)
            if line is None:
                return
            data = line.encode("utf-8", errors="surrogatepass") if isinstance(line, str) else line
            if not data.endswith(b"\n"):
                data += b"\n"
            self._file.seek(self._end)
            self._file.write(data)
            self._end += len(data)


class SharedReader:
    """A `Stream` over a file that others read too.

    upto  reads on, where the file is being filled, until there is something at an offset
    """

    def __init__(self, file: IO[bytes], upto: Callable[[int], object] | None = None) -> None:
        self._file = file
        self._upto = upto
        self._offset = 0

    def read(self, size: int = -1, /) -> bytes:
        """See `Stream`."""
        if self._upto is not None:
            self._upto(self._offset + size if size >= 0 else _EVERYTHING)
        return self._taken(self._at().read(size))

    def readline(self, size: int = -1, /) -> bytes:
        """See `Stream`."""
        if self._upto is not None:
            self._upto(self._offset)
        return self._taken(self._at().readline(size))

    def seek(self, offset: int, /) -> int:
        """See `Stream`."""
        self._offset = offset
        return offset

    def close(self) -> None:
        """See `Stream`; the file is the others' too."""

    def _at(self) -> IO[bytes]:
        self._file.seek(self._offset)
        return self._file

    def _taken(self, data: bytes) -> bytes:
        self._offset += len(data)
        return data


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


class Spooled:
    """All of a stream: in memory, or in a temporary file that is gone when nothing holds it any more."""

    def __init__(self, stream: BinaryIO) -> None:
        head = stream.read(_IN_MEMORY)
        self._data = head
        self._file: IO[bytes] | None = None
        more = stream.read(_IN_MEMORY) if len(head) == _IN_MEMORY else b""
        if more:
            import tempfile

            self._data = b""
            self._file = tempfile.TemporaryFile()  # noqa: SIM115  it lives as long as the call
            self._file.write(head)
            while more:
                self._file.write(more)
                more = stream.read(_IN_MEMORY)
            self._file.flush()

    def open(self) -> "BinaryIO | SharedReader":
        """From its start."""
        return SharedReader(self._file) if self._file is not None else io.BytesIO(self._data)


class TextSpool:
    """A text that is written first and read later, in a temporary file when it grows."""

    def __init__(self) -> None:
        self._text: IO[str] = io.StringIO()
        self._written = 0

    def write(self, text: str) -> int:
        """More of it."""
        self._written += len(text)
        if self._written > _IN_MEMORY and isinstance(self._text, io.StringIO):
            import tempfile

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
