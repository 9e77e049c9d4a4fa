"""The kinds of values that options and arguments take: which are refused, and which a shell offers.

Imports inside functions are for start-up time.
"""

from typing import TYPE_CHECKING, Any

import click

from dbep_ig.engine.diagnostics import Text

from .usage import Refused

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class Word(click.types.StringParamType):
    """Any word. `offered` gives what a shell offers: value -> what is shown beside it."""

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> "list[CompletionItem[str]]":
        """The offered that begin so."""
        del param
        from click.shell_completion import CompletionItem

        return [
            CompletionItem(value, help=text or None)
            for value, text in self.offered(ctx, incomplete).items()
            if value.startswith(incomplete)
        ]

    def offered(self, ctx: click.Context, incomplete: str) -> dict[str, str]:
        """Nothing."""
        del ctx, incomplete
        return {}


class OneOf(Word):
    """One of a few words."""

    def __init__(self, *values: str) -> None:
        self.values = values

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The word, or `Refused`."""
        del param, ctx
        if value in self.values:
            return str(value)
        *most, last = self.values
        nb, en = (f"{', '.join(most)} {word} {last}" for word in ("eller", "or"))
        raise Refused(Text(f"kan ikke være «{value}»; velg {nb}", f"cannot be `{value}`; choose {en}"))

    def offered(self, ctx: click.Context, incomplete: str) -> dict[str, str]:
        """All of them."""
        del ctx, incomplete
        return dict.fromkeys(self.values, "")


class NotEmpty(Word):
    """A word with something in it: an empty variable of a pipeline is the caller's slip."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The word, or `Refused`."""
        del param, ctx
        if str(value).strip():
            return str(value)
        raise Refused(
            Text(
                "har ingen verdi; er en variabel uten verdi?", "has no value; is a variable without a value?"
            )
        )


class Port(Word):
    """The number of a port."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:  # type: ignore[override]
        """The number, or `Refused`."""
        del param, ctx
        if str(value).isascii() and str(value).isdigit() and int(value) <= 65535:
            return int(value)
        raise Refused(
            Text(
                f"kan ikke være «{value}»; velg et tall fra 0 til 65535",
                f"cannot be `{value}`; choose a number from 0 to 65535",
            )
        )


class ProfileChoice(NotEmpty):
    """`auto`, `none` or the canonical of a profile."""

    def offered(self, ctx: click.Context, incomplete: str) -> dict[str, str]:
        """The two words."""
        del ctx, incomplete
        return {"auto": "", "none": ""}


class Place(Word):
    """A file or a folder: the shell finds it itself.

    kind  `file` or `dir`, as click names what a shell is to look for
    """

    def __init__(self, kind: str = "file") -> None:
        self.kind = kind

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> "list[CompletionItem[str]]":
        """What the shell is to look for."""
        del ctx, param
        from click.shell_completion import CompletionItem

        return [CompletionItem(incomplete, type=self.kind)]
