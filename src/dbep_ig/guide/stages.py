"""What the stages of a build made, kept by the digest of what it was made of: the same again is not made again.

Values stay in memory, for who builds several times; what can be written as JSON is kept on disk too, by `Disk`.
"""

from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any, Protocol, TypeVar

T = TypeVar("T")


class Disk(Protocol):
    """Where records last from one run to the next. What cannot be read is None, what cannot be written is lost."""

    def read(self, name: str) -> Any: ...
    def write(self, name: str, record: Any) -> None: ...


class Stages:
    """Kept by whoever calls, from one build of a guide to the next; of each stage just what was made last."""

    def __init__(self, disk: Disk | None = None) -> None:
        self._made: dict[str, tuple[str, Any]] = {}
        self._records: dict[str, Any] = {}
        self._disk = disk

    def value(self, stage: str, digest: str, make: Callable[[], T]) -> T:
        """What was made of the same before, else what `make` gives. Nobody changes it."""
        held = self._made.get(stage)
        if held is None or held[0] != digest:
            held = self._made[stage] = (digest, make())
        found: T = held[1]
        return found

    def record(self, name: str) -> Any:
        """What was written under the name, as JSON has it; None where there is none."""
        if name not in self._records and self._disk is not None:
            self._records[name] = self._disk.read(name)
        return self._records.get(name)

    def keep(self, name: str, record: Any) -> None:
        """Writes a record, unless it is there already; None leaves the one that is there."""
        if record is not None and self.record(name) != record:
            self._records[name] = record
            if self._disk is not None:
                self._disk.write(name, record)


def digest_of(*parts: str | bytes | Mapping[str, bytes]) -> str:
    """SHA-256 over texts, bytes, and files with their paths; two lists of parts never read as the same bytes."""
    whole = sha256()
    for part in parts:
        if isinstance(part, Mapping):
            part = "".join(f"{path}\0{sha256(part[path]).hexdigest()}\n" for path in sorted(part))
        # a file's name need not be UTF-8
        data = part.encode(errors="surrogateescape") if isinstance(part, str) else part
        whole.update(b"%d:" % len(data) + data)
    return whole.hexdigest()
