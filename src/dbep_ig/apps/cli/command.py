"""A command: the words that it is called with, sorted out by click and what it leaves to be wished."""

import re
from collections.abc import Callable, Iterable
from types import SimpleNamespace
from typing import TYPE_CHECKING

import click

from dbep_ig.engine.diagnostics import Text

from .console import Console
from .help_page import write_page
from .parameters import HELP, LANGUAGE, with_help
from .usage import Misused, not_combined, placed, unexpected, value_missing

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

Arguments = SimpleNamespace  # what was asked for: a value for each parameter, by its name with underscores
Act = Callable[[Arguments, Console], int]
_NUMBER = re.compile(r"-\d+|-\d*\.\d+")


def command(*parameters: click.Parameter, epilog: Text | None = None) -> Callable[[Act], "Command"]:
    """Makes a command of the function that does it."""
    return lambda act: Command(act, parameters, epilog)


class Command(click.Command):
    """What it does (a function that gives an exit code), its parameters, and what its help ends with."""

    allow_extra_args = True  # `parse_args` says it in the reader's language

    def __init__(self, act: Act, parameters: Iterable[click.Parameter], epilog: Text | None) -> None:
        super().__init__(None, params=[HELP, LANGUAGE, *parameters], add_help_option=False)
        self.act = act
        self.ending = epilog

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """In the reader's language."""
        write_page(formatter, ctx, ending=self.ending)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does, once it is clear which words are options."""
        if ctx.resilient_parsing:
            return super().parse_args(ctx, args)
        with placed(ctx):
            rest = super().parse_args(ctx, self._options_first(args))
        if rest:
            raise Misused(unexpected(rest), ctx)
        given = {param.name: param for param in self.params if _is_given(param, ctx)}
        for param in given.values():
            other = given.get(getattr(param, "not_with", ""))
            if other is not None:
                raise Misused(not_combined(other.opts[-1], param.opts[-1]), ctx)
        return rest

    def _options_first(self, args: list[str]) -> list[str]:
        """The words with `--` between options and arguments.

        A number, and a word with a space in it, are no options (`dbep fhirpath '-1 + 2'`), and an option is no value of another
        (`--profile --format json`); click would take them so.
        """
        options = [param for param in self.params if isinstance(param, click.Option)]
        takes_value = {name: not param.is_flag for param in options for name in param.opts}

        def is_option(word: str) -> bool:
            if len(word) < 2 or not word.startswith("-"):
                return False
            return word.partition("=")[0] in takes_value or not (" " in word or _NUMBER.fullmatch(word))

        first: list[str] = []
        arguments: list[str] = []
        words = iter(args)
        for word in words:
            if word == "--":
                arguments += words
            elif not is_option(word):
                arguments.append(word)
            elif word in HELP.opts:
                return [word]
            else:
                first.append(word)
                if takes_value.get(word):
                    value = next(words, None)
                    if value is None or is_option(value):
                        raise Misused(value_missing(word))
                    first.append(value)
        return [*first, "--", *arguments]

    def invoke(self, ctx: click.Context) -> int:
        """Does it. -> exit code."""
        return self.act(Arguments(**ctx.params), ctx.obj)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> "list[CompletionItem[str]]":
        """The options that begin so."""
        return with_help(super().shell_complete(ctx, incomplete), self.params, ctx.obj)


def _is_given(param: click.Parameter, ctx: click.Context) -> bool:
    return ctx.get_parameter_source(param.name or "") is click.core.ParameterSource.COMMANDLINE
