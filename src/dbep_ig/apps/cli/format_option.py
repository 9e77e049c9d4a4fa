"""`--format`: in which form the answer is."""

from dbep_ig.engine.diagnostics import Text
from dbep_ig.engine.reports import FORMATS

from .parameters import Option
from .values import OneOf

_PLAIN = Text("utdataformat", "output format")


def format_option(*formats: str, about: Text = _PLAIN) -> Option:
    """The first of the formats is the one that is used when none is named."""
    return Option("--format", type=OneOf(*formats), default=formats[0], about=about)


FORMAT_OPTION = format_option("text", "json")
# of commands whose answer is a report
REPORT_FORMAT_OPTION = format_option(
    *(each.name for each in FORMATS),
    about=Text(*("; ".join(f"{each.name}: {each.summary[of]}" for each in FORMATS) for of in (0, 1))),
)
