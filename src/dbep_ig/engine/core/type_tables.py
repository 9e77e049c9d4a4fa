"""Element tables of R4's types, made from their snapshots when core is packed.

A table is {type or backbone path: [base, row, …]}; `base` is the backbone's (Element or BackboneElement) and null for a
type; a row is [name, [type name, …], min, max, flags].
Source: https://hl7.org/fhir/R4/datatypes.html
"""

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from dbep_ig.engine.fhir.documents import Resource

CHOICE: Final = 1
XML_ATTRIBUTE: Final = 2

Row = list[Any]
Table = dict[str, list[Any]]

_SYSTEM = "http://hl7.org/fhirpath/System."
_FHIR_TYPE = "http://hl7.org/fhir/StructureDefinition/structuredefinition-fhir-type"


class TypeTables(NamedTuple):
    """heads: type -> [kind, base or None]; common: data types, in one table; own: one table for each resource."""

    heads: dict[str, list[str | None]]
    common: Table
    own: dict[str, Table]


def type_tables(structures: Iterable[Resource]) -> TypeTables:
    """Tables of everything that is a type; profiles (SimpleQuantity and MoneyQuantity too) are none."""
    heads: dict[str, list[str | None]] = {}
    common: Table = {}
    own: dict[str, Table] = {}
    for structure in sorted(structures, key=lambda each: str(each["type"])):
        if structure.get("derivation") == "constraint":
            continue
        name, kind = structure["type"], structure["kind"]
        base = structure.get("baseDefinition")
        heads[name] = [kind, base.rpartition("/")[2] if base else None]
        table = _table(kind, structure["snapshot"]["element"])
        if kind in ("resource", "logical"):
            own[name] = table
        else:
            common |= table
    return TypeTables(heads, common, own)


def _table(kind: str, elements: list[dict[str, Any]]) -> Table:
    root = elements[0]["path"]
    table: Table = {root: [None]}
    parents = {element["path"].rpartition(".")[0] for element in elements}
    for element in elements[1:]:
        path = element["path"]
        owner, _, last = path.rpartition(".")
        flags = (CHOICE if last.endswith("[x]") else 0) | (
            XML_ATTRIBUTE if "xmlAttr" in element.get("representation", ()) else 0
        )
        if path in parents:
            table[path] = [element["type"][0]["code"]]
            types = [path]
        elif "contentReference" in element:
            types = [element["contentReference"].partition("#")[2]]
        elif path == f"{root}.id" and kind == "resource":
            # The definition's extension says `string`; the specification's pages say `id`.
            # https://hl7.org/fhir/R4/resource.html#id
            types = ["id"]
        else:
            types = list(dict.fromkeys(_type_name(each, last) for each in element["type"]))
        table[owner].append([last.removesuffix("[x]"), types, element["min"], element["max"], flags])
    return table


def _type_name(type_: dict[str, Any], name: str) -> str:
    """`http://hl7.org/fhirpath/System.String` is what a primitive's `value` is; elsewhere it stands for a FHIR type."""
    code: str = type_["code"]
    if not code.startswith(_SYSTEM):
        return code
    if name == "value":
        return "System." + code.removeprefix(_SYSTEM)
    stated = [each["valueUrl"] for each in type_.get("extension", ()) if each["url"] == _FHIR_TYPE]
    return str(stated[0]) if stated else "string"
