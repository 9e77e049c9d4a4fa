"""DBEP4526: what a document says with addresses that a guide had before (the table of cases is rules/earlier-address.yaml)."""

import copy
import json
import time

import pytest

from dbep_ig.engine.fhir.json.reading import read_json, read_ndjson
from dbep_ig.engine.fhir.moved import Moved
from dbep_ig.engine.fhir.xml.reading import read_xml

from . import core, document, profile, validator

OLD, NEW = "http://old.no/fhir", "http://new.no/fhir"
SYSTEM = {
    "resourceType": "CodeSystem",
    "url": f"{NEW}/CodeSystem/c",
    "status": "active",
    "content": "complete",
    "concept": [{"code": "a"}],
}
PLAN = profile("CarePlan", {"id": "CarePlan.title", "min": 1}, url=f"{NEW}/StructureDefinition/plan")
CODED = {"resourceType": "Patient", "meta": {"tag": [{"system": f"{OLD}/CodeSystem/c", "code": "a"}]}}


@pytest.fixture(scope="module")
def moved():
    """A validator for a guide that has moved from OLD to NEW."""
    return validator(SYSTEM, PLAN, aliases={OLD: NEW})


def codes(issues):
    return [issue.rule.code for issue in issues if issue.severity <= 2]


def test_the_callers_own_resource_is_not_changed(moved):
    resource = copy.deepcopy(CODED)
    issues, _ = moved.validate(document(resource))
    assert codes(issues) == ["DBEP4526"]
    assert resource == CODED


@pytest.mark.parametrize(
    "text",
    [
        '{"resourceType": "Patient", "meta": {"tag": [{"system": "http:\\/\\/old.no\\/fhir\\/CodeSystem\\/c", "code": "a"}]}}',
        '{"resourceType": "Patient", "meta": {"tag": [{"system": "http:\\u002f\\u002fold.no/fhir/CodeSystem/c", "code": "a"}]}}',
        '{"resourceType": "Patient", "meta": {"tag": [{"system": "htt\\u0070://old.no/fhir/CodeSystem/c", "code": "a"}]}}',
    ],
)
def test_escapes_in_json_hide_nothing(moved, text):
    read = read_json(text.encode(), "x.json").value
    assert OLD not in text
    assert codes(moved.validate(read)[0]) == ["DBEP4526"]


def test_an_address_with_letters_beyond_ascii_is_found_where_they_are_escaped():
    old = "http://gammel.no/æ"
    checker = validator(SYSTEM, aliases={old: NEW})
    text = json.dumps({**CODED, "meta": {"tag": [{"system": f"{old}/CodeSystem/c", "code": "a"}]}})
    assert "\\u00e6" in text
    assert codes(checker.validate(read_json(text.encode(), "x.json").value)[0]) == ["DBEP4526"]


@pytest.mark.parametrize("system", [f"{OLD}/CodeSystem/c", "http:&#47;&#x2F;old.no/fhir/CodeSystem/c"])
def test_xml_with_the_place_in_the_text(moved, system):
    text = f'<Patient xmlns="http://hl7.org/fhir">\n <meta><tag><system value="{system}"/><code value="a"/></tag></meta>\n</Patient>'
    read = read_xml(text.encode(), "x.xml", core()).value
    issues, _ = moved.validate(read)
    assert codes(issues) == ["DBEP4526"]
    place = issues[-1].location.place()
    assert (place.span.line, place.span.column) == (2, text.splitlines()[1].index('"http:') + 1)


def test_the_lines_of_ndjson_are_one_document(moved):
    lines = [CODED, {"resourceType": "Patient", "active": True}, CODED, CODED]
    read = read_ndjson("\n".join(map(json.dumps, lines)).encode(), "x.ndjson").value
    issues, _ = moved.validate_all(read)
    assert codes(issues) == ["DBEP4526"]
    assert (issues[-1].params["count"], issues[-1].location.place().span.line) == (3, 1)
    assert issues[-1].message("en").endswith("(3 places)")
    assert issues[-1].message("nb").endswith("(3 steder)")


