"""The type model and the definitions of R4 core, as FHIR's pages state them."""

import threading

import pytest

from dbep_ig.engine.core import CoreStore, DamagedCoreError
from dbep_ig.engine.core.layout import PACKAGE
from dbep_ig.engine.core.packing import pack_core, read_resource
from dbep_ig.engine.core.type_tables import type_tables
from dbep_ig.engine.fhirpath import from_data, parse, to_data
from dbep_ig.host.core_data import open_core


@pytest.fixture(scope="module")
def core() -> CoreStore:
    result = open_core()
    assert result.value is not None, [issue.message("en") for issue in result.issues]
    return result.value


@pytest.mark.parametrize(
    ("type_name", "kind", "base"),
    [
        ("CarePlan", "resource", "DomainResource"),
        ("Bundle", "resource", "Resource"),
        ("Resource", "resource", None),
        ("Element", "complex-type", None),
        ("CarePlan.activity", "backbone", "BackboneElement"),
        ("Timing.repeat", "backbone", "Element"),
        ("Dosage", "complex-type", "BackboneElement"),
        ("Age", "complex-type", "Quantity"),
        ("code", "primitive-type", "string"),
        ("id", "primitive-type", "string"),
        ("markdown", "primitive-type", "string"),
        ("url", "primitive-type", "uri"),
        ("canonical", "primitive-type", "uri"),
        ("uuid", "primitive-type", "uri"),
        ("oid", "primitive-type", "uri"),
        ("positiveInt", "primitive-type", "integer"),
        ("unsignedInt", "primitive-type", "integer"),
        ("string", "primitive-type", "Element"),
        ("xhtml", "primitive-type", "Element"),
        ("SimpleQuantity", None, None),  # a profile, not a type
        ("CarePlan.nothing", None, None),
        ("CarePlan.activity.nothing", None, None),
        ("", None, None),
    ],
)
def test_kinds_and_bases(core: CoreStore, type_name: str, kind: str | None, base: str | None) -> None:
    assert (core.kind(type_name), core.base(type_name)) == (kind, base)


@pytest.mark.parametrize(
    ("type_name", "key", "element", "value_type"),
    [
        ("Observation", "valueQuantity", "value", "Quantity"),
        ("Observation", "valueDateTime", "value", "dateTime"),
        ("Observation", "id", "id", "id"),
        ("Observation.component", "id", "id", "string"),
        ("Extension", "url", "url", "uri"),
        ("Extension", "valueBase64Binary", "value", "base64Binary"),
        ("Questionnaire.item", "item", "item", "Questionnaire.item"),
        ("Bundle.entry", "link", "link", "Bundle.link"),
        ("Timing", "repeat", "repeat", "Timing.repeat"),
        ("Patient", "contained", "contained", "Resource"),
        ("string", "value", "value", "System.String"),
        ("boolean", "value", "value", "System.Boolean"),
        ("Narrative", "div", "div", "xhtml"),
        ("Reference", "identifier", "identifier", "Identifier"),
    ],
)
def test_members(core: CoreStore, type_name: str, key: str, element: str, value_type: str) -> None:
    found = core.member(type_name, key)
    assert found is not None
    assert (found[0].name, found[1]) == (element, value_type)


@pytest.mark.parametrize(
    ("type_name", "key"), [("Observation", "value"), ("Observation", "valueAge"), ("Nothing", "id")]
)
def test_members_that_are_not_there(core: CoreStore, type_name: str, key: str) -> None:
    assert core.member(type_name, key) is None


def test_elements_are_in_order_with_the_inherited_ones_first(core: CoreStore) -> None:
    elements = core.elements("CarePlan")
    assert list(elements)[:9] == [
        "id", "meta", "implicitRules", "language", "text", "contained", "extension", "modifierExtension", "identifier",
    ]  # fmt: skip
    assert [info.order for info in elements.values()] == list(range(len(elements)))
    assert elements["status"].min == 1
    assert not elements["status"].is_list
    assert elements["activity"].is_list
    assert elements["activity"].max == "*"


