"""`dbep build` and `dbep validate` from the outside, on a copy of the project's own guide: what users do, and do wrong."""

import json
import shutil
import textwrap
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from tests.command import dbep

ROOT = Path(__file__).parents[3]


class Checkout:
    """A copy of what people write, to be built, broken and built again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, *words: str, stdin: bytes = b"") -> tuple[int, str, str]:
        return dbep(*words, stdin=stdin, DBEP_PACKAGES=str(self.folder / "no-cache"))

    def issues(self, *words: str, stdin: bytes = b"") -> list[tuple[str, str, int]]:
        """(code, document, line) of errors."""
        _, out, _ = self(*words, "--format", "json", stdin=stdin)
        return [
            (one["code"], one["document"], one["position"]["line"] if one["position"] else 0)
            for one in json.loads(out)["issues"]
            if one["severity"] in ("error", "fatal")
        ]

    def replace(self, path: str, old: str, new: str) -> int:
        """Changes a file; the line number of the change."""
        file = self.folder / path
        text = file.read_text(encoding="utf-8")
        assert text.count(old) >= 1, f"{path} has no {old!r}"
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        return text[: text.index(old)].count("\n") + 1


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    for name in ("guide.yaml", "model", "profiles", "examples"):
        source = ROOT / name
        shutil.copytree(source, tmp_path / name) if source.is_dir() else shutil.copy(source, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    return Checkout(tmp_path)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A built guide, shared by tests that do not change it."""
    folder = tmp_path_factory.mktemp("guide")
    for name in ("guide.yaml", "model", "profiles", "examples"):
        source = ROOT / name
        shutil.copytree(source, folder / name) if source.is_dir() else shutil.copy(source, folder / name)
    checkout = Checkout(folder)
    code, out, _ = checkout("build", str(folder), "--no-site")
    assert code == 0, out
    return folder


def test_the_guide_builds_without_errors_and_says_where_it_is(built):
    assert (built / "build/package/package/package.json").is_file() or (
        built / "build/package/package.json"
    ).is_file()
    assert len(list((built / "build").glob("*.tgz"))) == 1
    assert list((built / "build/examples/valid").glob("*.json"))
    assert list((built / "build/schema").glob("*.json"))
    assert not (built / "build/site").exists()


def test_valid_examples_are_valid_and_held_to_profiles(built, monkeypatch):
    monkeypatch.chdir(built)
    code, out, _ = Checkout(built)("validate", "build/examples/valid", "--format", "json")
    report = json.loads(out)
    assert code == 0
    assert {
        one["profiles"][0].rpartition("/")[2].partition("|")[0] for one in report["held"] if one["profiles"]
    } >= {
        "dbep-behandlingsplan",
        "dbep-pasient",
        "dbep-medisintiltak",
    }
    assert str(built) in report["notes"][0]


def test_each_invalid_example_fails_with_exactly_its_invariant(built, monkeypatch):
    monkeypatch.chdir(built)
    checkout = Checkout(built)
    files = sorted((built / "build/examples/invalid").glob("*.json"))
    assert len(files) >= 3
    failed, changed = set(), 0
    for file in files:
        before = [word for earlier in earlier_states(file) for word in ("--before", str(earlier))]
        code, out, _ = checkout("validate", str(file), *before, "--format", "json")
        errors = [one for one in json.loads(out)["issues"] if one["severity"] == "error"]
        rule = "transition-not-allowed" if before else "invariant-failed"
        assert (code, [one["name"] for one in errors]) == (1, [rule]), file.name
        if before:
            changed += 1
        else:
            failed.add(errors[0]["params"]["key"])
    assert failed >= {"dbep-plan-1", "dbep-plan-2", "dbep-bpl-1"}
    assert changed >= 1


