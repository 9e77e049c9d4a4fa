"""The wheel in an environment of its own, with what it needs and no more; and programs that are to reach no network."""

import os
import sys
import venv
from pathlib import Path

from .running import run

_NO_NETWORK = '''\
"""Python reads this at its start: no socket reaches out, no name is looked up."""
import sys

def refuse(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"):
        raise RuntimeError(f"the network is asked for: {event} {arguments[1:]}")

sys.addaudithook(refuse)
'''


def install(wheel: Path, lock: Path, folder: Path) -> Path:
    """A new environment in `folder` with the wheel and what it needs, in the locked versions -> its Python.

    It has no pip, so that it holds nothing else.
    """
    constraints = folder.with_suffix(".constraints.txt")
    constraints.write_text(pins(lock.read_text(encoding="utf-8")), encoding="utf-8")
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    words = ("--disable-pip-version-check", "--quiet", "--constraint", constraints)
    run(sys.executable, "-m", "pip", "--python", python, "install", *words, wheel, folder=folder)
    return python


def pins(lock: str) -> str:
    """The lines `name==version` of a locked set, with their markers and without hashes: a built wheel has none there."""
    lines = (line.removesuffix(" \\") for line in lock.splitlines() if line[:1] not in (" ", "#", ""))
    return "".join(f"{line}\n" for line in lines)


def without_network(folder: Path) -> dict[str, str]:
    """An environment in which every Python refuses to use the network; it has nothing of the checkout."""
    folder.mkdir(exist_ok=True)
    (folder / "sitecustomize.py").write_text(_NO_NETWORK, encoding="utf-8")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DBEP_", "PYTHON"))}
    return kept | {
        "PYTHONPATH": str(folder),
        "HOME": str(folder),
        "PIP_NO_INDEX": "1",
        "DBEP_LANG": "en",
        "NO_COLOR": "1",
    }
