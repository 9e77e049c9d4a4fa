import json

import pytest

from tests.command import dbep


def run(*arguments, environment=None):
    return dbep(*arguments, **(environment or {}))


@pytest.fixture
def package(tmp_path):
    system = {
        "resourceType": "CodeSystem",
        "id": "plantype",
        "url": "https://example.org/plantype",
        "version": "1",
        "title": "Plan types",
        "status": "active",
        "content": "complete",
        "property": [{"code": "inactive", "type": "boolean"}],
        "concept": [
            {
                "code": "treatment",
                "display": "Treatment plan",
                "definition": "What is done.",
                "designation": [{"language": "nb", "value": "Behandlingsplan"}],
                "concept": [{"code": "part", "display": "Part"}],
            },
            {"code": "old", "display": "Old", "property": [{"code": "inactive", "valueBoolean": True}]},
        ],
    }
    value_set = {
        "resourceType": "ValueSet",
        "id": "plantypes",
        "url": "https://example.org/plantypes",
        "status": "active",
        "compose": {"include": [{"system": "https://example.org/plantype"}]},
    }
    for resource in (system, value_set):
        (tmp_path / f"{resource['id']}.json").write_text(json.dumps(resource), encoding="utf-8")
    return str(tmp_path)


def test_expand_lists_the_codes_by_system(package):
    code, out, _ = run("expand", "https://example.org/plantypes", "--package", package)
    assert code == 0
    assert "https://example.org/plantype|1" in out
    assert "treatment  Treatment plan" in out
    assert "old        Old  (inactive)" in out
    assert out.endswith("3 codes\n")


def test_expand_as_json_is_a_value_set(package):
    code, out, _ = run("expand", "https://example.org/plantypes", "--package", package, "--format", "json")
    resource = json.loads(out)
    assert code == 0
    assert resource["resourceType"] == "ValueSet"
    assert resource["expansion"]["total"] == 3
    assert [each["code"] for each in resource["expansion"]["contains"]] == ["treatment", "part", "old"]
    assert resource["expansion"]["contains"][2]["inactive"] is True


def test_expand_of_r4_s_own_by_bare_name():
    code, out, _ = run("expand", "administrative-gender", "--lang", "nb")
    assert code == 0
    assert "female" in out
    assert "4 koder" in out


def test_expand_says_why_not_and_what_was_meant():
    code, out, err = run("expand", "administrative-gendr")
    assert code == 1
    assert "DBEP5101" in out
    assert "http://hl7.org/fhir/ValueSet/administrative-gender" in err


def test_expand_of_an_endless_value_set_as_json():
    code, out, _ = run("expand", "mimetypes", "--format", "json")
    assert code == 1
    assert "DBEP5301" in out
    json.loads(out)


def test_lookup_tells_everything(package):
    code, out, _ = run("lookup", "https://example.org/plantype", "treatment", "--package", package)
    assert code == 0
    assert out.startswith("https://example.org/plantype#treatment  Treatment plan\n")
    for shown in ("What is done.", "Behandlingsplan", "part", "Plan types"):
        assert shown in out


def test_a_supplement_in_a_package_names_its_codes(package, tmp_path):
    supplement = {
        "resourceType": "CodeSystem",
        "id": "plantype-sami",
        "url": "https://example.org/plantype-sami",
        "content": "supplement",
        "supplements": "https://example.org/plantype|1",
        "concept": [{"code": "treatment", "designation": [{"language": "se", "value": "Dikšunplána"}]}],
    }
    (tmp_path / "supplement.json").write_text(json.dumps(supplement), encoding="utf-8")
    asked = ("lookup", "https://example.org/plantype", "treatment", "--package", package)
    code, out, _ = run(*asked, "--display", "Dikšunplána")
    assert code == 0
    assert "Dikšunplána" in out
    assert run(*asked, "--display", "Annet")[0] == 1