def earlier_states(step: Path) -> list[Path]:
    """What was before a step of a scenario, `NAME-NUMBER.json`, first to last; nothing for an example that is not a step."""
    scenario, _, number = step.stem.rpartition("-")
    first = step.parents[1] / "valid" / f"{scenario}.json"
    if not number.isdigit() or not first.is_file():
        return []
    steps = (first.with_name(f"{scenario}-{earlier}.json") for earlier in range(1, int(number)))
    return [first, *(one for one in steps if one.is_file())]


def test_a_plan_that_claims_nothing_is_held_to_the_profile_of_its_category(built, monkeypatch):
    monkeypatch.chdir(built)
    bundle = json.loads((built / "build/examples/valid/pal-gronn-staer.json").read_text(encoding="utf-8"))
    plan = bundle["entry"][0]["resource"]
    del plan["meta"]
    _, out, _ = Checkout(built)("validate", "-", "--format", "json", stdin=json.dumps(plan).encode())
    (held,) = json.loads(out)["held"]
    assert held["profiles"][0].rpartition("/")[2].startswith("dbep-behandlingsplan|")
    plan["category"] = [{"text": "noe annet"}]
    _, out, _ = Checkout(built)("validate", "-", "--format", "json", stdin=json.dumps(plan).encode())
    report = json.loads(out)
    assert report["held"][0]["profiles"] == []
    assert "DBEP4524" in [one["code"] for one in report["issues"]], "validated against R4 only is reported"


def test_what_chooses_a_profile_of_the_guide_is_never_guessed_in_silence(built, monkeypatch):
    """Through the command, on the guide itself: reasons, a slip, `--require-profile`, the input of $validate."""
    monkeypatch.chdir(built)
    checkout = Checkout(built)
    text = (built / "build/examples/valid/pal-gronn-staer.json").read_text(encoding="utf-8")
    bundle = json.loads(text)
    for entry in bundle["entry"]:
        del entry["resource"]["meta"]

    def reasons(resource: dict, *words: str) -> dict[str, set[str]]:
        out = checkout("validate", "-", *words, "--format", "json", stdin=json.dumps(resource).encode())[1]
        found: dict[str, set[str]] = {}
        for one in json.loads(out)["held"]:
            found.setdefault(one["resource"].partition("/")[0], set()).add(one["reason"])
        return found

    found = reasons(bundle)
    assert {found.pop(name).pop() for name in ("CarePlan", "Goal", "ServiceRequest")} == {"codes"}
    assert {found.pop(name).pop() for name in ("Patient", "Condition", "Consent")} == {"plan"}
    assert reasons(bundle["entry"][1]["resource"]) == {"Patient": {"not-reached"}}

    plan = bundle["entry"][0]["resource"]
    assert checkout("validate", "-", "--require-profile", stdin=json.dumps(plan).encode())[0] == 0
    coding = plan["category"][0]["coding"][0]
    right = coding["system"]
    coding["system"] = right + "r"
    slip = checkout.issues("validate", "-", stdin=json.dumps(bundle).encode())
    assert [code for code, _, _ in slip] == ["DBEP4527"]
    coding |= {"system": "http://other.example", "code": "other"}
    assert checkout("validate", "-", stdin=json.dumps(plan).encode())[0] == 0
    code, out, _ = checkout("validate", "-", "--require-profile", stdin=json.dumps(plan).encode())
    assert code == 1
    assert "DBEP4531" in out
    assert checkout("validate", "-", "--require-profile", "--profile", "none", stdin=b"{}")[0] == 2

    patient = {"resourceType": "Patient", "active": True}
    profile = {"name": "profile", "valueUri": "http://other.example/none-such"}
    given = {"resourceType": "Parameters", "parameter": [{"name": "resource", "resource": patient}, profile]}
    found = checkout.issues("validate", "-", stdin=json.dumps(given).encode())
    assert [one for one, _, _ in found] == ["DBEP4521"]


