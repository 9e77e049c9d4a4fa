"""Validation, warm: milliseconds for plans and bundles, how it grows, beside `python -c pass` and the referee when it is here.

python -m bench validation
DBEP_REFEREE=/folder/with/referee.py python -m bench validation      # HL7's own validator on the same files
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from dbep_ig.engine.diagnostics import Source
from dbep_ig.engine.fhir.documents import Document
from dbep_ig.engine.fhir.json.reading import read_json
from dbep_ig.engine.validation import Settings, Validator
from dbep_ig.host.core_data import open_core
from dbep_ig.workbench import Workbench


def nodes(value: Any) -> int:
    """How many JSON values there are."""
    if isinstance(value, dict):
        return 1 + sum(nodes(one) for one in value.values())
    return 1 + sum(nodes(one) for one in value) if isinstance(value, list) else 1


def care_plan(activities: int, identity: str = "plan") -> dict[str, Any]:
    """A plan whose size grows with its activities."""
    return {
        "resourceType": "CarePlan",
        "id": identity,
        "status": "active",
        "intent": "plan",
        "title": "Behandlingsplan for grønn stær",
        "category": [{"coding": [{"system": "http://snomed.info/sct", "code": "734163000"}]}],
        "subject": {"reference": "Patient/pal", "display": "Pål"},
        "period": {"start": "2026-01-01", "end": "2026-12-31"},
        "note": [{"text": "Forebygge synstap", "time": "2026-01-01T12:00:00Z"}],
        "activity": [
            {
                "detail": {
                    "kind": "MedicationRequest",
                    "status": "in-progress",
                    "code": {"text": "øyedråper daglig"},
                    "scheduledString": "daglig",
                    "description": f"tiltak {number}",
                }
            }
            for number in range(activities)
        ],
    }


def bundle(plans: int, references: int) -> dict[str, Any]:
    """A collection of plans, each with references to the others."""
    urls = [f"http://example.org/fhir/CarePlan/{number}" for number in range(plans)]
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [
            {
                "fullUrl": url,
                "resource": {
                    **care_plan(2, str(number)),
                    "partOf": [{"reference": urls[(number + step) % plans]} for step in range(references)],
                },
            }
            for number, url in enumerate(urls)
        ],
    }


def milliseconds(validator: Validator, resource: dict[str, Any], runs: int) -> float:
    """Median of warm runs, of the object that reading gives."""
    read = read_json(json.dumps(resource).encode(), "bench").value
    assert read is not None
    document = Document(Source("bench", ""), read.resource, read.locator, "json")
    issues, _ = validator.validate(document, profiles="none")
    assert not [one for one in issues if one.is_error], [one.message("en") for one in issues if one.is_error][
        :3
    ]
    seconds = []
    for _ in range(runs):
        started = time.perf_counter()
        validator.validate(document, profiles="none")
        seconds.append(time.perf_counter() - started)
    return statistics.median(seconds) * 1000


def interpreter() -> float:
    """Milliseconds of `python -c pass`."""
    seconds = []
    for _ in range(7):
        started = time.perf_counter()
        subprocess.run([sys.executable, "-c", "pass"], check=True)
        seconds.append(time.perf_counter() - started)
    return statistics.median(seconds) * 1000


def main() -> None:
    """Prints a table."""
    core = open_core().value
    assert core is not None, "python -m dbep_ig.host.core_build"
    settings = Settings(warn_without_profile=False, most_issues=100_000)
    validator = Workbench(core, core, settings).validator
    cases = [
        ("CarePlan, 16 activities", care_plan(16), 200),
        ("Bundle of 100 plans", bundle(100, 2), 10),
        ("Bundle, 1,000 references", bundle(100, 10), 10),
        ("Bundle, 10,000 references", bundle(100, 100), 3),
        ("Bundle, 20,000 references", bundle(100, 200), 3),
    ]
    bare = interpreter()
    print(f"{'python -c pass':30} {bare:10.2f} ms")
    for name, resource, runs in cases:
        median = milliseconds(validator, resource, runs)
        count = nodes(resource)
        print(
            f"{name:30} {median:10.2f} ms  {count:7} nodes  {median / count * 1000:6.2f} µs a node"
            f"  {median / bare:8.3f} x python -c pass"
        )
    _beside_referee(cases)


def _beside_referee(cases: list[tuple[str, dict[str, Any], int]]) -> None:
    """HL7's times without a ratio: the two sides do not do the same work."""
    folder = Path(os.environ.get("DBEP_REFEREE") or Path(__file__).parents[2] / "shared" / "referee")
    if not (folder / "referee.py").is_file() or shutil.which("java") is None:
        print("HL7's validator: not measured (it needs Java, and DBEP_REFEREE to name its folder)")
        return
    sys.path.insert(0, str(folder))
    from referee import Referee  # type: ignore[import-not-found]  # beside the project, when at all

    with Referee() as referee, tempfile.TemporaryDirectory() as place:
        print(
            "HL7's times include reading and line numbers, ours do not, and it has had one call to warm up: no ratio is given"
        )
        for name, resource, _ in cases:
            file = Path(place) / "case.json"
            file.write_text(json.dumps(resource), encoding="utf-8")
            answers = [referee.validate(file) for _ in range(4)]
            times = [answer["ms"] for answer in answers[1:] if "ms" in answer]
            if not times:
                print(f"{name:30} HL7 gives no answer: {str(answers[-1])[:120]}")
                continue
            print(f"{name:30} HL7 {statistics.median(times):10.2f} ms")
        print(f"{'HL7: peak memory':30} {referee.peak_mb():10.0f} MB, ready in {referee.start_seconds:.1f} s")


if __name__ == "__main__":
    main()
