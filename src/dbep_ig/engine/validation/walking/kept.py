"""What is kept of one document's findings: errors before warnings before information, up to a limit.

The limit decides what is shown, never the verdict: what is beyond it is counted by severity and by rule.
"""

from dbep_ig.engine.diagnostics import Beyond, Severity
from dbep_ig.engine.validation.ground.findings import Finding


class Kept:
    """The findings of one document.

    most    how many are kept
    beyond  (severity, code) -> how many more were found
    """

    __slots__ = ("_by_severity", "_count", "_found", "beyond", "most")

    def __init__(self, most: int) -> None:
        self.most = most
        self.beyond: dict[tuple[Severity, str], int] = {}
        self._by_severity: dict[Severity, list[tuple[int, Finding]]] = {}
        self._count = 0
        self._found = 0

    def add(self, finding: Finding) -> None:
        """Keep it, in the place of a lesser one where the limit is reached."""
        self._found += 1
        severity = finding.severity
        if severity is None:
            severity = finding.rule.severity
        if self._count >= self.most:
            least = max((one for one, some in self._by_severity.items() if some), default=Severity.FATAL)
            if severity >= least:
                self._count_beyond(severity, finding)
                return
            _, lesser = self._by_severity[least].pop()
            self._count_beyond(least, lesser)
        else:
            self._count += 1
        self._by_severity.setdefault(severity, []).append((self._found, finding))

    def findings(self) -> list[Finding]:
        """What is kept, in the order it was found."""
        if len(self._by_severity) == 1:
            return [finding for some in self._by_severity.values() for _, finding in some]
        every = [one for some in self._by_severity.values() for one in some]
        return [finding for _, finding in sorted(every, key=_when)]

    @property
    def errors(self) -> int:
        """How many errors are kept."""
        return sum(len(some) for severity, some in self._by_severity.items() if severity <= Severity.ERROR)

    def counts(self) -> tuple[Beyond, ...]:
        """What is not kept."""
        return Beyond.of(self.beyond) if self.beyond else ()

    def _count_beyond(self, severity: Severity, finding: Finding) -> None:
        kind = (severity, finding.rule.code)
        self.beyond[kind] = self.beyond.get(kind, 0) + 1


def _when(one: tuple[int, Finding]) -> int:
    return one[0]
