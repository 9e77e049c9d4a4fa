"""No suite falls below what SCORES.md says. Raise it with `python -m tests.conformance.scores`."""

import pytest

from . import scores

pytestmark = pytest.mark.conformance


def test_scores_are_at_least_those_recorded(shared):
    now = {}
    for line in scores.table().splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 4 and cells[1].isdigit():
            now[cells[0]] = int(cells[1])
    floor = scores.recorded()
    assert len(floor) >= 10
    assert {name: (now.get(name), least) for name, least in floor.items() if now.get(name, -1) < least} == {}
