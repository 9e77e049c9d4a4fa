"""Two versions of one ElementDefinition: cardinality, types, binding, values, rules, texts.

Source: https://hl7.org/fhir/R4/elementdefinition.html
"""

import json
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from dbep_ig.engine.fhir.uris import split_canonical

from .changes import Found

Element = Mapping[str, Any]
Codes = frozenset[tuple[str, str]] | None
CodesOf = Callable[[str], Codes]
_STRENGTHS = ("example", "preferred", "extensible", "required")
TEXTS = ("short", "definition", "comment", "requirements", "alias", "meaningWhenMissing")
_OBLIGATION = "http://hl7.org/fhir/StructureDefinition/obligation"
_LONGEST = 120  # characters of a value that are shown


def compare_elements(
    old: Element, new: Element, element_id: str, model: str, found: Found, codes_of: tuple[CodesOf, CodesOf]
) -> None:
    """What of the element is not what it was.

    codes_of  the codes of a value set, by canonical, in the old and in the new version; None where they cannot be listed
    """
    if old is new:
        return
    where = (element_id, model)
    _cardinality(old, new, where, found)
    _slicing(old, new, where, found)
    _types(old, new, where, found)
    _binding(old, new, where, found, codes_of)
    _values(old, new, where, found)
    _limits(old, new, where, found)
    _rules(old, new, where, found)
    _flags(old, new, where, found)
    _obligations(old, new, where, found)


def compare_text(old: Element, new: Element, member: str, element_id: str, model: str, found: Found) -> None:
    """One of `TEXTS`, with its translations."""
    if any(old.get(key) != new.get(key) for key in (member, f"_{member}")):
        found.add("text-changed", element_id, model, _shown(old.get(member)), _shown(new.get(member)))


Where = tuple[str, str]


def _cardinality(old: Element, new: Element, where: Where, found: Found) -> None:
    before, after = old.get("min", 0), new.get("min", 0)
    if before != after:
        found.add("min-raised" if after > before else "min-lowered", *where, before, after)
    most, now = str(old.get("max", "*")), str(new.get("max", "*"))
    if most != now:
        found.add("max-lowered" if _number(now) < _number(most) else "max-raised", *where, most, now)


def _number(most: str) -> float:
    return float(most) if most.isascii() and most.isdigit() else float("inf")


def _slicing(old: Element, new: Element, where: Where, found: Found) -> None:
    before, after = old.get("slicing"), new.get("slicing")
    if not isinstance(before, dict) or not isinstance(after, dict):
        if isinstance(after, dict) and after.get("rules") == "closed":
            found.add("slicing-closed", *where)
        elif isinstance(before, dict) and before.get("rules") == "closed":
            found.add("slicing-opened", *where)
        return
    if before.get("discriminator") != after.get("discriminator"):
        found.add("slicing-changed", *where, _discriminators(before), _discriminators(after))
    closed = before.get("rules") == "closed", after.get("rules") == "closed"
    if closed[0] != closed[1]:
        found.add("slicing-closed" if closed[1] else "slicing-opened", *where)


def _discriminators(slicing: Mapping[str, Any]) -> str:
    return ", ".join(f"{one.get('type')}:{one.get('path')}" for one in slicing.get("discriminator", ()))


def _types(old: Element, new: Element, where: Where, found: Found) -> None:
    before, after = _by_code(old), _by_code(new)
    if not before or not after:  # contentReference, or the root of a resource
        return
    for code in [code for code in before if code not in after]:
        found.add("type-removed", *where, before=code)
    for code in [code for code in after if code not in before]:
        found.add("type-added", *where, after=code)
    for code in [code for code in after if code in before]:
        _narrowings(
            before[code], after[code], "targetProfile", ("target-removed", "target-added"), where, found
        )
        _narrowings(
            before[code], after[code], "profile", ("type-profile-added", "type-profile-removed"), where, found
        )


def _by_code(element: Element) -> dict[str, Mapping[str, Any]]:
    return {str(one.get("code", "")): one for one in element.get("type", ())}


def _narrowings(
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    member: str,
    kinds: tuple[str, str],
    where: Where,
    found: Found,
) -> None:
    """One of a list of canonicals has to fit; no list is no limit. `kinds`: narrower, wider."""
    before, after = _canonicals(old.get(member)), _canonicals(new.get(member))
    if before == after:
        return
    narrower, wider = kinds
    if not before or not after:
        key = narrower if after else wider
        found.add(key, *where, ", ".join(sorted(before)), ", ".join(sorted(after)))
        return
    gone, come = sorted(before - after), sorted(after - before)
    if gone:
        found.add(narrower, *where, before=", ".join(gone))
    if come:
        found.add(wider, *where, after=", ".join(come))


def _canonicals(listed: Any) -> set[str]:
    """Without versions: those follow the package's own."""
    return {split_canonical(str(one))[0] for one in listed or ()}


def _binding(
    old: Element, new: Element, where: Where, found: Found, codes_of: tuple[CodesOf, CodesOf]
) -> None:
    before, after = old.get("binding") or {}, new.get("binding") or {}
    strengths = _strength(before), _strength(after)
    value_sets = tuple(split_canonical(str(one.get("valueSet", "")))[0] for one in (before, after))
    if not before and not after:
        return
    shown = tuple(
        f"{one.get('valueSet', '')} ({one.get('strength', '')})" if one else "" for one in (before, after)
    )
    if strengths[0] < 2 and strengths[1] < 2:  # neither decides what is valid
        if value_sets[0] != value_sets[1] or strengths[0] != strengths[1]:
            found.add("text-changed", *where, *shown)
        return
    if not before or not after:
        found.add("binding-added" if after else "binding-removed", *where, *shown)
        return
    if strengths[0] != strengths[1]:
        key = "binding-strengthened" if strengths[1] > strengths[0] else "binding-weakened"
        found.add(key, *where, before.get("strength"), after.get("strength"))
    if value_sets[0] != value_sets[1]:
        codes = tuple(of(url) for of, url in zip(codes_of, value_sets, strict=True))
        found.add(_kind_of_codes(*codes, is_required=3 in strengths), *where, *value_sets)


