"""Two builds of one folder at once, and a site that a build left without pages."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest

from dbep_ig.host import site_builder
from dbep_ig.host.site_builder import build_site

FILES = {f"{language}/docs/index.md": b"# x\n" for language in ("nb", "en")}
GENERATOR = """
import json, pathlib, sys, time
wanted = json.loads(sys.stdin.readline())
folder = pathlib.Path(wanted["target"])
time.sleep(0.4)
(folder / "index.html").write_text("x")
time.sleep(0.4)
assert (folder / "index.html").is_file()
pathlib.Path(wanted["after"]).write_text("{}")
print(json.dumps({"rendered": ["index.html"], "kept": [], "left": [], "said": []}), flush=True)
"""


@pytest.fixture(autouse=True)
def quick_generator(monkeypatch):
    def start(_):
        pipe = subprocess.PIPE
        return subprocess.Popen(
            [sys.executable, "-c", GENERATOR], stdin=pipe, stdout=pipe, stderr=pipe, text=True
        )

    monkeypatch.setattr(site_builder, "without_generator", lambda: None)
    monkeypatch.setattr(site_builder, "_start", start)


def test_two_builds_at_once_have_a_site_each(tmp_path):
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(build_site, FILES, tmp_path)
        sleep(0.2)
        second = pool.submit(build_site, FILES, tmp_path)
        results = [first.result(), second.result()]
    assert [(one.value, one.issues) for one in results] == [(tmp_path / "site", ())] * 2
    for language in ("nb", "en"):
        assert (tmp_path / "site" / language / "index.html").is_file()
    assert {one.name for one in (tmp_path / ".stages").iterdir()} == {"site-nb.json", "site-en.json"}


def test_a_site_without_a_first_page_is_not_kept(tmp_path, monkeypatch):
    with monkeypatch.context() as gone:
        gone.setattr(site_builder, "move_tree", lambda _, root, **__: root.mkdir(exist_ok=True))
        assert build_site(FILES, tmp_path).value is None
    assert build_site(FILES, tmp_path).value == tmp_path / "site"
