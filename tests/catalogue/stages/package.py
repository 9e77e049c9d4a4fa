"""Stage `package`: a package written as YAML, path -> content; `given` blocks are further packages that can be had.

A content that is a mapping is written as JSON; a text stands as it is. `dbep.lock` beside the package is its lock.
Dates and numbers in package.json are quoted, as they are texts there.
"""

import json

import yaml

from dbep_ig.engine.diagnostics import Result
from dbep_ig.engine.packages import MemoryFiles, Package, PackageSet, open_package, resolve_dependencies
from dbep_ig.engine.packages.aliases import canonical_aliases
from dbep_ig.engine.packages.lock import read_lock
from dbep_ig.engine.packages.manifest import Manifest
from dbep_ig.engine.packages.versions import best_version
from dbep_ig.engine.packages.writing import write_package


def files_of(text: str) -> dict[str, bytes]:
    """YAML -> path -> content."""
    written = yaml.safe_load(text)
    return {
        path: content.encode() if isinstance(content, str) else json.dumps(content).encode()
        for path, content in written.items()
    }


class GivenPackages:
    """A Catalog of packages in memory."""

    def __init__(self, packages: list[Package]) -> None:
        self.packages = {package.label: package for package in packages}

    def choose(self, package_id: str, wanted: str) -> str | None:
        return best_version(wanted, self.versions(package_id))

    def versions(self, package_id: str) -> list[str]:
        return [label.partition("#")[2] for label in self.packages if label.startswith(package_id + "#")]

    def open(self, package_id: str, version: str) -> Result[Package]:
        return Result(self.packages[f"{package_id}#{version}"])


def codes(given: list[str], example: str, syntax: str) -> list[str]:
    """The codes that reading the package and everything it needs gives; syntax `json` is a list of resources to write."""
    assert syntax in ("yaml", "json")
    if syntax == "json":
        written = write_package(Manifest("example.guide", "1.0.0"), json.loads(example))
        return [issue.rule.code for issue in written.issues]
    found: list[str] = []
    packages: list[Package] = []
    lock = None
    for text in (*given, example):
        files = files_of(text)
        if "dbep.lock" in files:
            read = read_lock("dbep.lock", files.pop("dbep.lock"))
            found += [issue.rule.code for issue in read.issues]
            lock = read.value
        opened = open_package("example", MemoryFiles.of(files))
        found += [issue.rule.code for issue in opened.issues]
        if opened.value is not None:
            packages.append(opened.value)
    resolved = resolve_dependencies(packages[-1:], GivenPackages(packages))
    found += [issue.rule.code for issue in resolved.issues]
    assert resolved.value is not None
    found += [issue.rule.code for issue in canonical_aliases(resolved.value.packages).issues]
    definitions = PackageSet(resolved.value.packages, resolved.value.needs)
    for url in definitions.urls():
        definitions.find(url)
    found += [issue.rule.code for issue in definitions.issues]
    if lock is not None:
        found += [issue.rule.code for issue in lock.check(resolved.value.packages, complete=True)]
    return found