def test_lookup_as_json(package):
    code, out, _ = run(
        "lookup", "https://example.org/plantype|1", "part", "--package", package, "--format", "json"
    )
    assert code == 0
    assert json.loads(out) == {
        "system": "https://example.org/plantype",
        "version": "1",
        "name": "Plan types",
        "code": "part",
        "display": "Part",
        "parents": ["treatment"],
        "issues": [],
    }


@pytest.mark.parametrize(
    ("arguments", "exit_code", "rule"),
    [
        (("administrative-gender", "mail"), 1, "DBEP5201"),
        (("http://loinc.org", "8480-6"), 1, "DBEP5102"),
        (("administrative-gender|9", "male"), 1, "DBEP5106"),
        (("administrative-gender", "male", "--display", "Mann"), 1, "DBEP5203"),
        (("administrative-gender", "male", "--display", "Male"), 0, ""),
        (("v3-ActCode", "IMP"), 0, ""),
        (("urn:ietf:bcp:47", "nb-NO"), 0, ""),
        (("urn:ietf:bcp:47", "nb_NO"), 1, "DBEP5201"),
    ],
)
def test_lookup_of_r4_s_own(arguments, exit_code, rule):
    code, out, _ = run("lookup", *arguments)
    assert code == exit_code
    assert rule in out


def test_a_package_that_is_not_there():
    code, out, err = run("lookup", "administrative-gender", "male", "--package", "nowhere.tgz")
    assert code == 2
    assert out == ""
    assert "nowhere.tgz" in err


def test_the_service_is_asked_only_when_told_to(monkeypatch):
    def refuse(*_, **__):
        raise AssertionError("the network was used")

    monkeypatch.setattr("dbep_ig.host.terminology_service.fetch", refuse)
    assert run("lookup", "http://loinc.org", "8480-6")[0] == 1
    assert run("lookup", "administrative-gender", "male", "--service", "http://127.0.0.1:1")[0] == 0
    code, out, _ = run(
        "lookup", "http://loinc.org", "8480-6", environment={"DBEP_TERMINOLOGY_SERVICE": "http://127.0.0.1:1"}
    )
    assert code == 2  # it was asked: the assertion above comes back as our own fault
    assert out == ""


def test_names_are_in_the_readers_language(tmp_path):
    """The title of a value set and of a code system, in `expand`, `lookup` and `resolve`; the resource keeps its own."""
    translation = "http://hl7.org/fhir/StructureDefinition/translation"
    parts = [{"url": "lang", "valueCode": "en"}, {"url": "content", "valueString": "Plan status"}]
    titled = {"title": "Planstatus", "_title": {"extension": [{"url": translation, "extension": parts}]}}
    system = {
        "resourceType": "CodeSystem", "id": "s", "url": "https://example.org/s", "status": "active", **titled,
        "content": "complete", "concept": [{"code": "a"}],
    }  # fmt: skip
    value_set = {
        "resourceType": "ValueSet", "id": "v", "url": "https://example.org/v", "status": "active", **titled,
        "compose": {"include": [{"system": "https://example.org/s"}]},
    }  # fmt: skip
    for one in (system, value_set):
        (tmp_path / f"{one['id']}.json").write_text(json.dumps(one), encoding="utf-8")
    package = ("--package", str(tmp_path))
    for language, name in (("nb", "Planstatus"), ("en", "Plan status")):
        asked = (*package, "--lang", language)
        assert run("expand", "https://example.org/v", *asked)[1].startswith(
            f"{name}  https://example.org/v\n"
        )
        assert f"{name}\n" in run("lookup", "https://example.org/s", "a", *asked)[1]
        assert (
            json.loads(run("lookup", "https://example.org/s", "a", *asked, "--format", "json")[1])["name"]
            == name
        )
        assert run("resolve", "https://example.org/v", *asked)[1].startswith(f"ValueSet/v  {name}\n")
        expanded = run("expand", "https://example.org/v", *asked, "--format", "json")[1]
        assert json.loads(expanded)["title"] == "Planstatus"
