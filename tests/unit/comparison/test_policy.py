"""The page about versions says what `dbep diff` judges by."""

from pathlib import Path

import pytest

from dbep_ig.engine.comparison import POLICY

SITE = Path(__file__).parents[3] / "site"
YES = {"nb": "ja", "en": "yes"}


def table(language):
    """What changes -> whether it breaks senders, and receivers."""
    text = (SITE / language / "about" / "versions.md").read_text(encoding="utf-8")
    lines = text[text.index("## B") :].splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    return {
        row[0]: tuple(cell.startswith(YES[language]) for cell in row[1:]) for row in cells if len(row) == 3
    }


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize("key", POLICY)
def test_a_row_of_the_policy_is_on_the_page(key, language):
    row = POLICY[key]
    assert table(language).get(row.said.in_language(language)) == (row.senders, row.receivers)
