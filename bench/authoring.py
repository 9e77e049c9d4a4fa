"""The working day of an author: building, checking, and seeing an edit, on this project's guide and on made ones.

`python -m bench authoring` (a few minutes; SUSHI is compared where `make interop` has installed it). Seconds of whole processes,
and of CPU in them, which others disturb less; of one process that stays (`--watch`), seconds alone. The least of several. Made guides have 10, 30 and 100 classes of twelve elements, each with its profile; SUSHI
compiles the same number of profiles with the same elements, in the same run, where Node is.
"""

import http.client
import os
import re
import resource
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
SIZES = (10, 30, 100)
RUNS = 3
LIMIT = 400  # seconds for one process, or for one edit to be seen; what takes longer ends the measurement
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


class Took(NamedTuple):
    """Seconds, and those of CPU among them, in the process and those it started."""

    seconds: float
    cpu: float


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
    whole = _least(2, lambda: _process(guide, "build", "--no-site", fresh=True))
    show = _table(whole.cpu)
    show("package from nothing", whole)
    show("with the site, from nothing", _process(guide, "build"))
    show("with the site, nothing changed", _process(guide, "build"))
    _edit(guide / edited)
    show("with the site, a definition edited", _process(guide, "build"))
    _process(guide, "check")
    show("check, nothing changed", _least(RUNS, lambda: _process(guide, "check")))

    def after_edit() -> Took:
        _edit(guide / edited)
        return _process(guide, "check")

    show("check after an edit", _least(RUNS, after_edit))
    _preview(guide, edited, page)


def _table(cpu: float) -> Callable[[str, Took], None]:
    """What prints a row at once: whoever stops it has what was measured. `cpu`: of the package from nothing."""
    print(f"  {'':36}{'seconds':>9}{'of CPU':>9}")

    def show(name: str, took: Took) -> None:
        aim = f"   aim {AIMS[name]} s" if name in AIMS else ""
        print(
            f"  {name:36}{took.seconds:9.2f}{took.cpu:9.2f}{took.cpu / cpu:8.2f} × the package{aim}",
            flush=True,
        )

    return show


def _least(runs: int, measure: Callable[[], Took]) -> Took:
    """The least of each."""
    found = [measure() for _ in range(runs)]
    return Took(min(one.seconds for one in found), min(one.cpu for one in found))


def _preview(guide: Path, edited: str, page: str) -> None:
    """From a save to the page that the preview sends, and to the end of the check. The first edit is not counted: it reaches
    what the process has not read yet.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "build", str(guide), "--watch", "--port", str(port), "--lang", "en"],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=_environment(),
    )  # fmt: skip
    try:
        _read_until(process, "Preview:")
        times = []
        for number in range(1 + RUNS):
            mark = _edit(guide / edited, f"Sett{number}x")
            begun = time.perf_counter()
            while mark not in _get(port, f"/nb/model/{page}.html"):
                if time.perf_counter() - begun > LIMIT:
                    raise SystemExit(f"an edit was not on the page after {LIMIT} s")
                time.sleep(0.005)
            times.append(time.perf_counter() - begun)
            _read_until(process, "Built in")
        counted = times[1:]
        print(f"  {'an edit on the page':36}{min(counted):9.2f}{'':30}aim {AIMS['an edit on the page']} s")
        print(f"  {'the same, median':36}{statistics.median(counted):9.2f}", flush=True)
    finally:
        process.kill()
        process.wait()


def _read_until(process: "subprocess.Popen[str]", words: str) -> None:
    """Raises SystemExit with what the process wrote, when it ends before it writes the words."""
    assert process.stdout is not None
    written: list[str] = []
    for line in process.stdout:
        written.append(line)
        if words in line:
            return
    raise SystemExit("dbep build --watch ended:\n" + "".join(written)[-2000:])


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
    ours: list[Took] = []
    print(f"  {'':36}{'seconds':>9}{'of CPU':>9}")
    for size in SIZES:
        folder = place / f"made-{size}"
        _make(folder, size)
        took = _least(2, lambda guide=folder: _process(guide, "build", "--no-site", fresh=True))  # type: ignore[misc]
        ours.append(took)
        print(f"  {f'{size} classes, dbep build --no-site':36}{took.seconds:9.2f}{took.cpu:9.2f}", flush=True)
        if sushi is not None:
            other = _compiled_by_sushi(sushi, place / f"fsh-{size}", size)
            ratio = f"{other.cpu / took.cpu:8.2f} × ours"
            print(f"  {f'{size} profiles, SUSHI':36}{other.seconds:9.2f}{other.cpu:9.2f}{ratio}", flush=True)
    per_class = [(ours[n + 1].cpu - ours[n].cpu) / (SIZES[n + 1] - SIZES[n]) for n in range(len(SIZES) - 1)]
    steps = (f"{SIZES[n]} to {SIZES[n + 1]}: {1000 * one:.0f} ms" for n, one in enumerate(per_class))
    print(f"  each further class, of CPU: {', '.join(steps)} (linear is the same)")
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


def _compiled_by_sushi(command: Path, folder: Path, size: int) -> Took:
    """`sushi build`; the FHIR cache has R4 core as we have it."""
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
    environment = os.environ | {"HOME": str(home), "USERPROFILE": str(home), "NO_UPDATE_NOTIFIER": "1"}
    return _timed([str(command), "build", "--snapshot", str(folder)], environment)


def _copy_of_own_guide(folder: Path) -> None:
    folder.mkdir()
    for name in ("guide.yaml", "CHANGELOG.md", "model", "profiles", "examples", "site"):
        source = ROOT / name
        shutil.copytree(source, folder / name) if source.is_dir() else shutil.copy(source, folder / name)


def _environment() -> dict[str, str]:
    """As on a user's machine: bytecode is cached."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": str(ROOT / "src"), "DBEP_PACKAGES": "/nowhere"}


def _process(guide: Path, *words: str, fresh: bool = False) -> Took:
    """One command; `fresh`: with nothing of an earlier build."""
    if fresh:
        shutil.rmtree(guide / "build", ignore_errors=True)
    return _timed([sys.executable, "-c", PROGRAM, words[0], str(guide), *words[1:]], _environment())


def _timed(command: list[str], environment: dict[str, str]) -> Took:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    try:
        done = subprocess.run(command, capture_output=True, env=environment, check=False, timeout=LIMIT)
    except subprocess.TimeoutExpired:
        raise SystemExit(f"{' '.join(command)}: not done after {LIMIT} s; is the machine busy?") from None
    seconds = time.perf_counter() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command)}: {done.returncode}\n{done.stdout.decode()[-2000:]}")
    return Took(seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


if __name__ == "__main__":
    main()
