"""FHIRPath: R4 core's invariants on the nodes of a 100-entry Bundle, beside fhirpathpy and fhirpath.js in the same run.

Each node is validated against the invariants of its type and of its element, as a validator without native ones would.
Processor time, the best of some rounds: what else the machine does counts for less.
"""

import contextlib
import sys
import time
import tracemalloc
from collections import Counter

from bench.fhirpath_peers import peer_node, peer_python
from bench.hospital import ENTRIES, bundle
from bench.invariants import Held, Services, nodes
from dbep_ig.engine.core import CoreStore
from dbep_ig.engine.fhirpath import (
    Environment,
    EvaluationError,
    Expression,
    compile_ast,
    compile_expression,
    from_data,
    parse,
)
from dbep_ig.host.core_data import open_core

ROUNDS = 5


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
