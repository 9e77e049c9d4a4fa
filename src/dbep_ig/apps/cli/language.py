"""The language of all that is said: `--lang`, else DBEP_LANG, else the locale."""

from collections.abc import Iterable, Mapping
from itertools import islice

from dbep_ig.engine.diagnostics import LANGUAGES, Language


def take_language(words: Iterable[str], environment: Mapping[str, str]) -> tuple[list[str], Language]:
    """The words without `--lang nb`, wherever it is among them: it decides the language of help and of wrong usage too.

    One with another value, or none, is left, and refused as any wrong option is.
    """
    rest: list[str] = []
    language = language_of(environment)
    left = iter(words)
    for word in left:
        taken = [word, *islice(left, 1)] if word == "--lang" else [word]
        for each in LANGUAGES:
            if taken in (["--lang", each], [f"--lang={each}"]):
                language = each
                break
        else:
            rest += taken
        if word == "--":
            break
    return [*rest, *left], language


def language_of(environment: Mapping[str, str]) -> Language:
    """DBEP_LANG, else the locale: Norwegian of any kind is nb, everything else en."""
    for name in ("DBEP_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name, "").lower()
        if value:
            return "nb" if value.split("_")[0].split(".")[0] in ("nb", "no", "nn", "norwegian") else "en"
    return "en"