def test_auto_and_none_stand_alone_and_an_unknown_profile_is_an_error(built, monkeypatch):
    monkeypatch.chdir(built)
    checkout = Checkout(built)
    patient = b'{"resourceType": "Patient"}'
    assert checkout("validate", "-", "--profile", "none", "--profile", "auto", stdin=patient)[0] == 2
    assert checkout("validate", "-", "--profile", "none", stdin=patient)[0] == 0
    assert checkout.issues("validate", "-", "--profile", "http://example.org/none-such", stdin=patient) == [
        ("DBEP4521", "-", 1)
    ]


def test_a_package_that_is_not_there_could_not_run(built):
    code, out, _ = Checkout(built)("validate", "-", "--package", "no-such#1.0", stdin=b"{}")
    assert code == 2
    assert "DBEP3030" in out


def test_every_document_is_reported_on_whatever_the_others_are(tmp_path, monkeypatch, built):
    monkeypatch.chdir(tmp_path)
    for name, data in {
        "a-good.json": b'{"resourceType": "Patient", "active": true}',
        "b-empty.json": b"",
        "c-cut.json": b'{"resourceType": "Patient"',
        "d-binary.json": bytes(range(256)),
        "e-wrong.json": b'{"resourceType": "Patient", "gender": "mann"}',
        "f-latin.xml": "<Patient xmlns='http://hl7.org/fhir'><name><text value='Pål'/></name></Patient>".encode(
            "latin-1"
        ),
    }.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "empty-folder").mkdir()
    found = Checkout(tmp_path).issues("validate", ".", "missing.json", "empty-folder", "--profile", "none")
    by_document: dict[str, set[str]] = {}
    for code, document, _ in found:
        by_document.setdefault(document, set()).add(code)
    assert set(by_document) == {
        "b-empty.json",
        "c-cut.json",
        "d-binary.json",
        "e-wrong.json",
        "f-latin.xml",
        "missing.json",
        "empty-folder",
    }
    assert by_document["e-wrong.json"] == {"DBEP5001"}
    assert Checkout(tmp_path)("validate", ".", "missing.json", "--profile", "none")[0] == 2
    assert Checkout(tmp_path)("validate", "a-good.json", "b-empty.json", "--profile", "none")[0] == 1


@pytest.mark.parametrize(
    ("path", "old", "new", "code"),
    [
        ("model/plan/plan.yaml", "\n  tittel:", "\n\ttittel:", "DBEP10"),
        ("model/plan/plan.yaml", "\n  tittel:", "\n  tittel: {}\n  tittel:", "DBEP10"),
        ("model/plan/plan.yaml", "    cardinality: 1..1", "    cardinalty: 1..1", "DBEP10"),
        ("model/plan/plan.yaml", "maps: CarePlan.title", "maps: CarePlan.tittel", "DBEP2"),
        ("examples/pal-gronn-staer.yaml", "tittel: ", "titel: ", "DBEP29"),
    ],
    ids=[
        "tab",
        "duplicate-key",
        "wrong-keyword",
        "element-not-in-r4",
        "wrong-word-in-example",
    ],
)
def test_a_fault_in_the_yaml_is_said_at_its_line(checkout, path, old, new, code):
    line = checkout.replace(path, old, new) + old.count("\n")
    found = checkout.issues("build", "--no-site")
    assert [
        one for one in found if one[0].startswith(code) and one[1] == path and line <= one[2] <= line + 2
    ], found
    exit_code, out, _ = checkout("build", "--no-site", "--lang", "nb")
    assert exit_code in (1, 2)
    assert f"{path}:" in out


def test_a_circle_of_classes_is_one_finding_that_shows_each_of_its_lines(checkout):
    checkout.replace("model/plan/plan.yaml", "class: Plan", "class: Plan\nextends: Behandlingsplan")
    (found,) = [one for one in checkout.issues("build", "--no-site") if one[0] == "DBEP2001"]
    assert found[1:] == ("model/plan/behandlingsplan.yaml", 3)
    _, out, _ = checkout("build", "--no-site")
    assert "model/plan/plan.yaml:3" in out


