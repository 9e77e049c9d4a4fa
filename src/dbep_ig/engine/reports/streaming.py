"""Reports written as they come: a document's findings are written and let go before the next document is read.

What can only be written at the end (the profiles that were used, the totals) is counted meanwhile, or kept in a spool.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from dbep_ig.engine.diagnostics import Beyond, Report, Severity, Text

MOST_AT_ONCE = 1000  # findings of one NDJSON file that are put in order before they are written
MOST_TOLD_APART = 10_000  # different texts that are told apart where they are counted

Write = Callable[[str], object]


class Spooled(Protocol):
    """A text that is written first and read later: a `MemorySpool`, or a file."""

    def write(self, text: str, /) -> int:
        """More of it."""
        ...

    def seek(self, offset: int, /) -> int:
        """To an offset."""
        ...

    def read(self, size: int = -1, /) -> str:
        """From there."""
        ...


Spool = Callable[[], Spooled]


class MemorySpool:
    """A `Spooled` in memory."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._at = 0

    def write(self, text: str, /) -> int:
        """See `Spooled`."""
        self._parts.append(text)
        return len(text)

    def seek(self, offset: int, /) -> int:
        """See `Spooled`."""
        self._at = offset
        return offset

    def read(self, size: int = -1, /) -> str:
        """See `Spooled`."""
        text = "".join(self._parts)
        self._parts = [text]
        read = text[self._at :] if size < 0 else text[self._at : self._at + size]
        self._at += len(read)
        return read


class Writer(Protocol):
    """A format being written."""

    def add(self, report: Report) -> None:
        """The report of one document, or of several."""
        ...

    def close(self) -> None:
        """The rest."""
        ...


class Totals:
    """What is counted of all reports."""

    def __init__(self) -> None:
        self.count: Counter[Severity] = Counter()
        self.documents = 0
        self.suppressed = 0
        self.accepted = 0
        self.notes: list[Text] = []
        self._beyond: Counter[tuple[Severity, str]] = Counter()

    def add(self, report: Report) -> None:
        """One more."""
        self.count.update(report.counts())
        self.documents += len(report.documents)
        self.suppressed += report.suppressed
        self.accepted += len(report.accepted)
        self.notes.extend(report.notes)
        for one in report.beyond:
            self._beyond[one.severity, one.code] += one.times

    @property
    def beyond(self) -> tuple[Beyond, ...]:
        """What was found and not kept, of all."""
        return Beyond.of(self._beyond)


class Told:
    """Different texts, counted; past `MOST_TOLD_APART` no more are told apart."""

    def __init__(self) -> None:
        self._seen: set[int] = set()

    def is_new(self, text: str) -> bool:
        """Whether it is told apart from all before it."""
        if len(self._seen) >= MOST_TOLD_APART:
            return False
        size = len(self._seen)
        self._seen.add(hash(text))
        return len(self._seen) > size

    def __len__(self) -> int:
        return len(self._seen)

    def left(self, shown: int) -> tuple[str, str]:
        """How many more than those shown, in both languages: `7`, or `more than 9995`."""
        count = len(self) - shown
        if len(self) < MOST_TOLD_APART:
            return str(count), str(count)
        return f"mer enn {count}", f"more than {count}"


def in_batches(reports: Iterable[Report]) -> Iterator[Report]:
    """Reports that follow on each other in one input are one, up to a number of findings, so that the gravest come first."""
    batch: list[Report] = []
    name, findings = "", 0
    for report in reports:
        its_name = report.issues[0].location.document if report.issues else name
        begins = bool(report.documents)
        if batch and (begins or its_name != name or findings + len(report.issues) > MOST_AT_ONCE):
            yield _one(batch)
            batch, findings = [], 0
        # of a line, only the line is kept until the batch is written: not what finds places in it
        batch.append(
            report if begins else report._replace(issues=tuple(one.settled() for one in report.issues))
        )
        name = report.documents[0] if begins else its_name
        findings += len(report.issues)
        if len(batch) >= MOST_AT_ONCE:
            yield _one(batch)
            batch, findings = [], 0
    if batch:
        yield _one(batch)


def _one(batch: list[Report]) -> Report:
    return batch[0] if len(batch) == 1 else Report.merged(batch)


def pour(spool: Spooled, write: Write) -> None:
    """All that is in a spool."""
    spool.seek(0)
    while text := spool.read(1 << 16):
        write(text)
