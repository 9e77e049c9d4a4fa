"""Did you mean…? Whether a text is a slip of the pen for another, and which of those that would be right it is nearest to.

A slip is another case, `http` for `https`, a slash or stop at the end, `urn:oid:` left out, or one letter wrong, missing, too many
or exchanged with the next. A digit more, less or other is no slip but another thing: ICD-10 has E10 and E11, and registers of OIDs
are full of neighbours. Only where something is wrong is any of this asked.
"""

from collections.abc import Iterable

from .language import Text

NO_HINT = Text("", "")
_SHORTEST = 4  # letters; in a shorter text one letter is too much of it
_ALIKE = 0.7  # as difflib counts
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


def nearest(written: str, known: Iterable[str], *, alike: float = _ALIKE) -> str | None:
    """The one that a text is a slip for, else the one most like it that begins alike; None when none is near.

    Ties: the first by spelling. `male` is much like `female`, and not what was meant.

    alike  how like (difflib's ratio) one must be that is no slip
    """
    listed = sorted(set(known) - {written})
    same = plain(written)
    for one in listed:
        if plain(one) == same:
            return one
    for one in listed:
        if is_one_edit(same, plain(one)):
            return one
    if len(same) < _SHORTEST:
        return None
    from difflib import get_close_matches  # 4 ms at import

    alike_enough = [one for one in listed if _digits(one) == _digits(written) and plain(one)[:1] == same[:1]]
    close = get_close_matches(written, alike_enough, 1, alike)
    return close[0] if close else None


def did_you_mean(written: str, known: Iterable[str], form: str = "{}") -> Text:
    """`; did you mean `x`?`, as a message ends; nothing when nothing is near."""
    near = nearest(written, known)
    return NO_HINT if near is None else asked(form.format(near))


def asked(near: str) -> Text:
    """The question itself."""
    return Text(f"; mente du `{near}`?", f"; did you mean `{near}`?")


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))
