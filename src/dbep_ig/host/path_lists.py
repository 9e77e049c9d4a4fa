"""Very many paths in little memory: packed by the thousand, sorted without holding them all."""

import heapq
import zlib
from collections.abc import Iterable, Iterator

_PACKED = 1000  # paths
_SORTED = 5000  # names
_END = "\0"  # stands in no path


class PathList:
    """Paths by number."""

    def __init__(self) -> None:
        self._packed: list[bytes] = []
        self._last: list[str] = []
        self._open = (-1, self._last)

    def __len__(self) -> int:
        return len(self._packed) * _PACKED + len(self._last)

    def append(self, path: str) -> None:
        """One more."""
        self._last.append(path)
        if len(self._last) == _PACKED:
            text = _END.join(self._last)
            self._packed.append(zlib.compress(text.encode("utf-8", errors="surrogateescape"), 1))
            self._last.clear()

    def __getitem__(self, number: int) -> str:
        pack, index = divmod(number, _PACKED)
        if pack == len(self._packed):
            return self._last[index]
        if self._open[0] != pack:
            text = zlib.decompress(self._packed[pack]).decode("utf-8", errors="surrogateescape")
            self._open = (pack, text.split(_END))
        return self._open[1][index]


def in_order(names: Iterable[str]) -> Iterator[str]:
    """Names sorted: parts of them at a time, which are merged."""
    runs: list[str] = []
    some: list[str] = []
    for name in names:
        some.append(name)
        if len(some) == _SORTED:
            runs.append(_END.join(sorted(some)))
            some.clear()
    some.sort()
    return heapq.merge(*map(_names, runs), some) if runs else iter(some)


def _names(run: str) -> Iterator[str]:
    start = 0
    while start <= len(run):
        end = run.find(_END, start)
        end = len(run) if end < 0 else end
        yield run[start:end]
        start = end + 1
