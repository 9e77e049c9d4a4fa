"""Codes: what a first question costs, what the next ones cost, and all of R4's required bindings compiled."""

import time
from collections.abc import Callable

from dbep_ig.engine.core import CoreStore
from dbep_ig.engine.terminology import Terminology
from dbep_ig.host.core_data import open_core

VALUE_SETS = "http://hl7.org/fhir/ValueSet/"
GENDER = "http://hl7.org/fhir/administrative-gender"
ROLE = {"system": "http://terminology.hl7.org/CodeSystem/v3-RoleCode", "code": "FTH", "display": "father"}
ROUNDS = 20_000


def main() -> None:
    """Prints a table."""
    core = open_core().value
    assert core is not None, "python -m dbep_ig.host.core_build"
    started = time.perf_counter()
    terminology = Terminology(core)
    terminology.member_of(f"{VALUE_SETS}administrative-gender", code="female")
    first = time.perf_counter() - started
    print(f"{'first question of a new Terminology':58}{first * 1e3:10.2f} ms")

    bound = _required(core)
    started = time.perf_counter()
    decidable = sum(not Terminology(core).compiled_value_set(each).gaps for each in bound)
    print(
        f"{f'each of {len(bound)} required value sets alone ({decidable} decidable)':58}{(time.perf_counter() - started) * 1e3:10.1f} ms"
    )
    terminology = Terminology(core)
    started = time.perf_counter()
    for value_set in bound:
        terminology.compiled_value_set(value_set)
    print(f"{'all of them in one Terminology':58}{(time.perf_counter() - started) * 1e3:10.1f} ms")

    compiled = terminology.compiled_value_set(f"{VALUE_SETS}administrative-gender")
    coding = {"system": GENDER, "code": "female"}
    questions: list[tuple[str, Callable[[], object]]] = [
        ("a call of nothing", lambda: None),
        ("compiled.contains(system, code)", lambda: compiled.contains(GENDER, "female")),
        ("compiled.contains_code(code)", lambda: compiled.contains_code("female")),
        ("member_of(value_set, code)", lambda: terminology.member_of(f"{VALUE_SETS}administrative-gender", code="female")),
        ("member_of(value_set, code), outside", lambda: terminology.member_of(f"{VALUE_SETS}administrative-gender", code="x")),
        ("coding_in(value_set, coding)", lambda: terminology.coding_in(f"{VALUE_SETS}administrative-gender", coding)),
        ("validate_coding(coding)", lambda: terminology.validate_coding(coding)),
        ("validate_coding(coding with display)", lambda: terminology.validate_coding(ROLE)),
        ("member_of(all-languages, nb-NO)", lambda: terminology.member_of(f"{VALUE_SETS}all-languages", code="nb-NO")),
    ]  # fmt: skip
    for name, ask in questions:
        ask()
        started = time.perf_counter()
        for _ in range(ROUNDS):
            ask()
        print(f"{name:58}{(time.perf_counter() - started) / ROUNDS * 1e6:10.2f} µs")
    started = time.perf_counter()
    expansion = Terminology(core).expand("http://terminology.hl7.org/ValueSet/v3-ActCode").value
    count = 0 if expansion is None else len(expansion.entries)
    print(f"{f'expand v3-ActCode ({count} codes), cold':58}{(time.perf_counter() - started) * 1e3:10.1f} ms")


def _required(core: CoreStore) -> list[str]:
    found: dict[str, None] = {}
    for definition in core.all("StructureDefinition"):
        for element in definition.get("snapshot", {}).get("element", ()):
            binding = element.get("binding", {})
            if binding.get("strength") == "required" and "valueSet" in binding:
                found[binding["valueSet"]] = None
    return list(found)
