"""What is released never changes: a build under a released id and version must have the same content.

Compared by the digest over the content, so that it makes no difference who packed the archive, and when.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from dbep_ig.engine.diagnostics import Issue, Result, Rule, Severity

if TYPE_CHECKING:
    from dbep_ig.guide.authoring.model import GuideMetadata

RELEASED_ALREADY = Rule(
    code="DBEP6021",
    name="version-released-already",
    severity=Severity.ERROR,
    issue_type="conflict",
    nb="{label} er utgitt med annet innhold ({release}); det som er utgitt, endres ikke: gi guiden en ny versjon",
    en="{label} has been released with other content ({release}); what has been released does not change: give the guide a new version",
)


def check_released(root: Path, guide: "GuideMetadata", files: Mapping[str, bytes]) -> Result[bool]:
    """Whether the guide that was built is a released version.

    root   the checkout, which may have `releases/`
    files  what was made, `package/…` among it
    -> no value with DBEP6021, at the version in guide.yaml, when the release has other content; DBEP3045 for files
       that cannot be used as releases
    """
    from dbep_ig.engine.packages import MemoryFiles, open_package
    from dbep_ig.engine.packages.lock import package_digest
    from dbep_ig.host.releases import read_releases

    releases = read_releases(root)
    label = f"{guide.id}#{guide.version}"
    release = next((one for one in releases.value or () if one.package.label == label), None)
    if release is None:
        return Result(False, releases.issues)
    built = open_package(label, MemoryFiles.of({k: v for k, v in files.items() if k.startswith("package/")}))
    if built.value is None or package_digest(built.value) == package_digest(release.package):
        return Result(True, releases.issues)
    params = {"label": label, "release": f"{release.path.parent.name}/{release.path.name}"}
    return Result(
        None, (*releases.issues, Issue(RELEASED_ALREADY, (guide.where / "version").location(), params))
    )
