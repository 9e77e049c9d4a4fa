"""The files of a revision, as git has them: for comparing a guide with what it was.

Git runs as a process of its own, without a shell, and only reads. A revision is looked up before anything is done with it, so
that no name can be read as an option.
"""

import os
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from shutil import which

from dbep_ig.engine.diagnostics import Issue, Location, Result, Rule
from dbep_ig.engine.packages import Limits
from dbep_ig.engine.packages.archives import read_archive

GIT_FAILED = Rule(
    code="DBEP6073",
    name="git-failed",
    issue_type="exception",
    nb="Git kan ikke lese {revision} i {folder}: {said}",
    en="Git cannot read {revision} in {folder}: {said}",
)
_SECONDS = 60


def has_git() -> bool:
    """Whether git is installed."""
    return which("git") is not None


def commit_of(revision: str, folder: Path) -> str | None:
    """The commit that a revision means in the repository that the folder is in; None where there is none."""
    if not revision or "\0" in revision or not has_git():
        return None
    found = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    said = found.stdout.decode(errors="replace").strip()
    return said if found.returncode == 0 and said else None


def files_of(
    commit: str, folder: Path, names: Iterable[str], endings: tuple[str, ...]
) -> Result[Mapping[str, bytes]]:
    """Path below the folder -> bytes, of the named files and folders as far as the commit has them.

    -> DBEP6073 when git does not give them
    """
    there = _git(folder, "ls-tree", "-z", "--name-only", commit)
    wanted = [
        name for name in there.stdout.decode(errors="surrogateescape").split("\0") if name in set(names)
    ]
    if there.returncode != 0:
        return Result(None, (_failed(commit, folder, there),))
    if not wanted:
        return Result({})
    packed = _git(folder, "archive", "--format=tar", commit, "--", *wanted)
    if packed.returncode != 0:
        return Result(None, (_failed(commit, folder, packed),))
    read = read_archive(f"{commit[:12]}.tar", packed.stdout, Limits())
    if read.value is None:
        return Result(None, read.issues)
    files = {path: read.value.read(path) for path in read.value.paths()}
    return Result({path: data for path, data in sorted(files.items()) if path.endswith(endings)})


def _git(folder: Path, *words: str) -> "subprocess.CompletedProcess[bytes]":
    environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    return subprocess.run(  # noqa: S603  no shell; the words are ours, and the commit is one that git named
        ["git", *words],  # noqa: S607  the one of the user's path, as he runs it
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=_SECONDS,
        check=False,
    )


def _failed(commit: str, folder: Path, done: "subprocess.CompletedProcess[bytes]") -> Issue:
    lines = done.stderr.decode(errors="replace").strip().splitlines()
    params = {"revision": commit, "folder": folder, "said": lines[-1] if lines else f"{done.returncode}"}
    return Issue(GIT_FAILED, Location(str(folder)), params)
