"""The guide moved to another id, canonical, prefix and publisher: one parameter each in guide.yaml, and nothing of the old is left.

The project's own guide is built once, with its site, as a user would. What must not be found is taken from the guide itself.
"""

import gzip
import html
import io
import json
import re
import shutil
import tarfile
import urllib.parse
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
import yaml

from dbep_ig.guide.authoring import read_model
from dbep_ig.guide.authoring.model import Model
from dbep_ig.host.core_data import open_core
from tests.command import dbep

ROOT = Path(__file__).parents[3]
WRITTEN = ("guide.yaml", "model", "profiles", "examples", "site", "CHANGELOG.md")
MOVED = {
    "guide": "eksempel.plan",
    "canonical": "https://fhir.eksempel.example/plan",
    "canonicalAliases": None,
    "prefix": "ep",
    "publisher": "{nb: Eksempeletaten, en: The Example Agency}",
    "contact": "[https://eksempel.example]",
}
# They may hold the publisher's name and address as well, each in one parameter of its own.
ALSO_MOVED = {
    "copyright": "{nb: © Eksempeletaten, en: © The Example Agency}",
    "feedback": "https://eksempel.example",
}


def moved(guide_yaml: str) -> str:
    """guide.yaml with other values for these keywords and nothing else changed; None takes a keyword away."""
    for keyword, value in {**MOVED, **ALSO_MOVED}.items():
        written = re.compile(rf"^{keyword}:.*\n(?:[ -].*\n|\n(?=[ ]))*", re.MULTILINE)
        line = "" if value is None else f"{keyword}: {value}\n"
        guide_yaml, count = written.subn(lambda _, line=line: line, guide_yaml)
        assert count == 1 or keyword in ("canonicalAliases", *ALSO_MOVED), keyword
    return guide_yaml


def model_of(folder: Path) -> Model:
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in (
            folder / "guide.yaml",
            *folder.glob("model/**/*.yaml"),
            *folder.glob("profiles/**/*.yaml"),
        )
    }
    model = read_model(files, open_core().value).value
    assert model is not None
    return model


def identity(folder: Path) -> set[str]:
    """Everything guide.yaml says of whose guide it is, and every id and name that is made with its prefix."""
    written = yaml.safe_load((folder / "guide.yaml").read_text(encoding="utf-8"))
    said = {text for key in (*MOVED, *ALSO_MOVED) if key != "prefix" for text in texts(written.get(key))}
    model = model_of(folder)
    named = (*model.profiles.values(), *model.extensions.values())
    coded = (*model.code_systems.values(), *model.value_sets.values())
    keys = {key for one in (*model.classes.values(), *model.profiles.values()) for key in one.invariants}
    return {
        *said,
        model.guide.canonical.partition("://")[2],
        *keys,
        *(one.id for one in (*named, *coded)),
        *(one.name for one in (*named, *coded)),
    }


def texts(value: object) -> list[str]:
    """The texts in a value of a keyword."""
    if isinstance(value, dict | list):
        held = value.values() if isinstance(value, dict) else value
        return [text for one in held for text in texts(one)]
    return [] if value is None else [str(value)]


