"""Folders and archives on disk as `PackageFiles`; and the one function that writes a package's files to disk."""

import errno
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from dbep_ig.engine.diagnostics import Issue, Location, Result, Rule, Severity, Text
from dbep_ig.engine.diagnostics.os_faults import reason_of
from dbep_ig.engine.packages import Limits, MemoryFiles, PackageFiles, read_archive
from dbep_ig.engine.packages.archives import COLLIDING, TOO_LARGE, UNSAFE_PATH, is_safe_path

UNREADABLE_PACKAGE = Rule(
    code="DBEP3035",
    name="package-unreadable",
    issue_type="exception",
    nb="{path} kan ikke leses: {reason}",
    en="{path} cannot be read: {reason}",
)
UNWRITABLE = Rule(
    code="DBEP3036",
    name="package-unwritable",
    issue_type="exception",
    nb="Pakken kan ikke skrives til {path}: {reason}",
    en="The package cannot be written to {path}: {reason}",
)


class FolderFiles:
    """The files below a folder. Links to folders are not followed.

    prefix  put before each path: `package/` for a folder that holds package.json itself
    """

    def __init__(self, root: Path, prefix: str = "") -> None:
        self._root = root
        self._prefix = prefix
        self._paths: list[str] | None = None

    def paths(self) -> Iterable[str]:
        """See `PackageFiles.paths`; sorted, looked up once."""
        if self._paths is None:
            self._paths = sorted(self._prefix + path for path in self._below())
        return self._paths

    def _below(self) -> Iterator[str]:
        """What other packages installed into this one is left alone; so is a folder that cannot be listed."""
        for folder, folders, names in os.walk(self._root):
            folders[:] = (name for name in folders if name != "node_modules")
            for name in names:
                path = Path(folder, name)
                if is_file(path):
                    yield path.relative_to(self._root).as_posix()

    def read(self, path: str) -> bytes:
        """See `PackageFiles.read`."""
        try:
            return _read(self._root / path.removeprefix(self._prefix), Limits().member_bytes)
        except OSError as error:
            raise KeyError(path) from error


def files_of_folder(folder: Path) -> PackageFiles:
    """A package's folder in any of its forms: with `package/` in it, or with package.json itself; else loose files."""
    if is_file(folder / "package" / "package.json"):
        return FolderFiles(folder)
    return FolderFiles(folder, "package/" if is_file(folder / "package.json") else "")


def files_of_archive(path: Path, limits: Limits = Limits()) -> Result[MemoryFiles]:  # noqa: B008  immutable
    """An archive's files; DBEP3035 if the file cannot be read, else see `read_archive`."""
    packed = read_file(path, limits.total_bytes)
    if packed.value is None:
        return Result(None, packed.issues)
    return read_archive(str(path), packed.value, limits)


def read_file(path: Path, most: int) -> Result[bytes]:
    """A file, or what comes through a pipe: DBEP3035 if it cannot be read, DBEP3012 if it has more than `most` bytes."""
    try:
        data = _read(path, most)
    except OSError as error:
        if error.errno == errno.EFBIG:
            params = {"name": str(path), "allowed": most, "what": Text("byte", "bytes")}
            return Result(None, (Issue(TOO_LARGE, Location(str(path)), params),))
        return Result(None, (unreadable(path, error),))
    return Result(data)


def _read(path: Path, most: int) -> bytes:
    """Looked at before it is read, and read no further than that; an OSError of EFBIG for what is larger."""
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size  # 0 for a pipe
        data = b"" if size > most else file.read(size + 1 if size else most + 1)
        if size and len(data) > size:  # it is growing
            data += file.read(most + 1 - len(data))
    if size > most or len(data) > most:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
    return data


def is_file(path: Path) -> bool:
    """As `Path.is_file`, and False for a path that the system will not look at."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def is_folder(path: Path) -> bool:
    """As `Path.is_dir`, and False for a path that the system will not look at."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def unreadable(path: Path, error: OSError | ValueError) -> Issue:
    """DBEP3035."""
    return Issue(UNREADABLE_PACKAGE, Location(str(path)), {"path": path, "reason": reason_of(error)})


def unwritable(path: Path, error: OSError) -> Issue:
    """DBEP3036."""
    return Issue(UNWRITABLE, Location(str(path)), {"path": path, "reason": reason_of(error)})


def write_files(files: PackageFiles, folder: Path) -> Result[Path]:
    """A package's files below `folder`, which must not be there yet: whole or not at all.

    -> no value for a path that does not stay in the folder (DBEP3013), names that collide (DBEP3015), a disk that will
       not take it (DBEP3036)
    """
    paths = list(files.paths())
    issues = _refusals(paths, str(folder))
    if issues:
        return Result(None, tuple(issues))
    import shutil  # seldom needed, and not cheap
    import tempfile

    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(prefix=".dbep-", dir=folder.parent))
        try:
            for path in paths:
                target = unfinished / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(files.read(path))
            unfinished.chmod(0o755)
            unfinished.rename(folder)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
    except OSError as error:
        return Result(None, (unwritable(folder, error),))
    return Result(folder)


def _refusals(paths: list[str], name: str) -> list[Issue]:
    issues: list[Issue] = []
    folded: dict[str, str] = {}
    for path in paths:
        if not is_safe_path(path):
            issues.append(Issue(UNSAFE_PATH, Location(name), {"name": name, "member": path}))
        first = folded.setdefault(path.casefold(), path)
        if first != path:
            params = {"name": name, "first": first, "second": path}
            issues.append(Issue(COLLIDING, Location(name), params, override=Severity.ERROR))
    return issues
