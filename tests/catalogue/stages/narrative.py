"""Stage `narrative`: the `div` of a Narrative."""

from dbep_ig.engine.fhir.xhtml import check_narrative, remote_content


def codes(given: list[str], example: str, syntax: str) -> list[str]:
    assert not given, "a narrative needs no definitions"
    assert syntax == "html"
    div = example.strip()
    return [finding.rule.code for finding in check_narrative(div) + remote_content(div)]
