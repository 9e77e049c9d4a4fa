"""One file for each output format, `NAME_format.py`, with its `writer` for reports as they come; its line is in FORMATS."""

from importlib import import_module
from typing import NamedTuple, Protocol

from dbep_ig.engine.diagnostics import Language, Report, Text

from .streaming import MemorySpool, Spool, Write, Writer


class FormatModule(Protocol):
    """A format's file."""

    def writer(self, write: Write, language: Language, *, colour: bool, spool: Spool) -> Writer:
        """What it writes ends in a newline."""
        ...


class Format(NamedTuple):
    """A format by the name used on the command line."""

    name: str
    summary: Text

    def render(self, report: Report, language: Language, *, colour: bool = False) -> str:
        """The whole report as text that ends in a newline."""
        out: list[str] = []
        writer = self.writer(out.append, language, colour=colour)
        writer.add(report)
        writer.close()
        return "".join(out)

    def writer(
        self, write: Write, language: Language, *, colour: bool = False, spool: Spool = MemorySpool
    ) -> Writer:
        """For reports that come one by one; `spool` makes a text that is written first and read later.

        The format's file is imported now: a run needs one of them.
        """
        module: FormatModule = import_module(f"dbep_ig.engine.reports.{self.name}_format")
        return module.writer(write, language, colour=colour, spool=spool)


FORMATS: tuple[Format, ...] = (
    Format("text", Text("for mennesker, med utdrag av kilden", "for people, with an excerpt of the source")),
    Format("json", Text("alt som er kjent om hvert funn", "everything known about each finding")),
    Format("operationoutcome", Text("FHIR OperationOutcome", "FHIR OperationOutcome")),
)


def format_named(name: str) -> Format:
    """The format of that name; a KeyError is our own fault, since choices are checked where they are read."""
    return {each.name: each for each in FORMATS}[name]
