"""Stage `read`: raw text as JSON, NDJSON or XML. `\\xHH` in an example stands for that byte."""

import re

from dbep_ig.engine.fhir.json_reading import read_json, read_ndjson


def codes(given: list[str], example: str, syntax: str) -> list[str]:
    assert not given, "reading needs no definitions"
    data = re.sub(
        rb"\\x([0-9A-F]{2})", lambda match: bytes([int(match[1], 16)]), example.rstrip("\n").encode()
    )
    if syntax == "xml":
        from dbep_ig.engine.fhir.xml_reading import read_xml
        from tests.unit.reading.small_types import SMALL_TYPES

        return [issue.rule.code for issue in read_xml(data, "example", SMALL_TYPES).issues]
    read = read_ndjson if syntax == "ndjson" else read_json
    return [issue.rule.code for issue in read(data, "example").issues]