def test_two_documents_are_told_each(moved):
    read = [document(CODED, "a"), document(CODED, "b")]
    issues, _ = moved.validate_all(read)
    assert [(issue.rule.code, issue.location.document) for issue in issues] == [
        ("DBEP4526", "a"),
        ("DBEP4526", "b"),
    ]
    assert issues[0].message("nb").endswith("(1 sted)")


def test_a_document_that_is_only_referred_to_is_read_alike_and_not_reported(moved):
    plan = {
        "resourceType": "CarePlan",
        "status": "active",
        "intent": "plan",
        "subject": {"reference": "Patient/p"},
    }
    issues, _ = moved.validate_all([document(plan)], beside=[document({**CODED, "id": "p"})])
    assert "DBEP4526" not in codes(issues)


def test_errors_come_before_it_under_the_cap():
    checker = validator(SYSTEM, aliases={OLD: NEW}, most_issues=3)
    resource = {**CODED, "x": 1, "y": 1, "z": 1}
    assert codes(checker.validate(document(resource))[0]) == ["DBEP4101"] * 3 + ["DBEP4123"]


def test_what_the_resource_was_validated_against_is_named_as_it_is_now(moved):
    plan = {
        "resourceType": "CarePlan",
        "meta": {"profile": [f"{OLD}/StructureDefinition/plan"]},
        "status": "active",
        "intent": "plan",
        "subject": {"display": "Pål"},
    }
    issues, held = moved.validate(document(plan))
    assert codes(issues) == ["DBEP4201", "DBEP4526"]
    assert held[0].profiles == (f"{NEW}/StructureDefinition/plan",)


def test_an_address_that_leads_nowhere_is_quoted_with_the_nearest_that_does(moved):
    resource = {"resourceType": "CarePlan", "meta": {"profile": [f"{OLD}/StructureDefinition/plam"]}}
    (issue,) = [one for one in moved.validate(document(resource))[0] if one.rule.code == "DBEP4522"]
    assert f"{OLD}/StructureDefinition/plam (did you mean {NEW}/StructureDefinition/plan?)" in issue.message(
        "en"
    )
    assert f"{OLD}/StructureDefinition/plam (mente du {NEW}/StructureDefinition/plan?)" in issue.message("nb")


def test_another_version_of_what_has_moved_is_quoted_as_it_is_written(moved):
    written = f"{OLD}/StructureDefinition/plan|9"
    resource = {"resourceType": "CarePlan", "meta": {"profile": [written]}}
    (issue,) = [one for one in moved.validate(document(resource))[0] if one.rule.code == "DBEP4529"]
    assert f"{issue.params['profile']}|{issue.params['version']}" == written
    assert "without a version" in issue.message("en")


def bare():
    """A plan that claims no profile, and follows none."""
    return {"resourceType": "CarePlan", "status": "active", "intent": "plan", "subject": {"display": "Pål"}}


def test_an_earlier_address_asked_for_by_name_is_the_new_one(moved):
    asked, now = (f"{base}/StructureDefinition/plan" for base in (OLD, NEW))
    read = [document(bare(), "a"), document(bare(), "b")]
    expected, held = moved.validate_all(read, profiles=[now])
    issues, held_as_well = moved.validate_all(read, profiles=[asked])
    assert codes(expected) == ["DBEP4201"] * 2
    assert codes(issues) == ["DBEP4201", "DBEP4526"] * 2
    assert held_as_well == held
    told = [one for one in issues if one.rule.code == "DBEP4526"]
    assert [(one.location.document, one.location.pointer) for one in told] == [("a", ()), ("b", ())]
    assert told[0].message("en") == (
        f"{asked} is an earlier address; the new one is {now} (the profile that was asked for)"
    )
    assert told[0].message("nb").endswith("(profilen det ble bedt om)")


