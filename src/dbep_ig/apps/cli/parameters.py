"""Options and arguments with their help in both languages."""

from typing import TYPE_CHECKING, Any

import click

from dbep_ig.engine.diagnostics import LANGUAGES, Text

from .console import Console
from .values import OneOf

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class Option(click.Option):
    """An option.

    metavar   what its value is called in the help; one of a few words is called by all of them
    not_with  the name of a parameter that cannot be given together with it
    """

    def __init__(
        self, *names: str, about: Text, metavar: Text | str = "", not_with: str = "", **more: Any
    ) -> None:
        super().__init__(names, **more)
        if isinstance(self.type, OneOf):
            metavar = "|".join(self.type.values)
        self.value_name = _both(metavar)
        self.about = about
        self.not_with = not_with


class Argument(click.Argument):
    """An argument.

    metavar  what it is called, in the help and where it is missing
    many     it takes all the words that are left
    """

    def __init__(
        self, name: str, metavar: Text | str, about: Text | None = None, *, many: bool = False, **more: Any
    ) -> None:
        super().__init__([name], nargs=-1 if many else 1, **more)
        self.value_name = _both(metavar)
        self.about = about or Text("", "")


def _both(text: Text | str) -> Text:
    return Text(text, text) if isinstance(text, str) else text


def _show_help(ctx: click.Context, _: click.Parameter, is_asked_for: bool) -> None:
    if is_asked_for and not ctx.resilient_parsing:
        ctx.obj.write(f"{ctx.get_help()}\n")
        ctx.exit()


HELP = Option(
    "-h", "--help", is_flag=True, is_eager=True, expose_value=False, callback=_show_help,
    about=Text("vis denne hjelpen", "show this help"),
)  # fmt: skip
# `take_language` has taken it out of the words; one that reaches click has no value, or another than these.
LANGUAGE = Option(
    "--lang", type=OneOf(*LANGUAGES), expose_value=False,
    about=Text(
        "språk for meldinger (ellers DBEP_LANG eller maskinens innstilling)",
        "language of messages (default: DBEP_LANG, or the locale)",
    ),
)  # fmt: skip


def with_help(
    found: "list[CompletionItem[str]]", params: list[click.Parameter], console: Console
) -> "list[CompletionItem[str]]":
    """Names of options that a shell offers, each with the beginning of its help."""
    texts = {name: param.about for param in params if isinstance(param, Option) for name in param.opts}
    for each in found:
        each.help = texts[each.value].in_language(console.language).partition(";")[0]
    return found
