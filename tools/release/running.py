"""Other programs, run to their end."""

import subprocess
from collections.abc import Mapping
from pathlib import Path

from . import ReleaseError


def outcome(
    *command: str | Path, folder: Path | None = None, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """How the program ended, and what it wrote."""
    return subprocess.run(  # noqa: S603  words of ours
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def run(
    *command: str | Path, folder: Path | None = None, environment: Mapping[str, str] | None = None
) -> str:
    """What the program writes to standard output; raises ReleaseError with all it wrote when it fails."""
    done = outcome(*command, folder=folder, environment=environment)
    if done.returncode != 0:
        words = " ".join(map(str, command))
        raise ReleaseError(f"{words}\nended with {done.returncode}:\n{done.stdout}{done.stderr}".rstrip())
    return done.stdout