def _kind_of_codes(before: Codes, after: Codes, *, is_required: bool) -> str:
    """Another value set, by what it allows."""
    if before is None or after is None or (before - after and after - before):
        return "value-set-replaced"
    if before == after:
        return "value-set-renamed"
    if before > after:
        return "value-set-narrowed"
    return "value-set-widened" if is_required else "codes-added"


def _strength(binding: Mapping[str, Any]) -> int:
    strength = binding.get("strength")
    return _STRENGTHS.index(strength) if strength in _STRENGTHS else -1


def _values(old: Element, new: Element, where: Where, found: Found) -> None:
    for prefix in ("fixed", "pattern"):
        before, after = _with_prefix(old, prefix), _with_prefix(new, prefix)
        if before == after:
            continue
        key = "value-added" if not before else "value-removed" if not after else "value-changed"
        found.add(key, *where, *(_shown(next(iter(one.values()), None)) for one in (before, after)))


def _with_prefix(element: Element, prefix: str) -> dict[str, Any]:
    return {
        name: value
        for name, value in element.items()
        if name.startswith(prefix) and name[len(prefix) : len(prefix) + 1].isupper()
    }


def _limits(old: Element, new: Element, where: Where, found: Found) -> None:
    before, after = old.get("maxLength"), new.get("maxLength")
    if before != after:
        narrower = before is None or (after is not None and after < before)
        found.add("limit-narrowed" if narrower else "limit-widened", *where, _shown(before), _shown(after))
    for prefix in ("minValue", "maxValue"):
        least, now = _with_prefix(old, prefix), _with_prefix(new, prefix)
        if least != now:
            values = tuple(next(iter(one.values()), None) for one in (least, now))
            key = "limit-narrowed" if _is_narrower(prefix, *values) else "limit-widened"
            found.add(key, *where, *(_shown(one) for one in values))


def _is_narrower(prefix: str, old: Any, new: Any) -> bool:
    """What cannot be compared (dates of different precision) counts as narrower: it is looked at then."""
    if old is None or new is None:
        return new is not None
    try:
        return bool(new > old if prefix == "minValue" else new < old)
    except TypeError:
        return True


def _rules(old: Element, new: Element, where: Where, found: Found) -> None:
    before, after = _by_key(old), _by_key(new)
    for key, rule in after.items():
        if key not in before:
            kind = "rule-added" if _is_error(rule) else "warning-added"
            found.add(kind, *where, after=f"{key}: {rule.get('human', '')}")
    for key, rule in before.items():
        now = after.get(key)
        if now is None:
            kind = "rule-removed" if _is_error(rule) else "warning-removed"
            found.add(kind, *where, before=f"{key}: {rule.get('human', '')}")
            continue
        if _is_error(rule) != _is_error(now):
            found.add("rule-stricter" if _is_error(now) else "rule-milder", *where, key, key)
        if rule.get("expression") != now.get("expression"):
            kind = "rule-changed" if _is_error(now) else "warning-changed"
            found.add(kind, *where, f"{key}: {rule.get('expression')}", f"{key}: {now.get('expression')}")
        elif rule.get("human") != now.get("human") or rule.get("_human") != now.get("_human"):
            found.add("text-changed", *where, f"{key}: {rule.get('human')}", f"{key}: {now.get('human')}")


def _by_key(element: Element) -> dict[str, Mapping[str, Any]]:
    return {str(one.get("key", "")): one for one in element.get("constraint", ())}


def _is_error(rule: Mapping[str, Any]) -> bool:
    return rule.get("severity") == "error"


def _flags(old: Element, new: Element, where: Where, found: Found) -> None:
    before, after = old.get("mustSupport", False), new.get("mustSupport", False)
    if before != after:
        found.add("must-support-added" if after else "must-support-removed", *where)
    if new.get("isModifier", False) and not old.get("isModifier", False):
        found.add("modifier-changed", *where)


def _obligations(old: Element, new: Element, where: Where, found: Found) -> None:
    before, after = _obligations_of(old), _obligations_of(new)
    for one in [one for one in after if one not in before]:
        found.add("obligation-added", *where, after=one)
    for one in [one for one in before if one not in after]:
        found.add("obligation-removed", *where, before=one)


def _obligations_of(element: Element) -> list[str]:
    """`SHALL:populate (actor)`, each once."""
    extensions: Iterable[Any] = element.get("extension", ())
    found: list[str] = []
    for extension in extensions:
        if extension.get("url") != _OBLIGATION:
            continue
        parts = [(part.get("url"), part) for part in extension.get("extension", ())]
        codes = [str(part.get("valueCode", "")) for name, part in parts if name == "code"]
        actors = [str(part.get("valueCanonical", "")) for name, part in parts if name == "actor"]
        found.append(f"{', '.join(codes)} {' '.join(f'({actor})' for actor in actors)}".strip())
    return list(dict.fromkeys(found))


def _shown(value: Any) -> str:
    """A value on one line, not too long."""
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    if isinstance(value, Decimal):  # with the digits that were written, and no quotes
        text = str(value)
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
