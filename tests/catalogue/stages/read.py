"""Stage `read`: raw text as JSON, NDJSON or XML, given to the library's `Validator`. `\\xHH` in an example stands for that byte.

An example need not be a whole resource: only what reading says of it counts.
"""

import re

from dbep_ig.engine.validation import Settings

from .validate import validator


def codes(given: list[str], example: str, syntax: str) -> list[str]:
    assert not given, "reading needs no definitions"
    data = re.sub(
        rb"\\x([0-9A-F]{2})", lambda match: bytes([int(match[1], 16)]), example.rstrip("\n").encode()
    )
    report = validator([], Settings()).check(f"example.{syntax}", data, profiles="none")
    return [issue.rule.code for issue in report.issues if issue.rule.code.startswith("DBEP40")]
