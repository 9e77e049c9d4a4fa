"""The user's home folder."""

import os
from pathlib import Path


def home() -> Path:
    """As `Path.home()`, but without an exception where a container's user has none: then a folder that is not there."""
    return Path(os.path.expanduser("~"))
