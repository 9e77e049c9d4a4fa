"""What is said of wrong usage, in both languages: of what click has found, by the kind of its exception; and of what we have."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager

import click

from dbep_ig.engine.diagnostics import Language, Text, printable
from dbep_ig.engine.diagnostics.slips import nearest


class Misused(click.UsageError):
    """Wrong usage, in our own words."""

    def __init__(self, text: Text, ctx: click.Context | None = None) -> None:
        super().__init__(text.en, ctx)
        self.text = text


class Refused(click.BadParameter):
    """A value that a parameter does not take: `text` goes on after its name, as in `--format cannot be …`."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


@contextmanager
def placed(ctx: click.Context) -> Iterator[None]:
    """Wrong usage found in here is that of this command; click's parser does not always say so."""
    try:
        yield
    except click.UsageError as fault:
        fault.ctx = fault.ctx or ctx
        raise


def unknown_command(name: str, known: Collection[str], meant: Mapping[str, str]) -> Text:
    """No command has this name.

    meant  what others call a command -> what it is called here, for those that are known
    """
    ours = meant.get(name.lower(), "")
    if ours.partition(" ")[0] in known:
        return Text(
            f"«{name}» er ingen kommando; mente du «dbep {ours}»?",
            f"`{name}` is not a command; did you mean `dbep {ours}`?",
        )
    near = _near(name, known)
    return Text(f"«{name}» er ingen kommando{near.nb}", f"`{name}` is not a command{near.en}")


def unexpected(words: Iterable[str]) -> Text:
    """More arguments than there is use for."""
    shown = " ".join(words)
    return Text(f"uventet argument: {shown}", f"unexpected argument: {shown}")


def value_missing(option: str) -> Text:
    """An option without its value."""
    return Text(f"{option} mangler en verdi", f"{option} needs a value")


def not_combined(one: str, other: str) -> Text:
    """Two options that exclude each other."""
    return Text(f"{one} og {other} kan ikke kombineres", f"{one} and {other} cannot be combined")


def usage_error(fault: click.UsageError, language: Language) -> str:
    """Lines: what is wrong, and where the help is."""
    command = "dbep" if fault.ctx is None else fault.ctx.command_path
    said = printable(_explained(fault).in_language(language))
    hint = Text(f"Se «{command} --help».", f"See `{command} --help`.").in_language(language)
    return f"{command}: {said}\n{hint}\n"


def _explained(fault: click.UsageError) -> Text:
    options = {} if fault.ctx is None else _options(fault.ctx)
    match fault:
        case Misused():
            return fault.text
        case Refused():
            name = _name(fault)
            return Text(f"{name.nb} {fault.text.nb}", f"{name.en} {fault.text.en}")
        case click.MissingParameter():
            name = _name(fault)
            return Text(f"{name.nb} mangler", f"{name.en} is missing")
        case click.NoSuchOption():
            written, near = fault.option_name, _near(fault.option_name, options)
            return Text(f"ukjent valg: {written}{near.nb}", f"unknown option: {written}{near.en}")
        case click.BadOptionUsage() if options[fault.option_name].is_flag:  # --version=1
            return Text(f"{fault.option_name} tar ingen verdi", f"{fault.option_name} takes no value")
        case click.BadOptionUsage():
            return value_missing(fault.option_name)
        case _:  # none that click 8 raises for what our commands have
            return Text(fault.format_message(), fault.format_message())


def _options(ctx: click.Context) -> dict[str, click.Option]:
    return {
        name: param for param in ctx.command.params if isinstance(param, click.Option) for name in param.opts
    }


def _name(fault: click.BadParameter) -> Text:
    """What the help calls the parameter."""
    param = fault.param
    if isinstance(param, click.Option):
        return Text(param.opts[-1], param.opts[-1])
    name: Text = getattr(param, "value_name", Text("", ""))
    return name


def _near(written: str, known: Iterable[str]) -> Text:
    near = nearest(written, known)
    return Text("", "") if near is None else Text(f"; mente du «{near}»?", f"; did you mean `{near}`?")
