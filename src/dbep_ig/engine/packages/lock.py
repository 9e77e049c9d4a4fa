"""`dbep.lock`: which packages a project was last built and checked with, and the SHA-256 of each one's content.

    {"lock-version": 1, "packages": {"hl7.fhir.no.basis#2.2.2": "…64 hexadecimal digits…"}}

The digest is over the content, not over the archive, so that it is the same for an archive, its unpacked folder and the
FHIR cache: SHA-256 over one line `path sha256` for each file below `package/`, sorted; indexes are left out, for
every installer writes its own.
"""

import json
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from dbep_ig.engine.diagnostics import Issue, Location, Result, Rule, Severity
from dbep_ig.engine.fhir.json.writing import write_json

from .package import Package

LOCK_NAME = "dbep.lock"

LOCK_MISMATCH = Rule(
    code="DBEP3040",
    name="package-differs-from-lock",
    issue_type="security",
    nb="{package} har SHA-256 {actual}, men {lock} har {locked}",
    en="{package} has SHA-256 {actual}, but {lock} has {locked}",
    spec="https://hl7.org/fhir/R4/packages.html",
)
LOCK_UNREADABLE = Rule(
    code="DBEP3041",
    name="lock-unreadable",
    issue_type="structure",
    nb="{lock} er ikke en låsfil: {reason}",
    en="{lock} is not a lock file: {reason}",
    spec="https://hl7.org/fhir/R4/packages.html",
)
NOT_LOCKED = Rule(
    code="DBEP3042",
    name="package-not-in-lock",
    severity=Severity.WARNING,
    issue_type="not-found",
    nb="{package} står ikke i {lock}",
    en="{package} is not in {lock}",
    spec="https://hl7.org/fhir/R4/packages.html",
)


class Lock(NamedTuple):
    """name: what messages call the file; digests: `id#version` -> SHA-256 of the package's content."""

    name: str
    digests: Mapping[str, str]

    def versions(self) -> dict[str, str]:
        """Package id -> the one version that is locked; ids locked in several versions are left out."""
        found: dict[str, list[str]] = {}
        for label in self.digests:
            package_id, _, version = label.partition("#")
            found.setdefault(package_id, []).append(version)
        return {package_id: each[0] for package_id, each in found.items() if len(each) == 1}

    def check(self, packages: Iterable[Package], *, complete: bool = False) -> tuple[Issue, ...]:
        """DBEP3040 for each package that differs; with `complete`, DBEP3042 for each that is not locked."""
        issues: list[Issue] = []
        for package in packages:
            locked = self.digests.get(package.label)
            if locked is None:
                if complete and package.manifest is not None:
                    params = {"package": package.label, "lock": self.name}
                    issues.append(Issue(NOT_LOCKED, Location(self.name), params))
                continue
            actual = package_digest(package)
            if actual != locked:
                values = {"package": package.label, "lock": self.name, "actual": actual, "locked": locked}
                issues.append(Issue(LOCK_MISMATCH, Location(self.name), values))
        return tuple(issues)

    def text(self) -> str:
        """The file's content; the same packages give the same bytes."""
        return write_json({"lock-version": 1, "packages": dict(sorted(self.digests.items()))})


def read_lock(name: str, content: bytes) -> Result[Lock]:
    """`dbep.lock` -> Lock; DBEP3041 without a value if it is not one."""
    try:
        members = json.loads(content)
    except (ValueError, RecursionError) as error:
        return _unreadable(name, str(error))
    if not isinstance(members, dict) or members.get("lock-version") != 1:
        return _unreadable(name, "lock-version is not 1")
    digests = members.get("packages")
    if not isinstance(digests, dict) or not all(_is_digest(each) for each in digests.values()):
        return _unreadable(name, "packages: not SHA-256 by id#version")
    return Result(Lock(name, digests))


def lock_of(packages: Iterable[Package], name: str = LOCK_NAME) -> Lock:
    """The lock of these packages; loose files cannot be locked."""
    return Lock(name, {each.label: package_digest(each) for each in packages if each.manifest is not None})


def package_digest(package: Package) -> str:
    """The digest over a package's content that the module describes."""
    import hashlib  # OpenSSL costs 4 ms at import, and most runs have no lock

    lines = []
    for path in sorted(package.files.paths()):
        if path.startswith("package/") and not any(part.startswith(".") for part in path.split("/")):
            digest = hashlib.sha256(package.files.read(path)).hexdigest()
            lines.append(f"{path.removeprefix('package/')} {digest}\n")
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _is_digest(value: object) -> bool:
    return isinstance(value, str) and len(value) == 64 and not value.strip("0123456789abcdef")


def _unreadable(name: str, reason: str) -> Result[Lock]:
    return Result(None, (Issue(LOCK_UNREADABLE, Location(name), {"lock": name, "reason": reason}),))
