"""Did you mean …? as the messages of a guide ask it, with «x» in Norwegian."""

from collections.abc import Iterable

from dbep_ig.engine.diagnostics import Text, slips

_QUOTED = Text("«{}»", "`{}`")


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate nearest to `word`, if any is near."""
    return slips.nearest(word, candidates, alike=slips.ALIKE_OF_FEW)


def did_you_mean(word: str, candidates: Iterable[str]) -> Text:
    """The end of a message: `; did you mean X?`, or nothing."""
    return slips.did_you_mean(word, candidates, _QUOTED, alike=slips.ALIKE_OF_FEW)
