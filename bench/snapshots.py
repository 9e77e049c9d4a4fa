"""Snapshots: all of R4's own profiles from their differentials, beside HL7's generator and SUSHI in the same run.

Ours and HL7's make the same 441 snapshots, definitions loaded and warm. SUSHI (`make interop` installs it) makes one small profile of
each resource type; its start is taken out by a run with a single profile. Ours makes those, too.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from dbep_ig.engine.core import CoreStore
from dbep_ig.engine.snapshots import Snapshots, generate_snapshot
from dbep_ig.host.core_data import open_core

ROOT = Path(__file__).parents[1]
RUNS = 5
Definition = dict[str, Any]


def main() -> None:
    """Prints a table: snapshots, milliseconds each, elements a second."""
    core = open_core().value
    assert core is not None
    profiles = [
        _without_snapshot(one)
        for one in core.all("StructureDefinition")
        if one.get("derivation") == "constraint"
    ]
    small = [
        _small_profile(one)
        for one in core.all("StructureDefinition")
        if one["kind"] == "resource" and not one["abstract"]
    ]
    small = [one for one in small if one["baseDefinition"].endswith("/" + one["type"])]
    print(f"{'':52}{'snapshots':>10}{'ms each':>10}{'elements/s':>12}")
    _row("ours: R4's profiles, first time (bases read as well)", *_ours(profiles, core, runs=1))
    _row("ours: R4's profiles, again", *_ours(profiles, core, runs=RUNS))
    _hl7(profiles)
    _row("ours: a small profile of each resource", *_ours(small, core, runs=RUNS))
    _sushi(small)
    tracemalloc.start()
    snapshots = Snapshots(core)
    kept = [generate_snapshot(one, snapshots).value for one in profiles]
    print(
        f"memory: {tracemalloc.get_traced_memory()[0] / 1e6:.1f} MB for all {len(kept)}, beside R4's own definitions"
    )
    tracemalloc.stop()


def _without_snapshot(definition: Definition) -> Definition:
    return {key: value for key, value in definition.items() if key != "snapshot"}


def _small_profile(resource: Definition) -> Definition:
    name = resource["type"]
    return {
        "resourceType": "StructureDefinition",
        "url": f"http://example.org/StructureDefinition/small-{name}",
        "name": f"Small{name}",
        "status": "draft",
        "fhirVersion": "4.0.1",
        "kind": "resource",
        "abstract": False,
        "type": name,
        "baseDefinition": resource["url"],
        "derivation": "constraint",
        "differential": {"element": [{"id": f"{name}.id", "path": f"{name}.id", "min": 1}]},
    }


def _ours(profiles: list[Definition], core: CoreStore, runs: int) -> tuple[int, float, float]:
    snapshots = Snapshots(core)
    if runs > 1:
        _generate(profiles, snapshots)
    seconds, elements = [], 0
    for _ in range(runs):
        started = time.perf_counter()
        elements = _generate(profiles, snapshots)
        seconds.append(time.perf_counter() - started)
    taken = statistics.median(seconds)
    return len(profiles), taken / len(profiles) * 1000, elements / taken


def _generate(profiles: list[Definition], snapshots: Snapshots) -> int:
    made = (generate_snapshot(one, snapshots).value for one in profiles)
    return sum(len(one["snapshot"]["element"]) for one in made if one is not None)


def _row(what: str, count: int, each: float, rate: float | None = None) -> None:
    print(f"{what:52}{count:>10}{each:>10.2f}" + (f"{rate:>12,.0f}" if rate else ""))


def _hl7(profiles: list[Definition]) -> None:
    """HL7's generator through the referee beside the project; the first round warms it."""
    folder = ROOT.parent / "shared" / "referee"
    if not (folder / "referee.py").is_file() or shutil.which("java") is None:
        print("HL7's generator: not here (../shared/referee, Java)")
        return
    sys.path.insert(0, str(folder))
    from referee import HOME, Referee

    if not (HOME / "classes").is_dir():
        print("HL7's generator: not set up (../shared/referee/setup)")
        return
    with tempfile.TemporaryDirectory() as scratch, Referee(heap="2g") as hl7:
        files = []
        for number, profile in enumerate(profiles):
            files.append(Path(scratch) / f"{number}.json")
            files[-1].write_text(json.dumps(profile, default=str), encoding="utf-8")
        for what in ("HL7's generator: the same, first time", "HL7's generator: the same, again"):
            answers = [hl7.snapshot(file) for file in files]
            made = [one for one in answers if "resource" in one]
            taken = sum(one["ms"] for one in made)
            elements = sum(len(one["resource"]["snapshot"]["element"]) for one in made)
            _row(what, len(made), taken / len(made), elements / taken * 1000)


def _sushi(profiles: list[Definition]) -> None:
    """SUSHI with snapshots asked for, all profiles against one."""
    room = ROOT / "build" / "interop"
    command = shutil.which("sushi") or str(room / "node_modules" / ".bin" / "sushi")
    home = room / "home"
    if not Path(command).exists() or not (home / ".fhir").is_dir():
        print("SUSHI: not here (`make interop` installs it)")
        return
    with tempfile.TemporaryDirectory() as scratch:
        all_of_them = _seconds(lambda: _run_sushi(command, home, Path(scratch) / "all", profiles))
        one = _seconds(lambda: _run_sushi(command, home, Path(scratch) / "one", profiles[:1]))
    _row("SUSHI: the same small profiles", len(profiles), (all_of_them - one) / (len(profiles) - 1) * 1000)
    print(f"SUSHI: {one:.1f} s with a single profile")


def _seconds(act: Callable[[], None]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def _run_sushi(command: str, home: Path, guide: Path, profiles: list[Definition]) -> None:
    fsh = guide / "input" / "fsh"
    fsh.mkdir(parents=True)
    config = "id: example.small\ncanonical: http://example.org\nname: Small\nstatus: draft\nversion: 0.0.1\nfhirVersion: 4.0.1\nFSHOnly: true\n"
    (guide / "sushi-config.yaml").write_text(config, encoding="utf-8")
    (fsh / "profiles.fsh").write_text("\n".join(_fsh(profiles)), encoding="utf-8")
    environment = os.environ | {"HOME": str(home), "USERPROFILE": str(home), "NO_UPDATE_NOTIFIER": "1"}
    subprocess.run([command, "build", "-s", str(guide)], env=environment, capture_output=True, check=False)


def _fsh(profiles: list[Definition]) -> Iterator[str]:
    for profile in profiles:
        yield f"Profile: {profile['name']}\nParent: {profile['type']}\nId: small-{profile['type']}\n* id 1..1\n"


if __name__ == "__main__":
    main()
