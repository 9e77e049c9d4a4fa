"""The native invariants answer as their FHIRPath does, on generated elements."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dbep_ig.engine.fhirpath import Environment, Expression, compile_expression
from dbep_ig.engine.validation.ground.frame import Frame, Scope, root_frame
from dbep_ig.engine.validation.rules.known_errata import corrected
from dbep_ig.engine.validation.rules.structure.native_invariants import NATIVE
from tests.unit.validation import core

TEXT = st.sampled_from(["a", "b", "#a", "#", "urn:x"])
DATE = st.sampled_from(
    ["2020", "2021", "2020-05", "2020-05-01", "2020-05-02", "2020-05-01T10:00:00Z", "2020-05-01T11:00:00+01:00", "2020-05-01T10:00:00.5Z"]
)  # fmt: skip
EXTENSION = st.just([{"url": "http://a.no", "valueString": "x"}])


def some(**members: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Objects with any of these members."""
    return st.fixed_dictionaries({}, optional=members)


META = some(
    versionId=TEXT,
    lastUpdated=st.just("2020-01-01T00:00:00Z"),
    security=st.just([{"code": "x"}]),
    source=TEXT,
)
CONTAINED = some(
    id=st.sampled_from(["a", "b"]), meta=META, contained=st.just([{"resourceType": "Patient", "id": "c"}])
).map(lambda one: {"resourceType": "Organization", **one})
DOMAIN_RESOURCE = some(
    contained=st.lists(CONTAINED, min_size=1, max_size=3),
    text=some(div=st.just("<div xmlns='http://www.w3.org/1999/xhtml'>x</div>"), status=st.just("generated")),
).map(lambda one: {"resourceType": "Patient", **one})
ENTRY = some(
    fullUrl=st.sampled_from(["http://a.no/Patient/1", "urn:uuid:x"]),
    resource=some(meta=some(versionId=st.sampled_from(["1", "2"]))).map(
        lambda one: {"resourceType": "Patient", **one}
    ),
)

# key -> (type, generated values)
SUBJECTS: dict[str, tuple[str, st.SearchStrategy[dict[str, Any]]]] = {
    "ext-1": ("Extension", some(url=TEXT, extension=EXTENSION, valueString=TEXT, valueCode=TEXT, id=TEXT)),
    "dom-2": ("Patient", DOMAIN_RESOURCE),
    "dom-4": ("Patient", DOMAIN_RESOURCE),
    "dom-5": ("Patient", DOMAIN_RESOURCE),
    "dom-6": ("Patient", DOMAIN_RESOURCE),
    "ref-1": ("Reference", some(reference=TEXT, display=TEXT, identifier=some(value=TEXT))),
    "per-1": ("Period", st.one_of(some(start=DATE, end=DATE), st.fixed_dictionaries({"start": DATE, "end": DATE}))),
    "qty-3": ("Quantity", some(code=TEXT, system=TEXT, unit=TEXT)),
    "cpt-2": ("ContactPoint", some(value=TEXT, system=st.just("phone"), use=st.just("home"))),
    "att-1": ("Attachment", some(data=st.just("AAAA"), contentType=TEXT, url=TEXT)),
    "bdl-7": (
        "Bundle",
        st.fixed_dictionaries(
            {"type": st.sampled_from(["collection", "history"])}, optional={"entry": st.lists(ENTRY, min_size=1, max_size=4)}
        ).map(lambda one: {"resourceType": "Bundle", **one}),
    ),
}  # fmt: skip


def test_every_native_invariant_has_a_subject():
    assert set(SUBJECTS) == set(NATIVE)


def compiled(key: str) -> Expression:
    made = compile_expression(
        corrected(NATIVE[key][0]), types=core(), context_type=SUBJECTS[key][0], invariant=True
    )
    assert made.value is not None, made.issues
    return made.value


@pytest.mark.parametrize("key", sorted(NATIVE))
def test_native_and_fhirpath_agree(key):
    expression = compiled(key)
    type_name, values = SUBJECTS[key]
    native = NATIVE[key][1]
    compared = []

    @given(values, st.lists(CONTAINED, max_size=2))
    @settings(max_examples=150, deadline=None, database=None)
    def agree(value, contained):
        if "resourceType" in value:
            resource, frame = value, root_frame(value, type_name, 0)
        else:
            resource = {"resourceType": "Patient", "contained": contained, "x": value}
            root = root_frame(resource, "Patient", 0)
            frame = Frame(root, "x", -1, value, type_name, type_name, root.scope)
        answer = native(value, frame)
        if answer is None:
            return  # left to FHIRPath
        environment = Environment(resource, types=core())
        assert answer is (expression.test(value, environment) is True)
        compared.append(answer)

    agree()
    assert True in compared
    assert False in compared or key == "dom-6"


def test_hash_alone_is_the_container_inside_a_contained_resource():
    expression = compiled("ref-1")
    inner = {"resourceType": "Organization", "id": "a", "partOf": {"reference": "#"}}
    outer = {"resourceType": "Patient", "contained": [inner]}
    root = root_frame(outer, "Patient", 0)
    frame = Frame(root, "contained", 0, inner, "Organization", "Organization", root.scope)
    frame.scope = Scope(inner, "Organization", frame, document=0, container=root.scope)
    at = Frame(frame, "partOf", -1, inner["partOf"], "Reference", "Organization.partOf", frame.scope)
    assert NATIVE["ref-1"][1](inner["partOf"], at) is True
    assert expression.test(inner["partOf"], Environment(inner, outer, types=core())) is True