def test_an_example_that_breaks_its_profile_is_shown_at_the_yaml(checkout):
    line = checkout.replace("examples/pal-gronn-staer.yaml", "  status: active\n", "  status: aktiv\n")
    assert ("DBEP5001", "examples/pal-gronn-staer.yaml", line) in checkout.issues("build", "--no-site")


def test_an_invariant_that_no_example_fails_is_said(checkout):
    text = (checkout.folder / "examples/pal-gronn-staer.yaml").read_text(encoding="utf-8")
    (checkout.folder / "examples/pal-gronn-staer.yaml").write_text(
        text.partition("\n---\n")[0] + "\n", encoding="utf-8"
    )
    said = [
        one
        for one in json.loads(checkout("build", "--no-site", "--format", "json")[1])["issues"]
        if one["code"] == "DBEP2914"
    ]
    assert {one["params"]["key"] for one in said} >= {"plan-1", "plan-2", "bpl-1"}, "as they are written"
    assert all(one["document"].startswith("model/") for one in said)


def test_a_package_that_is_here_and_not_what_the_lock_says_stops_the_build(checkout):
    package = checkout.folder / "no-cache" / "hl7.fhir.no.basis#2.2.2" / "package"
    package.mkdir(parents=True)
    (package / "package.json").write_text(
        '{"name": "hl7.fhir.no.basis", "version": "2.2.2", "fhirVersions": ["4.0.1"]}'
    )
    assert checkout("build", "--no-site")[0] == 0
    lock = {"lock-version": 1, "packages": {"hl7.fhir.no.basis#2.2.2": "0" * 64}}
    (checkout.folder / "dbep.lock").write_text(json.dumps(lock))
    code, out, _ = checkout("build", "--no-site")
    assert code == 2
    assert "DBEP3040" in out


def test_schemas_are_there_for_the_editor_also_when_the_model_is_wrong(checkout):
    checkout.replace("model/plan/plan.yaml", "    cardinality: 1..1", "    cardinalty: 1..1")
    assert checkout("build", "--no-site")[0] == 1
    assert (checkout.folder / "build/schema/class.json").is_file()


@pytest.mark.parametrize(
    ("language", "nothing", "earlier"),
    [
        ("nb", "Guiden ble ikke bygd.", "inneholder fortsatt forrige bygging"),
        ("en", "The guide was not built.", "still contains the previous build"),
    ],
)
def test_a_build_that_stops_says_that_what_is_in_the_folder_is_old(checkout, language, nothing, earlier):
    words = ("--lang", language, "build", "--no-site")
    checkout.replace("model/plan/plan.yaml", "maps: CarePlan.title", "maps: CarePlan.tittel")
    _, _, notes = checkout(*words)
    assert nothing in notes
    assert earlier not in notes, "there is no earlier build"
    checkout.replace("model/plan/plan.yaml", "maps: CarePlan.tittel", "maps: CarePlan.title")
    code, _, notes = checkout(*words)
    assert code == 0
    assert nothing not in notes
    checkout.replace("model/plan/plan.yaml", "maps: CarePlan.title", "maps: CarePlan.tittel")
    code, _, notes = checkout(*words)
    assert code == 1
    assert f"{nothing} {checkout.folder / 'build'} {earlier}." in notes


