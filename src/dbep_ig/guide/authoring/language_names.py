"""What languages are called in messages, and which one was meant by what is none of the guide's."""

from collections.abc import Sequence

from dbep_ig.engine.diagnostics import Text
from dbep_ig.guide.languages import file_of, words_of

from .suggestions import did_you_mean

# Codes of countries that are written where the language of most people there is meant.
_COUNTRIES = {
    "at": "de",
    "cz": "cs",
    "dk": "da",
    "ee": "et",
    "gb": "en",
    "gr": "el",
    "jp": "ja",
    "no": "nb",
    "se": "sv",
    "ua": "uk",
    "us": "en",
}


def language_name(language: str) -> Text:
    """`«sv» (Svenska)`, in English with other marks; the tag alone where the language has no name here."""
    name = words_of(language).name
    own = "" if name == language else f" ({name})"
    return Text(f"«{language}»{own}", f"`{language}`{own}")


def did_you_mean_language(written: str, languages: Sequence[str]) -> Text:
    """The end of a message: `; did you mean sv?`, or nothing."""
    lowered = written.lower()
    meant = (lowered, lowered.partition("-")[0], _COUNTRIES.get(lowered), file_of(lowered))
    for language in languages:
        if language in meant or language.partition("-")[0] in meant:
            return Text(f"; mente du «{language}»?", f"; did you mean `{language}`?")
    return did_you_mean(written, languages)
