"""Every rule that asks "did you mean…?": what is meant, and that nothing is said where nothing is near."""

import pytest

import dbep_ig.engine.validation
from dbep_ig.engine.diagnostics import Issue
from dbep_ig.engine.diagnostics.slips import is_slip, nearest
from dbep_ig.engine.fhir.definitions import DefinitionMap
from dbep_ig.engine.fhir.xml.reading import read_xml
from dbep_ig.engine.fhirpath import compile_expression
from dbep_ig.engine.snapshots import Snapshots
from tests.catalogue.rules import all_rules

from . import core, held, patient, profile

STATUS = {
    "resourceType": "ValueSet",
    "url": "http://x.no/vs",
    "title": "Stand",
    "language": "nb",
    "status": "active",
    "compose": {
        "include": [
            {
                "system": "http://x.no/cs",
                "concept": [
                    {
                        "code": "open",
                        "display": "Åpen",
                        "designation": [{"language": "en", "value": "Open for all"}],
                    },
                    {"code": "closed", "display": "Lukket"},
                ],
            }
        ]
    },
}
SYSTEM = {
    "resourceType": "CodeSystem",
    "url": "http://x.no/cs",
    "content": "complete",
    "status": "active",
    "caseSensitive": True,
    "concept": [{"code": "open", "display": "Open"}, {"code": "closed", "display": "Closed"}],
}
EXTENSION = profile(
    "Extension",
    {"id": "Extension.url", "fixedUri": "http://x.no/StructureDefinition/tillegg"},
    {"id": "Extension.value[x]", "type": [{"code": "string"}], "min": 1},
    url="http://x.no/StructureDefinition/tillegg",
)
COMPLEX = profile(
    "Extension",
    {
        "id": "Extension.extension",
        "slicing": {"discriminator": [{"type": "value", "path": "url"}], "rules": "open"},
    },
    {"id": "Extension.extension:navn", "sliceName": "navn", "max": "1"},
    {"id": "Extension.extension:navn.extension", "max": "0"},
    {"id": "Extension.extension:navn.url", "fixedUri": "navn"},
    {"id": "Extension.extension:navn.value[x]", "min": 1, "type": [{"code": "string"}]},
    {"id": "Extension.url", "fixedUri": "http://x.no/StructureDefinition/sammensatt"},
    {"id": "Extension.value[x]", "max": "0"},
    url="http://x.no/StructureDefinition/sammensatt",
)


def _bound(strength, value):
    bound = {"id": "Patient.maritalStatus", "binding": {"strength": strength, "valueSet": "http://x.no/vs"}}
    return held(patient(maritalStatus=value), profile("Patient", bound), STATUS, SYSTEM)


def _coded(code, system="http://x.no/cs"):
    return {"coding": [{"system": system, "code": code}]}


def _maximum(value):
    extension = {
        "url": "http://hl7.org/fhir/StructureDefinition/elementdefinition-maxValueSet",
        "valueCanonical": "http://x.no/vs",
    }
    binding = {
        "strength": "extensible",
        "valueSet": "http://hl7.org/fhir/ValueSet/marital-status",
        "extension": [extension],
    }
    return held(
        patient(maritalStatus=value),
        profile("Patient", {"id": "Patient.maritalStatus", "binding": binding}),
        STATUS,
        SYSTEM,
    )


def _bundle(kind, *resources):
    entries = [
        {"fullUrl": f"http://x.no/{one['resourceType']}/{one['id']}", "resource": one} for one in resources
    ]
    return {"resourceType": "Bundle", "type": kind, "entry": entries}


def _document(subject):
    composition = {
        "resourceType": "Composition",
        "id": "c",
        "status": "final",
        "type": {"text": "a"},
        "date": "2026-01-01",
        "title": "a",
        "author": [{"display": "a"}],
        "subject": {"reference": subject},
    }
    bundle = _bundle("document", composition, {"resourceType": "Patient", "id": "pasient"})
    return {
        **bundle,
        "identifier": {
            "system": "urn:ietf:rfc:3986",
            "value": "urn:uuid:2f1f5b52-7c8e-4a0c-9a37-6f0b0f7f3a11",
        },
        "timestamp": "2026-01-01T00:00:00Z",
    }


def _plan(**more):
    return {
        "resourceType": "CarePlan",
        "id": "p",
        "status": "active",
        "intent": "plan",
        "subject": {"reference": "Patient/pasient"},
        **more,
    }


