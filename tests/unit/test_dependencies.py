"""What is imported is declared, what is declared has a lower bound, and the locked set is in step with what is declared."""

import ast
import re
import sys
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import NamedTuple

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT = PYPROJECT["project"]
EXTRAS = PROJECT["optional-dependencies"]

OUR_OWN = {"dbep_ig", "tests", "bench", "tools"}
ELSEWHERE = {
    *("referee", "fhirpath_suite", "snapshot_suite"),  # in ../shared, only for `make conformance`
    *(
        "playwright",
        "axe_playwright_python",
    ),  # of tools/axe.py, run by hand; its first lines say how to install them
    "iso3166",  # read by tools/build_code_lists.py from a wheel that it is given
}
# Where code lies -> the extras that its users have installed; the longest path that fits counts.
INSTALLED = {
    "src/dbep_ig": [],
    "src/dbep_ig/guide/publishing": ["site"],
    "src/dbep_ig/typed.py": ["typed"],
    "src/dbep_ig/host/mkdocs_pages.py": ["site"],  # what the site's generator runs
    "src/dbep_ig/host/second_opinion": ["opinion"],
    "hatch_build.py": ["build"],
    "tools": ["dev"],
    "tools/release": ["release", "build"],
    "tests": ["dev"],
    "bench": ["dev"],
}


def with_extras(extras: list[str]) -> dict[str, Requirement]:
    """What is installed with these extras: name -> requirement; an extra may name other extras of the project."""
    found: dict[str, Requirement] = {}
    for line in [*PROJECT["dependencies"], *(line for extra in extras for line in EXTRAS[extra])]:
        requirement = Requirement(line)
        name = canonicalize_name(requirement.name)
        found |= with_extras(sorted(requirement.extras)) if name == PROJECT["name"] else {name: requirement}
    return found


def third_party(file: Path) -> set[str]:
    """The top-level modules that a file imports, those of the standard library and of the project left out."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found - set(sys.stdlib_module_names) - OUR_OWN - ELSEWHERE


@cache
def installed_modules() -> Mapping[str, list[str]]:
    """Top-level module -> the packages that have it, in this environment."""
    return packages_distributions()


def undeclared(place: str, file: Path) -> set[str]:
    """The modules that `file`, as one that lies at `place`, imports from packages that its users need not have."""
    declared = with_extras(INSTALLED[place])
    providers = installed_modules()
    return {
        module
        for module in third_party(file)
        if not any(canonicalize_name(name) in declared for name in providers.get(module, []))
    }


def files() -> list[tuple[str, Path]]:
    """Each file of ours, with the place of INSTALLED that it lies at."""
    found: dict[Path, str] = {}
    for place in sorted(INSTALLED, key=len):
        path = ROOT / place
        found |= dict.fromkeys(sorted(path.rglob("*.py")) if path.is_dir() else [path], place)
    return [(place, file) for file, place in found.items()]


def test_what_is_imported_is_declared():
    found = {f"{file.relative_to(ROOT)}": undeclared(place, file) for place, file in files()}
    assert {file: modules for file, modules in found.items() if modules} == {}


def test_an_import_that_is_not_declared_would_be_noticed(tmp_path):
    file = tmp_path / "x.py"
    file.write_text("import os\ndef f():\n    import yaml, pytest\n    from jinja2.ext import x\n")
    assert undeclared("src/dbep_ig", file) == {"pytest", "jinja2"}
    assert undeclared("src/dbep_ig/guide/publishing", file) == {"pytest"}
    assert undeclared("tests", file) == set()


def test_every_extra_of_ours_exists_and_dev_has_them_all():
    lines = [*PROJECT["dependencies"], *(line for extra in EXTRAS.values() for line in extra)]
    ours = [Requirement(line) for line in lines if Requirement(line).name == PROJECT["name"]]
    assert {extra for requirement in ours for extra in requirement.extras} == set(EXTRAS) - {"dev"}


@pytest.mark.parametrize(
    "line",
    sorted(
        {*PYPROJECT["build-system"]["requires"], *PROJECT["dependencies"]}
        | {line for extra in EXTRAS.values() for line in extra}
    ),
)
def test_what_is_declared_has_a_lower_bound(line):
    requirement = Requirement(line)
    operators = {specifier.operator for specifier in requirement.specifier}
    assert operators & {">=", "==", "~="} or requirement.name == PROJECT["name"]


class Locked(NamedTuple):
    """One line of a locked set."""

    requirement: Requirement
    hashes: tuple[str, ...]


def locked(name: str) -> list[Locked]:
    text = re.sub(r"(?m)^ *#.*\n", "", (ROOT / name).read_text(encoding="utf-8"))
    found = []
    for line in text.replace("\\\n", " ").splitlines():
        requirement, *hashes = re.split(r"\s+--hash=", line.strip())
        found.append(Locked(Requirement(requirement), tuple(hashes)))
    return found


# the file -> the extras whose closure it is
SETS = {"requirements-dev.txt": ["dev"], "requirements-site.txt": ["site", "build"]}


@pytest.mark.parametrize("name", SETS)
def test_the_locked_set_is_in_step(name):
    versions: dict[str, list[Locked]] = {}
    for line in locked(name):
        versions.setdefault(canonicalize_name(line.requirement.name), []).append(line)
    for declared, requirement in with_extras(SETS[name]).items():
        assert declared in versions, f"{declared} is not in {name}: run `make lock`"
        for line in versions[declared]:
            (pin,) = line.requirement.specifier
            assert pin.version in requirement.specifier, (
                f"{requirement} is not what {name} has: run `make lock`"
            )


@pytest.mark.parametrize("name", SETS)
def test_the_locked_set_is_pinned_with_hashes_and_names_no_address(name):
    for line in locked(name):
        assert [specifier.operator for specifier in line.requirement.specifier] == ["=="]
        assert line.hashes
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", digest) for digest in line.hashes)
        assert line.requirement.url is None
    assert "//" not in (ROOT / name).read_text(encoding="utf-8")


def test_readers_and_developers_have_the_same_versions():
    assert {str(line) for line in locked("requirements-site.txt")} <= {
        str(line) for line in locked("requirements-dev.txt")
    }
