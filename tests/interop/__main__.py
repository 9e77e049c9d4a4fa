"""`python -m tests.interop [PACKAGE.tgz]`: the package in SUSHI (as a parent) and in HL7's validator (as a profile).

PACKAGE is what `dbep build` wrote last, unless it is given. Each check that cannot run says why and counts as skipped;
exit 1 when one that ran has failed.
"""

import sys
from pathlib import Path

from dbep_ig.host.packages import PackageSettings, open_named

from . import referee, sushi
from .outcome import Outcome, Verdict

ROOT = Path(__file__).parents[2]


def main(arguments: list[str]) -> int:
    """Runs both, prints a line each."""
    found = [Path(each) for each in arguments] or sorted((ROOT / "build").glob("*.tgz"))
    if not found:
        print("no package: run `dbep build` first, or name one", file=sys.stderr)
        return 2
    opened = open_named(str(found[-1]), PackageSettings(cache=Path()))
    if opened.value is None:
        print("\n".join(issue.message("en") for issue in opened.issues), file=sys.stderr)
        return 2
    outcomes = [check(found[-1], opened.value, ROOT) for check in (sushi.check, referee.check)]
    for outcome in outcomes:
        print(f"{outcome.verdict.value:8} {outcome.name}: {outcome.text}")
    return 1 if any(outcome.verdict is Verdict.FAILED for outcome in outcomes) else 0


__all__ = ["Outcome", "main"]

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
