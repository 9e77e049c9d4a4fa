"""`--extension-domain` and `Validator.open(extension_domains=…)`: DBEP4517 and what may not be given."""

import json

import pytest

from dbep_ig.engine.validation import Settings
from dbep_ig.validator import Validator
from tests.command import dbep

OWN = "https://vendor.example/fhir"


def patient(*names: str, base: str = OWN) -> bytes:
    extension = [{"url": f"{base}/{name}", "valueString": "x"} for name in names]
    return json.dumps({"resourceType": "Patient", "active": True, "extension": extension}).encode()


@pytest.fixture
def call(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def run(*words: str, stdin: bytes = b"{}", **environment: str) -> tuple[int, str, str]:
        words = ("validate", "-", "--profile", "none", "--format", "json", *words)
        return dbep(*words, stdin=stdin, **environment)

    return run


def found(out: str) -> list[tuple[str, str, str]]:
    return [(one["severity"], one["code"], one["pointer"]) for one in json.loads(out)["issues"]]


def test_the_option_the_variable_and_both(call):
    data = patient("a") + b"\n" + patient("b", base="https://other.example")
    both = ("--extension-domain", OWN, "--extension-domain", "https://other.example")
    assert [code for _, code, _ in found(call(stdin=data)[1])] == ["DBEP4501", "DBEP4501"]
    assert [code for _, code, _ in found(call(*both[:2], stdin=data)[1])] == ["DBEP4501", "DBEP4517"]
    assert call(*both, stdin=data)[0] == 0
    variable = {"DBEP_EXTENSION_DOMAINS": f"{OWN} https://other.example"}
    assert call(stdin=data, **variable)[0] == 0
    assert call(*both[2:], stdin=data, DBEP_EXTENSION_DOMAINS=OWN)[0] == 0


def test_each_url_is_told_once_as_information(call):
    code, out, _ = call("--extension-domain", OWN, stdin=patient("a", "b", "a", "a"))
    assert code == 0
    assert found(out) == [
        ("information", "DBEP4517", "/extension/0"),
        ("information", "DBEP4517", "/extension/1"),
    ]


@pytest.mark.parametrize(
    "wrong",
    ["", " ", "vendor.example", "/fhir", "ftp://vendor.example", "https://", "https:///fhir", "http://a b", "urn:oid:1.2", "*",
     "https://*.example/fhir", "https://vendor.example/*", "https://vendor.example/fhir/../x", "https://vendor.example/%2E.", "https://a\\..\\b",
     "https://vendor.example/fhir?x", "https://vendor.example/#x", "https://me@vendor.example/fhir", "https://vendor.example/\nfhir"],
)  # fmt: skip
def test_what_is_no_address_could_not_run(call, wrong):
    """Exit code 2, one line; by the environment too, where spaces part the addresses."""
    code, out, err = call(f"--extension-domain={wrong}")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("dbep validate: --extension-domain: ")
    assert err.endswith(
        " is not an address that extensions can lie below, such as https://my.example/fhir.\n"
    )
    with pytest.raises(ValueError, match="an extension domain is an address such as"):
        Validator.open(extension_domains=[OWN, wrong], without_guide=True)
    with pytest.raises(ValueError, match="an extension domain is an address such as"):
        Validator.open(settings=Settings(extension_domains=(wrong,)), without_guide=True)


def test_what_is_no_address_in_the_environment(call):
    code, out, err = call(DBEP_EXTENSION_DOMAINS=f"{OWN} vendor")
    assert (code, out) == (2, "")
    assert err == (
        "dbep validate: DBEP_EXTENSION_DOMAINS: `vendor` is not an address that extensions can lie below, "
        "such as https://my.example/fhir.\n"
    )
    code, _, err = call("--extension-domain", "", DBEP_LANG="nb")
    assert "--extension-domain: en tom verdi er ikke en adresse som utvidelser kan ligge under" in err


@pytest.mark.parametrize("given", [OWN, [OWN], (f"{OWN}/",)])
def test_the_library_takes_one_or_several(tmp_path, given):
    for door in (
        Validator.open(folder=tmp_path, extension_domains=given, without_guide=True),
        Validator.open(folder=tmp_path, settings=Settings(extension_domains=given), without_guide=True),
    ):
        report = door.check("p.json", patient("a"), profiles="none")
        assert [issue.rule.code for issue in report.issues] == ["DBEP4517"]


def test_a_closed_slicing_still_refuses_a_trusted_extension(tmp_path):
    """Trust says that an extension is known, not that a profile has a place for it."""
    url = "http://x.no/p"
    profile = {"resourceType": "StructureDefinition", "id": "p", "url": url, "name": "P", "status": "draft", "kind": "resource", "abstract": False, "type": "Patient", "baseDefinition": "http://hl7.org/fhir/StructureDefinition/Patient", "derivation": "constraint", "differential": {"element": [{"id": "Patient.extension", "path": "Patient.extension", "slicing": {"discriminator": [{"type": "value", "path": "url"}], "rules": "closed"}}, {"id": "Patient.extension:birthPlace", "path": "Patient.extension", "sliceName": "birthPlace", "type": [{"code": "Extension", "profile": ["http://hl7.org/fhir/StructureDefinition/patient-birthPlace"]}]}]}}  # fmt: skip
    (tmp_path / "p.json").write_text(json.dumps(profile), encoding="utf-8")
    door = Validator.open(
        [str(tmp_path / "p.json")], folder=tmp_path, extension_domains=OWN, without_guide=True
    )
    report = door.check("x.json", patient("a"), profiles=[url])
    errors = [issue for issue in report.issues if issue.is_error]
    assert [(one.rule.name, one.location.expression) for one in errors] == [
        ("no-slice-matches", "Patient.extension[0]")
    ]
    assert "DBEP4517" in {issue.rule.code for issue in report.issues}


@pytest.mark.parametrize(
    "name",
    ["../x", "..", "..?a", "..#a", "a/../../x", "%2e%2e/x", ".%2E/x", "..%2fx", "a%5C..%5Cx", "..\\x"],
)
def test_what_leads_out_again_is_not_below(call, name):
    assert [code for _, code, _ in found(call("--extension-domain", OWN, stdin=patient(name))[1])] == [
        "DBEP4501"
    ]


@pytest.mark.parametrize("name", ["...", "..a", "a..", "x?a=..", "%2e", "."])
def test_points_that_lead_nowhere(call, name):
    assert [code for _, code, _ in found(call("--extension-domain", OWN, stdin=patient(name))[1])] == [
        "DBEP4517"
    ]
