"""`dbep version` and `--guide`, from the outside: a checkout with a build and a release, an installation with two guides."""

import json
import os

import pytest

import dbep_ig
from dbep_ig.engine.packages.tar_writing import pack_tgz
from dbep_ig.host import guide_source
from dbep_ig.host.packed_guides import pack_guides
from tests.command import dbep
from tests.unit.host.guides import CANONICAL, guide_package, implementation_guide, in_build, in_releases
from tests.unit.packages.made import package, package_files

NOTICE = {"nb": "Utkast.", "en": "Draft."}


@pytest.fixture
def call(tmp_path, monkeypatch):
    """call(*words) -> code, standard output, standard error; in an empty folder of an empty installation."""
    monkeypatch.setattr(guide_source, "PACKED", tmp_path / "installed" / "guides")
    monkeypatch.setattr(guide_source, "PROGRAM", tmp_path / "installed")
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)

    def run(*words: str, stdin: bytes = b"", language: str = "en") -> tuple[int, str, str]:
        return dbep(*words, stdin=stdin, DBEP_PACKAGES=str(tmp_path / "cache"), DBEP_LANG=language)

    return run


@pytest.fixture
def installed(tmp_path):
    pack_guides(
        guide_package("g#0.2.0", notice=NOTICE), [guide_package("g#0.1.0")], tmp_path / "installed" / "guides"
    )


def release_with_codes(folder, version: str, *codes: str) -> None:
    """A release whose value set has these codes, and whose profile of Patient demands one more element a code."""
    label = f"coded#{version}"
    system, value_set = f"{CANONICAL}/CodeSystem/c", f"{CANONICAL}/ValueSet/v"
    resources = [
        implementation_guide(label, "active"),
        {
            "resourceType": "CodeSystem",
            "id": "c",
            "url": system,
            "version": version,
            "status": "active",
            "content": "complete",
            "concept": [{"code": code} for code in codes],
        },
        {
            "resourceType": "ValueSet",
            "id": "v",
            "url": value_set,
            "version": version,
            "status": "active",
            "compose": {"include": [{"system": system}]},
        },
    ]
    (folder / "releases").mkdir(exist_ok=True)
    (folder / "guide.yaml").write_text("guide: coded\n", encoding="utf-8")
    archive = pack_tgz(package_files(label, *resources, canonical=CANONICAL), seconds=0)
    (folder / "releases" / f"coded-{version}.tgz").write_bytes(archive)


def test_version_without_any_guide(call):
    code, out, err = call("version")
    assert (code, err) == (0, "")
    assert out.startswith(f"dbep {dbep_ig.__version__}\npython ")
    assert "\nfhir 4.0.1\n\nNo guide is available: " in out
    assert "Ingen guide er tilgjengelig: " in call("version", language="nb")[1]
    assert json.loads(call("version", "--format", "json")[1])["guides"] == []


def test_version_lists_the_guides_marks_the_default_and_ends_with_its_notice(call, installed):
    code, out, err = call("version")
    assert (code, err) == (0, "")
    assert out.partition("guides:\n")[2] == (
        "*  g#0.2.0  draft  2026-01-02  comes with dbep\n"
        "   g#0.1.0  draft  2026-01-02  released version that comes with dbep\n"
        "\nDraft.\n"
    )
    norwegian = call("version", "--lang", "nb")[1]
    assert "*  g#0.2.0  utkast  2026-01-02  følger med dbep\n" in norwegian
    assert norwegian.endswith("\nUtkast.\n")


@pytest.mark.parametrize(
    ("status", "experimental", "english", "norwegian"),
    [
        ("draft", True, "draft", "utkast"),
        ("draft", None, "draft", "utkast"),
        ("draft", False, "trial", "utprøving"),
        ("active", False, "active", "gjeldende"),
    ],
)
def test_a_trial_is_told_from_a_draft(call, tmp_path, status, experimental, english, norwegian):
    said = implementation_guide("g#0.3.0", status)
    del said["experimental"]
    if experimental is not None:
        said["experimental"] = experimental
    pack_guides(package("g#0.3.0", said, canonical=CANONICAL), [], tmp_path / "installed" / "guides")
    assert f"*  g#0.3.0  {english}  " in call("version")[1]
    assert f"*  g#0.3.0  {norwegian}  " in call("version", language="nb")[1]
    out = call("validate", "-", stdin=b'{"resourceType": "Patient", "active": true}')[1]
    assert f"The guide is g#0.3.0 ({english}), " in out


