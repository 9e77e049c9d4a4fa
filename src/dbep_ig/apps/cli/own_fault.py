"""DBEP9001: an exception of our own, said as a diagnostic that asks for a report, never as a bare traceback."""

import traceback
from collections.abc import Sequence

from dbep_ig import __version__
from dbep_ig.engine.diagnostics import COMMAND_LEFT, OWN_FAULT, Text, own_fault, printable

from .console import Console


def report_own_fault(fault: Exception, words: Sequence[str], console: Console) -> int:
    """Says what happened and how to report it; the traceback only where DBEP_DEBUG is set. -> exit code 2."""
    params = own_fault(fault, COMMAND_LEFT)
    severity = Text("kritisk", "fatal").in_language(console.language)
    console.trouble(
        f"dbep: {severity} {OWN_FAULT.code} {OWN_FAULT.name}\n   {OWN_FAULT.say(params, console.language)}\n"
        f"  dbep {__version__}: {printable(' '.join(words))}\n"
    )
    if console.environment.get("DBEP_DEBUG"):
        console.trouble("".join(traceback.format_exception(fault)))
    else:
        advice = {
            "nb": "  Kjør igjen med DBEP_DEBUG=1 og meld feilen sammen med det som skrives ut.\n",
            "en": "  Run it again with DBEP_DEBUG=1 and report the error together with the output.\n",
        }
        console.trouble(advice[console.language])
    return 2