def test_choices_list_their_types(core: CoreStore) -> None:
    value = core.elements("Extension")["value"]
    assert value.is_choice
    assert len(value.types) == 50
    assert core.elements("Extension")["url"].xml_attribute
    assert not core.elements("Patient")["id"].xml_attribute


def test_every_type_has_elements_whose_types_are_known(core: CoreStore) -> None:
    waiting, seen = list(core.type_names()), set()
    while waiting:
        name = waiting.pop()
        if name in seen or name.startswith("System."):
            continue
        seen.add(name)
        assert core.kind(name) is not None, name
        assert core.elements(name), name
        waiting.extend(each for info in core.elements(name).values() for each in info.types)
    assert len(seen) > 650
    assert "Claim.item.detail.subDetail" in seen


def test_tables_are_made_from_snapshots(core: CoreStore) -> None:
    """What the store reads was made when core was packed; this makes it now."""
    tables = type_tables(core.all("StructureDefinition"))
    assert set(core.type_names()) < set(tables.heads)
    assert "SimpleQuantity" not in tables.heads
    assert tables.heads["Age"] == ["complex-type", "Quantity"]
    assert ["id", ["id"], 0, "1", 0] in tables.own["Observation"]["Observation"]
    assert ["id", ["string"], 0, "1", 2] in tables.own["Observation"]["Observation.component"]
    assert ["item", ["Questionnaire.item"], 0, "*", 0] in tables.own["Questionnaire"]["Questionnaire.item"]
    assert tables.own["CarePlan"]["CarePlan.activity"][0] == "BackboneElement"
    assert tables.common["Timing.repeat"][0] == "Element"
    assert ["url", ["uri"], 1, "1", 2] in tables.common["Extension"]
    assert tables.common["string"][-1] == ["value", ["System.String"], 0, "1", 2]
    assert tables.own["Observation"]["Observation"][-1][0] == "component"


def test_subtypes(core: CoreStore) -> None:
    assert core.is_subtype("CarePlan", "Resource")
    assert core.is_subtype("CarePlan.activity", "Element")
    assert core.is_subtype("Duration", "Quantity")
    assert core.is_subtype("Duration", "Duration")
    assert not core.is_subtype("Bundle", "DomainResource")
    assert not core.is_subtype("Nothing", "Element")


@pytest.mark.parametrize(
    ("canonical", "resource_type", "resource_id"),
    [
        ("http://hl7.org/fhir/StructureDefinition/CarePlan", None, "CarePlan"),
        ("http://hl7.org/fhir/StructureDefinition/CarePlan|4.0.1", "StructureDefinition", "CarePlan"),
        ("http://hl7.org/fhir/StructureDefinition/CarePlan|5.0.0", None, None),
        ("http://hl7.org/fhir/StructureDefinition/CarePlan", "ValueSet", None),
        ("http://hl7.org/fhir/request-status", "CodeSystem", "request-status"),
        ("http://terminology.hl7.org/ValueSet/v3-NullFlavor|2018-08-12", None, "v3-NullFlavor"),
        # R4's own bindings name R4's version, whatever version the value set states.
        ("http://terminology.hl7.org/ValueSet/v3-NullFlavor|4.0.1", None, "v3-NullFlavor"),
        ("http://terminology.hl7.org/ValueSet/v3-NullFlavor|4.0.0", None, None),
        ("http://hl7.org/fhir/SearchParameter/clinical-patient", None, "clinical-patient"),
        ("http://hl7.org/fhir/OperationDefinition/Resource-validate", None, "Resource-validate"),
        ("http://hl7.org/fhir/StructureDefinition/SimpleQuantity", None, "SimpleQuantity"),
        ("http://example.org/nothing", None, None),
        ("", None, None),
        ("http://hl7.org/fhir/StructureDefinition/CarePlan", "Nothing", None),
    ],
)
def test_find(core: CoreStore, canonical: str, resource_type: str | None, resource_id: str | None) -> None:
    found = core.find(canonical, resource_type)
    assert (found and found["id"]) == resource_id


