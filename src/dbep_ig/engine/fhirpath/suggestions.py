"""Did you mean…?"""

from collections.abc import Iterable

from dbep_ig.engine.diagnostics import Text


def did_you_mean(name: str, known: Iterable[str], form: str = "{}") -> str | Text:
    """The end of a message that names the nearest known name; empty when none is near."""
    from difflib import get_close_matches  # needed only when something is wrong

    close = get_close_matches(name, list(known), 1)
    if not close:
        return ""
    nearest = form.format(close[0])
    return Text(f"; mente du `{nearest}`", f"; did you mean `{nearest}`")
