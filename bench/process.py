"""Whole processes: seconds and peak memory of `dbep validate` and `dbep build`, beside `python -c pass` in the same run."""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
RUNS = 15


def measure(command: list[str], runs: int = RUNS) -> tuple[float, float, int]:
    """(median seconds, peak MB, exit code) of a process started again `runs` times."""
    seconds, peak, code = [], 0.0, 0
    # as on a user's machine: bytecode is cached, by a first run that is not counted where there are several
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    for number in range(runs + (runs > 1)):
        started = time.perf_counter()
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT, env=environment
        )
        _, status, usage = os.wait4(process.pid, 0)
        if number or runs == 1:
            seconds.append(time.perf_counter() - started)
        process.returncode = code = os.waitstatus_to_exitcode(status)
        peak = max(peak, usage.ru_maxrss / 1024)
    return statistics.median(seconds), peak, code


def main() -> None:
    """Prints a table."""
    python = sys.executable
    dbep = [str(Path(python).parent / "dbep")]
    plan = {
        "resourceType": "CarePlan",
        "id": "plan",
        "status": "active",
        "intent": "plan",
        "title": "Behandlingsplan for grønn stær",
        "subject": {"reference": "Patient/pal"},
        "period": {"start": "2026-01-01"},
        "activity": [{"reference": {"reference": f"ServiceRequest/{number}"}} for number in range(10)],
    }
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "plan.json"
        file.write_text(json.dumps(plan), encoding="utf-8")
        rows = [
            ("python -c pass", [python, "-c", "pass"], RUNS),
            ("dbep version", [*dbep, "version"], RUNS),
            (
                "dbep validate plan.json --profile none",
                [*dbep, "validate", str(file), "--profile", "none"],
                RUNS,
            ),
            ("dbep validate plan.json", [*dbep, "validate", str(file)], RUNS),
            ("dbep build --no-site", [*dbep, "build", "--no-site"], 3),
            ("dbep build, the site again", [*dbep, "build"], 1),
        ]
        shutil.rmtree(ROOT / "build" / "site", ignore_errors=True)  # else it is not rebuilt
        base = None
        print(f"{'':42}{'median s':>10}{'peak MB':>10}{'ratio':>8}  exit")
        for name, command, runs in rows:
            seconds, peak, code = measure(command, runs)
            base = seconds if base is None else base
            print(f"{name:42}{seconds:10.3f}{peak:10.1f}{seconds / base:8.1f}  {code}")


if __name__ == "__main__":
    main()
