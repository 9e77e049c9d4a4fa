"""The page “A guide of your own” is followed: its commands are run and its files written, in their order, in both languages."""

import re
import shlex
from pathlib import Path

import pytest

from tests.command import dbep

PAGES = Path(__file__).parents[3] / "site" / "developers"
_BLOCK = re.compile(r'^```(?:(sh)|\{ \.\w+ title="([^"]+)" \})\n(.*?)^```$', re.MULTILINE | re.DOTALL)


def blocks(language: str) -> list[tuple[str, str, str]]:
    """(`sh` or nothing, path of a file or nothing, content)."""
    return _BLOCK.findall((PAGES / f"own-guide.{language}.md").read_text(encoding="utf-8"))


def test_both_languages_have_the_same_commands_and_files():
    assert blocks("nb") == blocks("en")
    assert {path for _, path, _ in blocks("en") if path} >= {
        "model/vaccination.yaml",
        "model/vaccine-codesystem.yaml",
        "profiles/vaccination.yaml",
        "profiles/destination.yaml",
        "examples/yellow-fever.yaml",
        "site/en/index.md",
        ".github/workflows/guide.yaml",
    }


def test_the_page_leads_from_an_empty_folder_to_a_guide_with_a_site(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for shell, path, content in blocks("en"):
        if path:
            file = tmp_path / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(content, encoding="utf-8")
        assert bool(shell) != bool(path)
        for line in content.splitlines() if shell else ():
            program, *words = shlex.split(line)
            assert program == "dbep", line
            code, out, err = dbep(*words)
            assert code == 0, f"{line}\n{out}\n{err}"
            if words[0] == "build":
                assert "0 errors, 0 warnings" in out, out
    site = tmp_path / "build" / "site"
    page = (site / "en" / "examples" / "yellow-fever.html").read_text(encoding="utf-8")
    assert "In plain words" not in page  # there is no plan to read out
    assert not list(site.rglob("DBEP*.html"))
    assert [one.name for one in site.iterdir() if one.is_dir()] == ["en"]
    assert "guide-language" not in page
    failing = (site / "en" / "examples" / "not-given-without-a-reason.html").read_text(encoding="utf-8")
    assert "vaccination-not-done-1" in failing


@pytest.mark.parametrize("language", ["nb", "en"])
def test_what_is_not_run_says_so(language):
    text = (PAGES / f"own-guide.{language}.md").read_text(encoding="utf-8")
    fences = re.findall(r"^```(\S.*)$", text, re.MULTILINE)
    run = len(blocks(language))
    assert [one for one in fences if one == "text" or ".no-run" in one] == [
        "text",
        '{ .yaml .no-run title="site/labels/de.yaml" }',
    ]
    assert len(fences) == run + 2
