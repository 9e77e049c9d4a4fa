"""What a shell asks for when Tab is pressed, and the lines that make it ask: click's own for bash, zsh and fish.

`_DBEP_COMPLETE=bash_source dbep` prints those lines; they set `_DBEP_COMPLETE=bash_complete` and the words so far.
"""

import os

from click.shell_completion import CompletionItem, get_completion_class

from dbep_ig.engine.diagnostics import printable

from .console import Console
from .group import Group

VARIABLE = "_DBEP_COMPLETE"
_LONGEST = 70  # signs of help beside a word


def complete(dbep: Group, instruction: str, console: Console) -> int:
    """-> 0, 2 for a shell that is not known, or words that are not there."""
    shell, _, task = instruction.partition("_")
    kind = get_completion_class(shell)
    if kind is None or task not in ("source", "complete"):
        return 2
    shell_words = kind(dbep, {"obj": console}, "dbep", VARIABLE)
    if task == "source":
        console.script(shell_words.source_template % shell_words.source_vars())
        return 0
    if not {"COMP_WORDS", "COMP_CWORD"} <= os.environ.keys():
        return 2
    try:
        words, begun = shell_words.get_completion_args()
    except (ValueError, IndexError):  # no number, no word
        return 2
    found = map(_shown, shell_words.get_completions(words, begun))
    console.script("".join(shell_words.format_completion(each) + "\n" for each in found if each is not None))
    return 0


def _shown(item: "CompletionItem[str]") -> "CompletionItem[str] | None":
    """None for a word that cannot be shown, and so not be written."""
    if not item.value.isprintable():
        return None
    text = printable(item.help or "")
    short = text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"
    return CompletionItem(item.value, item.type, short or None)
