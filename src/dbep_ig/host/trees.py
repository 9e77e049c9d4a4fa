"""Folders as values: path below the folder -> bytes, read, and written so that what is the same already is not written again."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path


def read_tree(
    root: Path, names: Iterable[str], endings: tuple[str, ...] = (), *, hidden: bool = False
) -> dict[str, bytes]:
    """Files, and all files in folders; links are not followed out of the folder.

    endings  of names of files; none: all
    hidden   also those whose name, or whose folder's name, begins with a point
    """
    found: list[str] = []
    above = len(os.path.join(root, ""))
    for name in names:
        if not (root / name).is_dir():
            found.append(name)
        for folder, folders, files in os.walk(os.path.join(root, name)):
            folders[:] = [one for one in folders if hidden or not one.startswith(".")]
            found += [os.path.join(folder, one)[above:].replace(os.sep, "/") for one in files]
    if not hidden:
        found = [one for one in found if not one.rpartition("/")[2].startswith(".")]
    if endings:
        found = [one for one in found if one.endswith(endings)]
    found.sort(key=lambda one: one.split("/"))
    return {one: (root / one).read_bytes() for one in found if os.path.isfile(root / one)}


def write_files(files: Mapping[str, bytes], root: Path) -> None:
    """Writes the files that are not the same already. An OSError names the file, for a full disk too."""
    for name, data in files.items():
        path = root / name
        try:
            if not path.is_file() or path.read_bytes() != data:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
        except OSError as fault:
            fault.filename = fault.filename or str(path)
            raise


def write_tree(files: Mapping[str, bytes], root: Path, before: Mapping[str, bytes] | None = None) -> None:
    """Makes `root` hold exactly these files.

    before  what is known to be there, so that it need not be read
    """
    if before is None:
        _remove_others(root, {root / path for path in files})
        write_files(files, root)
        return
    if before.keys() - files.keys():
        _remove_others(root, {root / path for path in files})
    write_files({path: data for path, data in files.items() if before.get(path) != data}, root)


def move_tree(source: Path, root: Path, *, keep: Iterable[str] | None = ()) -> None:
    """Makes `root` hold exactly the files of `source`, which is used up, and those to `keep`; what is the same keeps its time.

    keep  None: all that is there
    """
    names = [path.relative_to(source) for path in sorted(source.rglob("*")) if path.is_file()]
    if keep is not None:
        _remove_others(root, {*(root / name for name in names), *(root / name for name in keep)})
    for name in names:
        made, path = source / name, root / name
        if not path.is_file() or path.read_bytes() != made.read_bytes():
            path.parent.mkdir(parents=True, exist_ok=True)
            os.replace(made, path)


def _remove_others(root: Path, wanted: set[Path]) -> None:
    if root.is_dir():
        for path in sorted(root.rglob("*"), reverse=True):
            if path.is_symlink() and (path not in wanted or not path.exists()):
                path.unlink()  # a link to nowhere is in the way of a file
            elif path.is_file() and path not in wanted:
                path.unlink(missing_ok=True)
            elif path.is_dir() and not path.is_symlink() and not any(path.iterdir()):
                path.rmdir()
