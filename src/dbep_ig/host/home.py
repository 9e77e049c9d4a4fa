"""The user's home folder, and the one that a command runs in."""

import os
from pathlib import Path


def home() -> Path:
    """As `Path.home()`, but without an exception where a container's user has none: then a folder that is not there."""
    return Path(os.path.expanduser("~"))


def working_folder() -> Path | None:
    """As `Path.cwd()`; None where that folder has been deleted, or may not be looked at."""
    try:
        return Path.cwd()
    except OSError:
        return None
