"""NOTICE: in plain words what the project carries, whose it is, under which terms, and where it lies."""

import textwrap
from collections.abc import Iterator

from dbep_ig.engine.diagnostics import Language, Text

from .components import Component, components, trademarks

_WIDTH = 96
_HEAD = Text(
    """dbep-ig
Copyright (c) 2026 the dbep-ig authors

Programvaren er under MIT-lisensen (LICENSE). Guiden – guide.yaml, model/, profiles/, examples/, site/nb/ og site/en/, og det som \
lages av dem – er frigitt under CC0 1.0 (LICENSES/CC0-1.0.txt). Guiden er et uoffisielt utkast: ingen myndighet eller \
standardorganisasjon har utgitt, gjennomgått eller godkjent den.

Noe her er laget av andre. Under står hva, hvem som eier det, på hvilke vilkår, og hvor det ligger. Lisenstekstene ligger i LICENSES/ \
(i kildekoden) og dbep_ig/licences/LICENSES/ (i wheel, også for det som bare ligger i nettstedet).""",
    """dbep-ig
Copyright (c) 2026 the dbep-ig authors

The software is under the MIT License (LICENSE). The guide, which is guide.yaml, model/, profiles/, examples/, site/nb/ and site/en/, \
and what is made of them, is dedicated to the public domain under CC0 1.0 (LICENSES/CC0-1.0.txt). The guide is an unofficial draft: no \
authority or standards organisation has published, reviewed or approved it.

Some of what is here was made by others. Below is what, whose it is, under which terms, and where it lies. The licence texts are in \
LICENSES/ (in the repository) and dbep_ig/licences/LICENSES/ (in the wheel, also for what is in the site alone).""",
)
_GROUPS = (
    Text("I kildekoden og det som lages av den", "In the repository and what is made of it"),
    Text("Bare i nettstedet som «dbep build» lager", "Only in the site that `dbep build` makes"),
)
_SITE_ONLY = frozenset(("site",))
_MARKS = Text("Registrerte varemerker", "Registered trademarks")
_ARTEFACTS = {
    "repository": Text("kildekoden", "repository"),
    "sdist": Text("sdist", "sdist"),
    "wheel": Text("wheel", "wheel"),
    "package": Text("FHIR-pakken", "FHIR package"),
    "site": Text("nettstedet", "site"),
}
_OWNERS_TERMS = Text("rettighetshaverens egne", "the owner's own")
_WORDS = {
    "what": Text("Hva", "What"),
    "owner": Text("Eier", "Owner"),
    "copyright": Text("Opphavsrett", "Copyright"),
    "terms": Text("Vilkår", "Terms"),
    "where": Text("Hvor", "Where"),
    "source": Text("Kilde", "Source"),
    "by": Text("Hentet fra", "Taken from"),
    "note": Text("Merk", "Note"),
}


def notice(language: Language) -> str:
    """The whole text in one language."""
    parts = ["\n\n".join(textwrap.fill(part, _WIDTH) for part in _paragraphs(_HEAD, language))]
    groups = (
        [one for one in components() if one.artefacts != _SITE_ONLY],
        [one for one in components() if one.artefacts == _SITE_ONLY],
    )
    for title, entries in zip(_GROUPS, groups, strict=True):
        parts.append(_heading(title.in_language(language)))
        parts += [_entry(one, language) for one in entries]
    parts.append(_heading(_MARKS.in_language(language)))
    parts.append("\n".join(_marks(language)))
    return "\n\n".join(parts) + "\n"


def _paragraphs(text: Text, language: Language) -> list[str]:
    first, *rest = text.in_language(language).split("\n")
    return [first, *(line for line in rest if line)]


def _heading(text: str) -> str:
    return f"{text}\n{'-' * len(text)}"


def _entry(one: Component, language: Language) -> str:
    lines = [f"{one.name.in_language(language)} {one.version}".rstrip()]
    held = [name.in_language(language) for key, name in _ARTEFACTS.items() if key in one.artefacts]
    told = {
        "what": one.what.in_language(language),
        "owner": one.owner,
        "copyright": one.copyright,
        "terms": one.licence or _OWNERS_TERMS.in_language(language),
        "where": f"{', '.join(held)}: {', '.join(one.files)}",
        "source": one.source,
        "by": one.by,
        "note": one.note.in_language(language) if one.note is not None else "",
    }
    width = max(len(word.in_language(language)) for word in _WORDS.values()) + 2
    for key, value in told.items():
        if value:
            label = f"  {_WORDS[key].in_language(language)}:".ljust(width + 3)
            lines.append(
                textwrap.fill(
                    value,
                    _WIDTH,
                    initial_indent=label,
                    subsequent_indent=" " * len(label),
                    break_long_words=False,
                    break_on_hyphens=False,
                )
            )
    return "\n".join(lines)


def _marks(language: Language) -> Iterator[str]:
    for one in trademarks():
        note = f" {one.note.in_language(language)}" if one.note is not None else ""
        line = f"- {', '.join(one.marks)} ({one.owner}).{note}"
        yield textwrap.fill(line, _WIDTH, subsequent_indent="  ")
