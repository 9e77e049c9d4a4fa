"""Which packages a package needs."""

from collections.abc import Iterable
from pathlib import Path

import pytest
import yaml

from dbep_ig.engine.diagnostics import Issue, Location, Result
from dbep_ig.engine.packages import Package, resolve_dependencies
from dbep_ig.engine.packages.dependencies import MOST_PACKAGES
from dbep_ig.engine.packages.manifest import MANIFEST_INVALID
from dbep_ig.engine.packages.versions import best_version

from .made import package

CASES = yaml.safe_load((Path(__file__).parents[2] / "cases" / "packages" / "dependencies.yaml").read_text())


class Given:
    """A Catalog of packages in memory that counts what is opened."""

    def __init__(self, packages: Iterable[Package]) -> None:
        self.packages = {each.label: each for each in packages}
        self.opened: list[str] = []

    def choose(self, package_id: str, wanted: str) -> str | None:
        return best_version(wanted, self.versions(package_id))

    def versions(self, package_id: str) -> list[str]:
        return [label.partition("#")[2] for label in self.packages if label.startswith(package_id + "#")]

    def open(self, package_id: str, version: str) -> Result[Package]:
        self.opened.append(f"{package_id}#{version}")
        return Result(self.packages[f"{package_id}#{version}"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["desc"])
def test_dependencies(case):
    catalog = Given(package(label, dependencies=needed) for label, needed in case["given"].items())
    roots = [catalog.packages[label] for label in case["ask"]]
    result = resolve_dependencies(roots, catalog, case.get("locked"))
    assert sorted(each.label for each in result.value.packages) == sorted(case["resolved"])
    assert [issue.rule.code for issue in result.issues] == case.get("codes", [])
    for label, needs in case.get("needs", {}).items():
        assert list(result.value.needs[label]) == needs
    assert len(catalog.opened) == len(set(catalog.opened)), "no package is opened twice"


def test_what_cannot_be_opened_is_said_once_with_its_reason():
    class Broken(Given):
        def open(self, package_id: str, version: str) -> Result[Package]:
            self.opened.append(package_id)
            return Result(None, (Issue(MANIFEST_INVALID, Location("b"), {"name": "b", "reason": "r"}),))

    needs = {"b": "1.0.0"}
    roots = [package("a#1.0.0", dependencies=needs), package("c#1.0.0", dependencies=needs)]
    catalog = Broken([*roots, package("b#1.0.0")])
    result = resolve_dependencies(roots, catalog)
    codes = [issue.rule.code for issue in result.issues]
    assert codes.count("DBEP3021") == 1
    assert codes.count("DBEP3031") == 2
    assert catalog.opened == ["b"]


def test_a_long_chain_needs_no_deep_stack():
    length = 900
    chain = [package(f"p{number}#1", dependencies={f"p{number + 1}": "1"}) for number in range(length)]
    result = resolve_dependencies(
        chain[:1], Given([*chain, package(f"p{length}#1", dependencies={"p0": "1"})])
    )
    assert len(result.value.packages) == length + 1
    assert [issue.rule.code for issue in result.issues] == ["DBEP3033"]


def test_a_peer_is_used_where_it_is_available_and_not_missed_where_it_is_not():
    root = package("a#1.0.0", peerDependencies={"b": "1.x", "c": "2.0.0"})
    result = resolve_dependencies([root], Given([root, package("b#1.4.0")]))
    assert [each.label for each in result.value.packages] == ["a#1.0.0", "b#1.4.0"]
    assert result.issues == ()


def test_a_chain_without_end_is_stopped():
    class Endless(Given):
        def choose(self, package_id: str, wanted: str) -> str | None:
            return wanted

        def open(self, package_id: str, version: str) -> Result[Package]:
            return Result(package(f"p#{version}", dependencies={"p": str(int(version) + 1)}))

    result = resolve_dependencies([package("p#1", dependencies={"p": "2"})], Endless([]))
    assert len(result.value.packages) <= MOST_PACKAGES + 1
    assert "DBEP3012" in [issue.rule.code for issue in result.issues]
