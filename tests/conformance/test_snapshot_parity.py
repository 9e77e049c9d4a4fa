"""Every profile of the public packages gets the snapshot that HL7's generator gives, asked live."""

import json
import shutil
import sys
import tarfile
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from dbep_ig.engine.fhir.definitions import DefinitionMap
from dbep_ig.engine.snapshots import Snapshots
from dbep_ig.host.core_data import open_core

pytestmark = pytest.mark.conformance


@pytest.fixture(scope="module")
def profiles(shared: Path, tmp_path_factory) -> list[tuple[Path, dict[str, Any]]]:
    """(file, StructureDefinition) of every package."""
    folder = tmp_path_factory.mktemp("packages")
    found = []
    for archive in sorted((shared / "packages").glob("*.tgz")):
        with tarfile.open(archive) as packed:
            packed.extractall(folder / archive.stem, filter="data")
        files = sorted((folder / archive.stem / "package").glob("StructureDefinition-*.json"))
        found += [(file, json.loads(file.read_text(encoding="utf-8"))) for file in files]
    assert len(found) > 40
    return found


@pytest.fixture(scope="module")
def recorded(shared: Path, profiles):
    """url -> HL7's snapshot, or why there is none."""
    if shutil.which("java") is None:
        pytest.skip("HL7's generator needs Java, which is not installed")
    sys.path.insert(0, str(shared / "referee"))
    referee = import_module("referee")
    if not (referee.HOME / "classes").is_dir():
        pytest.skip("the referee is not set up: ../shared/referee/setup")
    load = sorted((shared / "packages").glob("*.tgz"))
    with referee.Referee(heap="2g") as hl7:
        return {profile["url"]: hl7.snapshot(file, load) for file, profile in profiles}


def test_the_snapshots_are_the_same(shared, profiles, recorded):
    sys.path.insert(0, str(shared / "conformance"))
    suite = import_module("snapshot_suite")
    core = open_core().value
    assert core is not None
    snapshots = Snapshots(DefinitionMap([profile for _, profile in profiles], core))
    differing = {}
    for _, profile in profiles:
        theirs = recorded[profile["url"]].get("resource")
        ours = snapshots.find(profile["url"])
        assert theirs is not None, recorded[profile["url"]]
        assert ours is not None, profile["url"]
        mine = [(one["id"], suite.projection(one)) for one in suite.elements(ours)]
        if mine != [(one["id"], suite.projection(one)) for one in suite.elements(theirs)]:
            differing[profile["url"]] = mine
    assert differing == {}
