"""Value sets by the codes that they have, and code systems concept by concept."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.engine.fhir.uris import split_canonical
from dbep_ig.engine.terminology import Terminology

from .changes import Found

_EXTENSIBLE, _REQUIRED = 2, 3
_STRENGTHS = {"example": 0, "preferred": 1, "extensible": _EXTENSIBLE, "required": _REQUIRED}
_MOST = 8  # codes that are named


def strongest_bindings(definitions: Iterable[Resource]) -> dict[str, int]:
    """Canonical of a value set -> how strong the strongest binding to it is: 3 for required."""
    found: dict[str, int] = {}
    for definition in definitions:
        for element in definition.get("snapshot", {}).get("element", ()):
            binding = element.get("binding") or {}
            url = split_canonical(str(binding.get("valueSet", "")))[0]
            found[url] = max(found.get(url, -1), _STRENGTHS.get(str(binding.get("strength")), -1))
    return found


def compare_value_sets(
    old: Resource, new: Resource, before: Terminology, after: Terminology, strength: int, found: Found
) -> None:
    """By their codes; where those cannot be listed, by how they are composed.

    strength  of the strongest binding to it, which decides whom other codes break
    """
    codes = _codes(old, before), _codes(new, after)
    if codes[0] is None or codes[1] is None:
        if old.get("compose") != new.get("compose"):
            found.add("value-set-replaced" if strength >= _EXTENSIBLE else "codes-added")
        return
    gone = [code for code in codes[0] if code not in codes[1]]
    come = [code for code in codes[1] if code not in codes[0]]
    if gone:
        found.add("value-set-narrowed" if strength >= _EXTENSIBLE else "codes-removed", before=_listed(gone))
    if come:
        found.add("value-set-widened" if strength == _REQUIRED else "codes-added", after=_listed(come))


def _codes(value_set: Resource, terminology: Terminology) -> list[tuple[str, str]] | None:
    expansion = terminology.expand(value_set).value
    return None if expansion is None else [(one.system, one.code) for one in expansion.entries]


def _listed(codes: list[tuple[str, str]]) -> str:
    shown = ", ".join(code for _, code in codes[:_MOST])
    return shown if len(codes) <= _MOST else f"{shown} … ({len(codes)})"


def compare_code_systems(old: Resource, new: Resource, found: Found) -> None:
    """Concepts by code, at whatever depth."""
    before, after = ({one["code"]: one for one in _concepts(side)} for side in (old, new))
    for code in [code for code in after if code not in before]:
        found.add("code-added", str(code), after=after[code].get("display", code))
    for code, concept in before.items():
        now = after.get(code)
        if now is None:
            found.add("code-removed", str(code), before=concept.get("display", code))
            continue
        if not _is_deprecated(concept) and _is_deprecated(now):
            found.add("code-deprecated", str(code), after=now.get("display", code))
        texts = ("display", "_display", "definition", "_definition", "designation")
        if any(concept.get(name) != now.get(name) for name in texts):
            found.add(
                "display-changed", str(code), before=concept.get("display", ""), after=now.get("display", "")
            )


def _concepts(holder: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    waiting = [*reversed(holder.get("concept", ()))]
    while waiting:
        concept = waiting.pop()
        if "code" in concept:
            yield concept
        waiting += reversed(concept.get("concept", ()))


def _is_deprecated(concept: Mapping[str, Any]) -> bool:
    """https://hl7.org/fhir/R4/codesystem-concept-properties.html"""
    return any(
        (one.get("code") == "status" and one.get("valueCode") in ("deprecated", "retired"))
        or one.get("code") in ("deprecated", "deprecationDate", "retirementDate")
        or (one.get("code") == "inactive" and one.get("valueBoolean") is True)
        for one in concept.get("property", ())
    )
