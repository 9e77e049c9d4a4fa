"""What people install: the wheel, built from this tree without network, used unpacked and straight from the zip.

No process here sees the checkout: Python runs isolated and without `site`, so no editable install either, in an empty
folder. The installed third-party packages come last on its path, so that one that is imported is noticed.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from configparser import ConfigParser
from pathlib import Path
from typing import NamedTuple

import pytest

import dbep_ig
from dbep_ig.host.core_data import open_core

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "dbep_ig"

CARE_PLAN = {
    "resourceType": "CarePlan",
    "language": "nb-NO",  # a code of a table that the engine reads, from the zip too
    "text": {"status": "generated", "div": '<div xmlns="http://www.w3.org/1999/xhtml">Plan</div>'},
    "status": "active",
    "intent": "plan",
    "subject": {"display": "Pål"},
}

# argv: where dbep_ig is, the third-party packages, the entry point's module and function, the command's own words
RUN = """
import sys
wheel, others, module, function = sys.argv[1:5]
sys.path[:] = [wheel, *sys.path, others]
sys.argv[:] = ["dbep", *sys.argv[5:]]
try:
    getattr(__import__(module, fromlist=[function]), function)()
finally:
    files = {name: getattr(each, "__file__", None) for name, each in sys.modules.items()}
    with open("modules.json", "w", encoding="utf-8") as out:
        __import__("json").dump(files, out)
"""


class Run(NamedTuple):
    """How a command ended, and the modules it had imported: name -> file, None for those without one."""

    code: int
    stdout: str
    stderr: str
    modules: dict[str, str | None]


def build_wheel(root: Path, folder: Path) -> subprocess.CompletedProcess:
    """The build backend, in this environment, on the project in `root`."""
    core = open_core()
    if core.value is None:  # without it the build hook would ask the network
        pytest.fail(core.issues[0].message("en"), pytrace=False)
    environment = {name: value for name, value in os.environ.items() if name != "DBEP_R4_CORE"}
    environment["PIP_NO_INDEX"] = "1"  # a hook that asks pip for R4 core all the same gets none
    # what pip calls when build isolation is off
    program = "import sys; from hatchling.build import build_wheel; build_wheel(sys.argv[1])"
    return subprocess.run(
        [sys.executable, "-c", program, folder],
        cwd=root, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel's file."""
    folder = tmp_path_factory.mktemp("wheel")
    done = build_wheel(ROOT, folder)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = folder.iterdir()
    return built


@pytest.fixture(scope="module", params=["unpacked", "zipped"])
def installed(request, wheel, tmp_path_factory):
    """What goes on `sys.path`."""
    if request.param == "zipped":
        return wheel
    folder = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


@pytest.fixture
def dbep(installed, wheel, tmp_path):
    """dbep(*words) runs the wheel's own entry point in an empty folder."""
    with zipfile.ZipFile(wheel) as archive:
        scripts = ConfigParser()
        scripts.read_string(archive.read(member(archive, "entry_points.txt")).decode())
    entry_point = scripts["console_scripts"]["dbep"].split(":")
    return lambda *words: run_installed(installed, entry_point, tmp_path, *words)


