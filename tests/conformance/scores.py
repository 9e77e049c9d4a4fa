"""HL7's three public suites run in process, and their figures written to SCORES.md, which states that they were developed against.

    python -m tests.conformance.scores     needs ../shared; writes tests/conformance/SCORES.md

The counts in SCORES.md are the floor: `test_scores.py` fails when a suite falls below it.
"""

import importlib.util
import sys
import tempfile
import time
from pathlib import Path
from types import ModuleType
from typing import Any

from dbep_ig.host.core_data import open_core

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
SCORES = Path(__file__).parent / "SCORES.md"


def harness(name: str) -> ModuleType:
    """A harness of ../shared/conformance as a module."""
    path = SHARED / "conformance" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def fhirpath() -> dict[str, Any]:
    """Tests passed and all, by kind."""
    from tests.conformance.fhirpath import evaluate

    suite = harness("fhirpath_suite")
    summary: dict[str, Any] = suite.summary(suite.run(evaluate))
    return summary


def snapshots() -> dict[str, Any]:
    """Counts of the snapshot suite, with R4 core written out for its projection."""
    import contextlib
    import io
    import json

    suite = harness("snapshot_suite")
    core = open_core().value
    assert core is not None
    with tempfile.TemporaryDirectory() as folder:
        for definition in core.all("StructureDefinition"):
            name = str(definition["url"]).rpartition("/")[2]
            (Path(folder) / f"StructureDefinition-{name}.json").write_text(
                json.dumps(definition, default=str), encoding="utf-8"
            )
        answers = Path(folder) / "answers.json"
        with contextlib.redirect_stdout(io.StringIO()):
            suite.main(
                ["--core", folder, "--py", "tests.conformance.snapshots:generate", "--json", str(answers)]
            )
        total: dict[str, Any] = json.loads(answers.read_text(encoding="utf-8"))["total"]
    return total


def validator() -> dict[str, Any]:
    """The summary of the validator suite, categories a and a-mask of the half that is available."""
    import contextlib
    import io
    import json

    suite = harness("validator_suite")
    with tempfile.TemporaryDirectory() as folder:
        answers = Path(folder) / "answers.json"
        words = ["--py", "tests.conformance.hl7:validate", "--half", "visible", "-q", "--out", str(answers)]
        with contextlib.redirect_stdout(io.StringIO()):
            suite.main(words)
        summary: dict[str, Any] = json.loads(answers.read_text(encoding="utf-8"))["summary"]
    return summary


def table() -> str:
    """SCORES.md."""
    paths, made, valid = fhirpath(), snapshots(), validator()
    errors, warnings = valid["error"]["unique"], valid["warning"]["unique"]
    rows = [
        ("FHIRPath: tests passed", paths["total"][0], paths["total"][1]),
        (
            "FHIRPath: invalid expressions refused",
            sum(paths[kind][0] for kind in ("syntax", "execution", "semantic")),
            sum(paths[kind][1] for kind in ("syntax", "execution", "semantic")),
        ),
        ("Snapshots: same elements", made["elements"], made["cases"]),
        ("Snapshots: same structure", made["structural"], made["cases"]),
        ("Snapshots: refused as they must be", made["refused"], made["must-fail"]),
        ("Validator: same verdict", valid["verdict_ok"], valid["steps"]),
        ("Validator: same number of errors", valid["error_count_exact"], valid["steps"]),
        ("Validator: same set of error locations", valid["error_set_exact"], valid["steps"]),
        ("Validator: same set of error and warning locations", valid["issue_set_exact"], valid["steps"]),
        (
            "Validator: invalid found",
            valid["confusion"]["invalid_found"],
            valid["confusion"]["invalid_found"]
            + valid["confusion"]["invalid_missed"]
            + valid["confusion"]["crash_on_invalid"],
        ),
        (
            "Validator: valid accepted",
            valid["confusion"]["valid_accepted"],
            valid["confusion"]["valid_accepted"]
            + valid["confusion"]["valid_rejected"]
            + valid["confusion"]["crash_on_valid"],
        ),
    ]
    lines = [
        "# Scores on HL7's public cases",
        "",
        "<!-- made by python -m tests.conformance.scores; the counts are a floor that `make conformance` checks -->",
        "",
        "**These cases were developed against.** The FHIRPath suite, the snapshot suite and this half of the validator's cases were run",
        "again and again while the implementation was improved, so the figures are an upper bound: expect less on other resources.",
        "",
        "Command: `python -m tests.conformance.scores`. Where a case is answered differently on purpose, the reason and the specification",
        "are in [differences.yaml](differences.yaml).",
        "",
        "| measure | agree | of | share |",
        "|---|---:|---:|---:|",
        *(f"| {name} | {got} | {of} | {100 * got / of:.1f} % |" for name, got, of in rows),
        "",
        f"Error locations: precision {errors['precision']:.3f}, recall {errors['recall']:.3f}. "
        f"Warning locations: precision {warnings['precision']:.3f}, recall {warnings['recall']:.3f}. "
        f"Crashes: {valid['crashes']}.",
        "",
        "The validator's cases are those of categories a and a-mask in one half of HL7's suite. The expectations are those of HL7's Java",
        "validator, with what it knows from its terminology server masked. The other half of the suite is not available to the project.",
        "",
        "The row of error and warning locations was 263 before what cannot be checked became one issue for each code system in a document",
        "(document-good and document-bad-bad-sections, two steps each: HL7's validator repeats it at every code), and before a pattern with",
        "a system alone, which asks for any code of it, was no longer reported (cc-pattern-system-only).",
        "",
        "## On cases that were not seen while developing",
        "",
        "| measure | figure |",
        "|---|---|",
        "| Same verdict as HL7's validator on resources of other origin | not measured yet |",
        "| Same error locations as HL7's validator on resources of other origin | not measured yet |",
        "",
        "When they are measured, by parity runs against HL7's validator, they will be in `tests/conformance/PARITY.md`, each with its",
        "command. Until then there is no figure for how well the validator does on resources that it was not developed against.",
        "",
    ]
    return "\n".join(lines)


def recorded() -> dict[str, int]:
    """Measure -> the count in SCORES.md."""
    found: dict[str, int] = {}
    for line in SCORES.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 4 and cells[1].isdigit():
            found[cells[0]] = int(cells[1])
    return found


if __name__ == "__main__":
    if not SHARED.is_dir():
        sys.exit("HL7's public cases do not lie beside the project (../shared)")
    sys.setrecursionlimit(5000)
    started = time.perf_counter()
    SCORES.write_text(table(), encoding="utf-8")
    print(SCORES.read_text(encoding="utf-8"))
    print(f"{time.perf_counter() - started:.1f} s", file=sys.stderr)
