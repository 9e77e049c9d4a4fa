"""The working day of an author: building, checking, and seeing an edit, on this project's guide and on made ones.

`python -m bench authoring`. Seconds of whole processes, or of one process that stays (`--watch`): CPU where another process
would disturb, and the least of several. Made guides have 10, 30 and 100 classes of twelve elements, each with its profile; SUSHI
compiles the same number of profiles with the same elements, in the same run, where Node is.
"""

import http.client
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
SIZES = (10, 30, 100)
RUNS = 5
AIMS = {"an edit on the page": 1.0, "check after an edit": 0.5, "package from nothing": 3.0}
PROGRAM = "from dbep_ig.apps.cli.main import run; run()"

GUIDE = """guide: example.made
canonical: http://example.org/made
version: 0.1.0
name: Made
title: {nb: Laget, en: Made}
definition: {nb: Til måling., en: For measurement.}
status: active
date: 2026-01-01
publisher: {nb: Ingen, en: Nobody}
license: CC0-1.0
prefix: made
fhirVersion: 4.0.1
languages: [nb, en]
"""
ELEMENTS = (
    ("identifikator", "Identifier", "identifier", "0..*"),
    ("tittel", "string", "title", "1..1"),
    ("beskrivelse", "string", "description", "0..1"),
    ("pasient", "Reference", "subject", "1..1"),
    ("periode", "Period", "period", "0..1"),
    ("opprettet", "dateTime", "created", "0..1"),
    ("forfatter", "Reference", "author", "0..1"),
    ("bidragsyter", "Reference", "contributor", "0..*"),
    ("team", "Reference", "careTeam", "0..*"),
    ("grunnlag", "Reference", "supportingInfo", "0..*"),
    ("maal", "Reference", "goal", "0..*"),
    ("merknad", "Annotation", "note", "0..*"),
)


def main() -> None:
    """Prints tables of seconds and ratios."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        own = place / "own"
        _copy_of_own_guide(own)
        print("our own guide")
        _day(own, "model/plan/behandlingsplan.yaml", "Behandlingsplan")
        print(
            f"\nmade guides of {', '.join(map(str, SIZES))} classes, package alone; SUSHI's for the same profiles"
        )
        _growth(place)


def _day(guide: Path, edited: str, page: str) -> None:
    rows: list[tuple[str, float]] = []
    rows.append(("package from nothing", _process(guide, "build", "--no-site")))
    rows.append(("with the site, from nothing", _process(guide, "build")))
    rows.append(("with the site, nothing changed", _process(guide, "build")))
    _edit(guide / edited)
    rows.append(("with the site, a definition edited", _process(guide, "build")))
    rows.append(("check, nothing changed", min(_process(guide, "check") for _ in range(RUNS))))
    times = []
    for _ in range(RUNS):
        _edit(guide / edited)
        times.append(_process(guide, "check"))
    rows.append(("check after an edit", min(times)))
    rows += _preview(guide, edited, page)
    whole = dict(rows)["package from nothing"]
    for name, seconds in rows:
        aim = f"  aim {AIMS[name]}" if name in AIMS else ""
        print(f"  {name:44}{seconds:8.2f} s{seconds / whole:8.2f} × the package{aim}")


def _preview(guide: Path, edited: str, page: str) -> list[tuple[str, float]]:
    """From a save to the page that the preview sends, and to the end of the check."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "build", str(guide), "--watch", "--port", str(port), "--lang", "en"],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=_environment(),
    )  # fmt: skip
    try:
        assert process.stdout is not None
        while "Preview:" not in process.stdout.readline():
            pass
        times = []
        for number in range(RUNS):
            mark = _edit(guide / edited, f"Sett {number}")
            begun = time.perf_counter()
            while mark not in _get(port, f"/nb/model/{page}.html"):
                time.sleep(0.005)
            times.append(time.perf_counter() - begun)
            while "Built in" not in process.stdout.readline():
                pass
        return [("an edit on the page", min(times)), ("the same, median", statistics.median(times))]
    finally:
        process.kill()
        process.wait()


def _get(port: int, path: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path)
    text = connection.getresponse().read().decode()
    connection.close()
    return text


def _edit(file: Path, mark: str = "") -> str:
    """One word more in the definition of a class."""
    mark = mark or f"Ord{time.perf_counter_ns()}"
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(r"(definition:\s*\{?\s*nb: )", rf"\g<1>{mark} ", text, count=1), encoding="utf-8")
    return mark


