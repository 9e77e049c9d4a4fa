"""NDJSON that a program gives, in whatever form it has it, as an input of the validator."""

import io
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import NamedTuple

from dbep_ig.engine.validation.ground.documents import Inputs
from dbep_ig.host.spooling import SpooledLines

from .documents import given_document


class Lines(NamedTuple):
    """`Inputs` of one, to be closed, and the lines that they are read from where a program gives them one by one."""

    inputs: AbstractContextManager[Inputs]
    given: "GivenLines | None" = None


class GivenLines:
    """Lines that a program gives. What is raised meanwhile is the program's, and ends the lines: see `raise_fault`."""

    def __init__(self, lines: Iterable[bytes | str]) -> None:
        self._lines = lines
        self._fault: Exception | None = None

    def __iter__(self) -> Iterator[bytes | str]:
        try:
            for number, line in enumerate(self._lines, 1):
                if not isinstance(line, bytes | str):
                    instead = "; for dicts: check_all" if isinstance(line, Mapping) else ""
                    raise TypeError(  # noqa: TRY301  as what the program raises
                        f"line {number} of NDJSON is {type(line).__name__}, not bytes or str{instead}"
                    )
                yield line
        except Exception as fault:  # noqa: BLE001  kept, and raised when what came before is reported
            self._fault = fault

    def raise_fault(self) -> None:
        """What was raised, when all lines before it are reported."""
        if self._fault is not None:
            raise self._fault


def ndjson_lines(lines: Iterable[bytes | str] | os.PathLike[str], name: str | None) -> Lines:
    """What lines are, see `Validator.check_ndjson`. Raises TypeError or ValueError."""
    if name is not None and not isinstance(name, str):
        raise TypeError(f"name is str, not {type(name).__name__}")
    if isinstance(lines, os.PathLike):
        if os.path.isdir(lines):
            raise ValueError(
                f"{os.fspath(lines)} is a folder: check_ndjson reads one file, check all of a folder"
            )
        return Lines(nullcontext(given_document(name, lines)))
    if isinstance(lines, str):
        if lines and not lines.isspace() and lines.lstrip("\ufeff \t\r\n")[:1] not in ("{", "["):
            return Lines(nullcontext(given_document(name, lines)))
        lines = io.BytesIO(lines.encode("utf-8", errors="surrogatepass"))
    elif isinstance(lines, bytes | bytearray | memoryview):
        lines = io.BytesIO(lines)
    if isinstance(lines, Mapping) or not isinstance(lines, Iterable):
        raise TypeError(
            f"lines of NDJSON are an open file, a pathlib.Path or anything that gives lines, not {type(lines).__name__}"
        )
    given = GivenLines(lines)
    return Lines(SpooledLines(given, name or "-"), given)
