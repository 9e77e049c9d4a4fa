"""Did you mean …? The nearest of the words that would have been right."""

from collections.abc import Iterable

from dbep_ig.engine.diagnostics import Text

_NOTHING = Text("", "")


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate nearest to `word`, if any is near; ties go to the first in the alphabet."""
    import difflib  # heavy, and only needed when something is wrong

    by_fold = {candidate.casefold(): candidate for candidate in sorted(candidates, reverse=True)}
    if word.casefold() in by_fold:
        return by_fold[word.casefold()]
    found = difflib.get_close_matches(word.casefold(), sorted(by_fold), n=1, cutoff=0.6)
    return by_fold[found[0]] if found else None


def did_you_mean(word: str, candidates: Iterable[str]) -> Text:
    """The end of a message: `; did you mean X?`, or nothing."""
    found = nearest(word, candidates)
    return _NOTHING if found is None else Text(f"; mente du «{found}»?", f"; did you mean `{found}`?")