def _growth(place: Path) -> None:
    sushi = _sushi()
    ours, theirs = [], []
    for size in SIZES:
        folder = place / f"made-{size}"
        _make(folder, size)
        ours.append(min(_process(folder, "build", "--no-site", fresh=True) for _ in range(3)))
        if sushi is not None:
            theirs.append(min(_compiled_by_sushi(sushi, place / f"fsh-{size}", size) for _ in range(2)))
    for number, size in enumerate(SIZES):
        line = f"  {size:4} classes  dbep build --no-site {ours[number]:7.2f} s"
        if theirs:
            line += f"   SUSHI {theirs[number]:7.2f} s   {theirs[number] / ours[number]:5.1f} × ours"
        print(line)
    first, last = SIZES[0], SIZES[-1]
    per_class = [(ours[n + 1] - ours[n]) / (SIZES[n + 1] - SIZES[n]) for n in range(len(SIZES) - 1)]
    print(
        f"  each further class: {', '.join(f'{1000 * one:.0f} ms' for one in per_class)} ({first} to {last}: linear is the same)"
    )
    if sushi is None:
        print("  SUSHI: not installed (make interop installs it), not compared")


def _make(folder: Path, size: int) -> None:
    for name in ("model", "profiles", "examples"):
        (folder / name).mkdir(parents=True)
    (folder / "guide.yaml").write_text(GUIDE, encoding="utf-8")
    for number in range(size):
        lines = [
            f"class: Plan{number}",
            f"title: {{nb: Plan {number}, en: Plan {number}}}",
            "definition: {nb: En plan., en: A plan.}",
            "elements:",
        ]
        for name, kind, path, cardinality in ELEMENTS:
            target = (
                "Reference(Patient)"
                if path == "subject"
                else "Reference(Resource)"
                if kind == "Reference"
                else kind
            )
            if path in ("author", "contributor"):
                target = "Reference(Practitioner)"
            if path in ("careTeam", "goal"):
                target = f"Reference({path[0].upper()}{path[1:]})"
            lines += [
                f"  {name}:",
                f"    title: {{nb: {name}, en: {name}}}",
                "    definition: {nb: Et element., en: An element.}",
                f"    type: {target}",
                f"    cardinality: {cardinality}",
                f"    maps: CarePlan.{path}",
            ]
        (folder / "model" / f"plan{number}.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
        profile = [
            f"profile: plan{number}",
            f"title: {{nb: Plan {number}, en: Plan {number}}}",
            "definition: {nb: En profil., en: A profile.}",
            f"implements: Plan{number}",
            "parent: CarePlan",
        ]
        (folder / "profiles" / f"plan{number}.yaml").write_text("\n".join(profile) + "\n", encoding="utf-8")


def _sushi() -> Path | None:
    from tests.interop import sushi

    command = ROOT / "build" / "interop" / "node_modules" / ".bin" / "sushi"
    return command if command.exists() and shutil.which("node") and sushi.NAME else None


def _compiled_by_sushi(command: Path, folder: Path, size: int) -> float:
    """Seconds of `sushi build`; the FHIR cache has R4 core as we have it."""
    from tests.interop.sushi import fill_with_core

    home = folder.parent / "home"
    if not home.exists():
        fill_with_core(home / ".fhir" / "packages")
    fsh = folder / "input" / "fsh"
    shutil.rmtree(folder, ignore_errors=True)
    fsh.mkdir(parents=True)
    config = ["id: example.made", "canonical: http://example.org/made", "name: Made", "status: draft", "version: 0.1.0",
              "fhirVersion: 4.0.1", "FSHOnly: true"]  # fmt: skip
    (folder / "sushi-config.yaml").write_text("\n".join(config) + "\n", encoding="utf-8")
    for number in range(size):
        rules = "\n".join(
            f'* {path} {cardinality} MS\n* {path} ^short = "{name}"\n* {path} ^definition = "An element."'
            for name, _, path, cardinality in ELEMENTS
        )
        text = f'Profile: Plan{number}\nParent: CarePlan\nId: plan{number}\nTitle: "Plan {number}"\n{rules}\n'
        (fsh / f"plan{number}.fsh").write_text(text, encoding="utf-8")
    begun = time.perf_counter()
    subprocess.run(
        [str(command), "build", "--snapshot", str(folder)], check=True, capture_output=True,
        env=os.environ | {"HOME": str(home), "USERPROFILE": str(home), "NO_UPDATE_NOTIFIER": "1"},
    )  # fmt: skip
    return time.perf_counter() - begun


def _copy_of_own_guide(folder: Path) -> None:
    folder.mkdir()
    for name in ("guide.yaml", "CHANGELOG.md", "model", "profiles", "examples", "site"):
        source = ROOT / name
        shutil.copytree(source, folder / name) if source.is_dir() else shutil.copy(source, folder / name)


def _environment() -> dict[str, str]:
    """As on a user's machine: bytecode is cached."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": str(ROOT / "src"), "DBEP_PACKAGES": "/nowhere"}


def _process(guide: Path, *words: str, fresh: bool = False) -> float:
    """Seconds of one command."""
    if fresh:
        shutil.rmtree(guide / "build", ignore_errors=True)
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, words[0], str(guide), *words[1:]],
        capture_output=True, env=_environment(), check=False,
    )  # fmt: skip
    seconds = time.perf_counter() - begun
    if done.returncode != 0:
        raise SystemExit(f"dbep {' '.join(words)}: {done.returncode}\n{done.stdout.decode()[-2000:]}")
    return seconds


if __name__ == "__main__":
    main()
