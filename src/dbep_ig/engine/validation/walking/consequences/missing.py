"""What is missing because something else is missing, or is there but wrong: slices, and what invariants ask for."""

import re
from collections.abc import Callable
from typing import Any

from dbep_ig.engine.terminology.checks import UNKNOWN_CODE
from dbep_ig.engine.validation.ground.findings import Finding
from dbep_ig.engine.validation.rules.structure.cardinality import NOT_USED, TOO_FEW, TOO_MANY
from dbep_ig.engine.validation.rules.structure.invariants import INVARIANT_FAILED
from dbep_ig.engine.validation.rules.structure.json_shape import EMPTY_LIST, NOT_A_LIST, UNKNOWN_PROPERTY
from dbep_ig.engine.validation.rules.structure.primitive_format import MALFORMED_PRIMITIVE
from dbep_ig.engine.validation.rules.structure.slicing import NO_SLICE_MATCHES, SLICE_TOO_FEW, SLICE_TOO_MANY
from dbep_ig.engine.validation.rules.values.data_types import RELATIVE_SYSTEM

from .misspelt import is_nearly
from .pool import Place, Pool, last_name
from .refused import REFUSED

# What is wrong in a value that would else be in a slice, where that is wrong which slices are told by.
_MARKS = (UNKNOWN_CODE, MALFORMED_PRIMITIVE, RELATIVE_SYSTEM, *REFUSED)
_TOLD_BY = ("system", "code", "url", "use", "type")
_IN_QUOTES = re.compile(r"'(?:[^'\\]|\\.)*'")
_WORD = re.compile(r"[A-Za-z]\w*")


def slice_of_a_missing_element(pool: Pool) -> None:
    """Too few values in all, and too few in a slice of them: one of the two says it."""
    for number, one in list(pool.of(TOO_FEW)):
        slices = _slices(one, pool, SLICE_TOO_FEW)
        if one.params["actual"] == 0:
            for other, _ in slices:
                pool.follows(other, number, is_told=False)
        elif slices and one.params["least"] - one.params["actual"] <= _in_all(slices, _lack):
            pool.follows(number, slices[0][0], is_told=False)


def slice_of_an_element_too_many(pool: Pool) -> None:
    """Too many values in all, and too many in a slice of them: one of the two says it.

    No more in all than the slice may have: then the slice is right too. As many less in the slices: then the rest is.
    """
    for number, one in list(pool.of(TOO_MANY, NOT_USED)):
        slices = [each for each in _slices(one, pool, SLICE_TOO_MANY, NOT_USED) if each[0] != number]
        left = [each for each in slices if _most(each[1]) < _most(one)]
        for other, _ in slices:
            if other not in dict(left):
                pool.follows(other, number, is_told=False)
        if left and _excess(one) <= _in_all(left, _excess):
            pool.follows(number, left[0][0], is_told=False)


def _in_all(slices: list[tuple[int, Finding]], count: Callable[[Finding], int]) -> int:
    """Of several slices together. What is in a reslice is in its slice too, and profiles can slice the same values."""
    elements = {str(found.params["element"]) for _, found in slices}
    by_profile: dict[str, int] = {}
    for _, found in slices:
        if str(found.params["element"]).rpartition("/")[0] not in elements:
            profile = str(found.params.get("profile", ""))
            by_profile[profile] = by_profile.get(profile, 0) + count(found)
    return max(by_profile.values(), default=0)


def _lack(found: Finding) -> int:
    return int(found.params["least"]) - int(found.params["actual"])


def _excess(found: Finding) -> int:
    return int(found.params["actual"]) - _most(found)


def _most(found: Finding) -> int:
    return 0 if found.rule is NOT_USED else int(found.params["most"])


def _slices(one: Finding, pool: Pool, *rules: Any) -> list[tuple[int, Finding]]:
    name = last_name(one.params["element"])
    return [
        (number, found)
        for number, found in pool.at(one.document, one.pointer, *rules)
        if last_name(found.params["element"]) == name
    ]


def slice_whose_value_is_wrong(pool: Pool) -> None:
    """A slice is missing, and a value that would have been in it is refused, or wrong in what tells the slice."""
    wanted: dict[Place, list[Any]] = {}
    for number, one in pool.of(SLICE_TOO_FEW):
        at = (*one.pointer, last_name(one.params["element"]))
        wanted.setdefault((one.document, at), []).append((number, len(at)))
    if not wanted:
        return
    used: set[tuple[int, Any]] = set()
    for root, one, (number, depth) in pool.errors_below(wanted):
        inside = one.pointer[depth + 1 :]
        if one.rule is UNKNOWN_PROPERTY:
            is_mark = bool(inside) and any(is_nearly(str(inside[-1]), name) for name in _TOLD_BY)
        else:
            is_mark = one.rule in _MARKS and (not inside or inside[-1] in _TOLD_BY)
        if not (is_mark or (one.rule is NO_SLICE_MATCHES and not inside)):
            continue
        value = (root, one.pointer[: depth + 1])
        if one.rule in (NOT_A_LIST, EMPTY_LIST) or value not in used:
            used.add(value)
            pool.follows(number, root)


def invariant_of_what_is_wrong(pool: Pool) -> None:
    """An invariant that asks about an element which is missing, misspelt or no value at all, at its place or below."""
    failed: dict[Place, list[Any]] = {}
    for number, one in pool.of(INVARIANT_FAILED):
        if "expression" in one.params:
            words = frozenset(_WORD.findall(_IN_QUOTES.sub("", one.params["expression"])))
            failed.setdefault((one.document, one.pointer), []).append((number, len(one.pointer), words))
    if not failed:
        return
    for root, one, (number, depth, words) in pool.errors_below(failed):
        names = [step.removeprefix("_") for step in one.pointer[depth:] if isinstance(step, str)]
        if one.rule in (TOO_FEW, SLICE_TOO_FEW) and one.params["actual"] == 0:
            names.append(last_name(one.params["element"]))
        elif one.rule is UNKNOWN_PROPERTY:
            key = names.pop()
            names.append(next((word for word in sorted(words) if is_nearly(key, word)), key))
        elif one.rule not in (*REFUSED, MALFORMED_PRIMITIVE):
            continue
        if names and all(_is_among(name, words) for name in names):
            pool.follows(number, root)


def _is_among(name: str, words: frozenset[str]) -> bool:
    """`onsetDateTime` is `onset` in FHIRPath."""
    return name in words or any(
        name.startswith(word) and name[len(word) : len(word) + 1].isupper() for word in words
    )


def one_in_place_of_another(pool: Pool) -> None:
    """Inside an element: one of its parts is not used, and another, which is, is missing."""
    for root, one in list(pool.of(NOT_USED)):
        if one.params["element"].count(".") < 2:
            continue
        missing = list(pool.at(one.document, one.pointer, TOO_FEW))
        refused = list(pool.at(one.document, one.pointer, NOT_USED, TOO_MANY))
        if len(missing) == len(refused) == 1:
            pool.follows(missing[0][0], root)


LOOK = (
    slice_of_a_missing_element,
    slice_of_an_element_too_many,
    slice_whose_value_is_wrong,
    invariant_of_what_is_wrong,
    one_in_place_of_another,
)