def test_version_as_json(call, installed):
    facts = json.loads(call("version", "--format", "json")[1])
    assert (facts["dbep"], facts["fhir"]) == (dbep_ig.__version__, "4.0.1")
    first, second = facts["guides"]
    assert {key: value for key, value in first.items() if key != "path"} == {
        "id": "g",
        "version": "0.2.0",
        "status": "draft",
        "experimental": True,
        "date": "2026-01-02",
        "origin": "included",
        "released": False,
        "default": True,
        "chosenByLabel": True,
        "notice": NOTICE,
    }
    assert (second["version"], second["released"], second["default"], second["notice"]) == (
        "0.1.0",
        True,
        False,
        None,
    )


def test_version_tells_those_with_one_label_apart(call, installed, tmp_path):
    """A build from before the release, the release, and the same in the cache: which is used by default, and which by `--guide`."""
    here = tmp_path / "here"
    (here / "guide.yaml").write_text("guide: g\n", encoding="utf-8")
    in_build(here, "g#0.1.0")
    in_releases(here, "g#0.1.0")
    os.utime(here / "build/package/package.json", (0, 0))
    english, norwegian = (call("version", language=one)[1].splitlines() for one in ("en", "nb"))
    lines = [line for line in english if "g#0.1.0" in line]
    assert [line[0] for line in lines] == ["*", " ", " "]
    assert lines[0].endswith("; the YAML has changed since; used only without `--guide`")
    assert lines[1].endswith("g-0.1.0.tgz; used by `--guide g#0.1.0`")
    assert lines[2].endswith("released version that comes with dbep; not used")
    assert next(line for line in english if "g#0.2.0" in line).endswith("  comes with dbep")
    lines = [line for line in norwegian if "g#0.1.0" in line]
    assert [line.rpartition("; ")[2] for line in lines] == [
        "brukes bare uten «--guide»",
        "brukes av «--guide g#0.1.0»",
        "brukes ikke",
    ]
    guides = json.loads(call("version", "--format", "json")[1])["guides"]
    assert [(one["origin"], one["default"], one["chosenByLabel"]) for one in guides] == [
        ("built", True, False),
        ("release", False, True),
        ("included", False, True),
        ("included", False, False),
    ]
    for asked, where in ((("--guide", "0.1.0"), "released version in "), ((), "last built in ")):
        out = call("validate", "-", *asked, stdin=b'{"resourceType": "Patient", "active": true}')[1]
        assert f"The guide is g#0.1.0 (draft), {where}" in out


def test_version_says_what_is_wrong_with_releases_and_lists_the_others(call, tmp_path):
    """DBEP3045, once each, without a traceback."""
    here = tmp_path / "here"
    (here / "guide.yaml").write_text("guide: g\n", encoding="utf-8")
    in_releases(here, "g#0.1.0")
    in_releases(here, "g#0.2.0", "other.tgz")
    (here / "releases" / "damaged.tgz").write_bytes(b"damaged")
    code, out, err = call("version")
    assert code == 0
    assert "   g#0.1.0  draft  2026-01-02  released version in " in out
    assert err.count("DBEP3045") == 2 + err.count("(DBEP3045)")
    assert "2 warnings" in err
    assert "Traceback" not in err


