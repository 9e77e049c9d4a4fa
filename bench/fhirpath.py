"""FHIRPath: R4 core's invariants on the nodes of a 100-entry Bundle, beside fhirpathpy and fhirpath.js in the same run.

Each node is validated against the invariants of its type and of its element, as a validator without native assertions would.
Processor time, the best of some rounds: what else the machine does counts for less.
`npm install fhirpath` in the project's folder (or NODE_PATH) lets Node take part.
"""

import contextlib
import io
import json
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from dbep_ig.engine.core import CoreStore
from dbep_ig.engine.fhirpath import (
    Environment,
    EvaluationError,
    Expression,
    NoServices,
    compile_ast,
    compile_expression,
    from_data,
    parse,
)
from dbep_ig.host.core_data import open_core

ROUNDS = 5
ENTRIES = 100


class Services(NoServices):
    """Answers what core's invariants ask."""

    def narrative_is_safe(self, div: str) -> bool:
        return True

    def resolve(self, reference: str, environment: Environment, around: Any = None) -> None:
        return None

    def now(self) -> datetime:
        return datetime.now(UTC)


def bundle() -> dict[str, Any]:
    """A collection of ENTRIES resources as a hospital would send them: plans, observations, conditions, people."""
    makers = (_patient, _observation, _care_plan, _condition, _medication_request)
    return {
        "resourceType": "Bundle",
        "id": "hundred",
        "type": "collection",
        "timestamp": "2026-01-01T12:00:00+01:00",
        "entry": [
            {
                "fullUrl": f"urn:uuid:00000000-0000-4000-8000-{number:012d}",
                "resource": makers[number % 5](number),
            }
            for number in range(ENTRIES)
        ],
    }


def _narrative(text: str) -> dict[str, Any]:
    return {"status": "generated", "div": f'<div xmlns="http://www.w3.org/1999/xhtml"><p>{text}</p></div>'}


def _concept(system: str, code: str, display: str) -> dict[str, Any]:
    return {"coding": [{"system": system, "code": code, "display": display}], "text": display}


def _patient(number: int) -> dict[str, Any]:
    return {
        "resourceType": "Patient",
        "id": f"patient-{number}",
        "meta": {"versionId": "1", "lastUpdated": "2026-01-01T12:00:00Z"},
        "text": _narrative("Pål Åsen"),
        "identifier": [
            {"use": "official", "system": "urn:oid:2.16.578.1.12.4.1.4.1", "value": f"{number:011d}"}
        ],
        "active": True,
        "name": [
            {"use": "official", "family": "Åsen", "given": ["Pål", "Aksel"]},
            {"use": "usual", "given": ["Pål"]},
        ],
        "telecom": [{"system": "phone", "value": "+47 99 99 99 99", "use": "mobile", "rank": 1}],
        "gender": "male",
        "birthDate": "1951-02-03",
        "_birthDate": {
            "extension": [
                {
                    "url": "http://hl7.org/fhir/StructureDefinition/patient-birthTime",
                    "valueDateTime": "1951-02-03T10:00:00+01:00",
                }
            ]
        },
        "address": [
            {
                "use": "home",
                "line": ["Storgata 1"],
                "city": "Oslo",
                "postalCode": "0155",
                "period": {"start": "2001"},
            }
        ],
        "contact": [
            {"name": {"family": "Åsen", "given": ["Anna"]}, "telecom": [{"system": "phone", "value": "99"}]}
        ],
        "generalPractitioner": [{"reference": "Practitioner/1", "display": "Fastlegen"}],
    }


def _observation(number: int) -> dict[str, Any]:
    component = {
        "code": _concept("http://loinc.org", "8480-6", "Systolic blood pressure"),
        "valueQuantity": {
            "value": 120 + number,
            "unit": "mmHg",
            "system": "http://unitsofmeasure.org",
            "code": "mm[Hg]",
        },
    }
    return {
        "resourceType": "Observation",
        "id": f"observation-{number}",
        "text": _narrative("Blodtrykk"),
        "status": "final",
        "category": [
            _concept(
                "http://terminology.hl7.org/CodeSystem/observation-category", "vital-signs", "Vital Signs"
            )
        ],
        "code": _concept("http://loinc.org", "85354-9", "Blood pressure panel"),
        "subject": {"reference": f"Patient/patient-{number - 1}"},
        "effectiveDateTime": "2026-01-01T12:00:00+01:00",
        "performer": [{"reference": "Practitioner/1"}],
        "component": [component, component],
        "referenceRange": [
            {
                "low": {"value": 90, "unit": "mmHg", "system": "http://unitsofmeasure.org", "code": "mm[Hg]"},
                "high": {
                    "value": 140,
                    "unit": "mmHg",
                    "system": "http://unitsofmeasure.org",
                    "code": "mm[Hg]",
                },
            }
        ],
    }


