"""YAML files through reading, lint and generation. `# file: model/x.yaml` begins a file; a guide.yaml is there unless given."""

import re
from pathlib import Path

from dbep_ig.guide.build import build_guide
from dbep_ig.host.core_data import open_core

GUIDE = (Path(__file__).parents[2] / "cases" / "keywords" / "guide.yaml").read_bytes()
_FILE = re.compile(r"^# file: (\S+)\n", re.MULTILINE)


def codes(given: list[str], example: str, syntax: str) -> list[str]:
    files = {"guide.yaml": GUIDE}
    for text in (*given, example):
        parts = _FILE.split(text)
        if parts[0].strip():
            files["model/example.yaml"] = parts[0].encode()
        for path, content in zip(parts[1::2], parts[2::2], strict=True):
            files[path] = content.encode()
    core = open_core().value
    assert core is not None
    return [issue.rule.code for issue in build_guide(files, core, core).issues]