@pytest.mark.parametrize(("version", "code"), [("0.1.0", "b"), ("0.2.0", "a")])
def test_each_command_uses_the_version_that_is_asked_for(call, tmp_path, version, code):
    here = tmp_path / "here"
    release_with_codes(here, "0.1.0", "a")
    release_with_codes(here, "0.2.0", "a", "b")
    system, value_set = f"{CANONICAL}/CodeSystem/c", f"{CANONICAL}/ValueSet/v"
    ended, out, _ = call("expand", value_set, "--guide", version)
    assert ended == 0
    assert out.rstrip().endswith({"0.1.0": "1 codes", "0.2.0": "2 codes"}[version])
    assert call("lookup", system, "b", "--guide", version)[0] == {"0.1.0": 1, "0.2.0": 0}[version]
    ended, out, _ = call("resolve", value_set, "--guide", version, "--format", "json")
    assert (ended, json.loads(out)["package"]) == (0, f"coded#{version}")
    profile = {"resourceType": "StructureDefinition", "url": "http://x.no/p", "name": "P", "status": "draft", "kind": "resource", "abstract": False, "type": "Patient", "baseDefinition": "http://hl7.org/fhir/StructureDefinition/Patient", "derivation": "constraint", "differential": {"element": [{"id": "Patient.gender", "path": "Patient.gender", "min": 1}]}}  # fmt: skip
    assert call("snapshot", "-", "--guide", version, stdin=json.dumps(profile).encode())[0] == 0
    coded = {"resourceType": "Patient", "meta": {"tag": [{"system": system, "code": "b"}]}, "active": True}
    ended, out, _ = call("validate", "-", "--guide", version, stdin=json.dumps(coded).encode())
    assert ended == {"0.1.0": 1, "0.2.0": 0}[version]
    assert f"The guide is coded#{version} (active), released version in " in out


@pytest.mark.parametrize(
    "words",
    [
        ("validate", "-"),
        ("expand", "http://x.no/v"),
        ("lookup", "http://x.no/c", "a"),
        ("resolve", "http://x.no/c"),
        ("snapshot", "-"),
    ],
)
def test_a_version_that_is_not_available_could_not_run(call, installed, words):
    """DBEP3044: exit code 2, one issue, the versions that are, did-you-mean."""
    code, out, err = call(*words, "--guide", "0.1", stdin=b"{}")
    assert code == 2
    said = out + err
    assert said.count("DBEP3044") == 1
    assert "The guide 0.1 is not available (did you mean g#0.1.0?); available: g#0.2.0, g#0.1.0" in said
    assert "1 error" in said


@pytest.mark.parametrize("command", ["validate", "expand"])
def test_an_empty_version_could_not_run(call, installed, command):
    """DBEP3044"""
    code, out, err = call(command, "-", "--guide", "", stdin=b"{}")
    assert code == 2
    assert (
        "The guide without a name (an empty value) is not available; available: g#0.2.0, g#0.1.0" in out + err
    )


def test_a_guide_that_is_asked_for_is_used_beside_packages_and_with_r4_alone(call, installed, tmp_path):
    plan = b'{"resourceType": "Patient", "active": true}'
    profile = tmp_path / "package"
    profile.mkdir()
    (profile / "vs.json").write_text(
        json.dumps({"resourceType": "ValueSet", "url": "http://x.no/v", "status": "draft"}), encoding="utf-8"
    )
    for words in (
        ("--package", str(profile)),
        ("--profile", "none"),
        ("--package", str(profile), "--profile", "none"),
    ):
        code, out, _ = call("validate", "-", "--guide", "0.1.0", *words, stdin=plan)
        assert (code, "The guide is g#0.1.0 (draft), released version that comes with dbep." in out) == (
            0,
            True,
        ), out
    assert "The guide is" not in call("validate", "-", "--profile", "none", stdin=plan)[1]
    assert "The guide is g#0.2.0 (draft), which comes with dbep." in call("validate", "-", stdin=plan)[1]


def test_every_form_of_report_but_the_operationoutcome_names_the_guide(call, installed):
    out = call("validate", "-", "--format", "json", stdin=b'{"resourceType": "Patient", "active": true}')[1]
    assert json.loads(out)["notes"] == ["The guide is g#0.2.0 (draft), which comes with dbep."]