def _care_plan(number: int) -> dict[str, Any]:
    return {
        "resourceType": "CarePlan",
        "id": f"plan-{number}",
        "text": _narrative("Behandlingsplan"),
        "contained": [{"resourceType": "Goal", "id": "goal", "lifecycleStatus": "active",
                       "description": {"text": "Forebygge synstap"}, "subject": {"reference": "Patient/1"}}],
        "extension": [{"url": "http://example.org/phase", "valueCode": "1"}],
        "status": "active",
        "intent": "plan",
        "title": "Behandlingsplan for grønn stær",
        "subject": {"reference": f"Patient/patient-{number - 2}"},
        "period": {"start": "2026-01-01", "end": "2026-12-31"},
        "addresses": [{"reference": f"Condition/condition-{number + 1}"}],
        "goal": [{"reference": "#goal"}],
        "activity": [
            {"detail": {"status": "in-progress", "description": "Øyedråper daglig",
                        "scheduledTiming": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d"}}}},
            {"reference": {"reference": "ServiceRequest/1"}},
        ],
        "note": [{"time": "2026-01-01T12:00:00+01:00", "text": "Årlig kontroll"}],
    }  # fmt: skip


def _condition(number: int) -> dict[str, Any]:
    return {
        "resourceType": "Condition",
        "id": f"condition-{number}",
        "text": _narrative("Grønn stær"),
        "clinicalStatus": _concept(
            "http://terminology.hl7.org/CodeSystem/condition-clinical", "active", "Active"
        ),
        "verificationStatus": _concept(
            "http://terminology.hl7.org/CodeSystem/condition-ver-status", "confirmed", "Confirmed"
        ),
        "category": [
            _concept(
                "http://terminology.hl7.org/CodeSystem/condition-category", "problem-list-item", "Problem"
            )
        ],
        "code": _concept("http://hl7.org/fhir/sid/icd-10", "H40.1", "Grønn stær"),
        "subject": {"reference": "Patient/1"},
        "onsetAge": {"value": 70, "unit": "år", "system": "http://unitsofmeasure.org", "code": "a"},
        "recordedDate": "2026-01-01",
    }


def _medication_request(number: int) -> dict[str, Any]:
    return {
        "resourceType": "MedicationRequest",
        "id": f"request-{number}",
        "text": _narrative("Timolol"),
        "status": "active",
        "intent": "order",
        "medicationCodeableConcept": _concept("http://www.whocc.no/atc", "S01ED01", "timolol"),
        "subject": {"reference": "Patient/1"},
        "authoredOn": "2026-01-01",
        "dosageInstruction": [
            {
                "text": "1 dråpe daglig",
                "timing": {
                    "repeat": {
                        "boundsPeriod": {"start": "2026-01-01"},
                        "frequency": 1,
                        "period": 1,
                        "periodUnit": "d",
                    }
                },
                "doseAndRate": [
                    {
                        "doseQuantity": {
                            "value": 1,
                            "unit": "dråpe",
                            "system": "http://unitsofmeasure.org",
                            "code": "[drp]",
                        }
                    }
                ],
            }
        ],
    }


class Held(NamedTuple):
    """One node and one invariant of it."""

    key: str
    text: str
    type: str
    value: Any
    sibling: dict[str, Any] | None
    resource: dict[str, Any]
    root: dict[str, Any]


def invariants(core: CoreStore) -> tuple[dict[str, dict[str, str]], dict[str, dict[str, str]]]:
    """(type -> {key: expression}, element path -> {key: expression})."""
    of_types: dict[str, dict[str, str]] = {}
    of_elements: dict[str, dict[str, str]] = {}
    for structure in core.all("StructureDefinition"):
        if structure.get("derivation") == "constraint" or structure["kind"] == "logical":
            continue
        for position, element in enumerate(structure["snapshot"]["element"]):
            held = {
                each["key"]: each["expression"]
                for each in element.get("constraint", ())
                if "expression" in each
            }
            if position == 0:
                of_types[element["path"]] = held
            else:
                of_elements[element["path"].removesuffix("[x]")] = held
    return of_types, of_elements


def nodes(core: CoreStore, resource: dict[str, Any]) -> Iterator[Held]:
    """Every node of a resource with every invariant that it is validated against."""
    of_types, of_elements = invariants(core)

    def walk(
        value: Any, sibling: Any, type_name: str, path: str, inside: dict[str, Any], root: dict[str, Any]
    ) -> Iterator[Held]:
        if type_name in ("Resource", "DomainResource") and isinstance(value, dict):
            type_name = value["resourceType"]
            contained = path.endswith(".contained")
            inside, root = value, (root if contained else value)
        rules = of_types.get(type_name, {}) | of_elements.get(path, {})
        for key, text in rules.items():
            yield Held(key, text, type_name, value, sibling, inside, root)
        if not isinstance(value, dict):
            return
        for key, child in value.items():
            found = core.member(type_name, key)
            if found is None:
                continue
            info, child_type = found
            beside = value.get("_" + key)
            owner = type_name
            for index, each in enumerate(child if isinstance(child, list) else [child]):
                mate = (
                    (beside[index] if index < len(beside) else None) if isinstance(beside, list) else beside
                )
                yield from walk(each, mate, child_type, f"{owner}.{info.name}", inside, root)

    yield from walk(resource, None, resource["resourceType"], "", resource, resource)


def ours(core: CoreStore, held: list[Held]) -> tuple[float, float, list[tuple[float, str, int]], int]:
    """(seconds a pass, compile seconds, slowest invariants by total, evaluation errors)."""
    started = time.process_time()
    compiled: dict[tuple[str, str], Expression] = {}
    for each in held:
        if (each.text, each.type) not in compiled:
            result = compile_expression(each.text, types=core, context_type=each.type, invariant=True)
            assert result.value is not None
            compiled[each.text, each.type] = result.value
    compile_time = time.process_time() - started
    errors = 0
    passes = []
    for _ in range(ROUNDS):
        environments: dict[tuple[int, int], Environment] = {}
        for each in held:
            place = (id(each.resource), id(each.root))
            if place not in environments:
                environments[place] = Environment(each.resource, each.root, types=core, services=Services())
        prepared = [
            (
                compiled[each.text, each.type].test,
                each.value,
                environments[id(each.resource), id(each.root)],
                each.sibling,
            )
            for each in held
        ]
        errors = 0
        started = time.process_time()
        for test, value, environment, sibling in prepared:
            try:
                test(value, environment, sibling)
            except EvaluationError:
                errors += 1
        passes.append(time.process_time() - started)
    by_key: dict[str, list[Held]] = {}
    for each in held:
        by_key.setdefault(each.key, []).append(each)
    totals: list[tuple[float, str, int]] = []
    for key, group in by_key.items():
        environments = {}
        for each in group:
            place = (id(each.resource), id(each.root))
            environments[place] = Environment(each.resource, each.root, types=core, services=Services())
        calls = [
            (
                compiled[each.text, each.type].test,
                each.value,
                environments[id(each.resource), id(each.root)],
                each.sibling,
            )
            for each in group
        ]
        started = time.process_time()
        for test, value, environment, sibling in calls:
            with contextlib.suppress(EvaluationError):
                test(value, environment, sibling)
        totals.append((time.process_time() - started, key, len(group)))
    slowest = sorted(totals, reverse=True)[:12]
    return min(passes), compile_time, slowest, errors


def peer_python(held: list[Held]) -> tuple[float, int, int]:
    """fhirpathpy: (seconds for what it can evaluate, evaluations, evaluations that raise)."""
    from fhirpathpy import compile as compile_peer
    from fhirpathpy.models import models

    logging.disable(logging.CRITICAL)
    compiled: dict[str, Any] = {}
    for each in held:
        if each.text not in compiled:
            try:
                compiled[each.text] = compile_peer(each.text, models["r4"])
            except Exception:  # noqa: BLE001  a peer may fail as it likes
                compiled[each.text] = None
    seconds, evaluated, failed = 0.0, 0, 0
    for each in held:
        peer = compiled[each.text]
        base = {"resource": each.resource, "rootResource": each.root}
        with contextlib.redirect_stdout(io.StringIO()):  # it prints what passes trace()
            began = time.process_time()
            try:
                peer(each.value, base)
            except Exception:  # noqa: BLE001  a peer may fail as it likes
                failed += 1
                continue
            seconds += time.process_time() - began
        evaluated += 1
    return seconds, evaluated, failed


NODE_SCRIPT = """
const fhirpath = require('fhirpath'); const model = require('fhirpath/fhir-context/r4');
const print = console.log; console.log = () => {};  // it prints what passes trace()
const held = JSON.parse(require('fs').readFileSync(process.argv[2], 'utf8'));
const compiled = new Map();
for (const h of held.rows) if (!compiled.has(h[0])) {
  try { compiled.set(h[0], fhirpath.compile({base: undefined, expression: h[0]}.expression, model)); } catch (e) { compiled.set(h[0], null); }
}
let best = null;
for (let round = 0; round < 3; round++) {
  let evaluated = 0, failed = 0; const began = process.cpuUsage();
  for (const [text, value, place] of held.rows) {
    try { compiled.get(text)(value, held.places[place]); evaluated++; } catch (e) { failed++; }
  }
  const used = process.cpuUsage(began), seconds = (used.user + used.system) / 1e6;
  if (best === null || seconds < best.seconds) best = {seconds, evaluated, failed};
}
print(JSON.stringify(best));
"""


def peer_node(held: list[Held]) -> dict[str, Any] | str:
    """fhirpath.js: its figures, or why there are none."""
    node = shutil.which("node")
    if node is None:
        return "Node is not here"
    places: dict[tuple[int, int], int] = {}
    rows, contexts = [], []
    for each in held:
        place = (id(each.resource), id(each.root))
        if place not in places:
            places[place] = len(contexts)
            contexts.append({"resource": each.resource, "rootResource": each.root})
        rows.append((each.text, each.value, places[place]))
    root = Path(__file__).parents[1]
    paths = [str(root / "node_modules"), *filter(None, [os.environ.get("NODE_PATH")])]
    with tempfile.TemporaryDirectory() as folder:
        script, data = Path(folder) / "peer.js", Path(folder) / "held.json"
        script.write_text(NODE_SCRIPT, encoding="utf-8")
        data.write_text(json.dumps({"rows": rows, "places": contexts}), encoding="utf-8")
        done = subprocess.run(
            [node, str(script), str(data)],
            capture_output=True, text=True, check=False,
            env=os.environ | {"NODE_PATH": os.pathsep.join(paths)},
        )  # fmt: skip
    if done.returncode != 0:
        return "the npm package fhirpath is not here"
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def compile_all(core: CoreStore) -> tuple[int, float, float, float]:
    """(unique invariants, seconds from text, seconds from the packed AST, kB they take)."""
    texts = sorted(
        {
            constraint["expression"]
            for structure in core.all("StructureDefinition")
            for element in structure.get("snapshot", {}).get("element", ())
            for constraint in element.get("constraint", ())
            if "expression" in constraint
        }
    )
    timings = []
    for _ in range(ROUNDS):
        started = time.process_time()
        kept = [compile_expression(text, invariant=True).value for text in texts]
        for expression in kept:
            assert expression is not None
            expression.prepare()
        timings.append(time.process_time() - started)
    packed = [core.parsed_expression(text) for text in texts]
    from_packed = []
    for _ in range(ROUNDS):
        started = time.process_time()
        for data, text in zip(packed, texts, strict=True):
            node = parse(text).value if data is None else from_data(data)
            assert node is not None
            expression = compile_ast(node, invariant=True).value
            assert expression is not None
            expression.prepare()
        from_packed.append(time.process_time() - started)
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    kept = [compile_expression(text, invariant=True).value for text in texts]
    for expression in kept:
        assert expression is not None
        expression.prepare()
    memory = (tracemalloc.get_traced_memory()[0] - before) / 1024
    tracemalloc.stop()
    return len(texts), min(timings), min(from_packed), memory


def main() -> None:
    """Prints tables."""
    core = open_core().value
    if core is None:
        print("R4 core is not installed")
        return
    held = list(nodes(core, bundle()))
    count, from_text, from_packed, memory = compile_all(core)
    print(f"{count} invariants of R4 core: compiled from text in {from_text * 1000:.1f} ms, ", end="")
    print(f"from packed ASTs in {from_packed * 1000:.1f} ms, {memory:.0f} kB")
    seconds, compile_time, slowest, errors = ours(core, held)
    node_count = len({(id(each.value), each.type) for each in held})
    print(
        f"Bundle of {ENTRIES} entries: {len(held)} evaluations ({node_count} distinct nodes), compile {compile_time * 1000:.0f} ms"
    )
    mean = seconds / len(held) * 1e6
    print(f"dbep        {mean:8.2f} µs an evaluation, {seconds * 1000:8.1f} ms in all, {errors} errors")
    native = Counter(each.key for each in held)
    rest = [each for each in held if each.key not in ("ele-1", "ext-1")]
    rest_seconds = ours(core, rest)[0]
    print(f"  without ele-1 and ext-1: {rest_seconds / len(rest) * 1e6:.2f} µs over {len(rest)} evaluations")
    for total, key, times in slowest:
        print(f"  {key:8} {times:6} × {total / times * 1e6:7.2f} µs")
    assert native["ele-1"] > 0
    try:
        peer_seconds, evaluated, failed = peer_python(held)
    except ImportError:
        print("fhirpathpy is not installed")
    else:
        print(
            f"fhirpathpy  {peer_seconds / max(evaluated, 1) * 1e6:8.2f} µs an evaluation, {evaluated} evaluated, {failed} raise"
        )
    figures = peer_node(held)
    if isinstance(figures, str):
        print(f"fhirpath.js: {figures}")
    else:
        print(
            f"fhirpath.js {figures['seconds'] / max(figures['evaluated'], 1) * 1e6:8.2f} µs an evaluation, {figures['evaluated']} evaluated, {figures['failed']} raise"
        )


if __name__ == "__main__":
    sys.exit(main())
