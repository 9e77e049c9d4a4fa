"""A FHIR package registry: which versions it has, and their archives, verified. Any base address; none is built in.

    GET {base}/{id}   {"dist-tags": {"latest": v}, "versions": {v: {"dist": {"tarball": url, "shasum": sha1, "integrity": sri}}}}

Source: https://confluence.hl7.org/display/FHIR/NPM+Package+Specification
"""

import base64
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin

from dbep_ig.engine.diagnostics import Issue, Location, Result, Rule
from dbep_ig.engine.packages import MemoryFiles, open_package, read_archive

from .fetching import FORBIDDEN_ADDRESS, FetchLimits, Progress, download, fetch

_SPEC = "https://hl7.org/fhir/R4/packages.html"
_LISTING = FetchLimits(bytes=32 * 1024 * 1024)

NOT_A_LISTING = Rule(
    code="DBEP3052",
    name="registry-answer-invalid",
    issue_type="structure",
    nb="{url} svarte ikke med en liste over versjoner: {reason}",
    en="{url} did not answer with a list of versions: {reason}",
    spec=_SPEC,
)
DOWNLOAD_DIFFERS = Rule(
    code="DBEP3053",
    name="download-differs",
    issue_type="security",
    nb="{package} fra {url} har {algorithm} {actual}, men registeret har {stated}",
    en="{package} from {url} has {algorithm} {actual}, but the registry has {stated}",
    spec=_SPEC,
)
OTHER_PACKAGE = Rule(
    code="DBEP3054",
    name="download-is-other-package",
    issue_type="security",
    nb="{url} ga {actual}, ikke {package}",
    en="{url} gave {actual}, not {package}",
    spec=_SPEC,
)


class Registry:
    """One registry. Listings are fetched once; what went wrong is kept in `issues`.

    base      the address that `/{id}` is put after
    unfinished  a folder for downloads under way
    """

    def __init__(self, base: str, unfinished: Path, progress: Progress | None = None) -> None:
        self.base = base.rstrip("/")
        self.issues: list[Issue] = []
        self._unfinished = unfinished
        self._progress = progress
        self._listings: dict[str, Mapping[str, Any]] = {}

    def versions(self, package_id: str) -> tuple[str, ...]:
        """The versions of a package; none if the registry does not know it or does not answer (see `issues`)."""
        versions = self._listing(package_id).get("versions")
        return tuple(versions) if isinstance(versions, dict) else ()

    def latest(self, package_id: str) -> str | None:
        """The version that the registry itself calls the latest."""
        tags = self._listing(package_id).get("dist-tags")
        latest = tags.get("latest") if isinstance(tags, dict) else None
        return latest if isinstance(latest, str) and latest in self.versions(package_id) else None

    def fetch(self, package_id: str, version: str) -> Result[MemoryFiles]:
        """The files of one version, verified against the registry's digest and by its own manifest."""
        label = f"{package_id}#{version}"
        versions = self._listing(package_id).get("versions")
        entry = versions.get(version) if isinstance(versions, dict) else None
        dist = entry.get("dist") if isinstance(entry, dict) else None
        tarball = dist.get("tarball") if isinstance(dist, dict) else None
        url = (
            urljoin(f"{self.base}/{package_id}", tarball)
            if isinstance(tarball, str)
            else f"{self.base}/{package_id}/{version}"
        )
        part = self._unfinished / f"{label}.tgz.part"
        packed = download(url, part, named_by=self.base, progress=self._progress)
        if packed.value is None:
            return Result(None, packed.issues)
        differs = _difference(packed.value, dist if isinstance(dist, dict) else {})
        if differs is not None:
            algorithm, stated, actual = differs
            values = {
                "package": label,
                "url": url,
                "algorithm": algorithm,
                "stated": stated,
                "actual": actual,
            }
            return Result(None, (Issue(DOWNLOAD_DIFFERS, Location(url), values),))
        files = read_archive(url, packed.value)
        if files.value is None:
            return files
        package = open_package(url, files.value)
        if package.value is None:
            return Result(None, (*files.issues, *package.issues))
        if package.value.label != label:
            params = {"url": url, "package": label, "actual": package.value.label}
            return Result(None, (Issue(OTHER_PACKAGE, Location(url), params),))
        return files

    def _listing(self, package_id: str) -> Mapping[str, Any]:
        if package_id not in self._listings:
            if any(one.rule is FORBIDDEN_ADDRESS for one in self.issues):
                return {}  # nothing below this address will be fetched either
            url = f"{self.base}/{quote(package_id, safe='')}"
            answer = fetch(url, accept="application/json", limits=_LISTING)
            self.issues.extend(answer.issues)
            listing: Any = {}
            if answer.value is not None:
                try:
                    listing = json.loads(answer.value)
                    reason = (
                        ""
                        if isinstance(listing, dict) and isinstance(listing.get("versions"), dict)
                        else "no versions"
                    )
                except (ValueError, RecursionError) as error:
                    reason = str(error)
                if reason:
                    self.issues.append(Issue(NOT_A_LISTING, Location(url), {"url": url, "reason": reason}))
                    listing = {}
            self._listings[package_id] = listing
        return self._listings[package_id]


def _difference(packed: bytes, dist: Mapping[str, Any]) -> tuple[str, str, str] | None:
    """(algorithm, stated, actual) where the registry's strongest digest is another than the archive's."""
    integrity, shasum = dist.get("integrity"), dist.get("shasum")
    if isinstance(integrity, str):
        for algorithm in ("sha512", "sha384", "sha256"):
            for each in integrity.split():
                if each.startswith(algorithm + "-"):
                    actual = base64.b64encode(hashlib.new(algorithm, packed).digest()).decode()
                    stated = each.removeprefix(algorithm + "-").partition("?")[0]
                    return None if actual == stated else (algorithm, stated, actual)
    if isinstance(shasum, str) and shasum:
        actual = hashlib.sha1(packed, usedforsecurity=False).hexdigest()  # what npm's protocol states
        return None if actual == shasum.lower() else ("sha1", shasum, actual)
    return None
