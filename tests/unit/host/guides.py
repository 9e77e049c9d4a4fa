"""Guides made for tests: in a checkout's build, in its releases, packed into an installation, in the FHIR cache."""

import json
from pathlib import Path

from dbep_ig.engine.packages.tar_writing import pack_tgz
from tests.unit.packages.made import package, package_files

CANONICAL = "http://x.no/fhir"


def implementation_guide(label: str, status: str = "draft") -> dict:
    name, _, version = label.partition("#")
    return {
        "resourceType": "ImplementationGuide",
        "id": name,
        "url": f"{CANONICAL}/ImplementationGuide/{name}",
        "version": version,
        "status": status,
        "experimental": True,
        "date": "2026-01-02",
        "packageId": name,
    }


def files(label: str, *, status: str = "draft", **manifest: object) -> dict[str, bytes]:
    """A guide's package: an ImplementationGuide and nothing else."""
    return package_files(label, implementation_guide(label, status), canonical=CANONICAL, **manifest)


def guide_package(label: str, **more: object):
    return package(label, implementation_guide(label), canonical=CANONICAL, **more)


def in_build(checkout: Path, label: str, **more: object) -> Path:
    """As `dbep build` leaves it."""
    folder = checkout / "build" / "package"
    folder.mkdir(parents=True, exist_ok=True)
    for path, content in files(label, **more).items():
        (folder / path.removeprefix("package/")).write_bytes(content)
    return folder


def in_releases(checkout: Path, label: str, name: str | None = None, **more: object) -> Path:
    folder = checkout / "releases"
    folder.mkdir(exist_ok=True)
    file = folder / (name or f"{label.replace('#', '-')}.tgz")
    file.write_bytes(pack_tgz(files(label, **more), seconds=0))
    return file


def in_cache(cache: Path, label: str, **more: object) -> Path:
    folder = cache / label / "package"
    folder.mkdir(parents=True)
    for path, content in files(label, **more).items():
        (cache / label / path).write_bytes(content)
    return folder


def as_json(content: object) -> bytes:
    return json.dumps(content).encode()
