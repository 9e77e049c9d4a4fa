"""A clean clone becomes the artefacts: nothing that lies about in the checkout gets into them, and two builds are the same."""

import hashlib
import json
import os
import sys
import zipfile  # written here, never read
from pathlib import Path
from time import gmtime

from . import ReleaseError
from .running import run
from .source import Source

DBEP = "from dbep_ig.apps.cli.main import run; run()"


def build(source: Source, folder: Path, **differences: str) -> Path:
    """Clones the commit into `folder` and builds wheel, sdist, FHIR package and site archive -> the folder they are in.

    differences  environment variables that must make no difference
    """
    clone, out = folder / "checkout", folder / "artefacts"
    out.mkdir(parents=True)
    run("git", "clone", "--quiet", "--no-local", "--no-checkout", source.root, clone)
    run("git", "checkout", "--quiet", "--detach", source.commit, folder=clone)
    environment = build_environment(clone, source.seconds) | differences
    # From the pinned archive (or DBEP_R4_CORE), never from what the checkout has packed before.
    run(sys.executable, "-m", "dbep_ig.host.core_build", folder=clone, environment=environment)
    run(sys.executable, "-c", DBEP, "build", folder=clone, environment=environment)
    targets = ("--target", "wheel", "--target", "sdist")
    run(
        sys.executable, "-m", "hatchling", "build", *targets, "-d", out, folder=clone, environment=environment
    )
    built = clone / "build"
    manifest = json.loads((built / "package" / "package.json").read_text(encoding="utf-8"))
    guide = f"{manifest['name']}-{manifest['version']}"
    (built / f"{guide}.tgz").rename(out / f"{guide}.tgz")
    pack_site(built / "site", out / f"{guide}-site.zip", source.seconds)
    return out


def build_environment(clone: Path, seconds: int) -> dict[str, str]:
    """The environment to build in: the clone's code, the commit's time, and no package that only this machine has."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("DBEP_")}
    if "DBEP_R4_CORE" in os.environ:
        ours["DBEP_R4_CORE"] = os.environ["DBEP_R4_CORE"]  # its digest is checked
    return ours | {
        "PYTHONPATH": str(clone / "src"),
        "SOURCE_DATE_EPOCH": str(seconds),
        "DBEP_PACKAGES": str(clone / "build" / "no-packages"),
        "DBEP_LANG": "en",
    }


def pack_site(site: Path, archive: Path, seconds: int) -> None:
    """The site as a zip with one folder at its top, its files sorted and all of one time; hidden files are left out."""
    time = gmtime(seconds)[:6]
    with zipfile.ZipFile(archive, "w") as packed:
        files = {file.relative_to(site).as_posix(): file for file in site.rglob("*") if file.is_file()}
        for path in sorted(files):
            if not any(part.startswith(".") for part in path.split("/")):
                entry = zipfile.ZipInfo(f"{archive.stem}/{path}", time)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.create_system = 3  # Unix, on every machine
                entry.external_attr = 0o100644 << 16
                packed.writestr(entry, files[path].read_bytes())


def digests(folder: Path) -> dict[str, str]:
    """Name -> SHA-256 of each file in a folder, sorted."""
    return {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
    }


def same_bytes(first: Path, second: Path) -> None:
    """Raises ReleaseError when two builds have not the same files with the same bytes."""
    one, other = digests(first), digests(second)
    differing = sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))
    if differing:
        raise ReleaseError(
            f"Two builds of one commit differ in {', '.join(differing)}: compare {first} and {second}."
        )