def test_structure_definitions_hold_snapshot_and_differential(core: CoreStore) -> None:
    found = core.find("http://hl7.org/fhir/StructureDefinition/CarePlan", "StructureDefinition")
    assert found is not None
    assert len(found["snapshot"]["element"]) > len(found["differential"]["element"])
    assert core.package_of(found) == PACKAGE
    assert core.package_of(dict(found)) is None


def test_all_resources_of_a_type(core: CoreStore) -> None:
    urls = [each["url"] for each in core.all("CompartmentDefinition")]
    assert urls == sorted(urls)
    assert tuple(urls) == core.canonicals("CompartmentDefinition")
    assert len(core.canonicals("StructureDefinition")) == 655
    assert len(list(core.all("NamingSystem"))) == 2  # resources without canonical are there too
    assert list(core.all("Nothing")) == []


def test_versions_are_known_without_reading(core: CoreStore) -> None:
    assert core.version_of("http://terminology.hl7.org/ValueSet/v3-NullFlavor", "ValueSet") == "2018-08-12"
    assert (
        core.version_of("http://hl7.org/fhir/StructureDefinition/CarePlan", "StructureDefinition") == "4.0.1"
    )
    assert core.version_of("http://snomed.info/sct", "CodeSystem") is None


def test_many_threads_get_the_same_objects() -> None:
    fresh = open_core.__wrapped__().value
    assert fresh is not None
    names = fresh.type_names()
    barrier = threading.Barrier(8)
    seen: list[list[int]] = []

    def read() -> None:
        barrier.wait()
        got = [id(fresh.elements(name)) for name in names]
        got += [id(fresh.find(f"http://hl7.org/fhir/StructureDefinition/{name}")) for name in names[:40]]
        seen.append(got)

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 8
    assert all(each == seen[0] for each in seen)


def test_decimals_keep_their_digits() -> None:
    text = b'{"resourceType": "ValueSet", "url": "http://x", "id": "a", "x": 1.10, "y": -2.50e-7, "z": [3, "1.0"]}'
    packed = pack_core([read_resource(text) or {}], stamp="s")
    found = CoreStore(lambda offset, size: packed[offset : offset + size]).find("http://x")
    assert found is not None
    assert str(found["x"]) == "1.10"
    assert str(found["y"]) == "-2.50E-7"
    assert found["z"] == [3, "1.0"]


def test_packing_is_reproducible_and_independent_of_order() -> None:
    one, two = ({"resourceType": "ValueSet", "id": each, "url": f"http://x/{each}"} for each in "ab")
    assert pack_core([one, two], stamp="s") == pack_core([two, one], stamp="s")
    assert pack_core([one], stamp="s") != pack_core([one], stamp="t")


@pytest.mark.parametrize("data", [b"", b"dbepR4", b"x" * 100, b"dbepR4\x00\x01" + b"\xff" * 100])
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(DamagedCoreError):
        CoreStore(lambda offset, size: data[offset : offset + size])


def test_every_invariant_is_parsed_already(core: CoreStore) -> None:
    structures = core.all("StructureDefinition")
    elements = (each for one in structures for each in one.get("snapshot", {}).get("element", ()))
    texts = {
        each["expression"] for one in elements for each in one.get("constraint", ()) if "expression" in each
    }
    assert len(texts) == 203
    for text in texts:
        tree = core.parsed_expression(text)
        assert tree is not None, text
        parsed = parse(text).value
        assert parsed is not None
        assert to_data(from_data(tree)) == to_data(parsed)
    assert core.parsed_expression("a.b") is None


def test_an_invariant_that_does_not_parse_is_left_out() -> None:
    constraints = [{"key": "a", "expression": "1 = 1"}, {"key": "b", "expression": "1 ="}, {"key": "c"}]
    structure = {
        "resourceType": "StructureDefinition", "id": "a", "url": "http://x/a", "type": "a", "kind": "logical", "derivation": "constraint",
        "snapshot": {"element": [{"path": "a", "constraint": constraints}]},
    }  # fmt: skip
    packed = pack_core([structure], stamp="s")
    store = CoreStore(lambda offset, size: packed[offset : offset + size])
    assert store.parsed_expression("1 = 1") is not None
    assert store.parsed_expression("1 =") is None
