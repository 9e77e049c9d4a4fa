"""The page *The library* and the README: their code runs, and prints what they show."""

import contextlib
import io
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
BLOCK = re.compile(r"^```(python|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PLAN = {
    "resourceType": "CarePlan",
    "status": "active",
    "intent": "plan",
    "subject": {"reference": "Patient/pal"},
}


@pytest.mark.parametrize("language", ["en", "nb"])
def test_the_page_shows_what_its_code_prints(language, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    page = ROOT / "site" / "developers" / f"library.{language}.md"
    blocks = BLOCK.findall(page.read_text(encoding="utf-8"))
    assert [kind for kind, _ in blocks] == ["python", "text"] * 6
    names: dict = {}
    for (_, code), (_, shown) in zip(blocks[::2], blocks[1::2], strict=True):
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(code, names)
        assert out.getvalue() == shown


@pytest.mark.parametrize("name", ["README.md", "README.nb.md"])
def test_the_readme_runs(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (code,) = [
        code for kind, code in BLOCK.findall((ROOT / name).read_text(encoding="utf-8")) if kind == "python"
    ]
    for plan in (PLAN, json.dumps(PLAN), json.dumps(PLAN).encode()):
        names: dict = {"plan": plan}
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(code, names)
        report = names["report"]
        assert report.documents == ("-",)
        assert out.getvalue().splitlines()[0] == str(report.ok)
        assert all(issue.code in out.getvalue() for issue in report.issues)
