"""The guides that are available, and which is meant when none is named: the one of the checkout that the command runs in,
else of the one that the program runs from (an editable installation), else the first of those packed into the installation.

Inside a checkout (a folder with `guide.yaml`, or one below it) what `dbep build` made last is used, and the report says so,
also when the YAML has been changed since. A checkout that has not been built has none of its own, but for its releases.
"""

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Literal, NamedTuple

import dbep_ig
from dbep_ig.engine.diagnostics import Issue, Result, Text

from .package_files import is_file
from .packed_guides import packed_guides

GUIDE_FILE = "guide.yaml"
BUILT = Path("build", "package")
SOURCES = (GUIDE_FILE, "model", "profiles")
PROGRAM = Path(dbep_ig.__file__).parent
PACKED = PROGRAM / "_data" / "guides"

NO_GUIDE = Text(
    "Ingen guide er tilgjengelig, så bare R4 er kontrollert: kjør «dbep build» i mappa til guiden, eller oppgi en pakke.",
    "No guide is available, so only R4 was checked: run `dbep build` in the guide's folder, or give a package.",
)
NO_GUIDE_BESIDE = Text(
    "Ingen guide er tilgjengelig, så bare R4 og pakkene er brukt.",
    "No guide is available, so only R4 and the packages were used.",
)
NO_GUIDES = Text(
    "Ingen guide er tilgjengelig: kjør «dbep build» i mappa til guiden, eller oppgi en pakke.",
    "No guide is available: run `dbep build` in the guide's folder, or give a package.",
)
_STATUS = {
    "draft": Text("utkast", "draft"),
    "trial": Text("utprøving", "trial"),
    "active": Text("gjeldende", "active"),
    "retired": Text("trukket tilbake", "retired"),
}

Origin = Literal["built", "release", "included", "cache", "given"]


class GuideSource(NamedTuple):
    """One version of a guide, and where it is.

    package      what `load_packages` can be given: a folder, an archive, `id#version`
    origin       built in a checkout; a file of its releases; comes with dbep; in the FHIR cache (or fetched into it); given
                 as a package
    place        the checkout, the archive or the folder
    is_released  the version is fixed; None where that is not known
    is_stale     the YAML has been changed since it was built
    """

    package: str
    label: str
    origin: Origin
    place: Path
    is_released: bool | None = None
    is_stale: bool = False

    @property
    def id(self) -> str:
        """The guide's package id."""
        return self.label.partition("#")[0]

    @property
    def version(self) -> str:
        """The guide's version."""
        return self.label.partition("#")[2]

    def where(self) -> Text:
        """Where it comes from, to follow its name."""
        if self.origin == "built":
            if self.is_stale:
                return Text(
                    f"sist bygget i {self.place}; YAML er endret siden",
                    f"last built in {self.place}; the YAML has changed since",
                )
            return Text(f"bygget i {self.place}", f"built in {self.place}")
        if self.origin == "release":
            return Text(f"utgitt versjon i {self.place}", f"released version in {self.place}")
        if self.origin == "cache":
            return Text("i FHIR-cachen", "in the FHIR cache")
        if self.origin == "given":
            return Text("oppgitt som pakke", "given as a package")
        if self.is_released:
            return Text("utgitt versjon som følger med dbep", "released version that comes with dbep")
        return Text("følger med dbep", "comes with dbep")

    def note(self, status: str | None, instead_of: "GuideSource | None" = None) -> Text:
        """The line of a report that names the guide.

        status      `GuideFacts.stage`, where it is known
        instead_of  the one that would have been used if this had not been given as a package
        """
        shown = status_text(status)
        name_nb = f"{self.label} ({shown.nb})" if shown.nb else self.label
        name_en = f"{self.label} ({shown.en})" if shown.en else self.label
        where = self.after_name()
        if self.is_stale:
            where = Text(f"{where.nb}: kjør «dbep build»", f"{where.en}: run `dbep build`")
        if instead_of is not None:
            other = instead_of.after_name()
            where = Text(
                f"{where.nb} og brukt i stedet for {instead_of.label}, {other.nb}",
                f"{where.en} and used instead of {instead_of.label}, {other.en}",
            )
        return Text(f"Guiden er {name_nb}, {where.nb}.", f"The guide is {name_en}, {where.en}.")

    def after_name(self) -> Text:
        """`where`, as it follows the name in a sentence."""
        if self.origin == "included" and not self.is_released:
            return Text("som følger med dbep", "which comes with dbep")
        return self.where()


def package_note(label: str, status: str | None) -> Text:
    """The line of a report that names a package which was asked for; see `GuideSource.note`."""
    shown = status_text(status)
    return Text(
        f"Pakke: {label} ({shown.nb})." if shown.nb else f"Pakke: {label}.",
        f"Package: {label} ({shown.en})." if shown.en else f"Package: {label}.",
    )