def test_one_that_the_document_claims_too_is_told_once_and_at_its_place(moved):
    asked = f"{OLD}/StructureDefinition/plan"
    issues, _ = moved.validate(document(claims(asked)), profiles=[asked])
    assert codes(issues) == ["DBEP4201", "DBEP4526"]
    assert issues[-1].location.pointer == ("meta", "profile", 0)


def test_one_asked_for_is_told_once_for_the_lines_of_ndjson(moved):
    read = read_ndjson("\n".join(json.dumps(bare()) for _ in range(3)).encode(), "x.ndjson").value
    issues, _ = moved.validate_all(read, profiles=[f"{OLD}/StructureDefinition/plan"])
    assert codes(issues).count("DBEP4526") == 1


def test_a_misspelled_one_asked_for_is_told_the_new_one(moved):
    asked = f"{OLD}/StructureDefinition/plam"
    issues, _ = moved.validate(document(bare()), profiles=[asked])
    (issue,) = [one for one in issues if one.rule.code == "DBEP4521"]
    assert f"{asked} (did you mean {NEW}/StructureDefinition/plan?)" in issue.message("en")
    assert "DBEP4526" not in codes(issues)


def test_nothing_like_it_gives_no_did_you_mean(moved):
    resource = {"resourceType": "CarePlan", "meta": {"profile": [f"{OLD}/StructureDefinition/zebra"]}}
    (issue,) = [one for one in moved.validate(document(resource))[0] if one.rule.code == "DBEP4522"]
    assert issue.params["profile"] == f"{OLD}/StructureDefinition/zebra"


def test_messages_quote_each_place_as_it_is_written():
    """The same answer of the terminology, asked for with the new and with an earlier address."""
    binding = {"strength": "required", "valueSet": "http://x.no/v"}
    bound = profile(
        "Patient",
        {"id": "Patient.maritalStatus", "binding": binding},
        {"id": "Patient.contact.relationship", "binding": binding},
    )
    value_set = {"resourceType": "ValueSet", "url": "http://x.no/v", "status": "active", "compose": {"include": [{"system": "http://x.no/c", "concept": [{"code": "q"}]}]}}  # fmt: skip
    checker = validator(SYSTEM, bound, value_set, aliases={OLD: NEW})
    codings = [{"system": f"{base}/CodeSystem/c", "code": "zz"} for base in (NEW, OLD)]
    resource = {
        "resourceType": "Patient",
        "meta": {"profile": ["http://example.org/p"]},
        "maritalStatus": {"coding": [codings[1]]},
        "communication": [{"language": {"coding": codings}}],
        "contact": [
            {"relationship": [{"coding": [codings[1], {"system": f"{NEW}/CodeSystem/c-d", "code": "a"}]}]}
        ],
    }
    said = {
        issue.location.expression: issue.message("en")
        for issue in checker.validate(document(resource))[0]
        if issue.rule.code in ("DBEP5201", "DBEP5001")
    }
    assert f" {NEW}/CodeSystem/c" in said["Patient.communication[0].language.coding[0].code"]
    assert f" {OLD}/CodeSystem/c" in said["Patient.communication[0].language.coding[1].code"]
    assert said["Patient.contact[0].relationship[0]"].startswith(
        f"{OLD}/CodeSystem/c#zz, {NEW}/CodeSystem/c-d#a is not in the value set"
    )
    assert said["Patient.maritalStatus"].startswith(
        f"{OLD}/CodeSystem/c#zz is not in the value set http://x.no/v"
    )


def test_it_grows_with_the_document_and_no_faster():
    checker = validator(SYSTEM, aliases={OLD: NEW})

    def seconds(tags: int) -> float:
        resource = {"resourceType": "Patient", "meta": {"tag": [CODED["meta"]["tag"][0]] * tags}}
        best = 9.0
        for _ in range(3):
            start = time.perf_counter()
            issues, _ = checker.validate(document(resource))
            best = min(best, time.perf_counter() - start)
            assert issues[-1].params["count"] == tags
        return best

    assert seconds(8000) < 16 * seconds(1000) + 0.05


