"""NDJSON that a program gives, in whatever form it has it, as an input of the validator."""

import io
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext

from dbep_ig.engine.validation.documents import Inputs
from dbep_ig.host.spooling import SpooledLines

from .documents import given_document

Lines = AbstractContextManager[Inputs]


def ndjson_lines(lines: Iterable[bytes | str] | os.PathLike[str], name: str | None) -> Lines:
    """`Inputs` of one; what lines are, see `Validator.check_ndjson`. Raises TypeError, for a wrong line when it is read."""
    if name is not None and not isinstance(name, str):
        raise TypeError(f"name is str, not {type(name).__name__}")
    if isinstance(lines, os.PathLike):
        if os.path.isdir(lines):
            raise ValueError(
                f"{os.fspath(lines)} is a folder: check_ndjson reads one file, check all of a folder"
            )
        return nullcontext(given_document(name, lines))
    if isinstance(lines, str):
        if lines and not lines.isspace() and lines.lstrip("\ufeff \t\r\n")[:1] not in ("{", "["):
            return nullcontext(given_document(name, lines))
        return SpooledLines(io.BytesIO(lines.encode("utf-8", errors="surrogatepass")), name or "-")
    if isinstance(lines, bytes | bytearray | memoryview):
        return SpooledLines(io.BytesIO(lines), name or "-")
    if isinstance(lines, Mapping) or not isinstance(lines, Iterable):
        raise TypeError(
            f"lines of NDJSON are an open file, a pathlib.Path or anything that gives lines, not {type(lines).__name__}"
        )
    return SpooledLines(_checked(lines), name or "-")


def _checked(lines: Iterable[bytes | str]) -> Iterator[bytes | str]:
    for number, line in enumerate(lines, 1):
        if not isinstance(line, bytes | str):
            instead = "; for dicts: check_all" if isinstance(line, Mapping) else ""
            raise TypeError(f"line {number} of NDJSON is {type(line).__name__}, not bytes or str{instead}")
        yield line
