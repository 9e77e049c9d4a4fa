"""Folders and archives on disk as `PackageFiles`; and the one function that writes a package's files to disk."""

from collections.abc import Iterable
from pathlib import Path

from dbep_ig.engine.diagnostics import Issue, Location, Result, Rule, Severity
from dbep_ig.engine.packages import Limits, MemoryFiles, PackageFiles, read_archive
from dbep_ig.engine.packages.archives import COLLIDING, TOO_LARGE, UNSAFE_PATH, is_safe_path

UNREADABLE_PACKAGE = Rule(
    code="DBEP3035",
    name="package-unreadable",
    severity=Severity.ERROR,
    issue_type="exception",
    nb="{path} kan ikke leses: {reason}",
    en="{path} cannot be read: {reason}",
)
UNWRITABLE = Rule(
    code="DBEP3036",
    name="package-unwritable",
    severity=Severity.ERROR,
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
            self._paths = sorted(
                self._prefix + path.relative_to(self._root).as_posix()
                for path in self._root.rglob("*")
                if path.is_file() and "node_modules" not in path.parts
            )
        return self._paths

    def read(self, path: str) -> bytes:
        """See `PackageFiles.read`."""
        try:
            return (self._root / path.removeprefix(self._prefix)).read_bytes()
        except OSError as error:
            raise KeyError(path) from error


def files_of_folder(folder: Path) -> PackageFiles:
    """A package's folder in any of its forms: with `package/` in it, or with package.json itself; else loose files."""
    if (folder / "package" / "package.json").is_file():
        return FolderFiles(folder)
    return FolderFiles(folder, "package/" if (folder / "package.json").is_file() else "")


def files_of_archive(path: Path, limits: Limits = Limits()) -> Result[MemoryFiles]:  # noqa: B008  immutable
    """An archive's files; DBEP3035 if the file cannot be read, else see `read_archive`."""
    try:
        size = path.stat().st_size
        if size > limits.total_bytes:
            params = {"name": str(path), "allowed": limits.total_bytes, "what": "bytes"}
            return Result(None, (Issue(TOO_LARGE, Location(str(path)), params),))
        packed = path.read_bytes()
    except OSError as error:
        return Result(None, (unreadable(path, error),))
    return read_archive(str(path), packed, limits)


def unreadable(path: Path, error: OSError) -> Issue:
    """DBEP3035."""
    reason = error.strerror or str(error)
    return Issue(UNREADABLE_PACKAGE, Location(str(path)), {"path": path, "reason": reason})


def unwritable(path: Path, error: OSError) -> Issue:
    """DBEP3036."""
    reason = error.strerror or str(error)
    return Issue(UNWRITABLE, Location(str(path)), {"path": path, "reason": reason})


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
