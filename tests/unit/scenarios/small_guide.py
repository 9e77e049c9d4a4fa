"""A small guide of three classes that the tests write examples against; made once."""

from functools import cache
from pathlib import Path

from dbep_ig.engine.diagnostics import Result, Source
from dbep_ig.engine.fhir.documents import Document
from dbep_ig.engine.validation import Validator
from dbep_ig.guide.authoring import read_yaml_documents
from dbep_ig.guide.build import Guide, build_guide
from dbep_ig.guide.findings import Findings
from dbep_ig.guide.scenarios import CheckedExample, Example, check_examples, compile_scenarios
from dbep_ig.host.core_data import open_core
from dbep_ig.workbench import Workbench

CASES = Path(__file__).parents[2] / "cases" / "scenarios"
FOLDER = CASES / "guide"


@cache
def core():
    opened = open_core().value
    assert opened is not None
    return opened


@cache
def guide() -> Guide:
    files = {
        path.relative_to(FOLDER).as_posix(): path.read_bytes() for path in sorted(FOLDER.rglob("*.yaml"))
    }
    made = build_guide(files, core(), core())
    assert made.value is not None, [issue.message("en") for issue in made.issues]
    return made.value


@cache
def _validator() -> Validator:
    return Workbench(core(), guide().definitions).validator


def validate(example: Example) -> Findings:
    document = Document(Source(example.document, ""), example.bundle, example.origin, "yaml")
    issues, held = _validator().validate(document)
    return Findings(tuple(issues), tuple(held))


def compiled(text: str) -> Result[list[Example]]:
    read = read_yaml_documents("examples/x.yaml", text.encode())
    result = compile_scenarios(read.value or (), guide().model, core(), guide().definitions)
    return Result(result.value, (*read.issues, *result.issues))


def checked(text: str) -> Result[list[CheckedExample]]:
    result = compiled(text)
    outcome = check_examples(result.value or (), guide().model, validate)
    return Result(outcome.value, (*result.issues, *outcome.issues))


def whole(text: str) -> str:
    """A plan with a patient, its lines indented under `plan:`, for cases that are about one line."""
    return (
        "scenario: x\nplan:\n  class: Plan\n  status: active\n  plantype: plantype#kort\n  pasient: {$ref: per}\n"
        + "".join(f"  {line}\n" for line in text.splitlines())
        + "per:\n  class: Pasient\n  navn: Per\n"
    )
