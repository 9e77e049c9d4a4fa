"""Norwegian bokmål and English are equals: a text for people always has both."""

from collections.abc import Callable
from typing import Literal, NamedTuple

Language = Literal["nb", "en"]
LANGUAGES: tuple[Language, ...] = ("nb", "en")


class Text(NamedTuple):
    """One text in both languages."""

    nb: str
    en: str

    def in_language(self, language: Language) -> str:
        """The text in `language`."""
        return self.nb if language == "nb" else self.en


class LateText:
    """A text whose Norwegian is looked up when it is shown; without a Norwegian one, the English in both languages."""

    __slots__ = ("_norwegian", "en")

    def __init__(self, en: str, norwegian: Callable[[], str | None]) -> None:
        self.en = en
        self._norwegian = norwegian

    def __str__(self) -> str:
        return self.en

    def in_language(self, language: Language) -> str:
        """The text in `language`."""
        return (self._norwegian() or self.en) if language == "nb" else self.en