def run_installed(installed: Path, entry_point: list[str], folder: Path, *words: str) -> Run:
    """One command of an installation, run in a folder."""
    command = [sys.executable, "-I", "-S", "-c", RUN, installed, sysconfig.get_path("purelib")]
    done = subprocess.run(
        [*command, *entry_point, *words],
        cwd=folder,
        env={**os.environ, "HOME": str(folder), "DBEP_LANG": "en", "NO_COLOR": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
    return Run(done.returncode, done.stdout, done.stderr, modules)


def member(archive: zipfile.ZipFile, name: str) -> str:
    """The path of a file of the wheel's metadata."""
    (path,) = (path for path in archive.namelist() if path.endswith(f".dist-info/{name}"))
    return path


def foreign(run: Run, installed: Path) -> set[str]:
    """The modules that came neither from the wheel nor from the standard library; of click, which reads the words, its name alone."""
    ours = str(installed) + os.sep
    return {
        "click" if name.startswith("click.") else name
        for name, file in run.modules.items()
        if file
        and not (
            file.startswith(ours)
            if name.partition(".")[0] == "dbep_ig"
            else name.partition(".")[0] in sys.stdlib_module_names
        )
    }


def test_what_is_inside(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        assert archive.getinfo("dbep_ig/_data/r4.core").file_size == (SOURCE / "_data/r4.core").stat().st_size
    assert {name.partition("/")[0] for name in names} == {
        "dbep_ig",
        f"dbep_ig-{dbep_ig.__version__}.dist-info",
    }
    inside = {name.removeprefix("dbep_ig/") for name in names if name.startswith("dbep_ig/")}
    assert "py.typed" in inside
    written = {file.relative_to(SOURCE).as_posix() for file in SOURCE.rglob("*") if file.is_file()}
    assert {"apps/cli/main.py", "catalogue/DBEP4101.md"} <= inside
    assert "catalogue/r4-invariants.nb.tsv" in inside
    assert {name for name in inside if not name.startswith("_data/")} == {
        name for name in written if not name.startswith("_data/") and "__pycache__" not in name
    }


def guides_in(wheel: Path) -> list[dict]:
    """The list of guides in a wheel, each with the names of its files and its manifest."""
    folder = "dbep_ig/_data/guides/"
    with zipfile.ZipFile(wheel) as archive:
        names = [name for name in archive.namelist() if name.startswith(folder)]
        listed = json.loads(archive.read(f"{folder}guides.json"))
        for one in listed:
            one["files"] = {
                name.removeprefix(f"{folder}{one['label']}/")
                for name in names
                if name.startswith(f"{folder}{one['label']}/")
            }
            one["manifest"] = json.loads(archive.read(f"{folder}{one['label']}/package/package.json"))
    assert len(names) == len(set(names)) == 1 + sum(len(one["files"]) for one in listed)
    return listed


def test_the_guide_is_inside(wheel):
    built = guides_in(wheel)[0]
    assert built["manifest"]["name"] == "dbep.utkast"
    assert built["label"] == f"dbep.utkast#{built['manifest']['version']}"
    assert "package/StructureDefinition-dbep-behandlingsplan.json" in built["files"]
    assert all(one["released"] for one in guides_in(wheel)[1:])


def test_what_it_needs(wheel):
    with zipfile.ZipFile(wheel) as archive:
        metadata = archive.read(member(archive, "METADATA")).decode().splitlines()
    needed = [line for line in metadata if line.startswith("Requires-Dist:") and "extra ==" not in line]
    assert needed == ["Requires-Dist: click<9,>=8.2", "Requires-Dist: pyyaml>=6.0.2"]


def test_the_terms_are_inside(wheel):
    """Whoever has the wheel alone has every text that what is in it is under, and the words that tell of it."""
    texts = sorted(path.name for path in (ROOT / "LICENSES").iterdir())
    with zipfile.ZipFile(wheel) as archive:
        metadata = archive.read(member(archive, "METADATA")).decode()
        for name in ("LICENSE", "NOTICE", "NOTICE.nb", *(f"LICENSES/{text}" for text in texts)):
            assert archive.read(member(archive, f"licenses/{name}")) == (ROOT / name).read_bytes()
            assert f"\nLicense-File: {name}\n" in metadata
        held = [name for name in archive.namelist() if name.startswith("dbep_ig/licences/LICENSES/")]
    assert {Path(name).name for name in held} > set(texts), "those of the site that dbep makes as well"
    (expression,) = re.findall(r"^License-Expression: (.+)$", metadata, re.MULTILINE)
    assert set(expression.split(" AND ")) == {text.removesuffix(".txt") for text in texts}


def test_version(dbep, installed):
    run = dbep("version")
    assert (run.code, run.stderr) == (0, "")
    assert f"dbep {dbep_ig.__version__}\n" in run.stdout
    assert foreign(run, installed) == {"click"}


def test_a_care_plan_is_validated_by_the_wheel_with_click_and_the_standard_library_alone(
    dbep, installed, tmp_path
):
    (tmp_path / "plan.json").write_text(json.dumps(CARE_PLAN), encoding="utf-8")
    run = dbep("validate", "--profile", "none", "plan.json")
    assert run.code == 0, run.stdout + run.stderr
    assert {"dbep_ig.engine.validation", "dbep_ig.engine.fhir.tables"} <= run.modules.keys()
    assert "yaml" not in run.modules
    assert foreign(run, installed) == {"click"}


def test_a_broken_care_plan_is_found_out(dbep, tmp_path):
    broken = {**CARE_PLAN, "status": "aktiv", "ukjent": 1}
    (tmp_path / "plan.json").write_text(json.dumps(broken), encoding="utf-8")
    run = dbep("validate", "--profile", "none", "plan.json")
    assert run.code == 1, run.stdout + run.stderr
    assert "DBEP4101" in run.stdout + run.stderr


def test_a_page_of_the_catalogue_is_shown(dbep):
    run = dbep("explain", "DBEP4101")
    assert (run.code, run.stderr) == (0, "")
    assert run.stdout.startswith("# DBEP4101 ")
    assert "## Do instead" in run.stdout


def test_an_import_from_elsewhere_would_be_noticed(installed):
    modules = {
        "json.decoder": "/python/json/decoder.py",
        "sys": None,
        "dbep_ig.host": f"{installed}{os.sep}dbep_ig/host/__init__.py",
        "dbep_ig.engine": f"{SOURCE}/engine/__init__.py",
        "yaml": "/site-packages/yaml/__init__.py",
    }
    assert foreign(Run(0, "", "", modules), installed) == {"dbep_ig.engine", "yaml"}


# A wheel with two guides: the one of the YAML, and a released one.

RELEASED = "0.0.9"
NOT_COPIED = shutil.ignore_patterns(
    ".git", ".venv", "build", "dist", "tests", "bench", "node_modules", "__pycache__", ".*_cache", "releases"
)


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A copy of the project with one release of its guide: an earlier one, under another title."""
    from dbep_ig import build
    from dbep_ig.host.packages import PackageSettings

    root = tmp_path_factory.mktemp("project") / "project"
    shutil.copytree(ROOT, root, ignore=NOT_COPIED)
    guide = root / "guide.yaml"
    text = guide.read_text(encoding="utf-8")
    version = next(line for line in text.splitlines() if line.startswith("version: "))
    assert version != f"version: {RELEASED}"
    guide.write_text(text.replace(version, f"version: {RELEASED}"), encoding="utf-8")
    built = build.guide(
        root, into=root / "build", site=False, package_settings=PackageSettings(root / "no-cache")
    )
    assert not built.report.has_errors
    (root / "releases").mkdir()
    (archive,) = built.folder.glob("*.tgz")
    shutil.move(archive, root / "releases")
    shutil.rmtree(built.folder)
    guide.write_text(text, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def two_guides(project, tmp_path_factory):
    """The wheel of that project, and where it is unpacked."""
    folder = tmp_path_factory.mktemp("two")
    done = build_wheel(project, folder)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = folder.iterdir()
    unpacked = tmp_path_factory.mktemp("two-unpacked")
    with zipfile.ZipFile(built) as archive:
        archive.extractall(unpacked)
    return built, unpacked


def test_a_released_version_is_inside_beside_the_guide_of_the_yaml(two_guides):
    built, released = guides_in(two_guides[0])
    assert (built["released"], released["released"]) == (False, True)
    assert (released["label"], released["manifest"]["version"]) == (f"dbep.utkast#{RELEASED}", RELEASED)
    assert built["files"] == released["files"]


def test_each_of_two_guides_can_be_used(two_guides, tmp_path):
    _, installed = two_guides
    entry_point = ["dbep_ig.apps.cli.main", "run"]
    run = run_installed(installed, entry_point, tmp_path, "version", "--format", "json")
    guides = json.loads(run.stdout)["guides"]
    assert [(one["version"], one["origin"], one["released"], one["default"]) for one in guides] == [
        (guides[0]["version"], "included", False, True),
        (RELEASED, "included", True, False),
    ]
    assert foreign(run, installed) == {"click"}
    plan = {
        **CARE_PLAN,
        "meta": {"profile": [f"{guides_canonical(two_guides)}/StructureDefinition/dbep-plan"]},
    }
    (tmp_path / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
    for words, version in (((), guides[0]["version"]), (("--guide", RELEASED), RELEASED)):
        run = run_installed(installed, entry_point, tmp_path, "validate", "plan.json", *words)
        assert run.code == 1, run.stdout + run.stderr
        assert f"/StructureDefinition/dbep-plan|{version} (claimed in meta.profile): CarePlan" in run.stdout
        assert f"The guide is dbep.utkast#{version} (draft), " in run.stdout
    run = run_installed(installed, entry_point, tmp_path, "validate", "plan.json", "--guide", "0.0.8")
    assert run.code == 2
    assert f"(did you mean dbep.utkast#{RELEASED}?)" in run.stdout


def guides_canonical(two_guides) -> str:
    canonical: str = guides_in(two_guides[0])[0]["manifest"]["canonical"]
    return canonical


def test_no_wheel_holds_other_content_under_a_released_version(project, tmp_path):
    """DBEP6021 stops the wheel too."""
    root = tmp_path / "project"
    shutil.copytree(project, root)
    text = (root / "guide.yaml").read_text(encoding="utf-8")
    version = next(line for line in text.splitlines() if line.startswith("version: "))
    changed = text.replace(version, f"version: {RELEASED}").replace("name: DBEP", "name: DBEPX")
    assert changed.count(RELEASED) == 1
    (root / "guide.yaml").write_text(changed, encoding="utf-8")
    (tmp_path / "out").mkdir()
    done = build_wheel(root, tmp_path / "out")
    assert done.returncode != 0
    assert f"dbep.utkast#{RELEASED} has been released with other content" in done.stdout + done.stderr
    assert list((tmp_path / "out").iterdir()) == []
