"""The released versions of a guide, committed in its `releases/`: one archive each, named `<id>-<version>.tgz`.

What is released never changes: `dbep build` refuses other content under the same id and version.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from dbep_ig.engine.diagnostics import Issue, Location, Result, Rule, Text
from dbep_ig.engine.packages import MemoryFiles, Package, open_package
from dbep_ig.engine.packages.lock import package_digest

from .package_files import files_of_archive, unreadable

if TYPE_CHECKING:
    from dbep_ig.guide.authoring.model import GuideMetadata

FOLDER = "releases"

UNUSABLE_RELEASE = Rule(
    code="DBEP3045",
    name="unusable-release",
    issue_type="conflict",
    nb="{path} kan ikke brukes som utgitt versjon: {reason}",
    en="{path} cannot be used as a released version: {reason}",
    spec="https://hl7.org/fhir/R4/packages.html",
)

RELEASED_ALREADY = Rule(
    code="DBEP6021",
    name="version-released-already",
    issue_type="conflict",
    nb="{label} er utgitt med annet innhold ({release}); det som er utgitt, endres ikke: gi guiden en ny versjon",
    en="{label} has been released with other content ({release}); what has been released does not change: give the guide a new version",
)


class Release(NamedTuple):
    """One released version: where it lies, and the package in it."""

    path: Path
    package: Package


def read_releases(checkout: Path) -> Result[tuple[Release, ...]]:
    """The releases of a checkout, in order of file name.

    -> always a value; one DBEP3045 for each file that is damaged, has another name than its content, or holds what another does
    """
    found: dict[str, Release] = {}
    issues: list[Issue] = []
    for path in _archives(checkout / FOLDER, issues):
        opened = _open(path)
        package = opened.value
        if package is None:
            why = next(issue for issue in opened.issues if issue.is_error)
            issues.append(_unusable(path, Text("den kan ikke leses", "it cannot be read"), (why,)))
        elif package.label in found:
            first = found[package.label].path.name
            reason = Text(
                f"den inneholder {package.label}, som {first} også gjør",
                f"it contains {package.label}, as {first} does",
            )
            issues.append(_unusable(path, reason))
        elif path.name != _name_of(package):
            name = _name_of(package)
            reason = Text(
                f"den inneholder {package.label} og skal hete {name}",
                f"it contains {package.label} and must be named {name}",
            )
            issues.append(_unusable(path, reason))
        else:
            found[package.label] = Release(path, package)
    return Result(tuple(found.values()), tuple(issues))


def has_releases_of(package_id: str, checkout: Path) -> bool:
    """Whether a file is named as a release of this guide; nothing is read."""
    return any(path.name.startswith(f"{package_id}-") for path in _archives(checkout / FOLDER, []))


def _archives(folder: Path, issues: list[Issue]) -> Iterator[Path]:
    try:
        yield from sorted(path for path in folder.iterdir() if path.suffix == ".tgz" and path.is_file())
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        issues.append(unreadable(folder, error))


def _open(path: Path) -> Result[Package]:
    files = files_of_archive(path)
    return Result(None, files.issues) if files.value is None else open_package(str(path), files.value)


def _name_of(package: Package) -> str:
    return f"{package.label.replace('#', '-')}.tgz"


def _unusable(path: Path, reason: Text, detail: tuple[Issue, ...] = ()) -> Issue:
    params = {"path": path, "reason": reason}
    return Issue(UNUSABLE_RELEASE, Location(str(path)), params, detail=detail)


def check_released(
    releases: Result[tuple[Release, ...]], guide: "GuideMetadata", files: Mapping[str, bytes]
) -> Result[bool]:
    """Whether the guide that was built is a released version, compared by the digest over the content.

    releases  those of its checkout
    files     what was made, `package/…` among it
    -> no value with DBEP6021, at the version in guide.yaml, when the release has other content; and what is wrong with releases
    """
    label = f"{guide.id}#{guide.version}"
    release = next((one for one in releases.value or () if one.package.label == label), None)
    if release is None:
        return Result(False, releases.issues)
    built = open_package(label, MemoryFiles.of({k: v for k, v in files.items() if k.startswith("package/")}))
    if built.value is None or package_digest(built.value) == package_digest(release.package):
        return Result(True, releases.issues)
    params = {"label": label, "release": f"{release.path.parent.name}/{release.path.name}"}
    issue = Issue(RELEASED_ALREADY, (guide.where / "version").location(), params)
    return Result(None, (*releases.issues, issue))
