"""Opens the packed R4 core that was installed with the project (`_data/r4.core`).

The file is mapped, so that only the pages that are asked for are read; inside a zip the loader gives its bytes.
"""

import mmap
from functools import cache
from pathlib import Path

import dbep_ig
from dbep_ig.engine.core import CoreStore, DamagedCoreError
from dbep_ig.engine.diagnostics import Issue, Location, Result, Rule, Severity

CORE_FILE = Path(dbep_ig.__file__).parent / "_data" / "r4.core"

CORE_MISSING = Rule(
    code="DBEP3001",
    name="core-missing",
    severity=Severity.FATAL,
    issue_type="not-found",
    nb="FHIR R4 mangler i installasjonen: {path} finnes ikke; kjør `python -m dbep_ig.host.core_build` med nett, eller med DBEP_R4_CORE=/sti/til/hl7.fhir.r4.core.tgz",
    en="FHIR R4 is missing from this installation: {path} is not there; run `python -m dbep_ig.host.core_build` with network access, or with DBEP_R4_CORE=/path/to/hl7.fhir.r4.core.tgz",
    spec="https://hl7.org/fhir/R4/packages.html",
)
CORE_DAMAGED = Rule(
    code="DBEP3002",
    name="core-damaged",
    severity=Severity.FATAL,
    issue_type="incomplete",
    nb="{path} er ikke en pakket FHIR R4 som denne versjonen kan lese ({reason}); kjør `python -m dbep_ig.host.core_build`",
    en="{path} is not a packed FHIR R4 that this version can read ({reason}); run `python -m dbep_ig.host.core_build`",
    spec="https://hl7.org/fhir/R4/packages.html",
)


@cache
def open_core(path: Path = CORE_FILE) -> Result[CoreStore]:
    """The store, the same one each time; without a value when it is missing (DBEP3001) or unreadable (DBEP3002)."""
    try:
        data = _content(path)
    except FileNotFoundError:
        return Result(None, (Issue(CORE_MISSING, Location(str(path)), {"path": path}),))
    except (OSError, ValueError) as error:  # ValueError: an empty file cannot be mapped
        return _damaged(path, error)
    try:
        return Result(CoreStore(lambda offset, size: data[offset : offset + size]))
    except DamagedCoreError as error:
        return _damaged(path, error)


def _content(path: Path) -> mmap.mmap | bytes:
    try:
        with path.open("rb") as file:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (FileNotFoundError, NotADirectoryError):
        get_data = getattr(getattr(dbep_ig.__spec__, "loader", None), "get_data", None)
        if get_data is None:
            raise
        content: bytes = get_data(str(path))  # raises FileNotFoundError or OSError too
        return content


def _damaged(path: Path, error: Exception) -> Result[CoreStore]:
    return Result(None, (Issue(CORE_DAMAGED, Location(str(path)), {"path": path, "reason": str(error)}),))
