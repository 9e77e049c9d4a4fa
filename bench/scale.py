"""Many documents: CPU time for each and peak memory, in a folder, in one NDJSON and through the library, as their number grows.

python -m bench scale                               # 1,000 and 10,000
DBEP_SCALE="1000 100000" python -m bench scale      # some minutes, and 400 MB in the folder for temporary files

Each row is a process of its own. Its CPU time is that of the process less that of the same with one document.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
SIZES = "1000 10000"
COMMAND = "import sys; from dbep_ig.apps.cli.main import run; sys.exit(run())"
LIBRARY = (
    "import sys; from dbep_ig.validator import Validator\n"
    "with open(sys.argv[1], 'rb') as lines:\n"
    "    for report in Validator.open().check_ndjson(lines): pass"
)


def plans(count: int, *, referring: bool) -> Iterator[bytes]:
    """Small plans; each refers to another far from it, or to nothing."""
    for number in range(count):
        plan = {
            "resourceType": "CarePlan",
            "id": str(number),
            "status": "active",
            "intent": "plan",
            "subject": {"display": "Pål"},
        }
        if referring:
            plan["replaces"] = [{"reference": f"CarePlan/{(number * 7919 + 1) % count}"}]
        yield json.dumps(plan, ensure_ascii=False).encode()


def measure(arguments: list[str]) -> tuple[float, float]:
    """(CPU seconds, peak MB) of a process."""
    process = subprocess.Popen(
        [sys.executable, "-c", *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"exit code {process.returncode} of {' '.join(arguments[1:])}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main() -> None:
    """Prints a table."""
    sizes = [int(size) for size in os.environ.get("DBEP_SCALE", SIZES).split()]
    print(f"{'':44}{'documents':>10}{'ms each':>9}{'ratio':>7}{'peak MB':>9}{'ratio':>7}")
    for referring in (False, True):
        words = "with references" if referring else "without references"
        for name, code, command, is_folder in (
            ("dbep validate folder", COMMAND, ["validate"], True),
            ("dbep validate big.ndjson", COMMAND, ["validate"], False),
            ("check_ndjson", LIBRARY, [], False),
        ):
            alone, first = 0.0, (0.0, 0.0)
            for size in (1, *sizes):
                with tempfile.TemporaryDirectory() as place:
                    path = _written(Path(place), size, referring=referring, is_folder=is_folder)
                    seconds, peak = measure([code, *command, str(path)])
                if size == 1:
                    alone = seconds
                    continue
                each = (seconds - alone) / (size - 1) * 1000
                first = first if first[0] else (each, peak)
                print(
                    f"{f'{name}, {words}':44}{size:10,}{each:9.3f}{each / first[0]:7.2f}{peak:9.1f}{peak / first[1]:7.2f}",
                    flush=True,
                )


def _written(place: Path, size: int, *, referring: bool, is_folder: bool) -> Path:
    if not is_folder:
        path = place / "big.ndjson"
        with path.open("wb") as file:
            file.writelines(line + b"\n" for line in plans(size, referring=referring))
        return path
    for number, plan in enumerate(plans(size, referring=referring)):
        folder = place / str(number // 1000)
        folder.mkdir(exist_ok=True)
        (folder / f"{number}.json").write_bytes(plan)
    return place


if __name__ == "__main__":
    main()
