"""Narratives: txt-1, txt-2 and what is dangerous in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dbep_ig.engine.fhir.xhtml.narrative import check_narrative, html_checks

from .test_json_reading import cases

DECLARED = ' xmlns="http://www.w3.org/1999/xhtml"'


@pytest.mark.parametrize("case", cases("narratives.yaml"))
def test_narrative(case):
    div = case["div"].replace("…", DECLARED)
    found = check_narrative(div)
    assert [finding.rule.code for finding in found] == case.get("findings", [])
    assert html_checks(div) == case.get("checks", True)
    for finding in found:
        assert finding.rule.say(finding.params, "nb")
        assert finding.rule.say(finding.params, "en")


def test_a_finding_says_where():
    finding = check_narrative(f"<div{DECLARED}><table><tr><td>a<blink/></td></tr></table></div>")[0]
    assert finding.params["path"] == "div/table/tr/td/blink"


@given(st.text(alphabet='<>/ab="&; divpscript:on', max_size=40))
def test_any_text_gets_an_answer(text):
    assert check_narrative(text), "none of these is a whole narrative"
    assert not html_checks(text)
