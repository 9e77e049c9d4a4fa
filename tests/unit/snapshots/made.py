"""Definitions and snapshots as the cases write them: only what they are about, the rest filled in."""

from functools import cache
from typing import Any

from dbep_ig.engine.core import CoreStore
from dbep_ig.engine.fhir.uris import CORE_BASE
from dbep_ig.host.core_data import open_core

URL = "http://example.org/StructureDefinition/"


@cache
def core() -> CoreStore:
    store = open_core().value
    assert store is not None
    return store


def definition(written: dict[str, Any], name: str = "profile") -> dict[str, Any]:
    """{type, base, differential: [elements], …} -> StructureDefinition. `base` is a name of another one, or a type of R4."""
    written = dict(written)
    name = written.pop("name", name)
    of = written.pop("type", "Patient")
    base = written.pop("base", of)
    made = {
        "resourceType": "StructureDefinition",
        "url": URL + name,
        "name": name,
        "status": "draft",
        "kind": "resource",
        "abstract": False,
        "type": of,
        "baseDefinition": base if ":" in base else URL + base if base[0].islower() else CORE_BASE + base,
        "derivation": "constraint",
    }
    if "differential" in written:
        made["differential"] = {"element": written.pop("differential")}
    if "snapshot" in written:
        made["snapshot"] = {"element": written.pop("snapshot")}
    return made | written


def elements_by_id(made: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {element["id"]: element for element in made["snapshot"]["element"]}
