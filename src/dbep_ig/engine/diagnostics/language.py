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


def known_language(language: str) -> Language:
    """The language, or a ValueError that names those that there are."""
    if language not in LANGUAGES:
        raise ValueError(f"language {language!r}: the texts are in {' and '.join(map(repr, LANGUAGES))}")
    return "nb" if language == "nb" else "en"


class LateText:
    """A text whose Norwegian is looked up when it is shown; without a Norwegian one, the English in both languages."""

    __slots__ = ("_norwegian", "en")

    def __init__(self, en: str, norwegian: Callable[[], str | None]) -> None:
        self.en = en
        self._norwegian = norwegian

    def __str__(self) -> str:
        return self.en

    def __reduce__(self) -> tuple[type[Text], tuple[str, str]]:
        """Pickled as the two texts: what looks the Norwegian up stays behind."""
        return Text, (self.in_language("nb"), self.en)

    def in_language(self, language: Language) -> str:
        """The text in `language`."""
        return (self._norwegian() or self.en) if language == "nb" else self.en
