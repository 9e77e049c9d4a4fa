"""ISO 3166-1, ISO 4217 and the IANA time zones as CodeSystem resources, made from the generated lists.

One concept for each way of writing a country: alpha-2, alpha-3 and numeric codes share the code system in FHIR.
Source: https://hl7.org/fhir/R4/valueset-iso3166-1-2.html
"""

from collections.abc import Iterable, Iterator
from typing import Any

from dbep_ig.engine.fhir.documents import Resource

from . import COUNTRIES, CURRENCIES, TIME_ZONES

_INACTIVE = "http://hl7.org/fhir/concept-properties#inactive"


def countries() -> Resource:
    """ISO 3166-1."""
    from .countries import COUNTRIES as ROWS

    rows = [row.split(" ", 3) for row in ROWS.split("\n") if row]
    concepts = [_concept(row[column], row[3]) for column in range(3) for row in rows]
    return _resource(COUNTRIES, "ISO 3166-1", concepts, case_sensitive=True)


def currencies() -> Resource:
    """ISO 4217; currencies that are no longer in use anywhere are there as inactive."""
    from . import currencies as tables

    concepts = [_concept(code, names) for code, names in _rows(tables.CURRENCIES)]
    for code, names in _rows(tables.HISTORIC):
        concepts.append({**_concept(code, names), "property": [{"code": "inactive", "valueBoolean": True}]})
    resource = _resource(CURRENCIES, "ISO 4217", concepts, case_sensitive=True)
    resource["property"] = [{"code": "inactive", "uri": _INACTIVE, "type": "boolean"}]
    return resource


def time_zones() -> Resource:
    """Names of the IANA time zone database."""
    from .time_zones import TIME_ZONES as NAMES

    return _resource(
        TIME_ZONES, "IANA time zones", ({"code": name} for name in NAMES.split()), case_sensitive=False
    )


def _rows(table: str) -> Iterator[tuple[str, str]]:
    for row in table.split("\n"):
        if row:
            code, _, names = row.partition(" ")
            yield code, names


def _concept(code: str, names: str) -> dict[str, Any]:
    """English names first, the Norwegian one last."""
    display, *english, norwegian = names.split("|")
    designations = [{"language": "en", "value": name} for name in english]
    designations.append({"language": "nb", "value": norwegian})
    return {"code": code, "display": display, "designation": designations}


def _resource(url: str, title: str, concepts: Iterable[dict[str, Any]], *, case_sensitive: bool) -> Resource:
    return {
        "resourceType": "CodeSystem",
        "url": url,
        "title": title,
        "language": "en",
        "status": "active",
        "content": "complete",
        "caseSensitive": case_sensitive,
        "concept": list(concepts),
    }
