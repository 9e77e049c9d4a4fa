"""Other programs, run to their end."""

import subprocess
from collections.abc import Mapping
from pathlib import Path

from . import ReleaseError


def run(
    *command: str | Path, folder: Path | None = None, environment: Mapping[str, str] | None = None
) -> str:
    """What the program writes to standard output; raises ReleaseError with all it said when it fails."""
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        words = " ".join(map(str, command))
        raise ReleaseError(f"{words}\nended with {done.returncode}:\n{done.stdout}{done.stderr}".rstrip())
    return done.stdout
