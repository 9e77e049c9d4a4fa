"""ElementDefinitions as rows of a table: what a reader asks of an element, nothing of how FHIR stores it.

Source: https://hl7.org/fhir/R4/elementdefinition.html
"""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from dbep_ig.engine.fhir.documents import Resource

from .page import text_of


@dataclass(frozen=True, slots=True)
class Target:
    """A type, with the profiles a value or a reference's target must follow."""

    code: str
    profiles: tuple[str, ...]
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One element as the tables show it."""

    id: str
    depth: int
    name: str
    slice_name: str
    cardinality: str
    types: tuple[Target, ...]
    short: str
    foreign: bool  # `short` stands in English on a page in another language, as R4 has it
    definition: str
    must_support: bool
    gone: bool  # max 0: the profile does not use it
    binding: Mapping[str, Any] | None
    fixed: str  # JSON of fixed[x] or pattern[x]
    constraints: tuple[Mapping[str, Any], ...]
    slicing: Mapping[str, Any] | None


def rows(
    elements: list[dict[str, Any]], language: str, own: str, *, ours: Collection[str] | None = None
) -> list[Row]:
    """Rows of a snapshot's or a differential's elements, in their order.

    ours  the texts that the guide has written, where the elements are those of a snapshot; the others are R4's, in English
    """
    return [_row(element, language, own, ours) for element in elements]


def completed(differential: list[Row], snapshot: list[Row]) -> list[Row]:
    """The differential with cardinalities said in full: one that gives `min` alone has its `max` from the snapshot."""
    whole = {row.id: row.cardinality for row in snapshot}
    return [
        replace(row, cardinality=whole[row.id])
        if row.cardinality
        and row.id in whole
        and (row.cardinality.startswith(".") or row.cardinality.endswith("."))
        else row
        for row in differential
    ]


def _row(element: dict[str, Any], language: str, own: str, ours: Collection[str] | None) -> Row:
    path = str(element.get("path", ""))
    least, most = element.get("min"), element.get("max")
    return Row(
        id=str(element.get("id", path)),
        depth=path.count("."),
        name=path.rsplit(".", 1)[-1],
        slice_name=str(element.get("sliceName", "")),
        cardinality=""
        if least is None and most is None
        else f"{'' if least is None else least}..{most or ''}",
        types=tuple(
            Target(
                str(kind.get("code", "")).rsplit("/", 1)[-1].replace("System.String", "string"),
                tuple(kind.get("profile", ())),
                tuple(kind.get("targetProfile", ())),
            )
            for kind in element.get("type", ())
        ),
        short=text_of(element, "short", language, own=own),
        foreign=ours is not None
        and language.partition("-")[0] != "en"
        and "short" in element
        and element["short"] not in ours,
        definition=text_of(element, "definition", language, own=own),
        must_support=element.get("mustSupport") is True,
        gone=most == "0",
        binding=element.get("binding") if "valueSet" in element.get("binding", {}) else None,
        fixed=_fixed(element),
        constraints=tuple(element.get("constraint", ())),
        slicing=element.get("slicing"),
    )


def _fixed(element: Mapping[str, Any]) -> str:
    for key, value in element.items():
        if key.startswith(("fixed", "pattern")) and not isinstance(value, bool | None):
            if isinstance(value, dict) and (short := short_form(value)):
                return short
            return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return ""


def without_text(resource: Resource) -> Resource:
    """What a page shows as JSON: the resource without its snapshot and narrative, which the file for download has."""
    return {key: value for key, value in resource.items() if key not in ("snapshot", "text")}


def short_form(value: Mapping[str, Any]) -> str:
    """A small object on one line: a coding, a period, a text, an identifier; nothing for what needs more."""
    if set(value) == {"coding"} and len(value["coding"]) == 1:
        return short_form(value["coding"][0])
    if not all(isinstance(part, str) for part in value.values()):
        return ""
    if set(value) == {"system"}:
        return f"{_last(value['system'])}#…"
    if {"system", "code"} <= set(value) and "value" not in value:
        shown = f"{_last(value['system'])}#{value['code']}"
        return f"{shown} ({value['display']})" if "display" in value else shown
    if set(value) in ({"text"}, {"display"}):
        return str(next(iter(value.values())))
    if set(value) <= {"start", "end"}:
        return f"{value.get('start', '…')} – {value.get('end', '…')}"
    if set(value) == {"system", "value"}:
        return f"{value['value']} ({_last(value['system'])})"
    return ""


def _last(uri: str) -> str:
    """The telling end of an http address; other URIs whole."""
    return uri.rstrip("/").rsplit("/", 1)[-1] if uri.startswith("http") else uri


def own_constraints(profile: Resource) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """(path, constraint) for those that this profile or its parents in the guide added to R4.

    A snapshot repeats the constraints of base R4, whose `source` is an address at hl7.org.
    """
    seen: set[tuple[str, str]] = set()
    parts = (profile.get("snapshot") or {}).get("element") or (profile.get("differential") or {}).get(
        "element", []
    )
    for element in parts:
        for constraint in element.get("constraint", ()):
            source = str(constraint.get("source", profile.get("url", "")))
            place = (str(element.get("path")), str(constraint.get("key")))
            if not source.startswith("http://hl7.org/fhir/StructureDefinition/") and place not in seen:
                seen.add(place)
                yield place[0], constraint
