"""`dbep` run in this process as a user runs it, by click's `CliRunner`: streams and environment are the process's own."""

import os
import sys
from collections.abc import Sequence
from typing import Any

import click
from click.testing import CliRunner

from dbep_ig.apps.cli.main import main

# what the command, or Python for it, reads of the environment
_READ = ("DBEP_", "LC_", "LANG", "NO_COLOR", "TERM", "COLUMNS", "SOURCE_DATE_EPOCH", "_DBEP_")


class _Entry(click.Command):
    """`CliRunner` calls a command of click; the script calls `main`."""

    def main(self, args: Sequence[str] | None = None, **_: Any) -> Any:
        sys.exit(main(args or ()))


def dbep(*words: str, stdin: bytes = b"", **environment: str) -> tuple[int, str, str]:
    """-> exit code, standard output, standard error; in English, where the environment that is given says nothing else."""
    hidden = dict.fromkeys((name for name in os.environ if name.startswith(_READ)), None)
    runner = CliRunner(env={**hidden, "COLUMNS": "80", **environment})
    done = runner.invoke(_Entry("dbep"), words, input=stdin, catch_exceptions=False)
    # the bytes: `output` of click has other line ends
    return done.exit_code, done.stdout_bytes.decode(), done.stderr_bytes.decode()
