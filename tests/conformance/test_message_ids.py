"""HL7's message ids per rule: the file names rules that exist, and is sorted."""

from pathlib import Path

import yaml

from tests.catalogue.rules import all_rules

FILE = Path(__file__).with_name("message_ids.yaml")


def _entries() -> list[tuple[str, list[str]]]:
    """The file's entries in its own order; a code given twice stays two entries."""
    node = yaml.compose(FILE.read_text("utf-8"))
    return [(code.value, [one.value for one in ids.value]) for code, ids in node.value]


def test_every_code_is_a_rule() -> None:
    codes = {code for code, _ in _entries()}
    assert codes
    assert codes <= all_rules().keys()


def test_codes_and_ids_are_sorted_and_given_once() -> None:
    entries = _entries()
    codes = [code for code, _ in entries]
    assert codes == sorted(set(codes))
    for code, ids in entries:
        assert ids, code
        assert ids == sorted(set(ids)), code
