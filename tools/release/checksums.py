"""SHA256SUMS, as `sha256sum --check` reads it."""

import re
from pathlib import Path

from . import ReleaseError
from .building import digests

NAME = "SHA256SUMS"


def write_checksums(folder: Path) -> None:
    """One line for each other file in `folder`."""
    (folder / NAME).unlink(missing_ok=True)
    lines = (f"{digest}  {name}\n" for name, digest in digests(folder).items())
    (folder / NAME).write_text("".join(lines), encoding="utf-8", newline="\n")


def verify_checksums(folder: Path) -> None:
    """Raises ReleaseError unless SHA256SUMS names exactly the files in `folder`, each with its digest."""
    lines = (folder / NAME).read_text(encoding="utf-8").splitlines()
    matches = [re.fullmatch(r"([0-9a-f]{64})  ([\w.+-]+)", line) for line in lines]
    written = {match[2]: match[1] for match in matches if match is not None}
    actual = {name: digest for name, digest in digests(folder).items() if name != NAME}
    wrong = sorted(name for name in written.keys() | actual.keys() if written.get(name) != actual.get(name))
    if wrong or len(written) != len(lines):
        raise ReleaseError(
            f"{folder / NAME} does not fit the files beside it: {', '.join(wrong) or 'no such line'}."
        )
