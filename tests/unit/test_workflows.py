"""The workflow files for a public host: they run what every machine runs, and publish nothing that nobody has asked for."""

import os
import re
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / ".github" / "workflows"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def workflow(name: str) -> dict:
    read: dict = yaml.load((FOLDER / name).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return read


def steps(job: dict) -> list[str]:
    return [step["run"] for step in job["steps"] if "run" in step]


ALL = sorted(file.name for file in FOLDER.glob("*.yml"))
JOBS = [(name, job) for name in ALL for job in workflow(name)["jobs"]]


def test_the_files_are_there():
    assert {"ci.yml", "release.yml"} <= set(ALL)


def test_the_pythons_are_those_the_project_says_it_runs_on():
    matrix = workflow("ci.yml")["jobs"]["test"]["strategy"]["matrix"]["python"]
    classified = [
        line.rpartition(" ")[2]
        for line in PROJECT["classifiers"]
        if re.fullmatch(r"Programming Language :: Python :: 3\.\d+", line)
    ]
    assert matrix == classified
    assert PROJECT["requires-python"] == f">={matrix[0]}"
    found = (ROOT / ".ci" / "find-python").read_text(encoding="utf-8")
    first, last = (version.replace(".", ", ") for version in (matrix[0], matrix[-1]))
    assert f"({first}) <= sys.version_info[:2] <= ({last})" in found
    assert f"from {matrix[0]} to {matrix[-1]}" in found


def test_ci_runs_the_script_that_every_machine_runs_on_each_python():
    job = workflow("ci.yml")["jobs"]["test"]
    (step,) = [step for step in job["steps"] if step.get("run") == ".ci/run"]
    assert step["env"]["PYTHON"] == "python${{ matrix.python }}"
    assert job["strategy"]["fail-fast"] == "false"
    assert ".ci/run" in steps(workflow("release.yml")["jobs"]["build"])


def test_the_script_stops_at_the_first_failure_and_runs_everything():
    script = ROOT / ".ci" / "run"
    lines = [line for line in script.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert lines[0] == "set -euo pipefail"
    assert {"make check", "make test"} <= set(lines)
    assert any("make conformance" in line for line in lines)
    assert os.access(script, os.X_OK)


def test_every_target_of_make_that_a_workflow_runs_exists():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    asked = {
        target
        for name in ALL
        for job in workflow(name)["jobs"].values()
        for line in steps(job)
        for target in re.findall(r"^make ([\w-]+)$", line)
    }
    bounds = workflow("ci.yml")["jobs"]["bounds"]["strategy"]["matrix"]["include"]
    asked |= {each["target"] for each in bounds}
    assert asked == {"release", "release-dry", "test-lowest", "test-newest"}
    for target in asked:
        assert re.search(rf"(?m)^{target}:", makefile), target


@pytest.mark.parametrize(("name", "job"), JOBS)
def test_each_action_is_pinned_and_each_job_ends(name, job):
    described = workflow(name)["jobs"][job]
    assert 0 < int(described["timeout-minutes"]) <= 30
    for step in described["steps"]:
        if "uses" in step:
            assert re.fullmatch(r"[\w./-]+@(v\d+|release/v\d+|[0-9a-f]{40})", step["uses"]), step["uses"]
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] == "false"


@pytest.mark.parametrize("name", ALL)
def test_no_job_may_write_unless_it_says_so(name):
    assert workflow(name)["permissions"] == {"contents": "read"}
    writing = {
        job
        for job, described in workflow(name)["jobs"].items()
        if "write" in described.get("permissions", {}).values()
    }
    assert writing <= {"publish"}


def test_nothing_is_published_unless_the_repository_says_so():
    release = workflow("release.yml")
    assert release["on"] == {"push": {"tags": ["v*.*.*"]}}
    publish = release["jobs"]["publish"]
    assert publish["needs"] == "build"
    assert publish["if"] == "vars.DBEP_PUBLISH == 'yes'"
    assert publish["environment"] == "pypi"
    others = {name: job for name, job in release["jobs"].items() if name != "publish"}
    assert not any("publish" in str(job) for job in others.values())
    assert "publish" not in str(workflow("ci.yml")["jobs"])


def test_what_is_published_is_attested_and_no_secret_is_needed():
    publish = workflow("release.yml")["jobs"]["publish"]
    used = {step["uses"].partition("@")[0]: step for step in publish["steps"] if "uses" in step}
    assert used["pypa/gh-action-pypi-publish"]["with"]["attestations"] == "true"
    assert used["actions/attest-build-provenance"]["with"]["subject-path"] == "dist/*"
    assert publish["permissions"]["id-token"] == "write"
    for name in ALL:
        assert "secrets." not in (FOLDER / name).read_text(encoding="utf-8")
