"""HL7's snapshot cases: the same elements and rules as the case, or a difference with its reason."""

import copy
import json
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from dbep_ig.engine.core import CoreStore
from dbep_ig.engine.fhir.uris import core_canonical
from dbep_ig.host.core_data import open_core

from .snapshots import RefusedError, generate

pytestmark = pytest.mark.conformance
DIFFERENCES = yaml.safe_load(Path(__file__).with_name("differences.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def harness(shared: Path) -> Any:
    folder = str(shared / "conformance")
    sys.path.insert(0, folder)
    try:
        import snapshot_suite
    finally:
        sys.path.remove(folder)
    return snapshot_suite


class StoredCore:
    """What the harness asks of R4 core, for what R4B changed; from our store instead of a folder of files."""

    def __init__(self, harness: Any, store: CoreStore) -> None:
        self.harness = harness
        self.store = store

    def element(self, path: str) -> dict[str, Any]:
        found = self.store.find(core_canonical(path.partition(".")[0]), "StructureDefinition")
        if found is None:
            return {}
        elements = self.harness.elements(self.harness.without_r4b(found))
        return next((self.harness.projection(one) for one in elements if one["path"] == path), {})


@pytest.fixture(scope="module")
def results(harness):
    """suite/case -> `refused`, `accepted`, `exact`, `structural` or `different`."""
    store = open_core().value
    assert store is not None
    core = StoredCore(harness, store)
    folder = Path(harness.CASES)
    index = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    recorded: dict[tuple[str, str], dict[str, Any]] = {}
    for case in index:
        if case["expected"] and case["url"]:
            recorded.setdefault((case["suite"], case["url"]), case)

    def read(case: dict[str, Any], name: str) -> Any:
        return json.loads((folder / case["suite"] / case["id"] / f"{name}.json").read_text(encoding="utf-8"))

    found = {}
    for case in index:
        if not case["gen"]:
            continue
        source = read(case, "input")
        supporting = [
            read(case, file.stem) for file in sorted((folder / case["suite"] / case["id"]).glob("reg*.json"))
        ]
        chained = recorded.get((case["suite"], case["base"]))
        if (
            chained
            and chained["id"] != case["id"]
            and case["base"] not in {one and one.get("url") for one in supporting}
        ):
            supporting.append(read(chained, "expected"))
        name = f"{case['suite']}/{case['id']}"
        try:
            made = generate(copy.deepcopy(source), [one for one in supporting if one])
        except RefusedError:
            found[name] = (case, "refused")
            continue
        if case["fail"]:
            found[name] = (case, "accepted")
            continue
        verdict = harness.judge(made, read(case, "expected"), source, case["suite"], core)
        found[name] = (
            case,
            "exact" if verdict["exact"] else "structural" if verdict["structural"] else "different",
        )
    return found


def test_every_case_is_as_recorded_or_explained(results):
    as_recorded = {
        name
        for name, (case, result) in results.items()
        if (result == "refused") == case["fail"] and result != "different"
    }
    assert set(results) - as_recorded == set(DIFFERENCES["snapshots"])
    assert len(results) == 125


def test_the_cases_of_r4_are_the_same_to_the_letter_or_explained(results):
    inexact = {
        name for name, (_, result) in results.items() if name.startswith("rX/") and result == "structural"
    }
    assert inexact == set(DIFFERENCES["snapshots-exact"])


def test_each_difference_has_its_reason():
    for section in ("snapshots", "snapshots-exact"):
        for entry in DIFFERENCES[section].values():
            assert entry["case"]
            assert entry["reason"]
            assert entry["specification"].startswith("https://hl7.org/fhir/R4/")
