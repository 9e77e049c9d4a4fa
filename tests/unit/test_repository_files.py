"""What a host of the repository reads: forms for issues, templates for merge requests, owners of code."""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))
# https://docs.github.com/en/communities/using-templates-to-encourage-useful-issues-and-pull-requests/syntax-for-githubs-form-schema
FIELDS = {"input", "textarea", "dropdown", "checkboxes"}

pytestmark = pytest.mark.skipif(
    not (ROOT / ".github").is_dir(), reason="a source distribution has no files for a host of repositories"
)


@pytest.mark.parametrize("file", [f for f in FORMS if f.name != "config.yml"], ids=lambda file: file.stem)
def test_a_form_for_issues(file):
    form = yaml.safe_load(file.read_text(encoding="utf-8"))
    assert {"name", "description", "body"} <= set(form) <= {"name", "description", "body", "title", "labels"}
    assert " / " in form["name"], "in both languages"
    fields = [part for part in form["body"] if part["type"] != "markdown"]
    assert len({part["id"] for part in fields}) == len(fields)
    for part in fields:
        assert part["type"] in FIELDS
        assert re.fullmatch(r"[A-Za-z0-9_-]+", part["id"])
        assert " / " in part["attributes"]["label"], "in both languages"
    warning = " ".join(form["body"][0]["attributes"]["value"].split())
    assert "Aldri opplysninger om virkelige pasienter" in warning
    assert "Never information about real patients" in warning
    (privacy,) = fields[-1]["attributes"]["options"]
    assert privacy["required"] is True
    assert any(part.get("validations", {}).get("required") for part in fields)


def test_there_is_a_form_for_each_kind_of_issue():
    assert [file.stem for file in FORMS] == ["config", "model-change", "question", "validator-error"]
    config = yaml.safe_load((ROOT / ".github/ISSUE_TEMPLATE/config.yml").read_text(encoding="utf-8"))
    assert config == {"blank_issues_enabled": False}


def test_merge_requests_have_one_template_on_both_hosts():
    text = (ROOT / ".github/pull_request_template.md").read_text(encoding="utf-8")
    assert text == (ROOT / ".gitlab/merge_request_templates/Default.md").read_text(encoding="utf-8")
    boxes = [line for line in text.splitlines() if line.startswith("- [")]
    assert boxes
    assert all(line.startswith("- [ ] ") and " / " in line for line in boxes)
    assert "Aldri opplysninger om virkelige pasienter" in text


def test_code_owners_are_placeholders_for_what_exists():
    lines = [
        line.split()
        for line in (ROOT / ".github/CODEOWNERS").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    assert lines
    for path, *owners in lines:
        assert path == "*" or (ROOT / path.strip("/")).exists(), path
        assert owners
        assert all(owner.startswith("@ORGANISATION/") for owner in owners), "nobody has these roles yet"


def test_links_between_the_files_for_contributors():
    for name in ("CONTRIBUTING.md", "CODE_OF_CONDUCT.md", "SECURITY.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", text):
            assert (ROOT / target).exists(), f"{name}: {target}"
