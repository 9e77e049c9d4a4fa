"""BCP 47 language tags: well-formed, and every subtag registered with IANA.

    nb-NO, zh-Hant-TW, de-CH-1996, en-a-bbb-x-own, i-klingon

Case says nothing. A repeated variant or singleton makes a tag invalid (section 2.2.9); prefixes of variants are advice.
Source: https://www.rfc-editor.org/rfc/rfc5646
"""

from collections.abc import Iterator, Mapping, Set
from functools import cache

from dbep_ig.engine.fhir.tables import rows

_Registry = Mapping[
    str, Set[str]
]  # type of subtag, as IANA calls it -> those that are registered, in lower case


def is_language_tag(tag: str) -> bool:
    """Whether the tag is valid in the sense of RFC 5646."""
    if not tag.isascii():
        return False
    lowered = tag.lower()
    registry = _registry()
    if lowered in registry["grandfathered"]:
        return True
    subtags = lowered.split("-")
    if not all(0 < len(subtag) <= 8 and subtag.isalnum() for subtag in subtags):
        return False
    if subtags[0] == "x":
        return len(subtags) > 1
    return _is_langtag(subtags, registry)


def _is_langtag(subtags: list[str], registry: _Registry) -> bool:
    language, rest = subtags[0], subtags[1:]
    if not _is_language(language, registry):
        return False
    extlangs = 0
    while rest and extlangs < 3 and len(rest[0]) == 3 and rest[0].isalpha() and len(language) <= 3:
        if rest.pop(0) not in registry["extlang"]:
            return False
        extlangs += 1
    if rest and len(rest[0]) == 4 and rest[0].isalpha() and not _is_script(rest.pop(0), registry):
        return False
    if rest and _has_form_of_region(rest[0]) and not _is_region(rest.pop(0), registry):
        return False
    seen: set[str] = set()
    while rest and _has_form_of_variant(rest[0]):
        variant = rest.pop(0)
        if variant in seen or variant not in registry["variant"]:
            return False
        seen.add(variant)
    return _are_extensions(rest)


def _is_language(subtag: str, registry: _Registry) -> bool:
    return subtag in registry["language"] or (
        len(subtag) == 3 and "qaa" <= subtag <= "qtz" and subtag.isalpha()
    )


def _is_script(subtag: str, registry: _Registry) -> bool:
    return subtag in registry["script"] or "qaaa" <= subtag <= "qabx"


def _has_form_of_region(subtag: str) -> bool:
    return (len(subtag) == 2 and subtag.isalpha()) or (len(subtag) == 3 and subtag.isdigit())


def _is_region(subtag: str, registry: _Registry) -> bool:
    return subtag in registry["region"] or "qm" <= subtag <= "qz" or "xa" <= subtag <= "xz"


def _has_form_of_variant(subtag: str) -> bool:
    return len(subtag) >= 5 or (len(subtag) == 4 and subtag[0].isdigit())


def _are_extensions(subtags: list[str]) -> bool:
    """Each singleton once and followed by something; after `x` everything is private use."""
    singletons: set[str] = set()
    for singleton, count in _sequences(subtags):
        if len(singleton) != 1 or singleton in singletons or count == 0:
            return False
        singletons.add(singleton)
    return True


def _sequences(subtags: list[str]) -> Iterator[tuple[str, int]]:
    """(singleton, how many subtags follow it)."""
    position = 0
    while position < len(subtags):
        start = position
        position += 1
        while position < len(subtags) and (len(subtags[position]) > 1 or subtags[start] == "x"):
            position += 1
        yield subtags[start], position - start - 1


@cache
def _registry() -> _Registry:
    found: dict[str, set[str]] = {}
    for kind, subtags in rows(__package__, "language_subtags.tsv"):
        found.setdefault(kind, set()).update(subtags.split())
    return found
