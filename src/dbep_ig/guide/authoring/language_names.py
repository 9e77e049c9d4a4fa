"""What languages are called in messages, and which one was meant by what is none of the guide's."""

from collections.abc import Sequence

from dbep_ig.engine.diagnostics import Text

from .suggestions import did_you_mean

_NAMES = {
    "nb": Text("norsk bokmål (nb)", "Norwegian (nb)"),
    "en": Text("engelsk (en)", "English (en)"),
}


def language_name(language: str) -> Text:
    """`engelsk (en)`, `English (en)`; the tag alone where the language has no name here."""
    return _NAMES.get(language) or Text(f"«{language}»", f"`{language}`")


def did_you_mean_language(written: str, languages: Sequence[str]) -> Text:
    """The end of a message: `; did you mean sv?`, or nothing."""
    return did_you_mean(written, languages)
