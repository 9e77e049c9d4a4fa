"""ISO 3166-2: `NO-46`. The form and the country are checked; whether the subdivision exists is not known here."""

import string
from functools import cache

_PART = frozenset(string.ascii_uppercase + string.digits)


def may_be_subdivision(code: str) -> bool | None:
    """False where it cannot be one; else None: the list itself is not available."""
    country, hyphen, part = code.partition("-")
    if hyphen and 1 <= len(part) <= 3 and _PART.issuperset(part) and country in _countries():
        return None
    return False


@cache
def _countries() -> frozenset[str]:
    from .countries import COUNTRIES

    return frozenset(row[:2] for row in COUNTRIES.split("\n") if row)
