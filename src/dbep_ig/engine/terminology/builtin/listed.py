"""ISO 3166-1, ISO 4217 and the IANA time zones as CodeSystem resources, made from the generated lists.

Source: https://hl7.org/fhir/R4/valueset-iso3166-1-2.html
"""

from collections.abc import Iterable
from typing import Any

from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.engine.fhir.tables import rows

_INACTIVE = "http://hl7.org/fhir/concept-properties#inactive"


def countries(url: str) -> Resource:
    """One concept for each way of writing a country: alpha-2, alpha-3 and numeric codes share the code system in FHIR."""
    listed = rows(__package__, "countries.tsv")
    concepts = (_concept(row[column], row[3:]) for column in range(3) for row in listed)
    return _resource(url, "ISO 3166-1", concepts, case_sensitive=True)


def currencies(url: str) -> Resource:
    """Currencies that are no longer in use anywhere are there as inactive."""
    concepts = []
    for code, use, *names in rows(__package__, "currencies.tsv"):
        concept = _concept(code, names)
        if use == "historic":
            concept["property"] = [{"code": "inactive", "valueBoolean": True}]
        concepts.append(concept)
    resource = _resource(url, "ISO 4217", concepts, case_sensitive=True)
    resource["property"] = [{"code": "inactive", "uri": _INACTIVE, "type": "boolean"}]
    return resource


def time_zones(url: str) -> Resource:
    """Names of the IANA time zone database."""
    concepts = ({"code": name} for (name,) in rows(__package__, "time_zones.tsv"))
    return _resource(url, "IANA time zones", concepts, case_sensitive=False)


def _concept(code: str, names: list[str]) -> dict[str, Any]:
    """English names first, the Norwegian one last."""
    display, *english, norwegian = names
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
