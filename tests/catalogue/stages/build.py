"""YAML files through reading, lint and generation. `# file: model/x.yaml` begins a file; a guide.yaml is there unless given."""

import re
from pathlib import Path

from dbep_ig.guide.build import build_guide
from dbep_ig.host.core_data import open_core

GUIDE = (Path(__file__).parents[2] / "cases" / "keywords" / "guide.yaml").read_bytes()
_READ = ("guide.yaml", "model/", "profiles/", "examples/")
_FILE = re.compile(r"^# file: (\S+)\n", re.MULTILINE)


def files_of(given: list[str], example: str) -> dict[str, bytes]:
    """Path -> bytes of all that the examples write."""
    files = {"guide.yaml": GUIDE}
    for text in (*given, example):
        parts = _FILE.split(text)
        if parts[0].strip():
            files["model/example.yaml"] = parts[0].encode()
        for path, content in zip(parts[1::2], parts[2::2], strict=True):
            files[path] = content.encode()
    return files


def codes(given: list[str], example: str, syntax: str) -> list[str]:
    files = files_of(given, example)
    core = open_core().value
    assert core is not None
    read = {path: data for path, data in files.items() if path.startswith(_READ) and path.endswith(".yaml")}
    elsewhere = {path: data for path, data in files.items() if path not in read}
    return [issue.rule.code for issue in build_guide(read, core, core, elsewhere).issues]
