"""Commands by name, each made, and its module imported, when it is used."""

from collections.abc import Callable, Iterable, Mapping
from itertools import takewhile
from typing import TYPE_CHECKING

import click

from dbep_ig.engine.diagnostics import Text

from .help_page import write_page
from .parameters import HELP, LANGUAGE, Argument, with_help
from .usage import Misused, placed, unknown_command

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class Group(click.Group):
    """`dbep`, and `dbep package`.

    summaries  the commands: name -> what it does, in a few words
    load       gives the command by its name
    metavar    what one of them is called in the help, and `title` the heading over them
    meant      what others call one of them -> what it is called here
    """

    def __init__(
        self,
        summaries: Mapping[str, Text],
        load: Callable[[str], click.Command],
        *,
        metavar: Text,
        title: Text,
        parameters: Iterable[click.Parameter] = (),
        epilog: Text | None = None,
        meant: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(
            None, params=[HELP, LANGUAGE, *parameters], add_help_option=False, no_args_is_help=False
        )
        self.summaries = summaries
        self.value_name = metavar
        self.title = title
        self.ending = epilog
        self._load = load
        self._meant = meant or {}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order of the help."""
        del ctx
        return list(self.summaries)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Imports it."""
        del ctx
        return self._load(cmd_name) if cmd_name in self.summaries else None

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """In the reader's language."""
        write_page(
            formatter, ctx, ending=self.ending,
            command_name=self.value_name, command_title=self.title, commands=self.summaries,
        )  # fmt: skip

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The options before the command's name; the words from there on are left for it."""
        options = takewhile(lambda word: word.startswith("-") and word != "--", args)
        if not ctx.resilient_parsing and any(word in HELP.opts for word in options):
            args = [HELP.opts[0]]  # answered whatever else is wrong, as a command's is
        with placed(ctx):
            return click.Command.parse_args(self, ctx, args)

    def invoke(self, ctx: click.Context) -> int:
        """Does the command that is named; `dbep` alone shows the help. -> exit code."""
        if not ctx.args and ctx.parent is None:
            ctx.obj.write(f"{ctx.get_help()}\n")
            return 2
        if not ctx.args:
            raise click.MissingParameter(ctx=ctx, param=Argument("command", self.value_name))
        name, *words = ctx.args
        found = self.get_command(ctx, name)
        if found is None:
            raise Misused(unknown_command(name, self.summaries, self._meant), ctx)
        with found.make_context(name, words, parent=ctx) as inner:
            code: int = found.invoke(inner)
        return code

    def shell_complete(self, ctx: click.Context, incomplete: str) -> "list[CompletionItem[str]]":
        """The commands that begin so, none of them imported, and the options."""
        from click.shell_completion import CompletionItem  # only for a shell that completes a word

        options = click.Command.shell_complete(self, ctx, incomplete)
        return [
            *(
                CompletionItem(name, help=summary.in_language(ctx.obj.language))
                for name, summary in self.summaries.items()
                if name.startswith(incomplete)
            ),
            *with_help(options, self.params, ctx.obj),
        ]
