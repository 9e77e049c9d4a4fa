"""Contacts of the publisher, as web or e-mail addresses."""

import json
from pathlib import Path

import pytest

from dbep_ig.guide.build import build_guide
from dbep_ig.host.core_data import open_core

GUIDE = (Path(__file__).parents[2] / "cases" / "keywords" / "guide.yaml").read_text(encoding="utf-8")
CODES = b"codesystem: ex-farge\ntitle: {nb: a, en: a}\ndefinition: {nb: a., en: a.}\nconcepts: {a: {display: {nb: a, en: a}}}\n"


@pytest.mark.parametrize(
    ("written", "kind", "value"),
    [
        ("https://example.org/contact", "url", "https://example.org/contact"),
        ("a@example.org", "email", "a@example.org"),
        ("mailto:a@example.org", "email", "a@example.org"),
    ],
)
def test_a_contact(written, kind, value):
    core = open_core().value
    files = {"guide.yaml": f"{GUIDE}contact: [{written}]\n".encode(), "model/farge.yaml": CODES}
    guide = build_guide(files, core, core).value
    (contact,) = guide.resources[0].resource["contact"]
    assert contact["telecom"] == [{"system": kind, "value": value}]
    manifest = json.loads(guide.files().value["package/package.json"])
    assert manifest["maintainers"] == [{"name": "Eksempel", kind: value}]