@pytest.mark.parametrize("command", ["validate", "expand", "lookup", "resolve", "snapshot"])
def test_the_help_tells_of_it_in_both_languages(call, command, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    _, english, _ = call(command, "--help")
    _, norwegian, _ = call(command, "--help", language="nb")
    assert "--guide VERSION " in english
    assert "--guide VERSJON " in norwegian
    both = " ".join(english.split()), " ".join(norwegian.split())
    assert ("else the one that `dbep version` marks with * is used" in both[0]) is (command == "validate")
    assert ("ellers brukes den som «dbep version» merker med *" in both[1]) is (command == "validate")


def moved_package(folder, name: str, canonical: str, *aliases: str) -> str:
    """A package of a guide that has moved, with one code system."""
    system = {"resourceType": "CodeSystem", "id": "c", "url": f"{canonical}/CodeSystem/c", "status": "active", "content": "complete", "concept": [{"code": "a"}]}  # fmt: skip
    file = folder / f"{name}.tgz"
    files = package_files(f"{name}#1.0.0", system, canonical=canonical, canonicalAliases=list(aliases))
    file.write_bytes(pack_tgz(files, seconds=0))
    return str(file)


def coded_patient(system: str) -> bytes:
    tags = [{"system": system, "code": code} for code in ("a", "b")]
    return json.dumps({"resourceType": "Patient", "meta": {"tag": tags}, "active": True}).encode()


def test_a_package_of_a_guide_that_has_moved_recognises_its_earlier_address(call, tmp_path):
    """DBEP4526, from the command line."""
    package = moved_package(tmp_path, "new", "http://new.no", "http://old.no/")
    words = ("validate", "-", "--profile", "none", "--format", "json", "--package", package)
    code, out, _ = call(*words, stdin=coded_patient("http://old.no/CodeSystem/c"))
    issues = json.loads(out)["issues"]
    assert code == 1
    assert [(one["code"], one["pointer"]) for one in issues] == [
        ("DBEP5201", "/meta/tag/1/code"),
        ("DBEP4526", "/meta/tag/0/system"),
    ]
    assert issues[0]["params"]["system"] == "http://old.no/CodeSystem/c"
    assert issues[1]["params"]["count"] == 2


def test_an_earlier_address_that_another_package_has_too_is_told_when_both_are_loaded(call, tmp_path):
    """DBEP3043; what has an address of its own keeps it."""
    new = moved_package(tmp_path, "new", "http://new.no", "http://old.no")
    old = moved_package(tmp_path, "old", "http://old.no")
    words = ("validate", "-", "--profile", "none", "--package", new, "--package", old)
    code, out, _ = call(*words, stdin=coded_patient("http://old.no/CodeSystem/c"))
    assert code == 1
    assert out.count("DBEP3043") == 1
    assert (
        "The earlier address http://old.no of new#1.0.0 is not used: it is the canonical of old#1.0.0" in out
    )
    assert "DBEP4526" not in out
    assert "DBEP5201" in out


def test_a_profile_may_be_asked_for_by_its_earlier_address(call, tmp_path):
    """DBEP4526, at the document; else as with the new address."""
    profile = {"resourceType": "StructureDefinition", "id": "n-p", "url": "http://new.no/StructureDefinition/n-p", "name": "P", "status": "draft", "kind": "resource", "abstract": False, "type": "Patient", "baseDefinition": "http://hl7.org/fhir/StructureDefinition/Patient", "derivation": "constraint", "differential": {"element": [{"id": "Patient.gender", "path": "Patient.gender", "min": 1}]}}  # fmt: skip
    aliases = [{"canonical": "http://old.no/", "ids": {"o-": "n-"}}]
    files = package_files("new#1.0.0", profile, canonical="http://new.no", canonicalAliases=aliases)
    file = tmp_path / "new.tgz"
    file.write_bytes(pack_tgz(files, seconds=0))
    found = {}
    for asked in ("http://new.no/StructureDefinition/n-p", "http://old.no/StructureDefinition/o-p"):
        words = ("validate", "-", "--format", "json", "--package", str(file), "--profile", asked)
        code, out, _ = call(*words, stdin=b'{"resourceType": "Patient", "active": true}')
        assert code == 1
        found[asked] = [(one["code"], one["pointer"]) for one in json.loads(out)["issues"]]
    new, old = found.values()
    assert old == [*new, ("DBEP4526", "")]
    assert "DBEP4201" in dict(new)


@pytest.fixture
def moved_terms(tmp_path):
    """A package of a guide that has moved from http://old.no and the prefix `o`."""
    system = {"resourceType": "CodeSystem", "id": "n-colours", "url": "http://new.no/CodeSystem/n-colours", "status": "active", "content": "complete", "concept": [{"code": "a"}]}  # fmt: skip
    values = {"resourceType": "ValueSet", "id": "n-colours", "url": "http://new.no/ValueSet/n-colours", "status": "active", "compose": {"include": [{"system": system["url"]}]}}  # fmt: skip
    aliases = [{"canonical": "http://old.no/", "ids": {"o-": "n-"}}, "http://older.no"]
    files = package_files("new#1.0.0", system, values, canonical="http://new.no", canonicalAliases=aliases)
    file = tmp_path / "new.tgz"
    file.write_bytes(pack_tgz(files, seconds=0))
    return str(file)


@pytest.mark.parametrize(
    "earlier", ["http://old.no/{}/o-colours", "http://old.no/{}/n-colours|1", "http://older.no/{}/n-colours"]
)
@pytest.mark.parametrize(
    ("words", "kind"), [(("resolve",), "CodeSystem"), (("expand",), "ValueSet"), (("lookup",), "CodeSystem")]
)
def test_an_earlier_canonical_is_told_the_new_one(call, moved_terms, words, kind, earlier):
    asked = earlier.format(kind)
    more = ("a",) if words == ("lookup",) else ()
    url = asked.partition("|")[0]
    code, out, err = call(*words, asked, *more, "--package", moved_terms)
    assert code == 1
    assert f"he earlier address {url} is now http://new.no/{kind}/n-colours" in out + err
    _, out, err = call(*words, asked, *more, "--package", moved_terms, language="nb")
    assert f"en tidligere adressen {url} er nå http://new.no/{kind}/n-colours" in out + err
    code, out, err = call(*words, asked, *more)  # no package that knows it
    assert code == 1
    assert "did you mean" not in (out + err).lower()


@pytest.mark.parametrize(
    ("words", "kind"), [(("resolve",), "CodeSystem"), (("expand",), "ValueSet"), (("lookup",), "CodeSystem")]
)
def test_a_misspelled_earlier_canonical_is_told_the_nearest(call, moved_terms, words, kind):
    more = ("a",) if words == ("lookup",) else ()
    code, out, err = call(*words, f"http://old.no/{kind}/o-colors", *more, "--package", moved_terms)
    assert code == 1
    assert f"id you mean http://new.no/{kind}/n-colours?" in out + err


def test_the_report_names_each_package_that_was_asked_for(call, installed, tmp_path):
    """`id#version` and status, one line each; not what they need."""
    needed = tmp_path / "cache" / "needed#1.0.0"
    for path, content in package_files("needed#1.0.0").items():
        (needed / path).parent.mkdir(parents=True, exist_ok=True)
        (needed / path).write_bytes(content)
    one, loose = tmp_path / "one.tgz", tmp_path / "loose"
    files = package_files(
        "one#2.0.0",
        implementation_guide("one#2.0.0", "active"),
        canonical=CANONICAL,
        dependencies={"needed": "1.0.0"},
    )
    one.write_bytes(pack_tgz(files, seconds=0))
    loose.mkdir()
    (loose / "v.json").write_text(
        json.dumps({"resourceType": "ValueSet", "url": "http://x.no/v", "status": "draft"}), encoding="utf-8"
    )
    words = (
        "validate",
        "-",
        "--format",
        "json",
        "--package",
        str(one),
        "--package",
        str(one),
        "--package",
        str(loose),
    )
    patient = b'{"resourceType": "Patient", "active": true}'
    assert json.loads(call(*words, stdin=patient)[1])["notes"] == [
        "The guide is g#0.2.0 (draft), which comes with dbep.",
        f"Package: {loose}.",
        "Package: one#2.0.0 (active).",
    ]
    assert (
        json.loads(call(*words, stdin=patient, language="nb")[1])["notes"][2]
        == "Pakke: one#2.0.0 (gjeldende)."
    )
    assert json.loads(call(*words, "--no-guide", stdin=patient)[1])["notes"] == [
        f"Package: {loose}.",
        "Package: one#2.0.0 (active).",
    ]
    notes = json.loads(call(*words, "--guide", "0.1.0", stdin=patient)[1])["notes"]
    assert [note.partition(" (")[0] for note in notes] == [
        "The guide is g#0.1.0",
        f"Package: {loose}.",
        "Package: one#2.0.0",
    ]
