"""XML read into the shape of JSON, and its places."""

import json
from decimal import Decimal

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from dbep_ig.engine.diagnostics import Source
from dbep_ig.engine.fhir.json.reading import read_json
from dbep_ig.engine.fhir.limits import Limits
from dbep_ig.engine.fhir.xml.locating import XmlLocator
from dbep_ig.engine.fhir.xml.reading import read_xml

from .small_types import SMALL_TYPES
from .test_json_reading import CASES, cases, compare, data_of
from .test_primitives import _Loader

FHIR = 'xmlns="http://hl7.org/fhir"'


def xml_cases():
    tests = yaml.load((CASES / "xml.yaml").read_text(encoding="utf-8"), _Loader)["tests"]
    for case in tests:
        case["text"] = case["text"].replace("…ns", FHIR)
    return [pytest.param(case, id=case["desc"]) for case in tests]


@pytest.mark.parametrize("case", xml_cases())
def test_xml(case):
    result = read_xml(data_of(case), "x.xml", SMALL_TYPES, Limits(**case.get("limits", {})))
    compare(case, result.issues)
    assert (result.value is not None) == case.get("read", True)
    if "resource" in case:
        assert repr(sorted_keys(result.value.resource)) == repr(sorted_keys(case["resource"]))
        assert result.value.format == "xml"


def test_only_resources_are_suggested_for_a_root():
    for name, suggestion in (("html", ""), ("Patiant", "; did you mean <Patient>?"), ("cod", "")):
        (issue,) = read_xml(f"<{name} {FHIR}/>".encode(), "x.xml", SMALL_TYPES, Limits()).issues
        assert str(issue.message("en")) == f"<{name}> is not a resource type{suggestion}"


