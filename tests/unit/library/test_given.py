"""What `check`, `check_all` and `check_ndjson` take, and what they say of everything else."""

import copy
import datetime
import enum
import io
import json
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType

import pytest

from dbep_ig import CouldNotOpen, Validator
from dbep_ig.library.json_text import json_text

PLAN = {
    "resourceType": "CarePlan",
    "status": "aktiv",
    "intent": "plan",
    "subject": {"reference": "Patient/pal"},
}
TEXT = json.dumps(PLAN)


@pytest.fixture(scope="module")
def r4(tmp_path_factory):
    return Validator.open(folder=str(tmp_path_factory.mktemp("empty")), without_guide=True)


def codes(report):
    return [issue.code for issue in report.errors]


@pytest.mark.parametrize(
    ("given", "place"),
    [
        (TEXT.encode(), (1, 40)),
        (bytearray(TEXT.encode()), (1, 40)),
        (memoryview(TEXT.encode()), (1, 40)),
        (TEXT, (1, 40)),
        (PLAN, (None, None)),
        (MappingProxyType(PLAN), (None, None)),
    ],
)
def test_every_form_of_a_document_with_and_without_a_name(r4, given, place):
    for arguments, name in (
        ((given,), "-"),
        (("a plan", given), "a plan"),
        ((Path("a.json"), given), "a.json"),
    ):
        report = r4.check(*arguments, profiles="none")
        (issue,) = report.errors
        assert (issue.code, issue.expression, issue.document) == ("DBEP5001", "CarePlan.status", name)
        assert (issue.line, issue.column) == place
        assert report.documents == (name,)


def test_a_path_is_what_it_is_to_the_command(r4, tmp_path):
    file = tmp_path / "a.json"
    file.write_text(TEXT)
    (tmp_path / "b.ndjson").write_text(f"{TEXT}\n{TEXT}\n")
    assert r4.check(file).documents == (file.as_posix(),)
    assert r4.check("called", file).documents == ("called",)
    assert len(r4.check(tmp_path, profiles="none").errors) == 3
    missing = r4.check(tmp_path / "nosuch.json")
    assert (codes(missing), missing.ok) == (["DBEP4090"], False)


