"""What no command has caught: an exception of our own, as DBEP9001 that asks for a report; a disk that is full, as that.

Never a bare traceback.

Imports inside functions are for start-up time.
"""

import os
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


def report_system_fault(fault: OSError, words: Sequence[str], console: Console) -> int:
    """What the operating system would not do, in one line; an OSError of another making is our own fault. -> exit code 2."""
    path = fault.filename2 or fault.filename
    if path is None or fault.errno is None or console.environment.get("DBEP_DEBUG"):
        return report_own_fault(fault, words, console)
    from dbep_ig.engine.diagnostics.os_faults import reason_of

    reason, shown = reason_of(fault), os.fsdecode(path) if isinstance(path, str | bytes) else path
    console.note(Text(f"dbep: {shown}: {reason.nb}", f"dbep: {shown}: {reason.en}"))
    return 2
