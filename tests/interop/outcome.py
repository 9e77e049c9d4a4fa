"""What a check came to."""

from enum import Enum
from typing import NamedTuple


class Verdict(Enum):
    PASSED = "passed"
    FAILED = "FAILED"
    SKIPPED = "skipped"


class Outcome(NamedTuple):
    name: str
    verdict: Verdict
    text: str
