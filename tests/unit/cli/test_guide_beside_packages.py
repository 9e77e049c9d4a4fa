"""`--package` adds to the guide, `--no-guide` leaves it out: from the outside, with an installation of two guides."""

import json

import pytest

from dbep_ig.engine.packages.tar_writing import pack_tgz
from dbep_ig.host import guide_source
from dbep_ig.host.packages import PackageSettings
from dbep_ig.host.packed_guides import pack_guides
from dbep_ig.validator import Validator
from tests.command import dbep
from tests.unit.host.guides import CANONICAL, implementation_guide, in_cache
from tests.unit.packages.made import package

OWN = "https://vendor.example/fhir/StructureDefinition/form-id"
PATIENT = json.dumps(
    {"resourceType": "Patient", "active": True, "extension": [{"url": OWN, "valueString": "x"}]}
).encode()
WITH_PACKED = "The guide is g#0.2.0 (draft), which comes with dbep."


def profile(url: str, element: str, type_name: str = "Patient") -> dict:
    """A profile that demands one element, and no code: the guide's choice for every resource of the type."""
    return {"resourceType": "StructureDefinition", "id": url.rpartition("/")[2], "url": url, "name": "P", "status": "draft", "kind": "resource", "abstract": False, "type": type_name, "baseDefinition": f"http://hl7.org/fhir/StructureDefinition/{type_name}", "derivation": "constraint", "differential": {"element": [{"id": f"{type_name}.{element}", "path": f"{type_name}.{element}", "min": 1}]}}  # fmt: skip


EXTENSION = {"resourceType": "StructureDefinition", "id": "form-id", "url": OWN, "name": "F", "status": "active", "kind": "complex-type", "abstract": False, "context": [{"type": "element", "expression": "Patient"}], "type": "Extension", "baseDefinition": "http://hl7.org/fhir/StructureDefinition/Extension", "derivation": "constraint", "differential": {"element": [{"id": "Extension.url", "path": "Extension.url", "fixedUri": OWN}, {"id": "Extension.value[x]", "path": "Extension.value[x]", "min": 1, "type": [{"code": "string"}]}]}}  # fmt: skip


def guide(label: str, element: str = "gender", **more: object):
    """A guide whose patients have one element more."""
    definition = profile(f"{CANONICAL}/StructureDefinition/g-patient", element)
    return package(label, implementation_guide(label), definition, canonical=CANONICAL, **more)


def written(folder, made) -> str:
    """A package as an archive; its path."""
    file = folder / f"{made.label.replace('#', '-')}.tgz"
    file.write_bytes(pack_tgz({path: made.files.read(path) for path in made.files.paths()}, seconds=0))
    return str(file)


@pytest.fixture
def call(tmp_path, monkeypatch):
    """call(*words) -> code, standard output, standard error; g#0.2.0 (gender) is the default guide, g#0.1.0 (name) released."""
    packed = tmp_path / "installed" / "guides"
    monkeypatch.setattr(guide_source, "PACKED", packed)
    monkeypatch.setattr(guide_source, "PROGRAM", tmp_path / "installed")
    pack_guides(guide("g#0.2.0"), [guide("g#0.1.0", "name")], packed)
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)

    def run(*words: str, stdin: bytes = PATIENT) -> tuple[int, str, str]:
        return dbep(*words, stdin=stdin, DBEP_PACKAGES=str(tmp_path / "cache"))

    return run


@pytest.fixture
def validate(call):
    """validate(*options) -> [(code, what is missing)] of errors, the notes."""

    def run(*options: str) -> tuple[list[tuple[str, str]], list[str]]:
        out = json.loads(call("validate", "-", "--format", "json", *options)[1])
        found = [
            (one["code"], str(one["params"].get("element", one["params"].get("url", ""))))
            for one in out["issues"]
            if one["severity"] == "error"
        ]
        return found, out["notes"]

    return run


@pytest.fixture
def own(tmp_path):
    """A package with an extension of a vendor's own."""
    return written(
        tmp_path, package("own.extensions#1.0.0", EXTENSION, canonical="https://vendor.example/fhir")
    )


GENDER, NAME = ("DBEP4201", "Patient.gender"), ("DBEP4201", "Patient.name")
UNKNOWN = ("DBEP4501", OWN)


def codes(found):
    return sorted(code for code, _ in found)


