"""The files of a package, wherever they lie: what reading a package needs, and the simplest thing that gives it."""

from collections.abc import Iterable, Mapping
from typing import Protocol


class PackageFiles(Protocol):
    """Files by path, `/` between the parts: `package/package.json`. Archives, folders and the FHIR cache give it."""

    def paths(self) -> Iterable[str]:
        """Every file's path."""
        ...

    def read(self, path: str) -> bytes:
        """A file's content; raises KeyError when it is not there (any more)."""
        ...


class MemoryFiles:
    """Files that lie in one piece of memory: an archive's."""

    def __init__(self, data: bytes, extents: Mapping[str, tuple[int, int]]) -> None:
        """`extents`: path -> (offset, size) in `data`."""
        self._data = data
        self._extents = extents

    @classmethod
    def of(cls, contents: Mapping[str, bytes]) -> "MemoryFiles":
        """From each file's content."""
        extents: dict[str, tuple[int, int]] = {}
        offset = 0
        for path, content in contents.items():
            extents[path] = (offset, len(content))
            offset += len(content)
        return cls(b"".join(contents.values()), extents)

    def paths(self) -> Iterable[str]:
        """See `PackageFiles.paths`; in the archive's order."""
        return self._extents

    def read(self, path: str) -> bytes:
        """See `PackageFiles.read`."""
        offset, size = self._extents[path]
        return self._data[offset : offset + size]
