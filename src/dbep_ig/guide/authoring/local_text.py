"""A text of the guide in the guide's own languages. What the tool says itself is a `Text` (`engine/diagnostics`)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dbep_ig.engine.diagnostics import LANGUAGES, Text
from dbep_ig.guide.languages import tool_language


@dataclass(frozen=True, slots=True)
class LocalText:
    """A text in the guide's main language, and what it is in the others.

    main          what stands in the element itself
    translations  (BCP 47 language, text) in the order of `languages:`; empty where the text is the same in all of them
    """

    main: str
    translations: tuple[tuple[str, str], ...] = ()

    def __iter__(self) -> Iterator[str]:
        """The texts, the main one first."""
        yield self.main
        yield from (text for _, text in self.translations)

    def in_language(self, language: str) -> str:
        """The text in `language`; the main one where there is no other."""
        return next((text for tag, text in self.translations if tag == language), self.main)

    def map(self, change: Callable[[str], str]) -> "LocalText":
        """The same with each text changed."""
        return LocalText(change(self.main), tuple((tag, change(text)) for tag, text in self.translations))


def local_text(texts: Mapping[str, str], languages: Sequence[str]) -> LocalText:
    """Texts by language -> LocalText; `languages` are the guide's, the main one first. One of them must be there."""
    known = [language for language in languages if language in texts] or list(texts)
    main, *others = known
    return LocalText(texts[main], tuple((language, texts[language]) for language in others))


def joined(texts: Sequence[LocalText], separator: str) -> LocalText:
    """Several texts as one, in each language. At least one."""
    languages = dict.fromkeys(tag for text in texts for tag, _ in text.translations)
    return LocalText(
        separator.join(text.main for text in texts),
        tuple((tag, separator.join(text.in_language(tag) for text in texts)) for tag in languages),
    )


def of_the_tool(text: Text, languages: Sequence[str]) -> LocalText:
    """What the tool says, as a text of a guide: in the language that the tool speaks to its readers."""
    languages = languages or LANGUAGES
    return local_text({one: text.in_language(tool_language(one)) for one in languages}, languages)
