"""DBEP2053: the guide's earlier addresses, and where a superfluous one is shown."""

import pytest

from dbep_ig.guide.build import build_guide
from dbep_ig.host.core_data import open_core
from tests.catalogue.stages.build import GUIDE

CANONICAL = next(
    line.partition(": ")[2] for line in GUIDE.decode().splitlines() if line.startswith("canonical:")
)

PREFIX = next(line.partition(": ")[2] for line in GUIDE.decode().splitlines() if line.startswith("prefix:"))


def superfluous(aliases: str) -> list[tuple[str, str, tuple[int, int]]]:
    core = open_core().value
    text = f"{GUIDE.decode()}canonicalAliases: {aliases}\n"
    issues = build_guide({"guide.yaml": text.encode()}, core, core).issues
    assert not [issue for issue in issues if issue.is_error]
    return [
        (issue.params["alias"], issue.params["reason"].en, (place.span.line, place.span.column))
        for issue in issues
        if issue.rule.code == "DBEP2053" and (place := issue.location.place())
    ]


LINE = GUIDE.count(b"\n") + 1
IS_ITSELF = "it is the address that the guide has now"


@pytest.mark.parametrize(
    ("aliases", "found"),
    [
        ("[http://old.no, http://older.no/]", []),
        (CANONICAL, [(CANONICAL, IS_ITSELF, (LINE, 19))]),
        (f"[{{canonical: {CANONICAL}, prefix: before}}]", []),
        ("[{canonical: http://old.no, prefix: a}, {canonical: http://old.no, prefix: b}, http://old.no]", []),
        (f"[{{canonical: {CANONICAL}/}}]", [(CANONICAL, IS_ITSELF, (LINE, 20))]),
        (
            f"[http://old.no, {{canonical: http://old.no/, prefix: {PREFIX}}}]",
            [("http://old.no", "it is listed already", (LINE, 35))],
        ),
        (f"[http://old.no, {CANONICAL}/]", [(CANONICAL, IS_ITSELF, (LINE, 35))]),
        (
            "[http://old.no, http://old.no/]",
            [("http://old.no", "it is listed already", (LINE, 35))],
        ),
        (
            f"[{CANONICAL}, {CANONICAL}]",
            [(CANONICAL, IS_ITSELF, (LINE, 20)), (CANONICAL, IS_ITSELF, (LINE, 22 + len(CANONICAL)))],
        ),
    ],
)
def test_an_alias_is_another_address_and_stands_once(aliases, found):
    assert superfluous(aliases) == found
