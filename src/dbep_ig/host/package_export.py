"""A package rewritten, to a `.tgz` or a folder, so that the same content always gives the same bytes."""

from calendar import timegm
from pathlib import Path
from time import strptime

from dbep_ig.engine.diagnostics import Issue, Location, Result
from dbep_ig.engine.packages import MemoryFiles, Package
from dbep_ig.engine.packages.manifest import MANIFEST_INVALID, MANIFEST_MISSING, Manifest, is_package_id
from dbep_ig.engine.packages.writing import pack_tgz, rewrite_package, write_package

from .package_files import unwritable, write_files


def export_package(
    package: Package, output: Path, *, name: str | None = None, seconds: int | None = None
) -> Result[Path]:
    """Writes to `output`: an archive if it ends in .tgz, else a folder, which must not be there yet.

    name     `id#version`, needed for loose files and used only for them; a resource without canonical becomes an example
    seconds  the time of every file in the archive; the manifest's own date if not given
    """
    if package.manifest is None:
        package_id, _, version = (name or "").partition("#")
        if not is_package_id(package_id) or not version:
            missing = Issue(MANIFEST_MISSING, Location(package.label), {"name": package.label})
            return Result(None, (missing,))
        resources = list(package.resources())
        written = write_package(
            Manifest(package_id, version),
            [each for each in resources if "url" in each],
            [each for each in resources if "url" not in each],
        )
        date = ""
    else:
        written = rewrite_package(package)
        date = package.manifest.date
    if written.value is None:
        return Result(None, written.issues)
    if output.suffix != ".tgz":
        folder = write_files(MemoryFiles.of(written.value), output)
        return Result(folder.value, (*written.issues, *folder.issues))
    try:
        archive = pack_tgz(written.value, seconds=_seconds(date) if seconds is None else seconds)
    except ValueError as error:  # a path that no tar has room for
        reason = Issue(
            MANIFEST_INVALID, Location(package.label), {"name": package.label, "reason": str(error)}
        )
        return Result(None, (reason,))
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_bytes(archive)
    except OSError as error:
        return Result(None, (unwritable(output, error),))
    return Result(output, written.issues)


def _seconds(date: str) -> int:
    """A manifest's date (yyyyMMddHHmmss) as seconds since 1970; 0 for any other text."""
    try:
        return timegm(strptime(date, "%Y%m%d%H%M%S"))
    except ValueError:
        return 0