@pytest.mark.parametrize("language", ["nb", "en"])
def test_the_change_that_the_governance_page_shows_can_be_made_as_it_is(checkout, language):
    page = (ROOT / "site" / language / "about" / "governance.md").read_text(encoding="utf-8")
    lines = textwrap.dedent(page.partition("```diff\n")[2].partition("```")[0]).splitlines()
    assert {line[0] for line in lines} == set(" +")
    old, new = (
        "".join(f"    {line[1:].strip()}\n" for line in lines if line[0] in kept) for kept in (" -", " +")
    )
    plan_yaml = (checkout.folder / "model/plan/plan.yaml").read_text(encoding="utf-8")
    assert plan_yaml.count(old) == 1
    checkout.replace("model/plan/plan.yaml", old, new)
    code, out, _ = checkout("build", "--no-site")
    assert code == 0, out
    plan = json.loads((checkout.folder / "build/package/StructureDefinition-dbep-plan.json").read_bytes())
    (replaces,) = [one for one in plan["snapshot"]["element"] if one["id"] == "CarePlan.replaces"]
    assert replaces["max"] == "1"


def test_a_folder_without_a_guide_could_not_be_built(tmp_path):
    code, out, notes = Checkout(tmp_path)("build", str(tmp_path), "--no-site")
    assert code == 2
    assert "DBEP6020" in out
    assert "ikke bygd" not in notes
    assert "not built" not in notes


def test_yaml_changed_since_the_build_is_said(checkout):
    assert checkout("build", "--no-site")[0] == 0
    patient = b'{"resourceType": "Patient"}'
    assert "dbep build" not in checkout("validate", "-", stdin=patient)[1]
    checkout.replace("guide.yaml", "version: 0.1.0", "version: 0.1.1")
    assert "dbep build" in checkout("validate", "-", stdin=patient)[1]


def test_a_build_that_changes_nothing_is_a_new_build_all_the_same(checkout):
    assert checkout("build", "--no-site")[0] == 0
    patient = b'{"resourceType": "Patient"}'
    checkout.replace("guide.yaml", "version: 0.1.0", "version: 0.1.0 # a remark")
    assert "dbep build" in checkout("validate", "-", stdin=patient)[1]
    assert checkout("build", "--no-site")[0] == 0
    assert "dbep build" not in checkout("validate", "-", stdin=patient)[1]


class _Service(BaseHTTPRequestHandler):
    """Says of every code that it is not in the value set."""

    asked: ClassVar[list[str]] = []

    def do_POST(self) -> None:
        self.asked.append(self.path)
        self.rfile.read(int(self.headers["Content-Length"]))
        answer = {"resourceType": "Parameters", "parameter": [{"name": "result", "valueBoolean": False}]}
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/fhir+json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST

    def log_message(self, *_: object) -> None:
        """No noise among the tests."""


def test_a_terminology_service_is_asked_what_cannot_be_decided_here(tmp_path):
    server = HTTPServer(("127.0.0.1", 0), _Service)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    coding = {"system": "http://snomed.info/sct", "code": "1"}
    condition = {
        "resourceType": "Condition",
        "subject": {"display": "x"},
        "bodySite": [{"coding": [coding]}],
        "severity": {"coding": [coding]},
    }
    data = json.dumps(condition).encode()
    checkout = Checkout(tmp_path)
    try:
        before = json.loads(checkout("validate", "-", "--profile", "none", "--format", "json", stdin=data)[1])
        assert "DBEP5102" in {one["code"] for one in before["issues"]}
        assert _Service.asked == []
        base = f"http://127.0.0.1:{server.server_port}"
        after = json.loads(
            checkout("validate", "-", "--profile", "none", "--format", "json", "--service", base, stdin=data)[
                1
            ]
        )
    finally:
        server.shutdown()
        server.server_close()
    assert _Service.asked
    assert {one["code"] for one in after["issues"]} != {one["code"] for one in before["issues"]}


@pytest.mark.parametrize(
    ("language", "hint"),
    [("no", "; did you mean `nb`?"), ("en-GB", "; did you mean `en`?"), ("fi", "")],
)
def test_the_site_in_a_language_that_the_guide_does_not_have(checkout, language, hint):
    code, out, _ = checkout("build", "--site-language", language, "--lang", "en")
    assert code == 2
    assert "DBEP6030" in out
    assert f"The guide is not in `{language}`; its languages are nb, en{hint} " in " ".join(out.split())
