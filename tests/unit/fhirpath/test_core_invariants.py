"""R4's own invariants hold on R4's own resources, and none fails to evaluate."""

from collections import Counter

from bench.hospital import bundle
from bench.invariants import Services, invariants, nodes

from dbep_ig.engine.fhirpath import Environment, compile_expression
from dbep_ig.host.core_data import open_core

CORE = open_core().value
ADVICE = {
    "dom-6",  # best practice: a narrative; core is packed without
    "cpb-0", "csd-0", "sdf-0", "spd-0", "vsd-0",  # a name for machines: a warning that R4 itself earns
}  # fmt: skip


def failing(resources):
    compiled, environments, found, evaluated = {}, {}, Counter(), 0
    for resource in resources:
        for held in nodes(CORE, resource):
            key = held.text, held.type
            if key not in compiled:
                compiled[key] = compile_expression(
                    held.text, types=CORE, context_type=held.type, invariant=True
                ).value
            place = id(held.resource), id(held.root)
            if place not in environments:
                environments[place] = Environment(held.resource, held.root, types=CORE, services=Services())
            evaluated += 1
            if compiled[key].test(held.value, environments[place], held.sibling) is not True:
                found[held.key] += 1
    return found, evaluated


def test_on_resources_of_core():
    resources = [
        resource
        for kind in (
            "StructureDefinition",
            "ValueSet",
            "CodeSystem",
            "SearchParameter",
            "OperationDefinition",
            "CapabilityStatement",
        )
        for number, resource in enumerate(CORE.all(kind))
        if number % 200 == 0
    ]
    found, evaluated = failing(resources)
    assert evaluated > 5_000
    assert set(found) <= ADVICE


def test_on_a_bundle_of_a_hospital():
    found, evaluated = failing([bundle()])
    assert evaluated > 6_000
    assert set(found) <= {"dom-6"}  # its contained resources have no narrative, as they should not


def test_broken_resources_break_the_invariant_that_is_about_it():
    of_types, of_elements = invariants(CORE)
    assert (
        len({text for rules in (of_types, of_elements) for each in rules.values() for text in each.values()})
        > 180
    )
    broken = {
        "per-1": {"resourceType": "Patient", "name": [{"period": {"start": "2002", "end": "2001"}}]},
        "ref-1": {"resourceType": "Patient", "managingOrganization": {"reference": "#nowhere"}},
        "dom-3": {"resourceType": "Patient", "contained": [{"resourceType": "Organization", "id": "x", "name": "X"}]},
        "ext-1": {"resourceType": "Patient", "extension": [{"url": "x"}]},
        "qty-3": {"resourceType": "Observation", "valueQuantity": {"value": 1, "code": "mg"}},
        "obs-6": {"resourceType": "Observation", "valueString": "x", "dataAbsentReason": {"text": "y"}},
        "que-2": {"resourceType": "Questionnaire", "item": [{"linkId": "1", "type": "display"}, {"linkId": "1", "type": "display"}]},
        "bdl-7": {"resourceType": "Bundle", "type": "batch", "entry": [{"fullUrl": "a", "request": {}}, {"fullUrl": "a", "request": {}}]},
        "ele-1": {"resourceType": "Patient", "name": [{"id": "only"}]},
        "pat-1": {"resourceType": "Patient", "contact": [{"gender": "male"}]},
    }  # fmt: skip
    for key, resource in broken.items():
        found, _ = failing([resource])
        assert key in found, key
