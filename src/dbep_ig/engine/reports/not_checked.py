"""What could not be checked because it is not available here: a line for each rule, with what is missing and how often."""

from collections.abc import Iterator

from dbep_ig.engine.diagnostics import Issue, Language, Rule, Text, printable

from .streaming import MOST_TOLD_APART

_NAMED = 10  # in one line


class NotChecked:
    """Counts of those issues in resources whose rule has a `summary`, of all documents."""

    def __init__(self) -> None:
        self._counts: dict[Rule, dict[str, int]] = {}

    def add(self, issue: Issue) -> bool:
        """Counts it; False where it is to be shown by itself."""
        summary = issue.rule.summary
        if summary is None or not issue.location.expression:
            return False
        counts = self._counts.setdefault(issue.rule, {})
        name = printable(str(issue.params.get("name") or issue.params.get(summary.by, "–")))
        if name in counts or len(counts) < MOST_TOLD_APART:
            count = issue.params.get("count")
            counts[name] = counts.get(name, 0) + (count if isinstance(count, int) else 0)
        return True

    def lines(self, language: Language) -> Iterator[str]:
        """In the order that the rules were met, the most frequent names first."""
        for rule, counts in self._counts.items():
            assert rule.summary is not None
            most = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
            named = ", ".join(f"{name} ({count})" if count else name for name, count in most[:_NAMED])
            left = len(most) - _NAMED
            more = Text(f" og {left} til", f" and {left} more").in_language(language) if left > 0 else ""
            yield f"{rule.summary.text.in_language(language)} {named}{more} ({rule.code})"
