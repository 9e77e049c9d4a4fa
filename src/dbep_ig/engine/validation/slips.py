"""Whether a text is a slip of the pen for another: another case, `http` for `https`, or one letter wrong.

A digit more, less or other is no slip but another thing: ICD-10 has E10 and E11, and registers of OIDs are full of neighbours.
Only where something is wrong is any of this asked.
"""

from collections.abc import Iterable

_SHORTEST = 3  # letters; in a shorter text one letter is too much of it


def is_slip(written: str, meant: str) -> bool:
    """Case, `http`/`https`, a slash at the end, or one letter wrong, missing, too many or exchanged with the next."""
    if written == meant:
        return False
    one, other = _plain(written), _plain(meant)
    return one == other or is_one_edit(one, other)


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


def nearest(written: str, known: Iterable[str]) -> str | None:
    """The one that a text is a slip for, else the one most like it; None when none is near. Ties: the first by spelling."""
    from difflib import get_close_matches  # 4 ms at import, and needed only when something is wrong

    listed = sorted(set(known) - {written})
    slip = next((one for one in listed if is_slip(written, one)), None)
    if slip is not None:
        return slip
    close = get_close_matches(written, listed, 1, 0.75)
    return close[0] if close and not _differs_by_digits(written, close[0]) else None


def _plain(text: str) -> str:
    folded = text.strip().casefold().rstrip("/")
    return folded.replace("https://", "http://", 1) if folded.startswith("https://") else folded


def _differs_by_digits(one: str, other: str) -> bool:
    return [c for c in one if c.isdigit()] != [c for c in other if c.isdigit()]