def status_text(status: str | None) -> Text:
    """A publication status in words; the code itself for one that is not among them, "" for none."""
    return _STATUS.get(status or "", Text(status or "", status or ""))


def find_checkout(start: Path | None) -> Path | None:
    """The nearest folder with a guide.yaml, from `start` upwards."""
    if start is None:
        return None
    for folder in (start, *start.parents):
        if is_file(folder / GUIDE_FILE):
            return folder
    return None


def find_guide(start: Path | None) -> GuideSource | None:
    """The guide to validate against when none is named; None where there is none."""
    return next(_unreleased(start), None)


def guides_here(start: Path | None) -> Result[list[GuideSource]]:
    """Every guide of the checkouts and of the installation, in order of precedence.

    -> always a value, each version once for each place that has it; DBEP3045 for releases that cannot be used
    """
    from .releases import read_releases  # not needed for the default

    found: list[GuideSource] = []
    issues: list[Issue] = []
    for checkout in _checkouts(start):
        built = _built_in(checkout)
        found += [] if built is None else [built]
        releases = read_releases(checkout)
        issues += releases.issues
        for path, package in releases.value or ():
            found.append(GuideSource(str(path), package.label, "release", path, is_released=True))
    return Result([*found, *_included()], tuple(issues))


def versions_here(package_id: str, start: Path | None) -> dict[str, Path]:
    """The versions of one guide in the checkouts and the installation, and where each is: a folder or an archive.

    A version that is both built and released is the released one, as with `--guide`. Releases are looked into only where
    there is one of this guide.
    """
    from .releases import has_releases_of, read_releases  # start-up time

    built: list[tuple[str, Path]] = []
    released: list[tuple[str, Path]] = []
    for checkout in _checkouts(start):
        manifest = _built_manifest(checkout)
        if manifest is not None:
            built.append((_label(manifest), checkout / BUILT))
        if has_releases_of(package_id, checkout):
            released += [(one.package.label, one.path) for one in read_releases(checkout).value or ()]
    for label, folder, is_released in packed_guides(PACKED):
        (released if is_released else built).append((label, folder))
    found: dict[str, Path] = {}
    for label, path in (*released, *built):
        name, _, version = label.partition("#")
        if name == package_id:
            found.setdefault(version, path)
    return found


def _unreleased(start: Path | None) -> Iterator[GuideSource]:
    """What can be the default, without a look at the releases, whose archives take time to read."""
    for checkout in _checkouts(start):
        built = _built_in(checkout)
        if built is not None:
            yield built
    yield from _included()


def _checkouts(start: Path | None) -> list[Path]:
    both = (find_checkout(start), _own_checkout())
    return list(dict.fromkeys(checkout for checkout in both if checkout is not None))


def _own_checkout() -> Path | None:
    """The checkout that the program runs from, if it does."""
    checkout = find_checkout(PROGRAM)
    return checkout if checkout is not None and checkout / "src" / PROGRAM.name == PROGRAM else None


def _built_in(checkout: Path) -> GuideSource | None:
    manifest = _built_manifest(checkout)
    if manifest is None:
        return None
    failed = (checkout / BUILT / FAILED).is_file()
    is_stale = failed or _newest(checkout) > manifest.stat().st_mtime_ns
    built = str(checkout / BUILT)
    return GuideSource(built, _label(manifest), "built", checkout, is_released=False, is_stale=is_stale)


FAILED = "FAILED"
"""Beside a package that the last build could not renew; see `dbep_ig.build`."""


def _built_manifest(checkout: Path) -> Path | None:
    built = checkout / BUILT
    manifest = built / "package" / "package.json" if (built / "package").is_dir() else built / "package.json"
    return manifest if manifest.is_file() else None


def _label(manifest: Path) -> str:
    """`id#version` as far as package.json has them; what is wrong with it is told when the package is opened."""
    try:
        members = json.loads(manifest.read_bytes())
    except (OSError, ValueError, RecursionError):
        members = None
    known = members if isinstance(members, dict) else {}
    return f"{known.get('name', '?')}#{known.get('version', '?')}"


def _included() -> Iterator[GuideSource]:
    for label, folder, is_released in packed_guides(PACKED):
        yield GuideSource(str(folder), label, "included", folder, is_released=is_released)


def _newest(checkout: Path) -> int:
    """When anything that the guide is made of was last changed, in nanoseconds."""
    newest = 0
    for name in SOURCES:
        path = checkout / name
        for file in (path,) if name == GUIDE_FILE else path.rglob("*.yaml"):
            with suppress(
                OSError
            ):  # gone meanwhile, or a link to nowhere: an editor's mark beside an open file
                newest = max(newest, file.stat().st_mtime_ns)
    return newest
