"""An invariant whose expression is suspect, and the examples that fail with it: one finding, at the expression."""

import pytest

from .guides import built, write_small_guide

TEXT = "    severity: {severity}\n    text: {{nb: En regel., en: A rule.}}\n    expression: {expression}\n"


def with_invariant(folder, expression: str, severity: str = "error"):
    """The small guide, whose class Plan has an invariant more."""
    write_small_guide(folder)
    plan = next(file for file in (folder / "model").rglob("*.yaml") if "class: Plan\n" in file.read_text())
    text = plan.read_text()
    start = "" if "\ninvariants:\n" in text else "\ninvariants:\n"
    plan.write_text(
        text.rstrip() + f"{start}\n  ny-1:\n" + TEXT.format(expression=expression, severity=severity)
    )
    report = built(folder).report
    return [
        issue for issue in report.issues if "ny-1" in str(dict(issue.params)) or issue.code[:7] == "DBEP217"
    ]


@pytest.mark.parametrize(
    ("expression", "code", "severity"),
    [
        ("category.exists($this = 'x')", "DBEP2170", "error"),  # never true: each example fails
        ("status = 'actve'", "DBEP2175", "error"),
        ("statuss.exists()", "DBEP2042", "error"),
        ("status = 'actve' or status.exists()", "DBEP2175", "warning"),  # no example fails
        (
            "period.start > '2020' or status.exists()",
            "DBEP2171",
            "warning",
        ),  # none comes so far as the comparison
    ],
)
def test_one_finding(tmp_path, expression, code, severity):
    found = [one for one in with_invariant(tmp_path, expression) if one.code != "DBEP2914"]
    assert [(one.code, one.severity.code) for one in found] == [(code, severity)]
    assert found[0].document.endswith(".yaml")
    assert "model" in found[0].document
    related = {one.document.rpartition("/")[2] for one in found[0].related}
    assert bool(related) == (severity == "error")


def test_an_invariant_that_is_not_suspect_is_reported_at_each_example(tmp_path):
    found = [one for one in with_invariant(tmp_path, "status = 'completed'") if one.code != "DBEP2914"]
    assert {one.code for one in found} == {"DBEP4301"}


def test_a_warning_of_an_example_does_not_make_it_an_error(tmp_path):
    found = with_invariant(tmp_path, "status = 'actve'", severity="warning")
    assert [(one.code, one.severity.code) for one in found] == [("DBEP2175", "warning")]
