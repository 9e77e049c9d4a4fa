"""What is said of a page of the catalogue that is not in its form, and where."""

import pytest

from dbep_ig.catalogue import EntryError, Example, read_entry
from dbep_ig.engine.diagnostics import Text

PAGE = """# DBEP4105 value-too-long

## nb

Galt.

### Hvorfor

Fordi.

### Gjør slik i stedet

Rett.

## en

Wrong.

### Why

Because.

### Do instead

Right.

## Examples

```json validate fails
## nb
```

nb: Med to:

en: With two:

```json validate passes
{}
```

<!-- tested by: tests/a.py::test_b -->

## Source

<https://hl7.org/fhir/R4>
"""


def test_a_page_in_the_form():
    page = read_entry("DBEP4105.md", PAGE)
    assert (page.code, page.name) == ("DBEP4105", "value-too-long")
    assert page.prose["nb"] == ("Galt.", "Fordi.", "Rett.")
    assert page.examples == (
        Example("json", "validate", "fails", "## nb\n", "```"),
        Text("Med to:", "With two:"),
        Example("json", "validate", "passes", "{}\n", "```"),
    )
    assert page.tested_by == ("tests/a.py::test_b",)
    assert page.markdown("nb") == (
        "# DBEP4105 value-too-long\n\nGalt.\n\n## Hvorfor\n\nFordi.\n\n## Gjør slik i stedet\n\nRett.\n\n## Eksempel\n\n"
        "```json validate fails\n## nb\n```\n\nMed to:\n\n```json validate passes\n{}\n```\n\n## Kilde\n\n<https://hl7.org/fhir/R4>\n"
    )


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("# DBEP4105 ", "# DBEP4106 ", "1: before the first section is `# DBEP4105 name` alone"),
        ("too-long\n", "too-long\n\nWords.\n", "1: before the first section is"),
        ("## en\n\nWrong.\n\n### Why\n\nBecause.\n\n### Do instead\n\nRight.\n\n", "", " there is no section `## en`"),
        ("## Examples", "## Example", "27: `## Example` is none of nb, en, Examples, Source"),
        ("## Source", "## en", "43: `## en` is there twice"),
        ("## nb\n\nGalt.", "## Source\n\nGalt.", "15: the order is nb, en, Examples, Source" ),
        ("### Why", "### Hvorfor", "19: `### Hvorfor` is none of Why, Do instead"),
        ("### Why", "#### Why", "19: `#### Why` is not a heading of a page"),
        ("### Why\n\nBecause.\n\n", "", " `## en` has no `### Why`"),
        ("Because.", "", " `### Why` is empty"),
        ("Wrong.", "", "16: `## en` begins with what is wrong"),
        ("{}\n```", "{}", "37: the fence is not closed"),
        ("validate passes", "validate pases", "37: an example begins with"),
        ("en: With two:\n", "", "36: the words before it are not in both languages"),
        ("nb: Med to:\n\n", "", "33: an example begins with"),
        ("<!-- tested by: ", "<!-- see ", "41: an example begins with"),
        ("<https://hl7.org/fhir/R4>", "", " `## Source` is empty"),
    ],
)  # fmt: skip
def test_a_page_that_is_not(old, new, message):
    assert old in PAGE
    with pytest.raises(EntryError) as refused:
        read_entry("DBEP4105.md", PAGE.replace(old, new, 1))
    assert str(refused.value).startswith(f"DBEP4105.md:{message}")
