"""Did you mean…? Whether a text is a slip of the pen for another, and which of those that would be right it is nearest to.

A slip is another case, `http` for `https`, a slash or stop at the end, `urn:oid:` left out, or one letter wrong, missing, too many
or exchanged with the next. A digit more, less or other is no slip but another thing: ICD-10 has E10 and E11, and registers of OIDs
are full of neighbours. Only where something is wrong is any of this asked.
"""

from collections.abc import Iterable

from .language import Text

NO_HINT = Text("", "")
_SHORTEST = 4  # letters; in a shorter text one letter is too much of it
ALIKE = 0.7  # as difflib counts
ALIKE_OF_FEW = 0.6  # where the names to choose from are few
_QUOTED = "`{}`"
_OID = "urn:oid:"


def is_slip(written: str, meant: str) -> bool:
    """Not the same, and nearly."""
    if written == meant:
        return False
    one, other = plain(written), plain(meant)
    return one == other or is_one_edit(one, other)


def plain(text: str) -> str:
    """What is left when case, `http://`, `https://`, `urn:oid:` and what ends a url are no difference."""
    folded = text.strip().casefold().rstrip("/.").removeprefix(_OID)
    return folded.removeprefix("https://").removeprefix("http://")


def is_one_edit(one: str, other: str) -> bool:
    """One letter (no digit) wrong, missing, too many or exchanged with the next. Linear."""
    if min(len(one), len(other)) < _SHORTEST or abs(len(one) - len(other)) > 1 or one == other:
        return False
    shorter, longer = (one, other) if len(one) <= len(other) else (other, one)
    start = 0
    while start < len(shorter) and shorter[start] == longer[start]:
        start += 1
    end = 0
    while end < len(shorter) - start and shorter[-1 - end] == longer[-1 - end]:
        end += 1
    left, right = shorter[start : len(shorter) - end], longer[start : len(longer) - end]
    if any(letter.isdigit() for letter in left + right):
        return False
    return len(right) == 1 or (len(left) == len(right) == 2 and left == right[::-1])


def nearest(
    written: str, known: Iterable[str], *, alike: float = ALIKE, numbered: bool = False
) -> str | None:
    """The one that a text is a slip for, else the one most like it that begins alike; None when none is near.

    Ties: the first by spelling. `male` is much like `female`, and not what was meant.

    alike     how like (difflib's ratio) one must be that is no slip
    numbered  they are versions or numbered keys: one with other digits may be meant, and a short one too
    """
    listed = sorted(set(known) - {written})
    same = plain(written)
    for one in listed:
        if plain(one) == same:
            return one
    bare = _bare(written)
    for one in listed:
        if bare and _bare(one) == bare:
            return one
    for one in listed:
        if is_one_edit(same, plain(one)):
            return one
    if len(same) < _SHORTEST and not numbered:
        return None
    from difflib import get_close_matches  # 4 ms at import

    by_fold = {
        one.casefold(): one
        for one in reversed(listed)
        if numbered or (_digits(one) == _digits(written) and plain(one)[:1] == same[:1])
    }
    close = get_close_matches(written.casefold(), by_fold, 1, alike)
    return by_fold[close[0]] if close else None


def likeness(one: str, other: str, *, least: float = 0.0) -> float:
    """How like two texts are, as difflib's ratio counts, from 0 to 1; 0 when it is below `least`."""
    from difflib import SequenceMatcher  # 4 ms at import

    matcher = SequenceMatcher(None, one, other)
    if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
        return 0.0
    ratio = matcher.ratio()
    return ratio if ratio >= least else 0.0


def did_you_mean(
    written: str, known: Iterable[str], form: Text | str = _QUOTED, *, alike: float = ALIKE
) -> Text:
    """`; did you mean `x`?`, as a message ends; nothing when nothing is near.

    form   how the messages beside it quote
    """
    near = nearest(written, known, alike=alike)
    return NO_HINT if near is None else asked(near, form)


def asked(near: str, form: Text | str = _QUOTED) -> Text:
    """The question itself."""
    nb, en = (form, form) if isinstance(form, str) else form
    return Text(f"; mente du {nb.format(near)}?", f"; did you mean {en.format(near)}?")


def _bare(text: str) -> str:
    """`is a`, `isa` and `is_a` are `is-a`."""
    return "".join(filter(str.isalnum, text)).casefold()


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))
