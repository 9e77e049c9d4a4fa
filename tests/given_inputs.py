"""Inputs in memory, for tests of what reads documents one by one."""

import io
from collections.abc import Sequence

from dbep_ig.engine.diagnostics import Issue
from dbep_ig.engine.fhir.parts import Stream


class GivenInputs:
    """`Inputs` of names and bytes."""

    def __init__(self, documents: Sequence[tuple[str, bytes]]) -> None:
        self._documents = documents

    def __len__(self) -> int:
        return len(self._documents)

    def name(self, number: int) -> str:
        return self._documents[number][0]

    def open(self, number: int) -> Stream | Issue:
        return io.BytesIO(self._documents[number][1])