def held_in(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file name and every file's bytes, also of what is packed."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        yield f"the name {name}", name.encode()
        if path.is_file():
            yield from _content(name, path.read_bytes())


def _content(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    yield name, data
    if data.startswith(b"\x1f\x8b"):
        unpacked = gzip.decompress(data)
        yield f"{name}, unpacked", unpacked
        if name.endswith(".tgz"):
            with tarfile.open(fileobj=io.BytesIO(unpacked)) as archive:
                for member in archive.getmembers():
                    yield f"{name}: the name {member.name}", member.name.encode()


def spelled(text: str) -> set[bytes]:
    """The text as it may stand in Markdown, HTML, JSON and addresses."""
    forms = {
        text,
        html.escape(text),
        html.escape(text, quote=False),
        json.dumps(text)[1:-1],
        json.dumps(text, ensure_ascii=False)[1:-1],
        urllib.parse.quote(text),
        urllib.parse.quote(text, safe=""),
    }
    return {form.encode() for form in forms}


def found(folder: Path, wanted: Iterable[str]) -> list[str]:
    forms = {form: text for text in wanted for form in spelled(text)}
    any_of_them = re.compile(b"|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True)))
    return [
        f"{forms[hit[0]]!r} in {where}"
        for where, data in held_in(folder)
        if (hit := any_of_them.search(data)) is not None
    ]


def test_nothing_of_the_old_is_in_anything_that_is_built_and_all_of_the_new_is(tmp_path):
    """One test, so that the guide is built once wherever the tests run."""
    folder = _copy(tmp_path)
    _build(folder)
    assert (folder / "build/site/nb/index.html").is_file()
    assert found(folder / "build", identity(ROOT)) == []
    assert identity(folder).isdisjoint(identity(ROOT))
    _expect_the_new(folder)


def _copy(folder: Path) -> Path:
    """What people write, with another guide.yaml."""
    for name in WRITTEN:
        source = ROOT / name
        shutil.copytree(source, folder / name) if source.is_dir() else shutil.copy(source, folder / name)
    text = (ROOT / "guide.yaml").read_text(encoding="utf-8")
    (folder / "guide.yaml").write_text(moved(text), encoding="utf-8")
    return folder


def _build(folder: Path) -> None:
    code, out, _ = dbep("build", str(folder), "--format", "json", DBEP_PACKAGES=str(folder / "no-cache"))
    issues = json.loads(out)["issues"]
    assert [one for one in issues if one["severity"] in ("error", "fatal")] == []
    assert code == 0
    assert {one["code"] for one in issues}.isdisjoint({"DBEP2049", "DBEP2050", "DBEP6010"})


def _expect_the_new(folder: Path) -> None:
    build = folder / "build"
    manifest = json.loads((build / "package/package.json").read_text(encoding="utf-8"))
    assert (manifest["name"], manifest["canonical"]) == (MOVED["guide"], MOVED["canonical"])
    assert [one.name for one in build.glob("*.tgz")] == [
        f"{MOVED['guide']}-{model_of(folder).guide.version}.tgz"
    ]
    plan = json.loads((build / "package/StructureDefinition-ep-plan.json").read_text(encoding="utf-8"))
    assert plan["url"] == f"{MOVED['canonical']}/StructureDefinition/ep-plan"
    assert plan["publisher"] == "Eksempeletaten"
    for language, publisher in (("nb", "Eksempeletaten"), ("en", "The Example Agency")):
        page = (build / f"site/{language}/how-to-read.html").read_text(encoding="utf-8")
        assert "ep-plan-1" in page
        assert publisher in page


def test_nothing_else_in_guide_yaml_is_changed():
    text = (ROOT / "guide.yaml").read_text(encoding="utf-8")
    old, new = yaml.safe_load(text), yaml.safe_load(moved(text))
    differ = {key for key in old if old[key] != new.get(key)}
    assert differ == {key for key in (*MOVED, *ALSO_MOVED) if key in old}
    assert new.keys() <= old.keys()


def _in_a_file(folder: Path, text: str) -> None:
    (folder / "page.html").write_text(f"<p>{html.escape(text)}</p>", encoding="utf-8")


def _in_json(folder: Path, text: str) -> None:
    (folder / "index.json").write_text(json.dumps({"text": f"…{text}…"}), encoding="utf-8")


def _in_a_name(folder: Path, text: str) -> None:
    (folder / f"Profile-{urllib.parse.quote(text, safe='')}.json").write_bytes(b"{}")


def _in_an_archive(folder: Path, text: str) -> None:
    with tarfile.open(folder / "package.tgz", "w:gz") as archive:
        data = f'{{"url": "{text}"}}'.encode()
        member = tarfile.TarInfo("package/a.json")
        member.size = len(data)
        archive.addfile(member, io.BytesIO(data))


def _in_an_archives_names(folder: Path, text: str) -> None:
    with tarfile.open(folder / "package.tgz", "w:gz") as archive:
        archive.addfile(tarfile.TarInfo(f"package/{text}.json"))


def _in_a_packed_file(folder: Path, text: str) -> None:
    (folder / "sitemap.xml.gz").write_bytes(gzip.compress(text.encode()))


@pytest.mark.parametrize(
    "put", [_in_a_file, _in_json, _in_a_name, _in_an_archive, _in_an_archives_names, _in_a_packed_file]
)
def test_the_search_would_find_an_old_string(tmp_path, put):
    old = identity(ROOT)
    assert len(old) > 50
    for number, text in enumerate(sorted(old)):
        if put is _in_a_name and len(urllib.parse.quote(text, safe="")) > 200:
            continue  # longer than a file system lets a name be
        folder = tmp_path / str(number)
        folder.mkdir()
        assert found(folder, old) == []
        put(folder, text)
        assert found(folder, {text}) != [], text
