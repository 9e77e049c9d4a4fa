"""A small guide in a folder of its own, with examples, and a model class that has no profile."""

import shutil
from pathlib import Path

from dbep_ig import build
from dbep_ig.host.packages import PackageSettings

ROOT = Path(__file__).parents[3]
WITHOUT_PROFILE = """class: Lapp
maps: CarePlan
title: {nb: Lapp, en: Note}
definition: {nb: En plan uten egen profil., en: A plan without a profile of its own.}
elements:
"""
ELEMENT = """  {name}:
    title: {{nb: {name}, en: {name}}}
    definition: {{nb: {name}., en: {name}.}}
    type: {type}
    cardinality: {cardinality}
    maps: CarePlan.{maps}
"""
ELEMENTS = (
    ("status", "code", "1..1", "status"),
    ("hensikt", "code", "1..1", "intent"),
    ("slag", "CodeableConcept", "0..1", "category"),
    ("pasient", "Reference(Pasient)", "1..1", "subject"),
)
EXAMPLES = {
    "planer.yaml": """scenario: kort
title: {nb: Kort plan, en: Short plan}
plan:
  class: Plan
  status: active
  plantype: plantype#kort
  pasient: {$ref: per}
per: {class: Pasient, navn: Per}
---
invalid: kort-feil-status
of: kort
change: {plan.status: gone}
expect: [{rule: code-not-in-required-value-set, at: CarePlan.status}]
""",
    "lapper.yaml": """scenario: lapp
title: {nb: Lapp, en: Note}
plan:
  class: Lapp
  status: active
  hensikt: plan
  slag: plantype#kort
  pasient: {$ref: per}
per: {class: Pasient, navn: Per}
---
invalid: lapp-annen-hensikt
of: lapp
change: {plan.hensikt: proposal}
expect: [{rule: pattern-not-matched, at: CarePlan.intent}]
""",
}


def write_small_guide(folder: Path) -> None:
    shutil.copytree(ROOT / "tests" / "cases" / "scenarios" / "guide", folder, dirs_exist_ok=True)
    elements = (
        ELEMENT.format(name=name, type=kind, cardinality=cardinality, maps=maps)
        for name, kind, cardinality, maps in ELEMENTS
    )
    (folder / "model" / "lapp.yaml").write_text(WITHOUT_PROFILE + "".join(elements), encoding="utf-8")
    (folder / "examples").mkdir()
    for name, text in EXAMPLES.items():
        (folder / "examples" / name).write_text(text, encoding="utf-8")


def write_own_guide(folder: Path) -> None:
    for name in ("model", "profiles", "examples"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "guide.yaml", folder)


def built(folder: Path, into: Path | None = None, *, site: bool = False) -> build.Built:
    """As `dbep build` does it, unless `into` is another folder than its `build/`, with no packages beside R4."""
    settings = PackageSettings(folder / "no-cache")
    return build.guide(folder, into=into or folder / "build", site=site, package_settings=settings)


def as_new_process() -> None:
    """What a build remembers in memory is forgotten."""
    build._latest.clear()


def files_of(folder: Path) -> dict[str, bytes]:
    """What was written, but for what stages keep."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".stages" not in path.parts
    }
