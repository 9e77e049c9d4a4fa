"""The short words for parts of FHIR's data types, so that an example reads as one language: `slutt` is `Period.end`.

Those of all languages of the guide are understood, and FHIR's own names always. They are in the languages' files
(`guide/languages/`, section `datatypes`), and a guide can have its own.
"""

from collections.abc import Iterable, Mapping

from dbep_ig.guide.languages import Words

# data type -> short word -> element
ShortWords = Mapping[str, Mapping[str, str]]


def short_words(languages: Iterable[Words]) -> ShortWords:
    """What the words mean; where two languages have the same word for different elements, it is the first language's."""
    found: dict[str, dict[str, str]] = {}
    for language in languages:
        for kind, elements in language.datatypes.items():
            known = found.setdefault(kind, {})
            for element, words in elements.items():
                for word in words:
                    if word not in elements:  # FHIR's own names mean what FHIR says
                        known.setdefault(word, element)
    return found


def fhir_part(type_name: str, word: str, words: ShortWords) -> str:
    """The element that a word means in a data type; the word itself when it is FHIR's."""
    return words.get(type_name, {}).get(word, word)


def words_of(type_name: str, words: ShortWords) -> tuple[str, ...]:
    """The short words of a data type, for did-you-mean."""
    return tuple(words.get(type_name, ()))
