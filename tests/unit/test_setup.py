"""How `make` finds a Python and makes a virtual environment of it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def run(*command: str, **environment: str) -> subprocess.CompletedProcess:
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHON"}
    return subprocess.run(
        command, cwd=ROOT, env=inherited | environment, capture_output=True, text=True, check=False
    )


def a_python(folder: Path, version: str) -> str:
    """A command that says of itself that it is `version` of Python and makes folders that look like environments."""
    command = folder / f"python-{version}"
    command.write_text(f"""#!/bin/sh
case "$*" in
  *"sys.exit"*) exit {0 if version.startswith("3.1") else 1} ;;
  *"sys.version_info"*) echo {version} ;;
  "-m venv --clear "*) rm -rf "$4"; mkdir -p "$4/bin"; cp "$0" "$4/bin/python" ;;
esac
""")
    command.chmod(0o755)
    return str(command)


def test_the_python_that_is_named_is_taken():
    done = run(".ci/find-python", PYTHON=sys.executable)
    assert (done.returncode, done.stdout) == (0, f"{sys.executable}\n")


@pytest.mark.parametrize("named", ["/nowhere/python3.12", "sh"])
def test_a_python_that_is_named_and_does_not_serve_is_not_replaced_by_another(named):
    done = run(".ci/find-python", PYTHON=named)
    assert (done.returncode, done.stdout) == (1, "")
    assert f"PYTHON={named} is not the command of a Python from 3.11 to 3.14." in done.stderr


def test_one_is_found_where_none_is_named(tmp_path):
    (tmp_path / "python3.12").symlink_to(a_python(tmp_path, "3.12.1"))
    (tmp_path / "python3").symlink_to(a_python(tmp_path, "2.7.18"))
    done = run("/bin/sh", ".ci/find-python", PATH=str(tmp_path))
    assert (done.returncode, done.stdout) == (0, "python3.12\n")


def test_where_there_is_none_it_says_what_to_do(tmp_path):
    done = run("/bin/sh", ".ci/find-python", PATH=str(tmp_path))
    assert (done.returncode, done.stdout) == (1, "")
    assert "No Python from 3.11 to 3.14 was found" in done.stderr


def test_an_environment_is_kept_until_another_version_is_named(tmp_path):
    folder = str(tmp_path / "environment")
    older, newer = a_python(tmp_path, "3.12.1"), a_python(tmp_path, "3.13.0")
    assert run(".ci/venv", folder, PYTHON=older).stdout == f"making {folder} with Python 3.12.1\n"
    (tmp_path / "environment" / "installed").touch()
    for named in (older, ""):
        assert run(".ci/venv", folder, PYTHON=named).stdout == ""
        assert (tmp_path / "environment" / "installed").exists()
    assert run(".ci/venv", folder, PYTHON=newer).stdout == f"making {folder} with Python 3.13.0\n"
    assert not (tmp_path / "environment" / "installed").exists()


def test_an_environment_whose_python_is_gone_is_made_anew(tmp_path):
    folder = tmp_path / "environment"
    (folder / "bin").mkdir(parents=True)
    (folder / "bin" / "python").symlink_to("/nowhere/python3.11")
    done = run(".ci/venv", str(folder), PYTHON=a_python(tmp_path, "3.13.0"))
    assert done.stdout == f"making {folder} with Python 3.13.0\n"