def test_the_advice_of_an_unknown_extension_works_and_the_guide_is_still_used(validate, own):
    found, notes = validate()
    assert (codes(found), notes) == (["DBEP4201", "DBEP4501"], [WITH_PACKED])
    found, notes = validate("--package", own)
    assert (codes(found), notes) == (["DBEP4201"], [WITH_PACKED, "Package: own.extensions#1.0.0."])
    found, notes = validate("--no-guide", "--package", own)
    assert (codes(found), notes) == ([], ["Package: own.extensions#1.0.0."])
    assert validate("--no-guide") == ([UNKNOWN], [])


def test_a_loose_file_adds_too(validate, tmp_path):
    file = tmp_path / "own-extension.json"
    file.write_text(json.dumps(EXTENSION), encoding="utf-8")
    found, notes = validate("--package", str(file))
    assert (codes(found), notes) == (["DBEP4201"], [WITH_PACKED, f"Package: {file}."])


def test_an_edited_profile_of_the_guide_that_is_given_loose_comes_before_it_and_is_chosen_once(
    validate, tmp_path
):
    file = tmp_path / "edited.json"
    edited = profile(f"{CANONICAL}/StructureDefinition/g-patient", "birthDate")
    file.write_text(json.dumps(edited), encoding="utf-8")
    found, _ = validate("--package", str(file))
    assert [one for one in found if one[0] == "DBEP4201"] == [("DBEP4201", "Patient.birthDate")]


def test_a_package_takes_nothing_of_the_guide_s_choice_and_chooses_for_itself(validate, tmp_path):
    """Each has one profile for any patient: neither makes the other's be forgotten."""
    other = profile("http://other.no/StructureDefinition/o-patient", "birthDate")
    file = written(tmp_path, package("other#1.0.0", other, canonical="http://other.no"))
    found, _ = validate("--package", file)
    assert {element for code, element in found if code == "DBEP4201"} == {
        "Patient.gender",
        "Patient.birthDate",
    }
    found, _ = validate("--package", file, "--no-guide")
    assert {element for code, element in found if code == "DBEP4201"} == {"Patient.birthDate"}


@pytest.mark.parametrize("asked", ["g#0.1.0", "g@0.1.0", "g#0.1.x"])
def test_a_guide_inside_the_installation_is_found_by_its_label(validate, asked):
    found, notes = validate("--package", asked)
    assert NAME in found
    assert GENDER not in found
    assert notes == [
        "The guide is g#0.1.0 (draft), given as a package and used instead of g#0.2.0, which comes with dbep."
    ]
    found, notes = validate("--no-guide", "--package", asked)
    assert (NAME in found, notes) == (True, ["Package: g#0.1.0 (draft)."])


def test_the_library_finds_it_too(call, tmp_path):
    for more in ({}, {"package_settings": PackageSettings(tmp_path / "cache")}):
        opened = Validator.open(["g#0.1.0"], folder=tmp_path / "here", **more)
        assert (opened.guide, opened.packages.roots) == ("g#0.1.0", ("g#0.1.0",))
        alone = Validator.open(["g#0.1.0"], folder=tmp_path / "here", without_guide=True, **more)
        assert (alone.guide, alone.packages.roots) == (None, ("g#0.1.0",))


@pytest.mark.parametrize("asked", ["g#0.2.0", "g", "FOLDER"])
def test_the_guide_itself_given_as_a_package_is_the_guide(validate, tmp_path, asked):
    place = str(tmp_path / "installed" / "guides" / "g#0.2.0") if asked == "FOLDER" else asked
    found, notes = validate("--package", place)
    assert (found.count(GENDER), notes) == (1, [WITH_PACKED])


def test_a_copy_of_the_guide_from_elsewhere_is_used_instead(validate, tmp_path):
    copy = written(tmp_path, guide("g#0.2.0", "birthDate"))
    found, notes = validate("--package", copy)
    assert ("DBEP4201", "Patient.birthDate") in found
    assert GENDER not in found
    assert notes == [
        "The guide is g#0.2.0 (draft), given as a package and used instead of g#0.2.0, which comes with dbep."
    ]


def test_of_two_copies_the_first_is_used_and_the_other_named(validate, tmp_path):
    copy = written(tmp_path, guide("g#0.3.0", "birthDate"))
    found, notes = validate("--package", "g#0.1.0", "--package", copy)
    assert [one for one in found if one[0] == "DBEP4201"] == [NAME]
    assert notes == [
        "The guide is g#0.1.0 (draft), given as a package and used instead of g#0.2.0, which comes with dbep.",
        f"{copy} (g#0.3.0) is not used, since only one copy of the guide is: g#0.1.0, given as a package.",
    ]


