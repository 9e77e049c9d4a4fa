"""SUSHI (npm `fsh-sushi`) compiles a small guide whose profiles have ours as parents.

It runs with a home of its own, whose FHIR cache holds our package and R4 core as we hold it; SUSHI reads no package
through another. A parent that it cannot load, or that has no snapshot, is an error there.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path

from dbep_ig.engine.core.layout import PACKAGE_NAME, PACKAGE_VERSION
from dbep_ig.engine.packages import MemoryFiles, Package
from dbep_ig.engine.packages.writing import Manifest, write_package
from dbep_ig.host.core_data import open_core
from dbep_ig.host.package_files import write_files
from dbep_ig.host.packages import put_into_cache

from .outcome import Outcome, Verdict

NAME = "SUSHI"
NPM_PACKAGE = "fsh-sushi@3"
SECONDS = 300


def check(archive: Path, package: Package, root: Path) -> Outcome:
    """Skipped without Node; installs SUSHI below build/ the first time."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        return Outcome(NAME, Verdict.SKIPPED, "Node and npm are not installed")
    room = root / "build" / "interop"
    command = room / "node_modules" / ".bin" / "sushi"
    if not command.exists():
        print(f"installing {NPM_PACKAGE} into {room}")
        room.mkdir(parents=True, exist_ok=True)
        install = [
            "npm",
            "install",
            "--silent",
            "--no-fund",
            "--no-audit",
            "--prefix",
            str(room),
            NPM_PACKAGE,
        ]
        if subprocess.run(install, check=False).returncode != 0:
            return Outcome(NAME, Verdict.SKIPPED, f"npm cannot install {NPM_PACKAGE} here")
    profiles = [each for each in package.resources("StructureDefinition") if _can_be_parent(each)]
    if not profiles:
        return Outcome(NAME, Verdict.FAILED, f"{package.label} has no profile to derive from")
    home = room / "home"
    shutil.rmtree(home, ignore_errors=True)
    _fill_cache(home / ".fhir" / "packages", package)
    guide = room / "guide"
    shutil.rmtree(guide, ignore_errors=True)
    _write_guide(guide, package, profiles)
    run = subprocess.run(
        [str(command), "build", str(guide)],
        env=os.environ | {"HOME": str(home), "USERPROFILE": str(home), "NO_UPDATE_NOTIFIER": "1"},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    output = run.stdout + run.stderr
    (room / "sushi.log").write_text(output, encoding="utf-8")
    written = {
        path.stem.removeprefix("StructureDefinition-") for path in guide.rglob("StructureDefinition-*.json")
    }
    missing = [each["id"] for each in profiles if f"child-of-{each['id']}" not in written]
    about_us = [line for line in output.splitlines() if re.match(r"\s*error", line)]
    if run.returncode != 0 or missing or about_us:
        return Outcome(
            NAME,
            Verdict.FAILED,
            f"{len(missing)} of {len(profiles)} profiles missing; see {room / 'sushi.log'}",
        )
    return Outcome(
        NAME, Verdict.PASSED, f"{len(profiles)} profiles of {package.label} are parents, no errors"
    )


def _can_be_parent(structure: dict) -> bool:
    return structure.get("derivation") == "constraint" and structure.get("type") != "Extension"


def _fill_cache(cache: Path, package: Package) -> None:
    put_into_cache(package, cache)
    fill_with_core(cache)


def fill_with_core(cache: Path) -> None:
    """R4 core as we have it, as a package of the FHIR cache."""
    core = open_core().value
    assert core is not None
    types = ("StructureDefinition", "ValueSet", "CodeSystem")
    resources = [each for name in types for each in core.all(name) if "id" in each]
    manifest = Manifest(PACKAGE_NAME, PACKAGE_VERSION, type="Core", canonical="http://hl7.org/fhir")
    files = write_package(manifest, resources).value
    assert files is not None
    write_files(MemoryFiles.of(files), cache / f"{PACKAGE_NAME}#{PACKAGE_VERSION}")


def _write_guide(guide: Path, package: Package, profiles: list[dict]) -> None:
    assert package.manifest is not None
    fsh = guide / "input" / "fsh"
    fsh.mkdir(parents=True)
    config = [
        "id: example.interop",
        "canonical: http://example.org/interop",
        "name: Interop",
        "status: draft",
        "version: 0.0.1",
        "fhirVersion: 4.0.1",
        "FSHOnly: true",
        "dependencies:",
        f"  {package.manifest.name}: {package.manifest.version}",
    ]
    (guide / "sushi-config.yaml").write_text("\n".join(config) + "\n", encoding="utf-8")
    definitions = [
        f'Profile: ChildOf{number}\nParent: {each["url"]}\nId: child-of-{each["id"]}\nTitle: "Child of {each["id"]}"\n* id 1..1\n'
        for number, each in enumerate(profiles)
    ]
    (fsh / "children.fsh").write_text("\n".join(definitions), encoding="utf-8")
