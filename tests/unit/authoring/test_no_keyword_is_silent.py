"""Each keyword of each block says something: without it, the package, the schemas or the pages are others, or the build objects.

The guides of tests/cases/authoring/every-keyword and tests/cases/everything have them all; which there are is asked of the program.
"""

from functools import cache
from pathlib import Path

import pytest

from dbep_ig import build
from dbep_ig.guide.authoring import YamlMapping, read_yaml
from dbep_ig.guide.authoring.blocks import Block
from dbep_ig.guide.authoring.keywords import KEYWORDS

CASES = Path(__file__).parents[2] / "cases"
FOLDERS = (CASES / "authoring" / "every-keyword", CASES / "everything")
PAIRS = sorted({(block.name, keyword.name) for keyword in KEYWORDS for block in keyword.blocks})
# How a slice is sliced again is FHIR's to say, and no guide here does.
SLIPS = "slips.yaml"  # the table of another test, no file of the guide
NOT_WRITTEN = {("slice", "slicing"), ("slice", "slices")}
# It says what transitions say too, so that one which is missing is reported (tests/cases/life-cycles/faults.yaml, DBEP2155 and DBEP2156).
SAID_TWICE = {("states", "final")}


@cache
def _files(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*.yaml"))
        if path.name != SLIPS
    }


@cache
def _places() -> dict[tuple[str, str], tuple[Path, str, tuple[str | int, ...]]]:
    """(block, keyword) -> a guide, a file of it, and the pointer of a place where it is written, as the program itself reads it."""
    found: dict[tuple[str, str], tuple[Path, str, tuple[str | int, ...]]] = {}
    read = Block.read
    folder = FOLDERS[0]

    def noting(self, node, at, issues, *given):
        if isinstance(node, YamlMapping):
            for entry in node:
                place = (folder, at.document.source.name, (*at.pointer, entry.key.text))
                found.setdefault((self.name, entry.key.text), place)
        return read(self, node, at, issues, *given)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Block, "read", noting)
        for folder in FOLDERS:
            build.guide(folder, site=False)
    return found


def _without(text: str, pointer: tuple[str | int, ...]) -> str:
    """The file without one entry of a mapping: its lines, or its part of the line in braces."""
    document = read_yaml("x.yaml", text.encode()).value
    assert document is not None
    holder = document.find(pointer[:-1])
    assert isinstance(holder, YamlMapping)
    index = next(n for n, entry in enumerate(holder.entries) if entry.key.text == pointer[-1])
    entry = holder.entries[index]
    in_braces = text[holder.start] == "{"
    if not in_braces:
        return text[: entry.key.start] + "~" + text[entry.value.end :]
    after = index + 1 < len(holder.entries)
    end = holder.entries[index + 1].key.start if after else entry.value.end
    start = entry.key.start if after or not index else holder.entries[index - 1].value.end
    return text[:start] + text[end:]


def _drop_marks(text: str) -> str:
    """Lines of which an entry was taken."""
    return "".join(line for line in text.splitlines(keepends=True) if line.strip() != "~")


@cache
def _as_it_is(folder: Path, *, pages: bool) -> tuple[dict[str, bytes], list[str]]:
    made = build.guide(folder, site=pages)
    assert made.report.ok, made.report.to_text("en")
    return dict(made.files), [issue.message("en") for issue in made.report.issues]


def _built(folder: Path, *, pages: bool) -> tuple[dict[str, bytes], list[str]]:
    made = build.guide(folder, site=pages)
    return dict(made.files), [issue.message("en") for issue in made.report.issues]


def test_the_guides_have_every_keyword():
    assert set(PAIRS) - set(_places()) == NOT_WRITTEN


@pytest.mark.parametrize(
    ("block", "keyword"), [pair for pair in PAIRS if pair not in NOT_WRITTEN | SAID_TWICE]
)
def test_without_it_something_is_different(block, keyword, tmp_path):
    folder, path, pointer = _places()[block, keyword]
    files = dict(_files(folder))
    files[path] = _drop_marks(_without(files[path], pointer))
    for name, text in files.items():
        written = tmp_path / name
        written.parent.mkdir(parents=True, exist_ok=True)
        written.write_text(text, encoding="utf-8")
    if _built(tmp_path, pages=False) != _as_it_is(folder, pages=False):
        return
    assert _built(tmp_path, pages=True) != _as_it_is(folder, pages=True)
