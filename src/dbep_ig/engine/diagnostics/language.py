"""Norwegian bokmål and English are equals: a text for people always has both."""

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