@pytest.mark.parametrize("arguments", [("plan.json",), ("data/plan.json", "data/plan.json")])
def test_a_str_is_never_a_path(r4, arguments, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("plan.json").write_text(TEXT)
    (issue,) = r4.check(*arguments).issues
    assert issue.code == "DBEP4045"
    assert all("pathlib.Path" in issue.message(language) for language in ("nb", "en"))
    assert "pathlib" not in r4.check(b"plan.json").issues[0].message("en")


def test_a_dict_is_left_as_it_is(r4):
    given = {
        "resourceType": "Basic",
        "code": {"text": "æ\ud800"},
        "extension": [{"url": "http://x", "valueDecimal": 0.1}],
    }
    before = copy.deepcopy(given)
    report = r4.check(given, profiles="none")
    assert given == before
    assert ("DBEP4019", "Basic.code.text") in [(issue.code, issue.expression) for issue in report.errors]
    assert {(issue.line, issue.column) for issue in report.issues} == {(None, None)}


def test_numbers_keep_their_digits():
    numbers = [Decimal("1.10"), 0.1, 1e21, 10**20, Weekday.MONDAY, True, Decimal("1E+3")]
    assert json_text({"a": numbers}, 1000) == b'{"a":[1.10,0.1,1e+21,100000000000000000000,1,true,1E+3]}'


def test_more_than_a_reader_takes_is_not_written_to_its_end():
    assert json_text({"a": ["x" * 300] * 100}, 1000).count(b"x") < 1500


class Weekday(enum.IntEnum):
    MONDAY = 1


class Colour(enum.Enum):
    RED = "red"


@pytest.mark.parametrize(
    ("value", "kind", "says"),
    [
        ({"a/b": [datetime.date(2020, 1, 1)]}, TypeError, r"^/x/a~1b/0: .*isoformat"),
        ((1,), TypeError, "^/x: JSON has no tuple; give a list"),
        ({1}, TypeError, "^/x: .*list"),
        (b"a", TypeError, "^/x: .*base64"),
        (Colour.RED, TypeError, "^/x: .*value"),
        (object(), TypeError, "^/x: JSON has no object"),
        ({1: 2}, TypeError, "^/x/1: a key"),
        (float("nan"), ValueError, "^/x: nan"),
        (Decimal("Infinity"), ValueError, "^/x: Infinity"),
        pytest.param(10**5000, ValueError, "^/x: .*digits", id="5,001 digits"),
    ],
)
def test_what_json_has_not_is_refused_at_its_place(r4, value, kind, says):
    with pytest.raises(kind, match=says):
        r4.check({"resourceType": "Basic", "x": value})
    with pytest.raises(kind, match=r"^documents\[1\]: /x"):
        r4.check_all([PLAN, {"resourceType": "Basic", "x": value}])


def test_a_circle_and_a_value_without_end_are_refused(r4, monkeypatch):
    circle: dict = {"resourceType": "Basic"}
    circle["extension"] = [{"contained": circle}]
    with pytest.raises(ValueError, match=r"^/extension/0/contained: the value contains itself"):
        r4.check(circle)
    shared = {"url": "x"}
    assert r4.check({"resourceType": "Basic", "extension": [shared, shared]}, profiles="none").documents
    monkeypatch.setattr("dbep_ig.library.json_text.MOST_VALUES", 1000)
    many: list = []
    for _ in range(60):
        many = [many, many]
    with pytest.raises(ValueError, match="more than 1000 values"):
        r4.check({"resourceType": "Basic", "x": many})
    deep: dict = {"resourceType": "Basic"}
    inner = deep
    for _ in range(400):
        inner["x"] = {}
        inner = inner["x"]
    assert codes(r4.check(deep)) != []


class Model:
    def model_dump_json(self):
        return "{}"


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda v: v.check(), "bytes, str"),
        (lambda v: v.check(None), "bytes, str .*, a dict or a pathlib.Path, not None"),
        (lambda v: v.check("plan.json", None), "not None"),
        (lambda v: v.check(3), "not int"),
        (lambda v: v.check([PLAN]), "check_all"),
        (lambda v: v.check(io.BytesIO(b"{}")), r"read\(\)"),
        (lambda v: v.check(Model()), "model_dump_json"),
        (lambda v: v.check(TEXT.encode(), "plan.json"), "in this order"),
        (lambda v: v.check(PLAN, "plan.json"), "in this order"),
        (lambda v: v.check(TEXT, "plan.json"), "in this order"),
        (lambda v: v.check(Path("a.json"), Path("b.json")), "check_all"),
        (lambda v: v.check_all(PLAN), "for one: check"),
        (lambda v: v.check_all(TEXT), "for one: check"),
        (lambda v: v.check_all(TEXT.encode()), "for one: check"),
        (lambda v: v.check_all(Path()), "for one: check"),
        (lambda v: v.check_all(None), "a list of documents"),
        (lambda v: v.check_all([None]), r"documents\[0\]: "),
        (lambda v: v.check_all([("a", PLAN, 1)]), r"documents\[0\]: .*3 parts"),
        (lambda v: v.check_ndjson(None), "lines of NDJSON"),
        (lambda v: v.check_ndjson(PLAN), "lines of NDJSON"),
        (lambda v: v.check_ndjson([], name=3), "name is str"),
        (lambda v: list(v.check_ndjson([PLAN])), "line 1 .*check_all"),
        (lambda v: v.check(PLAN, profiles=None), "'auto', 'none'"),
        (lambda v: v.check(PLAN, profiles=3), "'auto', 'none'"),
        (lambda v: v.check(PLAN, profiles=[None]), "'auto', 'none'"),
        (lambda v: v.check(PLAN, profiles=b"none"), "'auto', 'none'"),
        (lambda v: Validator.check(TEXT), r"Validator\.open\(\)\.check"),
        (lambda v: Validator(), r"Validator\.open"),
        (lambda v: Validator("x.tgz"), r"Validator\.open"),
        (lambda v: Validator.open(None), "packages is"),
        (lambda v: Validator.open(3), "packages is"),
        (lambda v: Validator.open({}), "packages is"),
        (lambda v: Validator.open([b"x"]), "packages is"),
        (lambda v: Validator.open(guide=False), "without_guide=True"),
        (lambda v: Validator.open(guide=Path("x")), "packages="),
        (lambda v: Validator.open(folder=3), "folder is"),
        (lambda v: Validator.open(without_guide="no"), "True or False"),
        (lambda v: Validator.open(settings={}), "Settings"),
        (lambda v: Validator.open(package_settings={}), "PackageSettings"),
        (lambda v: Validator.open(package_settings=3), "PackageSettings"),
        (lambda v: Validator.open(extension_domains=None), "extension_domains is"),
        (lambda v: Validator.open(extension_domains=True), "extension_domains is"),
        (lambda v: Validator.open(extension_domains=b"https://x"), "extension_domains is .* not bytes"),
        (lambda v: Validator.open(extension_domains={"https://x": 1}), "extension_domains is .* not dict"),
        (lambda v: Validator.open(extension_domains=["https://x", b"https://x"]), "not bytes in a list"),
        (lambda v: Validator.open(extension_domains=Path("x")), "extension_domains is"),
        (lambda v: Validator.open(service="http://x"), "HttpTerminologyService"),
    ],
)
def test_what_cannot_be_meant_is_a_type_error_that_says_what_to_write(r4, call, says):
    with pytest.raises(TypeError, match=says) as refused:
        call(r4)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("profiles", "says"),
    [
        ("NONE", "write 'none'"),
        ("Auto", "write 'auto'"),
        (["none "], "write 'none'"),
        ([], "empty"),
        ("", "empty"),
        ([""], "empty"),
        (["auto", "http://x"], "combined"),
    ],
)
def test_profiles_that_cannot_be_meant(r4, profiles, says):
    for ask in (
        r4.check,
        lambda one, **more: r4.check_all([one], **more),
        lambda _, **more: r4.check_ndjson([], **more),
    ):
        with pytest.raises(ValueError, match=says):
            ask(PLAN, profiles=profiles)


