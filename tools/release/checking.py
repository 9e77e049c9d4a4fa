"""What must hold of the finished artefacts, before anybody gets them."""

import json
import re
import sys
import tomllib
from pathlib import Path

from . import ReleaseError
from .building import digests, same_bytes
from .installing import without_network
from .running import outcome, run
from .sbom import bundled


def one(folder: Path, pattern: str) -> Path:
    """The one file of a folder that fits."""
    found = sorted(folder.glob(pattern))
    if len(found) != 1:
        raise ReleaseError(f"{len(found)} files in {folder} fit {pattern}; one is expected.")
    return found[0]


def check_metadata(dist: Path) -> str:
    """`twine check --strict`: an index accepts the metadata and renders the README."""
    files = (one(dist, "*.whl"), one(dist, "*.tar.gz"))
    run(sys.executable, "-m", "twine", "--no-color", "check", "--strict", *files)
    return "twine check --strict has no remark on wheel and sdist"


def check_installed(python: Path, examples: Path, package: Path, scratch: Path) -> str:
    """The wheel, installed beside its runtime dependencies alone, validates a plan without network.

    python    of that environment
    examples  `valid/` and `invalid/` of the guide, which must be told apart, with the guide in the wheel and with `package`
    """
    environment = without_network(scratch)
    _refuses_network(python, environment)
    version = run(python.parent / "dbep", "version", folder=scratch, environment=environment)
    valid = sorted((examples / "valid").glob("*.json"))
    invalid = sorted((examples / "invalid").glob("*.json"))
    if not valid or not invalid:
        raise ReleaseError(f"{examples} has no examples to check the wheel with.")
    for words in ((), ("--package", package)):
        for files, expected in ((valid, 0), (invalid, 1)):
            for file in files:
                command = (python.parent / "dbep", "validate", "--format", "json", file, *words)
                done = outcome(*command, folder=scratch, environment=environment)
                if done.returncode != expected:
                    raise ReleaseError(
                        f"dbep validate {file.name} ended with {done.returncode}, not {expected}:\n{done.stdout}{done.stderr}"
                    )
    return (
        f"{version.splitlines()[0]}, installed with its runtime dependencies alone and without network, accepts "
        f"{len(valid)} valid plans and refuses {len(invalid)} invalid ones, by the guide in it and by {package.name}"
    )


def _refuses_network(python: Path, environment: dict[str, str]) -> None:
    """That `without_network` works: else the check above would prove nothing."""
    program = "import socket; socket.create_connection(('127.0.0.1', 9), 1)"
    done = outcome(python, "-c", program, environment=environment)
    if "the network is asked for" not in done.stderr:
        raise ReleaseError(f"The network could not be switched off for {python}: {done.stderr}")


def check_sdist(dist: Path, seconds: int, scratch: Path) -> str:
    """The sdist builds, without network, the very wheel that lies beside it."""
    environment = without_network(scratch) | {"SOURCE_DATE_EPOCH": str(seconds)}
    built = scratch / "from-sdist"
    words = ("--quiet", "--disable-pip-version-check", "--no-index", "--no-deps", "--no-build-isolation")
    run(
        sys.executable, "-m", "pip", "wheel", *words, "--wheel-dir", built, one(dist, "*.tar.gz"),
        folder=scratch, environment=environment,
    )  # fmt: skip
    wheel = one(dist, "*.whl")
    expected = scratch / "expected"
    expected.mkdir()
    (expected / wheel.name).write_bytes(wheel.read_bytes())
    same_bytes(expected, built)
    return "the sdist builds the same wheel, byte for byte, without network"


def check_sbom(sbom: Path, root: Path) -> str:
    """The list of components has what the wheel needs, and each thing of others that the artefacts hold."""
    components = json.loads(sbom.read_text(encoding="utf-8"))["components"]
    names = {each["name"].lower() for each in components} | {each["bom-ref"] for each in components}
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = [re.split(r"[^\w.-]", line)[0].lower() for line in project["dependencies"]]
    held = [f"bundled:{row['id']}" for row in bundled(root)]
    missing = [name for name in (*needed, *held) if name not in names]
    if missing:
        raise ReleaseError(f"{sbom.name} lacks {', '.join(missing)}.")
    return f"{sbom.name} follows CycloneDX 1.6: {len(needed)} the wheel needs, {len(held)} the artefacts hold"


def listing(dist: Path) -> str:
    """Size, digest and name of each artefact, for people."""
    return "\n".join(
        f"{(dist / name).stat().st_size:>12,}  {digest[:12]}…  {name}"
        for name, digest in digests(dist).items()
    )
