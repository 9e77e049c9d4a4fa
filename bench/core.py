"""R4 core: opening it and reading one CarePlan's types, beside bare Python and beside the same from plain JSON files.

The peer reads the same 35 StructureDefinitions, written out one file each, as a FHIR cache holds them: what a validator
without a packed core has to do. Then the packages: opening a large `.tgz`, its index, and writing it again.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.process import measure

RUNS = 11
TYPES = (
    "CarePlan DomainResource Resource Element BackboneElement Meta Narrative Extension Identifier Reference CodeableConcept "
    "Coding Period Annotation Timing Quantity Range Duration Ratio id uri canonical code string boolean dateTime instant "
    "markdown decimal positiveInt unsignedInt date integer xhtml time"
).split()
BASE = "http://hl7.org/fhir/StructureDefinition/"
OPEN = "from dbep_ig.host.core_data import open_core; core = open_core().value; "


def milliseconds(act: Callable[[], object]) -> float:
    """The median of several runs in this process."""
    taken = []
    for _ in range(RUNS):
        started = time.perf_counter()
        act()
        taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken)


def main() -> None:
    """Prints three tables; processes first, for a child's peak memory counts what this one holds."""
    with tempfile.TemporaryDirectory() as folder:
        processes(folder)
        in_process(Path(folder))
    packages()


def processes(folder: str) -> None:
    """Whole processes: median seconds and peak memory."""
    types = repr(TYPES)
    writing = "from dbep_ig.engine.fhir.json.writing import write_json; import pathlib; "
    writing += f"[(pathlib.Path({folder!r}) / f'{{t}}.json').write_text(write_json(core.find({BASE!r} + t))) for t in {types}]"
    assert measure([sys.executable, "-c", OPEN + writing], 1)[2] == 0
    rows = [
        ("python -c pass", "pass"),
        ("open core", OPEN),
        ("  and element tables of a CarePlan's types", OPEN + f"[core.elements(t) for t in {types}]"),
        ("  and their StructureDefinitions", OPEN + f"[core.find({BASE!r} + t) for t in {types}]"),
        (
            "peer: those from JSON files",
            f"import json, pathlib; [json.loads((pathlib.Path({folder!r}) / f'{{t}}.json').read_bytes()) for t in {types}]",
        ),
        (
            "everything in core",
            OPEN + "from dbep_ig.engine.core.layout import SECTIONS; [list(core.all(s)) for s in SECTIONS]",
        ),
    ]
    base = None
    print(f"{'':46}{'median s':>10}{'peak MB':>10}{'ratio':>8}")
    for name, program in rows:
        seconds, peak, code = measure([sys.executable, "-c", program], RUNS)
        assert code == 0, name
        base = seconds if base is None else base
        print(f"{name:46}{seconds:10.3f}{peak:10.1f}{seconds / base:8.1f}")


def in_process(folder: Path) -> None:
    """The same without starting Python."""
    import json
    from decimal import Decimal

    from dbep_ig.engine.core import CoreStore
    from dbep_ig.host.core_data import open_core

    def opened() -> CoreStore:
        return open_core.__wrapped__().value

    def tables() -> None:
        store = opened()
        for name in TYPES:
            store.elements(name)

    def definitions() -> None:
        store = opened()
        for name in TYPES:
            store.find(BASE + name, "StructureDefinition")

    def files() -> None:
        for name in TYPES:
            json.loads((folder / f"{name}.json").read_bytes(), parse_float=Decimal)

    print(f"\n{'in one process':46}{'median ms':>10}")
    for name, act in (
        ("open core", opened),
        ("  and element tables of a CarePlan's types", tables),
        ("  and their StructureDefinitions", definitions),
        ("peer: those from JSON files", files),
    ):
        print(f"{name:46}{milliseconds(act):10.2f}")


def packages() -> None:
    """A package of 650 profiles: written, opened, indexed."""
    from dbep_ig.engine.packages import PackageSet, open_package, read_archive
    from dbep_ig.engine.packages.writing import Manifest, pack_tgz, write_package
    from dbep_ig.host.core_data import open_core

    core = open_core().value
    structures = list(core.all("StructureDefinition"))
    manifest = Manifest("bench.package", "1.0.0")
    files = write_package(manifest, structures).value
    archive = pack_tgz(files, seconds=0)

    def found() -> object:
        package = open_package("bench", read_archive("bench", archive).value).value
        return PackageSet([package]).find(BASE + "CarePlan")

    print(
        f"\n{f'a package of {len(structures)} definitions, {len(archive) / 1e6:.1f} MB':46}{'median ms':>10}"
    )
    for name, act in (
        ("write the files", lambda: write_package(manifest, structures)),
        ("pack them", lambda: pack_tgz(files, seconds=0)),
        ("unpack, index and find one", found),
    ):
        print(f"{name:46}{milliseconds(act):10.1f}")


if __name__ == "__main__":
    main()