def _pair(**more):
    """A plan and its patient; references must lead somewhere."""
    bundle = _bundle("collection", _plan(**more), {"resourceType": "Patient", "id": "pasient"})
    return held(bundle, check_references=True)


def _urn(reference):
    bundle = _bundle("collection", _plan(subject={"reference": reference}))
    bundle["entry"].append(
        {"fullUrl": "urn:kommune:pasienten", "resource": {"resourceType": "Patient", "id": "pasient"}}
    )
    return held(bundle)


def _xml(text):
    return read_xml(text.encode(), "x.xml", core()).issues


def _path(text):
    return compile_expression(text, types=core(), context_type="Patient").issues


def _snapshot(name):
    given = profile("Patient", {"id": f"Patient.{name}", "min": 1})
    return Snapshots(DefinitionMap([given], core())).snapshot_of(given).issues


def _property(**members):
    return held({"resourceType": "Patient", **members})


def _extended(*extensions):
    return held({"resourceType": "Patient", "extension": list(extensions)}, EXTENSION, COMPLEX)


# code -> what makes the issue of a wrong text, a text that is near, what is meant, a text that is near nothing
ROWS = {
    "DBEP4101": (lambda text: _property(**{text: "2000"}), "birthdate", "`birthDate`", "xyzzy"),
    "DBEP4113": (lambda text: held({"resourceType": text}), "Pasient", "`Patient`", "Xyzzy"),
    "DBEP4124": (
        lambda text: _property(identifier=[{"system": text, "value": "1"}]),
        "2.16.578.1.12.4.1.4.1",
        "`urn:oid:2.16.578.1.12.4.1.4.1`",
        "fnr",
    ),
    "DBEP4406": (
        lambda text: _pair(subject={"reference": text}),
        "Patient/pat",
        "`Patient/pasient`",
        "Group/pasient",
    ),
    "DBEP4407": (
        lambda text: _property(managingOrganization={"reference": text}),
        "Organisation/1",
        "`Organization`",
        "Xyzzy/1",
    ),
    "DBEP4419": (
        lambda text: _property(managingOrganization={"type": text, "display": "a"}),
        "Organisation",
        "`Organization`",
        "Xyzzy",
    ),
    "DBEP4431": (lambda text: held(_document(text)), "Patient/pasienten", "`Patient/pasient`", "Group/1"),
    "DBEP4432": (_urn, "urn:kommune:pasiente", "`urn:kommune:pasienten`", "urn:x:y"),
    "DBEP4501": (
        lambda text: _extended({"url": text, "valueString": "a"}),
        "https://x.no/StructureDefinition/tilleg",
        "`http://x.no/StructureDefinition/tillegg`",
        "http://y.no/a",
    ),
    "DBEP4509": (
        lambda text: _extended(
            {
                "url": "http://x.no/StructureDefinition/sammensatt",
                "extension": [{"url": text, "valueString": "a"}],
            }
        ),
        "Navn",
        "`navn`",
        "xyzzy",
    ),
    "DBEP4515": (
        lambda text: _property(extension=[{"url": text, "valueString": "a"}]),
        "http://hl7.org/fhir/StructureDefinition/patient-birthPlaces",
        "http://hl7.org/fhir/StructureDefinition/patient-birthPlace",
        "",
    ),
    "DBEP5001": (lambda text: _bound("required", _coded(text)), "Åpen", "`open` (Open for all)", "x"),
    "DBEP5002": (lambda text: _bound("extensible", _coded(text)), "opne", "`open` (Open for all)", "x"),
    "DBEP5003": (lambda text: _bound("preferred", _coded(text)), "Closed", "`closed`", "x"),
    "DBEP5004": (lambda text: _maximum(_coded(text)), "closd", "`closed`", "x"),
    "DBEP5111": (
        lambda text: _property(maritalStatus=_coded("a", text)),
        "https://snomed.info/sct/",
        "`http://snomed.info/sct`",
        "",
    ),
    "DBEP5201": (lambda text: _bound("preferred", _coded(text)), "Open", "`open`", "x"),
    "DBEP5208": (
        lambda text: _property(maritalStatus=_coded("a", text)),
        "snomed.info/sct",
        "`http://snomed.info/sct`",
        "x",
    ),
}
ELSEWHERE = {
    "DBEP4521": "test_claims.py: what is asked for and not available",
    "DBEP4522": "test_claims.py: what is claimed and not available",
    "DBEP4532": "test_validate_input.py: a mode that there is not",
    "DBEP4903": "tests/cases/life-cycles/changes.yaml: made by one that is not known",
    "DBEP5005": "lists what there is: no code is given",
    "DBEP5006": "lists what there is: no code is given",
    "DBEP4874": "the hint is the property's uri",
}


