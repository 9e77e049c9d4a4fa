"""Did you mean…?"""

from collections.abc import Iterable

from dbep_ig.engine.diagnostics import Text
from dbep_ig.engine.diagnostics.slips import nearest


def did_you_mean(name: str, known: Iterable[str], form: str = "{}") -> str | Text:
    """The end of a message that names the nearest known name; empty when none is near."""
    near = nearest(name, known, alike=0.6)
    if near is None:
        return ""
    shown = form.format(near)
    return Text(f"; mente du `{shown}`", f"; did you mean `{shown}`")
