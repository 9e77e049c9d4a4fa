"""One file for each output format: `render(report, language, …) -> str`, and a writer for reports as they come."""

from importlib import import_module
from typing import NamedTuple, Protocol

from dbep_ig.engine.diagnostics import Language, Report, Text

from .streaming import Spool, Write, Writer


class Renderer(Protocol):
    """A format's module."""

    def render(self, report: Report, language: Language, *, colour: bool = False) -> str:
        """The whole report as text that ends in a newline."""
        ...

    def writer(self, write: Write, language: Language, *, colour: bool = False, spool: Spool) -> Writer:
        """As `render`, for reports that come one by one."""
        ...


class Format(NamedTuple):
    """A format by the name used on the command line, and the media type it is in HTTP."""

    name: str
    media_type: str
    summary: Text

    def render(self, report: Report, language: Language, *, colour: bool = False) -> str:
        """Imports the format's module now, and renders."""
        module: Renderer = import_module(f"dbep_ig.engine.reports.{self.name}_format")
        return module.render(report, language, colour=colour)

    def writer(self, write: Write, language: Language, *, colour: bool = False, spool: Spool) -> Writer:
        """As `render`, for reports that come one by one; `spool` makes a text that is written first and read later."""
        module: Renderer = import_module(f"dbep_ig.engine.reports.{self.name}_format")
        return module.writer(write, language, colour=colour, spool=spool)


FORMATS: tuple[Format, ...] = (
    Format(
        "text",
        "text/plain",
        Text("for mennesker, med utdrag av kilden", "for people, with an excerpt of the source"),
    ),
    Format(
        "json",
        "application/json",
        Text("alt som er kjent om hvert funn", "everything known about each finding"),
    ),
    Format(
        "operationoutcome", "application/fhir+json", Text("FHIR OperationOutcome", "FHIR OperationOutcome")
    ),
)


def format_named(name: str) -> Format:
    """The format of that name; a KeyError is our own fault, since choices are checked where they are read."""
    return {each.name: each for each in FORMATS}[name]