@pytest.mark.parametrize("profiles", ["http://x", ["http://x"], ("http://x",), {"http://x"}])
def test_a_profile_that_is_not_available_is_never_silence(r4, profiles):
    assert codes(r4.check(PLAN, profiles=profiles)) == ["DBEP4521", "DBEP5001"]
    (report,) = r4.check_ndjson([TEXT], profiles=profiles)
    assert codes(report) == ["DBEP4521", "DBEP5001"]


def test_the_words_alone_in_a_list_are_the_words(r4):
    assert r4.check(PLAN, profiles=["none"]).warnings == ()
    assert [issue.code for issue in r4.check(PLAN, profiles=["auto"]).warnings] == ["DBEP4524"]


@pytest.mark.parametrize(
    "form", [str, Path, lambda path: [str(path)], lambda path: [path], lambda path: (path,)]
)
def test_packages_in_every_form(form, tmp_path):
    profile = {
        "resourceType": "StructureDefinition", "url": "http://example.org/p", "name": "P", "status": "active",
        "kind": "resource", "abstract": False, "type": "CarePlan", "derivation": "constraint",
        "baseDefinition": "http://hl7.org/fhir/StructureDefinition/CarePlan",
        "differential": {"element": [{"id": "CarePlan.title", "path": "CarePlan.title", "min": 1}]},
    }  # fmt: skip
    file = tmp_path / "p.json"
    file.write_text(json.dumps(profile))
    opened = Validator.open(form(file), folder=tmp_path, without_guide=True)
    assert codes(opened.check({**PLAN, "status": "active"}, profiles="http://example.org/p")) == ["DBEP4201"]


def test_an_empty_name_of_a_package_and_a_path_that_is_a_name(tmp_path):
    for empty in ("", [""]):
        with pytest.raises(CouldNotOpen, match="'' is neither a file"):
            Validator.open(empty)
    with pytest.raises(CouldNotOpen, match=r"\./hl7\.fhir\.r4\.core#4\.0\.1"):
        Validator.open(Path("hl7.fhir.r4.core#4.0.1"), folder=tmp_path)


def test_documents_of_a_list_are_called_by_their_number(r4):
    report = r4.check_all([PLAN, ("named", PLAN), TEXT], profiles="none")
    assert report.documents == ("[0]", "named", "[2]")
    assert [issue.line for issue in report.errors] == [None, None, 1]


def test_dicts_may_refer_to_each_other():
    from dbep_ig import Settings

    strict = Validator.open(without_guide=True, settings=Settings(check_references=True))
    plan = {**PLAN, "status": "active"}
    assert strict.check_all([plan, {"resourceType": "Patient", "id": "pal"}], profiles="none").ok
    assert not strict.check_all([plan, {"resourceType": "Patient", "id": "other"}], profiles="none").ok


@pytest.mark.parametrize("form", [lambda text: text, str.encode, lambda text: text.split("\n"), io.StringIO])
def test_lines_in_every_form(r4, form, tmp_path):
    text = f"{TEXT}\n{TEXT}"
    assert [report.errors[0].line for report in r4.check_ndjson(form(text))] == [1, 2]
    file = tmp_path / "x.ndjson"
    file.write_text(text)
    assert [report.documents for report in r4.check_ndjson(file)] == [(file.as_posix(),)] * 2
    (wrong,) = r4.check_ndjson("x.ndjson")
    assert "pathlib" in wrong.issues[0].message("en")


def test_what_a_program_raises_between_its_lines_is_raised_after_the_reports(r4):
    def lines():
        yield TEXT
        raise ConnectionError("gone")

    reports = r4.check_ndjson(lines())
    assert not next(reports).ok
    with pytest.raises(ConnectionError, match="gone"):
        next(reports)