def _of(code, issues):
    """Those of a rule, also where they are the detail of another: a value set lacks a code that does not exist."""
    every = [issue for one in issues for issue in (one, *one.detail)]
    return [one for one in every if one.rule.code == code]


@pytest.mark.parametrize("code", sorted(ROWS))
def test_what_is_meant(code):
    make, near, meant, far = ROWS[code]
    (*_, issue) = _of(code, make(near))
    assert f"did you mean {meant}" in issue.message("en")
    assert "; mente du " in issue.message("nb")
    if far:
        (*_, issue) = _of(code, make(far))
        assert "did you mean" not in issue.message("en")


def test_no_rule_that_asks_is_left_out():
    asking = {
        code
        for code, found in all_rules().items()
        for module, rule in found
        if module.startswith((dbep_ig.engine.validation.__name__, "dbep_ig.engine.terminology"))
        and any(word in rule.message.en for word in ("{hint}", "did you mean"))
    }
    assert asking == {*ROWS, *ELSEWHERE}


@pytest.mark.parametrize(
    ("issues", "meant"),
    [
        (
            lambda: _xml('<Patient xmlns="http://hl7.org/fhir"><birthdate value="2000"/></Patient>'),
            "birthDate",
        ),
        (lambda: _xml('<Pasient xmlns="http://hl7.org/fhir"/>'), "Patient"),
        (lambda: _path("birthdate"), "birthDate"),
        (lambda: _path("name.frist()"), "first()"),
        (lambda: _path("name.ofType(HumanNames)"), "HumanName"),
        (lambda: _snapshot("birthdate"), "birthDate"),
    ],
)
def test_other_rooms_ask_too(issues, meant):
    asked = [one.message("en") for one in issues() if "did you mean" in one.message("en")]
    assert len(asked) == 1
    assert meant in asked[0].partition("did you mean")[2]


# What the codes are


def test_few_codes_are_listed_in_the_readers_language():
    (issue,) = _of("DBEP5001", _bound("required", _coded("x")))
    assert issue.message("en").endswith("; the codes are `open` (Open for all), `closed`")
    assert issue.message("nb").endswith("; kodene er `open` (Åpen), `closed` (Lukket)")


def test_they_are_listed_where_no_code_is_given():
    (issue,) = _of("DBEP5005", _bound("required", {"text": "a"}))
    assert issue.message("en").endswith("; the codes are `open` (Open for all), `closed`")
    (*_, issue) = _of("DBEP5006", _bound("extensible", {"text": "a"}))
    assert issue.message("nb").endswith("; kodene er `open` (Åpen), `closed` (Lukket)")


def test_many_codes_are_counted_and_the_command_that_lists_them_is_named():
    bound = {
        "id": "Patient.language",
        "binding": {"strength": "required", "valueSet": "http://hl7.org/fhir/ValueSet/resource-types"},
    }
    (issue,) = _of("DBEP5001", held(patient(language="xyzzy"), profile("Patient", bound)))
    assert "; `dbep expand http://hl7.org/fhir/ValueSet/resource-types` shows its 148 codes" in issue.message(
        "en"
    )


def test_a_code_of_another_system_is_told_by_the_system():
    (issue,) = _of("DBEP5001", _bound("required", _coded("open", "http://x.no/other")))
    assert issue.message("en").endswith("; did you mean the system `http://x.no/cs`?")


def test_what_is_meant_by_a_local_reference():
    plan = _plan(contained=[{"resourceType": "Patient", "id": "pasient"}], subject={"reference": "#pat"})
    (issue,) = [one for one in _of("DBEP4301", held(plan)) if one.params["key"] == "ref-1"]
    assert issue.message("en").endswith("; did you mean `#pasient`?")
    assert issue.message("nb").endswith("; mente du `#pasient`?")


# Systems


def _systems(system, *definitions):
    found = held({"resourceType": "Patient", "maritalStatus": _coded("a", system)}, *definitions)
    return [one.params["near"] for one in _of("DBEP5111", found)]


