"""python -m tools.release [--dry-run]: build, compare, list, check; the artefacts are in dist/."""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path
from time import monotonic

from . import ReleaseError
from .building import build, same_bytes
from .checking import check_installed, check_metadata, check_sbom, check_sdist, listing, one
from .checksums import verify_checksums, write_checksums
from .installing import install
from .sbom import write_sbom
from .source import Source, read_source

ROOT = Path(__file__).parents[2]


def main(arguments: list[str]) -> int:
    """The exit code: 0 the release is in dist/, 1 it is not, and why is told."""
    parser = argparse.ArgumentParser(prog="python -m tools.release", description=__doc__)
    parser.add_argument("--dry-run", action="store_true", help="without a tag, from HEAD as it is")
    dry: bool = parser.parse_args(arguments).dry_run
    scratch = Path(tempfile.mkdtemp(prefix="dbep-release-"))
    try:
        source = read_source(ROOT, dry=dry)
        release(source, scratch, ROOT / "dist")
    except ReleaseError as error:
        print(f"No release was made.\n{error}", file=sys.stderr)
        return 1
    shutil.rmtree(scratch)
    print("\nThis was a dry run: no tag was asked for." if dry else "\nNothing was published.")
    return 0


def release(source: Source, scratch: Path, dist: Path) -> None:
    """Fills `dist`; raises ReleaseError at the first thing that does not hold, and leaves `scratch` to look at."""
    start = monotonic()

    def tell(text: str) -> None:
        print(f"{monotonic() - start:6.1f} s  {text}", flush=True)

    tell(f"dbep-ig {source.version} of commit {source.commit[:12]}")
    built = build(source, scratch / "first")
    tell("wheel, sdist, FHIR package and site are built")
    again = build(source, scratch / "second/elsewhere", TZ="Asia/Tokyo", PYTHONHASHSEED="7", LC_ALL="C")
    same_bytes(built, again)
    tell("a second build, in another folder, time zone and locale, has the same bytes")
    shutil.rmtree(dist, ignore_errors=True)
    shutil.copytree(built, dist)
    clone, wheel = scratch / "first" / "checkout", one(dist, "*.whl")
    python = install(wheel, clone / "requirements-dev.txt", scratch / "environment")
    sbom = dist / f"dbep_ig-{source.version}.cdx.json"
    write_sbom(sbom, python, wheel, clone, source.seconds)
    tell(check_sbom(sbom, clone))
    tell(check_metadata(dist))
    tell(check_installed(python, clone / "build" / "examples", one(dist, "*.tgz"), scratch / "offline"))
    tell(check_sdist(dist, source.seconds, scratch / "offline"))
    write_checksums(dist)
    verify_checksums(dist)
    tell(f"SHA256SUMS fits the files beside it\n\n{listing(dist)}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
