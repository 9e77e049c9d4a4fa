"""A fullUrl that is wrong, and the references that do not arrive because of it."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from dbep_ig.engine.diagnostics import Pointer
from dbep_ig.engine.validation.ground.documents import Key
from dbep_ig.engine.validation.ground.findings import Finding
from dbep_ig.engine.validation.rules.bundles.bundle import (
    FULL_URL_DIFFERS,
    FULL_URL_MISSING,
    FULL_URL_NOT_ABSOLUTE,
)
from dbep_ig.engine.validation.rules.bundles.references import (
    NEAR_MATCH,
    NOT_IN_BUNDLE,
    RELATIVE_WITHOUT_BASE,
    SEVERAL_MATCHES,
    UNREACHABLE_IN_DOCUMENT,
    UNREACHABLE_IN_MESSAGE,
)
from dbep_ig.engine.validation.rules.structure.invariants import INVARIANT_FAILED

from .pool import Pool
from .refused import REFUSED

_UNIQUE = "bdl-7"
_OF_FULL_URLS = (FULL_URL_DIFFERS, FULL_URL_MISSING, FULL_URL_NOT_ABSOLUTE)
Roots = dict[tuple[Key, Pointer], dict[str, int]]


def full_url_that_is_wrong(pool: Pool) -> None:
    """What follows from one entry's fullUrl: it is nobody's, so that references to it do not arrive."""
    by_name: Roots = {}
    by_entry: Roots = {}
    for root, place in _wrong_full_urls(pool):
        document, pointer = place
        entry = pool.value_at(document, pointer)
        resource = entry.get("resource") if isinstance(entry, dict) else None
        if isinstance(resource, dict):
            name = f"{resource.get('resourceType')}/{resource.get('id')}"
            by_name.setdefault((document, pointer[:-2]), {}).setdefault(name, root)
            by_entry[place] = {"": root}
    if not by_entry:
        return
    for number, one in list(pool.of(NEAR_MATCH, NOT_IN_BUNDLE)):
        name = "/".join(str(one.params["reference"]).split("/")[-2:])
        _follow(number, one, name, by_name, pool)
    for number, one in list(pool.of(RELATIVE_WITHOUT_BASE, UNREACHABLE_IN_DOCUMENT, UNREACHABLE_IN_MESSAGE)):
        _follow(number, one, "", by_entry, pool)


def _wrong_full_urls(pool: Pool) -> Iterator[tuple[int, tuple[Key, Pointer]]]:
    """What is said of a fullUrl, and the entry that has it. Of one that is no text, that alone."""
    for root, one in list(pool.of(*REFUSED)):
        if one.pointer[-3:-2] == ("entry",) and one.pointer[-1] == "fullUrl":
            place = (one.document, one.pointer[:-1])
            for number, _ in list(pool.at(*place, *_OF_FULL_URLS)):
                pool.follows(number, root)
            yield root, place
    for root, one in list(pool.of(*_OF_FULL_URLS)):
        yield root, (one.document, one.pointer)


def full_url_that_is_anothers(pool: Pool) -> None:
    """Two entries with one fullUrl: of them the one whose resource is another is wrong, and references lead to both."""
    not_unique: Roots = {
        (one.document, one.pointer): {"": number}
        for number, one in pool.of(INVARIANT_FAILED)
        if one.params["key"] == _UNIQUE
    }
    if not not_unique:
        return
    for number, one in list(pool.of(SEVERAL_MATCHES)):
        _follow(number, one, "", not_unique, pool)
    urls: dict[int, Counter[str]] = {}
    for root, one in list(pool.of(FULL_URL_DIFFERS)):
        unique = not_unique.get((one.document, one.pointer[:-2]), {}).get("")
        if unique is not None:
            if unique not in urls:
                urls[unique] = _full_urls(pool.value_at(one.document, one.pointer[:-2]))
            if urls[unique][one.params["url"]] > 1:
                del not_unique[one.document, one.pointer[:-2]]
                pool.follows(unique, root)


def _follow(number: int, one: Finding, name: str, roots: Roots, pool: Pool) -> None:
    for depth in range(len(one.pointer), -1, -1):
        root = roots.get((one.document, one.pointer[:depth]), {}).get(name)
        if root is not None:
            pool.follows(number, root)
            return


def _full_urls(bundle: Any) -> Counter[str]:
    entries = bundle.get("entry") if isinstance(bundle, dict) else None
    found = (
        [one.get("fullUrl") for one in entries if isinstance(one, dict)] if isinstance(entries, list) else []
    )
    return Counter(one for one in found if isinstance(one, str))


LOOK = (full_url_that_is_wrong, full_url_that_is_anothers)