@pytest.mark.parametrize(
    ("system", "near"),
    [
        ("https://snomed.info/sct", "http://snomed.info/sct"),
        ("http://snomed.info/SCT", "http://snomed.info/sct"),
        ("http://snomed.info/sctt", "http://snomed.info/sct"),
        ("http://lionc.org", "http://loinc.org"),
        ("http://loinc.org.", "http://loinc.org"),
        ("http://x.no/c", None),
        ("http://x.no/cs", None),
        ("https://x.no/cs", "http://x.no/cs"),
        ("http://hl7.org/fhir/sid/icd-10-am", None),
        ("http://hl7.org/fhir/sid/icd-11", None),
        (
            "http://terminology.hl7.org/CodeSystem/condition-clincal",
            "http://terminology.hl7.org/CodeSystem/condition-clinical",
        ),
        ("urn:iso:std:iso:3167", None),
        ("urn:odi:2.16.578.1.12.4.1.1.7110", "urn:oid:2.16.578.1.12.4.1.1.7110"),
        ("urn:OID:2.16.578.1.12.4.1.1.7110", None),  # no URI: an error of its own
        ("oid:2.16.578.1.12.4.1.1.7110", None),
        ("urn:2.16.578.1.12.4.1.1.7110", "urn:oid:2.16.578.1.12.4.1.1.7110"),
        ("urn:oid:2.16.578.1.12.4.1.1.7110", None),
        ("urn:oid:2.16.578.1.12.4.1.1.7111", None),
        ("urn:uid:2f1f5b52-7c8e-4a0c-9a37-6f0b0f7f3a11", "urn:uuid:2f1f5b52-7c8e-4a0c-9a37-6f0b0f7f3a11"),
    ],
)
def test_a_system_that_is_nearly_known(system, near):
    registered = {
        "resourceType": "NamingSystem",
        "url": "http://x.no/ns",
        "name": "A",
        "status": "active",
        "kind": "codesystem",
        "date": "2026",
        "uniqueId": [{"type": "oid", "value": "urn:oid:2.16.578.1.12.4.1.1.7110"}],
    }
    found = _systems(system, SYSTEM, registered)
    assert found == ([] if near is None else [near])
    assert _systems(system, SYSTEM, registered) == found


def test_a_system_that_a_slice_expects():
    given = profile(
        "Patient",
        {
            "id": "Patient.identifier",
            "slicing": {"discriminator": [{"type": "value", "path": "system"}], "rules": "open"},
        },
        {"id": "Patient.identifier:journal", "sliceName": "journal", "min": 0},
        {"id": "Patient.identifier:journal.system", "min": 1, "fixedUri": "http://x.no/journal"},
    )

    def near(system):
        return [
            (one.location.expression, one.params["near"])
            for one in _of("DBEP5111", held(patient(identifier=[{"system": system, "value": "1"}]), given))
        ]

    assert near("http://x.no/journal") == []
    assert near("http://x.no/arkiv") == []
    assert near("http://x.no/jornal") == [("Patient.identifier[0].system", "http://x.no/journal")]
    assert near("https://x.no/journal/") == [("Patient.identifier[0].system", "http://x.no/journal")]


# Nearness


@pytest.mark.parametrize(
    ("written", "meant", "is_near"),
    [
        ("http://a.no/b", "https://a.no/b/", True),
        ("Active", "active", True),
        ("actvie", "active", True),
        ("activ", "active", True),
        ("activee", "active", True),
        ("active", "active", False),
        ("aktiv", "active", False),
        ("E10", "E11", False),
        ("no", "nb", False),
        ("urn:oid:1.2.3", "urn:oid:1.2.4", False),
    ],
)
def test_slips(written, meant, is_near):
    assert is_slip(written, meant) is is_near


def test_the_nearest():
    assert nearest("aktiv", ["draft", "active", "on-hold"]) == "active"
    assert nearest("E10", ["E11", "E12"]) is None
    assert nearest("73211009", ["73211008", "44054006"]) is None
    assert nearest("xyzzy", ["draft", "active"]) is None
    assert nearest("Åpne", ["åpen", "åpne"]) == "åpne"


def test_the_words_are_not_made_before_they_are_shown():
    (issue,) = _of("DBEP5001", _bound("required", _coded("x")))
    assert isinstance(issue, Issue)
    assert str(issue.params["hint"]) == ""