def test_a_guide_that_is_asked_for_stays_the_guide(validate, tmp_path):
    copy = written(tmp_path, guide("g#0.3.0", "birthDate"))
    found, notes = validate("--guide", "0.1.0", "--package", copy)
    assert [one for one in found if one[0] == "DBEP4201"] == [NAME]
    assert notes == [
        "The guide is g#0.1.0 (draft), released version that comes with dbep.",
        f"{copy} (g#0.3.0) is not used, since only one copy of the guide is: g#0.1.0, released version that comes with dbep.",
    ]
    assert validate("--guide", "0.1.0", "--package", "g#0.1.0")[1] == [
        "The guide is g#0.1.0 (draft), released version that comes with dbep."
    ]


def test_a_package_that_builds_on_the_guide_uses_the_one_that_is_loaded(call, validate, tmp_path):
    own = profile("http://own.no/StructureDefinition/own-patient", "birthDate")
    own["baseDefinition"] = f"{CANONICAL}/StructureDefinition/g-patient"
    file = written(
        tmp_path, package("own#1.0.0", own, canonical="http://own.no", dependencies={"g": "0.2.0"})
    )
    found, notes = validate("--package", file, "--profile", own["url"])
    assert {element for code, element in found if code == "DBEP4201"} == {
        "Patient.gender",
        "Patient.birthDate",
    }
    assert notes == [WITH_PACKED, "Package: own#1.0.0."]
    alone = validate("--package", file, "--profile", own["url"], "--no-guide")
    assert alone == (found, ["Package: own#1.0.0."])  # what it needs is inside the installation


def test_r4_alone_opens_no_guide(validate, own):
    assert validate("--profile", "none", "--package", own) == ([], ["Package: own.extensions#1.0.0."])


def test_where_there_is_no_guide_the_report_of_packages_says_so(validate, own, tmp_path, monkeypatch):
    monkeypatch.setattr(guide_source, "PACKED", tmp_path / "nothing")
    assert validate("--package", own) == (
        [],
        ["No guide is available, so only R4 and the packages were used.", "Package: own.extensions#1.0.0."],
    )


def test_what_the_guide_would_like_is_not_told_and_what_a_package_lacks_is(call, tmp_path, monkeypatch):
    """DBEP3031"""
    packed = tmp_path / "wishing" / "guides"
    monkeypatch.setattr(guide_source, "PACKED", packed)
    pack_guides(guide("g#0.2.0", dependencies={"wished": "1.0.0"}), [], packed)
    in_cache(tmp_path / "cache", "fine#1.0.0")
    assert "DBEP3031" not in call("validate", "-")[1]
    assert "DBEP3031" not in call("validate", "-", "--package", "fine#1.0.0")[1]
    in_cache(tmp_path / "cache", "lacking#1.0.0", dependencies={"lacked": "1.0.0"})
    out = call("validate", "-", "--package", "lacking#1.0.0")[1]
    assert "lacking#1.0.0 depends on lacked#1.0.0, which is not available" in out
    assert "wished" not in out


def test_a_package_of_the_name_of_a_release_in_the_checkout_is_that_release(call, tmp_path):
    here = tmp_path / "here"
    (here / "releases").mkdir()
    (here / "guide.yaml").write_text("guide: g\n", encoding="utf-8")
    written(here / "releases", guide("g#0.3.0", "birthDate"))
    (here / "releases" / "g-0.4.0.tgz").write_bytes(b"damaged")
    out = json.loads(call("validate", "-", "--format", "json", "--package", "g#0.3.0")[1])
    assert "Patient.birthDate" in {one["params"].get("element") for one in out["issues"]}
    code, out, _ = call("validate", "-", "--package", "g#0.4.0")
    assert (code, out.count("DBEP3030")) == (2, 1)


def test_guide_and_no_guide_exclude_each_other(call):
    for command in (("validate", "-"), ("explain", "g-1")):
        code, out, err = call(*command, "--guide", "0.1.0", "--no-guide")
        assert (code, out) == (2, "")
        assert "--guide and --no-guide cannot be combined" in err


def test_explain_leaves_the_guide_out_too(call, tmp_path, monkeypatch):
    rule = {"key": "g-1", "severity": "error", "human": "Be kind.", "expression": "true"}
    definition = profile(f"{CANONICAL}/StructureDefinition/g-patient", "gender")
    definition["differential"]["element"].append({"id": "Patient", "path": "Patient", "constraint": [rule]})
    packed = tmp_path / "ruling" / "guides"
    monkeypatch.setattr(guide_source, "PACKED", packed)
    pack_guides(
        package("g#0.2.0", implementation_guide("g#0.2.0"), definition, canonical=CANONICAL), [], packed
    )
    assert call("explain", "g-1")[0] == 0
    assert call("explain", "g-1", "--no-guide")[0] == 2