def test_deep_nesting_does_not_make_it_fall(moved):
    resource: dict = {"resourceType": "Patient"}
    at = resource
    for _ in range(5000):
        at["extension"] = [{"url": f"{OLD}/CodeSystem/c"}]
        at = at["extension"][0]
    assert "DBEP4526" in codes(moved.validate(document(resource))[0])


@pytest.fixture(scope="module")
def renamed():
    """The same for a guide whose ids began with `b-` and then with `bb-`, and one whose prefix alone has changed."""
    system = {**SYSTEM, "url": f"{NEW}/CodeSystem/n-c"}
    plan = profile("CarePlan", {"id": "CarePlan.title", "min": 1}, url=f"{NEW}/StructureDefinition/n-plan")
    ids = {"b-": "n-", "bb-": "n-"}
    return validator(
        SYSTEM, system, plan, aliases={OLD: Moved(NEW, ids), "http://x.no": NEW, NEW: Moved(NEW, ids)}
    )


def claims(url):
    return {
        "resourceType": "CarePlan",
        "meta": {"profile": [url]},
        "status": "active",
        "intent": "plan",
        "subject": {"display": "Pål"},
    }


@pytest.mark.parametrize("base", [OLD, NEW])
@pytest.mark.parametrize("prefix", ["b-", "bb-"])
@pytest.mark.parametrize("version", ["", "|1.0"])
def test_the_prefix_of_ids_may_have_changed_too(renamed, base, prefix, version):
    written = f"{base}/StructureDefinition/{prefix}plan"
    issues, held = renamed.validate(document(claims(written + version)))
    assert "DBEP4526" in codes(issues)
    shown = next(one for one in issues if one.rule.code == "DBEP4526")
    assert (shown.params["earlier"], shown.params["address"]) == (
        written,
        f"{NEW}/StructureDefinition/n-plan",
    )
    if not version:
        assert codes(issues) == ["DBEP4201", "DBEP4526"]
        assert held[0].profiles == (f"{NEW}/StructureDefinition/n-plan",)


@pytest.mark.parametrize(
    "url", [f"{OLD}/StructureDefinition/n-plan", "http://x.no/StructureDefinition/n-plan"]
)
def test_ids_with_the_prefix_of_today_are_recognised_under_earlier_addresses(renamed, url):
    assert codes(renamed.validate(document(claims(url)))[0]) == ["DBEP4201", "DBEP4526"]


def test_an_id_that_never_had_the_prefix_is_as_it_was(renamed):
    assert codes(renamed.validate(document(CODED))[0]) == ["DBEP4526"]


@pytest.mark.parametrize(
    "url", ["http://x.no/StructureDefinition/b-plan", f"{OLD}/StructureDefinition/c-plan"]
)
def test_only_the_prefix_that_is_listed_with_the_address_is_another(renamed, url):
    assert "DBEP4526" not in codes(renamed.validate(document(claims(url)))[0])


@pytest.mark.parametrize("base", [OLD, NEW])
def test_a_misspelled_id_with_the_earlier_prefix_is_told_the_new_one(renamed, base):
    issues, _ = renamed.validate(document(claims(f"{base}/StructureDefinition/bb-plann")))
    (issue,) = [one for one in issues if one.rule.code == "DBEP4522"]
    assert f"/bb-plann (did you mean {NEW}/StructureDefinition/n-plan?)" in issue.message("en")


def test_messages_quote_the_id_with_the_prefix_that_is_written(renamed):
    coding = {"system": f"{OLD}/CodeSystem/bb-c", "code": "zz"}
    issues, _ = renamed.validate(document({"resourceType": "Patient", "meta": {"tag": [coding]}}))
    assert codes(issues) == ["DBEP4526", "DBEP5201"]
    assert f"{OLD}/CodeSystem/bb-c" in issues[1].message("en")
