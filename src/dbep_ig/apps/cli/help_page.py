"""The page of `--help`: usage, what the command does, arguments, commands, options, examples; in the reader's language."""

from collections.abc import Mapping

import click

from dbep_ig import __version__
from dbep_ig.engine.diagnostics import Language, Text

from .parameters import Argument, Option

WIDEST = 120  # columns; longer lines are hard to read
_ITSELF = Text(
    f"dbep {__version__}: FHIR-profiler fra en YAML-modell, og en validator for dem.",
    f"dbep {__version__}: FHIR profiles from a YAML model, and a validator for them.",
)


def write_page(
    page: click.HelpFormatter,
    ctx: click.Context,
    *,
    ending: Text | None,
    command_name: Text | None = None,
    command_title: Text | None = None,
    commands: Mapping[str, Text] | None = None,
) -> None:
    """Writes it into click's formatter.

    ending    what it ends with: examples
    commands  of a group: name -> what it does; `command_name` is what one is called, `command_title` the heading
    """
    language: Language = ctx.obj.language
    options = [param for param in ctx.command.params if isinstance(param, Option)]
    arguments = [param for param in ctx.command.params if isinstance(param, Argument)]
    usage = [Text("[VALG]", "[OPTIONS]").in_language(language)]
    usage += [_in_usage(one, language) for one in arguments]
    if command_name is not None:
        usage.append(f"{command_name.in_language(language)} …")
    heading = Text("bruk: ", "usage: ").in_language(language)
    page.write_usage(ctx.command_path, " ".join(usage), heading)
    page.write(f"\n{_description(ctx).in_language(language)}\n")
    for title, rows in (
        (Text("argumenter", "arguments"), [_row(one, language) for one in arguments]),
        (command_title or Text("", ""), [(name, text.in_language(language)) for name, text in (commands or {}).items()]),
        (Text("valg", "options"), [_row(one, language) for one in options]),
    ):  # fmt: skip
        if rows:
            with page.section(title.in_language(language)):
                page.write_dl(rows, col_max=24)
    if ending is not None:
        page.write(f"\n{ending.in_language(language)}\n")


def _description(ctx: click.Context) -> Text:
    """What the group that has the command says of it, as a sentence; other capitals (R4, FHIRPath) stay."""
    if ctx.parent is None:
        return _ITSELF
    summary: Text = ctx.parent.command.summaries[ctx.info_name]  # type: ignore[attr-defined]  # `Group` has them
    return Text(*(f"{each[:1].upper()}{each[1:]}." for each in summary))


def _in_usage(argument: Argument, language: Language) -> str:
    name = argument.value_name.in_language(language) + ("…" if argument.nargs == -1 else "")
    return name if argument.required else f"[{name}]"


def _row(param: Argument | Option, language: Language) -> tuple[str, str]:
    name = param.value_name.in_language(language)
    head = name if isinstance(param, Argument) else " ".join([", ".join(param.opts), name]).rstrip()
    return head, param.about.in_language(language)
