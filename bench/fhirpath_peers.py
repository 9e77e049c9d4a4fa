"""The same evaluations by fhirpathpy and by fhirpath.js.

`npm install fhirpath` in the project's folder (or NODE_PATH) lets Node take part.
"""

import contextlib
import io
import json
import logging
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.invariants import Held


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
