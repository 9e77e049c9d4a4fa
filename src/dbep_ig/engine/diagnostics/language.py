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
    """A text that is made when it is first shown: most findings of a trial never are, and words are dear.

    key      what tells it from others where findings are compared; empty where the other values of the message do
    english  the text in English, where that is known and only the other is looked up
    """

    __slots__ = ("_english", "_made", "_make", "key")

    def __init__(self, make: Callable[[], Text], key: str = "", *, english: str | None = None) -> None:
        self.key = key
        self._english = english
        self._make: Callable[[], Text] | None = make
        self._made = Text("", "")

    def __str__(self) -> str:
        return self.key

    def light(self) -> "Text | LateText":
        """What holds nothing of a document: itself where it is only translated late, else the text."""
        return self.settled() if self._english is None else self

    def settled(self) -> Text:
        """The text itself; what it was made from is let go."""
        if self._make is not None:
            self._made, self._make = self._make(), None
        return self._made

    def __reduce__(self) -> tuple[type[Text], tuple[str, str]]:
        """Pickled as the two texts: what looks the Norwegian up stays behind."""
        made = self.settled()
        return Text, (made.nb, made.en)

    def in_language(self, language: Language) -> str:
        """The text in `language`."""
        if language == "en" and self._english is not None:
            return self._english
        return self.settled().in_language(language)
