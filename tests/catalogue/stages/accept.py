"""As `build`, with what guide.yaml accepts taken out of the findings. It is the day of 1 December 2026."""

from pathlib import Path

from dbep_ig.catalogue import names
from dbep_ig.guide.accepting import Known, accept
from dbep_ig.guide.build import build_guide
from dbep_ig.host.built_on import built_on
from dbep_ig.host.core_data import open_core
from dbep_ig.host.packages import PackageSettings
from tests.catalogue.rules import all_rules

from .build import files_of


def codes(given: list[str], example: str, syntax: str) -> list[str]:
    files = files_of(given, example)
    core = open_core().value
    assert core is not None
    on = built_on(files["guide.yaml"], PackageSettings(Path("no-cache")), core).value
    assert on is not None
    every = [rule for pairs in all_rules().values() for _, rule in pairs]
    rules = {word: rule for rule in every for word in (rule.code, rule.name)}
    known = Known(lambda: [*names(), *names().values()], rules.get)
    made = build_guide(files, core, core)
    shown = accept(made.issues, on.accepted, files, "2026-12-01", known)
    return [issue.rule.code for issue in shown.issues]