def sorted_keys(value):
    if isinstance(value, dict):
        return {key: sorted_keys(value[key]) for key in sorted(value)}
    return [sorted_keys(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("case", cases("xml-places.yaml"))
def test_places(case):
    source = Source("x.xml", case["text"])
    locator = XmlLocator(source)
    for want in case["places"]:
        span = locator.locate(tuple(want["pointer"]), key=want.get("key", False)).span
        start = source.line_starts[span.line - 1] + span.column - 1
        end = source.line_starts[span.end_line - 1] + span.end_column - 1
        assert source.text[start:end] == want["text"], want
        if "at" in want:
            assert f"{span.line}:{span.column}" == want["at"]


def test_nothing_has_no_place():
    assert XmlLocator(Source("x", "text")).locate(()) is None


# -- any resource, written as XML, is read as its JSON

TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"),
    min_size=1,
    max_size=6,
)
VALUES = {
    "valueString": TEXT,
    "valueInteger": st.integers(-(2**31), 2**31 - 1),
    "valueBoolean": st.booleans(),
    "valueDecimal": st.decimals(
        allow_nan=False, allow_infinity=False, places=2, min_value=-1000, max_value=1000
    ),
}
EXTENSIONS = st.lists(
    st.sampled_from(sorted(VALUES)).flatmap(
        lambda key: st.fixed_dictionaries({"url": st.just("http://x.no/e"), key: VALUES[key]})
    ),
    min_size=1,
    max_size=2,
)


def given_names(items):
    """[(value or None, beside or None)] -> `given` and `_given` as JSON has them."""
    name = {}
    if any(value is not None for value, _ in items):
        name["given"] = [value for value, _ in items]
    if any(beside is not None for _, beside in items):
        name["_given"] = [beside for _, beside in items]
    return name


ITEMS = st.one_of(
    st.tuples(TEXT, st.none()),
    st.tuples(
        TEXT | st.none(),
        st.fixed_dictionaries({}, optional={"id": st.just("i"), "extension": EXTENSIONS}).filter(bool),
    ),
)
NAMES = st.builds(
    lambda family, given: {**({"family": family} if family else {}), **given},
    st.none() | TEXT,
    st.lists(ITEMS, min_size=1, max_size=3).map(given_names),
)
PATIENTS = st.fixed_dictionaries(
    {"resourceType": st.just("Patient")},
    optional={
        "id": st.just("a"),
        "extension": EXTENSIONS,
        "active": st.booleans(),
        "name": st.lists(NAMES, min_size=1, max_size=2),
        "_gender": st.just({"id": "g"}),
        "contact": st.lists(st.fixed_dictionaries({"name": NAMES}), min_size=1, max_size=2),
    },
)
BUNDLES = st.fixed_dictionaries(
    {
        "resourceType": st.just("Bundle"),
        "entry": st.lists(st.fixed_dictionaries({"resource": PATIENTS}), min_size=1, max_size=2),
    }
)


def as_xml(resource):
    from xml.sax.saxutils import quoteattr

    def shown(value):
        return quoteattr(str(value).lower() if isinstance(value, bool) else str(value))

    def element(name, value, type_name, beside):
        if type_name == "Resource":
            return f"<{name}>{of_resource(value)}</{name}>"
        if SMALL_TYPES.kind(type_name) == "primitive-type":
            beside = beside or {}
            attributes = f" id={shown(beside['id'])}" if "id" in beside else ""
            attributes += "" if value is None else f" value={shown(value)}"
            inner = "".join(
                element("extension", each, "Extension", None) for each in beside.get("extension", [])
            )
            return f"<{name}{attributes}>{inner}</{name}>"
        attributes, inner = members(value, type_name)
        return f"<{name}{attributes}>{inner}</{name}>"

    def members(value, type_name):
        attributes, inner = "", ""
        for info in SMALL_TYPES.elements(type_name).values():
            for key, inner_type in info.keys.items():
                own, beside = value.get(key), value.get("_" + key)
                if own is None and beside is None:
                    continue
                if info.xml_attribute:
                    attributes += f" {key}={shown(own)}"
                elif info.is_list:
                    for at in range(len(own or beside)):
                        inner += element(key, own and own[at], inner_type, beside and beside[at])
                else:
                    inner += element(key, own, inner_type, beside)
        return attributes, inner

    def of_resource(value, declared=""):
        name = value["resourceType"]
        return f"<{name}{declared}>{members(value, name)[1]}</{name}>"

    return of_resource(resource, " " + FHIR)


@given(PATIENTS | BUNDLES)
def test_xml_and_json_say_the_same(resource):
    text = as_xml(resource)
    result = read_xml(text.encode(), "x", SMALL_TYPES)
    assert [issue.rule.code for issue in result.issues if issue.is_error] == []
    assert repr(sorted_keys(result.value.resource)) == repr(sorted_keys(resource))


@given(st.text(alphabet="<>/ab=\"'&;! -[]?xmlns:Patient", max_size=40))
def test_any_text_gets_an_answer(text):
    result = read_xml(text.encode(), "x", SMALL_TYPES)
    assert result.value is not None or result.issues
    for issue in result.issues:
        assert issue.message("nb")
        place = issue.location.place()
        assert place is None or place.span.line >= 1


def test_json_and_xml_of_one_resource_are_equal_to_the_bit():
    text = '{"resourceType":"Observation","status":"final","valueQuantity":{"value":1.10,"unit":"mg"}}'
    xml = f'<Observation {FHIR}><status value="final"/><valueQuantity><value value="1.10"/><unit value="mg"/></valueQuantity></Observation>'
    from_json = read_json(text.encode(), "x").value.resource
    from_xml = read_xml(xml.encode(), "x", SMALL_TYPES).value.resource
    assert json.dumps(from_json, default=repr) == json.dumps(from_xml, default=repr)
    assert from_xml["valueQuantity"]["value"].compare_total(Decimal("1.10")) == 0


def test_expat_is_handed_the_text_whole():
    """In pieces, a token of megabytes would take expat before 2.6 quadratic time."""
    text = f'<Binary {FHIR}><data value="{"A" * 4_000_000}"/></Binary>'
    assert len(read_xml(text.encode(), "x", SMALL_TYPES).value.resource["data"]) == 4_000_000
