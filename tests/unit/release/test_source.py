"""From which commits a release is made, and what it says where none is."""

import re
import subprocess
from pathlib import Path

import pytest
from tools.release import ReleaseError
from tools.release.source import read_source

CHANGELOG = "# Changelog\n\n## Unreleased\n\n## 1.2.3 - 2026-11-29\n\n### Added\n\n- Everything.\n"


def git(root: Path, *words: str) -> str:
    identity = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false")
    done = subprocess.run(["git", *identity, *words], cwd=root, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture
def project(tmp_path):
    """A project of version 1.2.3, committed and tagged."""
    root = tmp_path / "project"
    (root / "src" / "dbep_ig").mkdir(parents=True)
    (root / "pyproject.toml").write_text('[project]\nname = "dbep-ig"\nversion = "1.2.3"\n')
    (root / "src" / "dbep_ig" / "__init__.py").write_text('__version__ = "1.2.3"\n')
    (root / "CHANGELOG.md").write_text(CHANGELOG)
    (root / ".gitignore").write_text("/dist/\n")
    git(root, "init", "--quiet")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message", "all", "--date", "2026-11-29T12:00:00Z")
    git(root, "tag", "v1.2.3")
    return root


def commit(root: Path, tag: str = "") -> None:
    git(root, "commit", "--quiet", "--all", "--allow-empty", "--message", "more")
    if tag:
        git(root, "tag", "--force", tag)


def refusal(root: Path) -> list[str]:
    with pytest.raises(ReleaseError) as refused:
        read_source(root, dry=False)
    return str(refused.value).splitlines()


def test_the_commit_that_has_the_tag_of_its_version(project):
    (project / "dist").mkdir()
    (project / "dist" / "ignored").touch()
    source = read_source(project, dry=False)
    assert (source.root, source.version) == (project, "1.2.3")
    assert source.commit == git(project, "rev-parse", "HEAD")
    assert source.seconds == int(git(project, "log", "-1", "--format=%ct"))


def test_a_commit_after_the_tag(project):
    commit(project)
    assert refusal(project) == ["HEAD has no tag v1.2.3, the version in pyproject.toml (tags of HEAD: none)."]


def test_a_tag_of_another_version(project):
    commit(project, "v1.2.4")
    assert refusal(project) == [
        "HEAD has no tag v1.2.3, the version in pyproject.toml (tags of HEAD: v1.2.4)."
    ]


@pytest.mark.parametrize("day", ["2026-13-45", "2026-02-30", "soon", "20261129"])
def test_a_section_with_a_date_that_does_not_exist(project, day):
    changelog = project / "CHANGELOG.md"
    text = changelog.read_text(encoding="utf-8")
    changelog.write_text(re.sub(r"(?m)^(## 1\.2\.3 - ).+$", rf"\g<1>{day}", text), encoding="utf-8")
    commit(project, "v1.2.3")
    (told,) = refusal(project)
    assert told.startswith("CHANGELOG.md has no dated section of 1.2.3")


def test_an_annotated_tag_serves_too(project):
    git(project, "tag", "--force", "--annotate", "--message", "1.2.3", "v1.2.3")
    assert read_source(project, dry=False).version == "1.2.3"


@pytest.mark.parametrize("name", ["new.txt", "CHANGELOG.md"])
def test_a_tree_that_is_not_clean(project, name):
    with (project / name).open("a") as file:
        file.write("more\n")
    (told,) = refusal(project)
    assert told == f"The tree is not clean: `{'?? ' if name == 'new.txt' else 'M '}{name}`, and 0 more."


def test_entries_that_no_version_has(project):
    (project / "CHANGELOG.md").write_text(CHANGELOG.replace("Unreleased\n", "Unreleased\n\n- More.\n"))
    commit(project, "v1.2.3")
    (told,) = refusal(project)
    assert told.startswith("CHANGELOG.md has entries under Unreleased")


@pytest.mark.parametrize(
    "heading", ["## 1.2.4 - 2026-11-29", "## 1.2.3", "## 1.2.3 - soon", "## 1x2.3 - 2026-11-29"]
)
def test_a_changelog_without_the_version_and_its_date(project, heading):
    (project / "CHANGELOG.md").write_text(f"# Changelog\n\n{heading}\n\n- Everything.\n")
    commit(project, "v1.2.3")
    assert refusal(project) == ["CHANGELOG.md has no dated section of 1.2.3 (`## 1.2.3 - yyyy-mm-dd`)."]


def test_code_of_another_version(project):
    (project / "src" / "dbep_ig" / "__init__.py").write_text('__version__ = "1.2.2"\n')
    commit(project, "v1.2.3")
    assert refusal(project) == ["src/dbep_ig/__init__.py has another version than pyproject.toml (1.2.3)."]


def test_everything_in_the_way_is_told_at_once(project):
    (project / "src" / "dbep_ig" / "__init__.py").write_text('__version__ = "1.2.2"\n')
    commit(project)
    (project / "new.txt").touch()
    assert len(refusal(project)) == 3


def test_a_dry_run_asks_for_no_tag_and_no_clean_tree(project):
    commit(project)
    (project / "new.txt").touch()
    (project / "CHANGELOG.md").write_text(CHANGELOG.replace("Unreleased\n", "Unreleased\n\n- More.\n"))
    assert read_source(project, dry=True).commit == git(project, "rev-parse", "HEAD")


def test_a_dry_run_asks_for_one_version(project):
    (project / "CHANGELOG.md").write_text("# Changelog\n")
    with pytest.raises(ReleaseError, match="no dated section"):
        read_source(project, dry=True)


def test_where_there_is_no_repository(tmp_path, project):
    (project / ".git").rename(tmp_path / "elsewhere")
    with pytest.raises(ReleaseError, match="not a git repository"):
        read_source(project, dry=True)
