"""The form of a page, and its one reader.

    # DBEP4105 value-too-long

    ## nb

    Hva som er galt.

    ### Hvorfor
    ### Gjør slik i stedet

    ## en

    What is wrong.

    ### Why
    ### Do instead

    ## Examples

    ```json validate fails
    {"resourceType": "Patient"}
    ```

    nb: Ord mellom eksemplene.

    en: Words between the examples.

    <!-- tested by: tests/unit/x.py::test_y -->

    ## Source

    <https://hl7.org/fhir/R4/…>

A fence says its syntax, the stage that runs it (a file in `tests/catalogue/stages/`) and its role: `given` is there for the examples
after it, `fails` must give the code, `passes` must not. One with a syntax alone is shown and not run. `Source` may be left out.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from typing import NamedTuple

from dbep_ig.engine.diagnostics import LANGUAGES, Language, Text

_FILE = ("nb", "en", "Examples", "Source")
_PROSE = {"nb": ("Hvorfor", "Gjør slik i stedet"), "en": ("Why", "Do instead")}
_EXAMPLE, _SOURCE = Text("Eksempel", "Example"), Text("Kilde", "Source")
_TITLE = re.compile(r"# (DBEP\d{4}) (\S+)")
_FENCE = re.compile(r"(?P<fence>`{3,})(?P<syntax>\w+)(?: (?P<stage>\w+) (?P<role>given|fails|passes))?")
_TESTED_BY = re.compile(r"<!-- tested by: (\S+::\S+) -->")


class EntryError(ValueError):
    """A page that is not in the form; says file and line."""


class Prose(NamedTuple):
    """Markdown in one language."""

    what: str
    why: str
    instead: str


class Example(NamedTuple):
    """`stage` and `role` are empty for one that is only shown; `text` ends with a line feed."""

    syntax: str
    stage: str
    role: str
    text: str
    fence: str

    def markdown(self) -> str:
        """As it is in the file."""
        info = " ".join(filter(None, (self.syntax, self.stage, self.role)))
        return f"{self.fence}{info}\n{self.text}{self.fence}"


class Entry(NamedTuple):
    """A diagnostic's page.

    examples    in the order of the file, with the words between them
    tested_by   `tests/unit/x.py::test_y`: tests of what no example can show
    source      Markdown, or empty
    """

    code: str
    name: str
    prose: Mapping[Language, Prose]
    examples: tuple[Example | Text, ...]
    tested_by: tuple[str, ...]
    source: str

    def sections(self, language: Language) -> Iterator[tuple[str, Sequence[str | Example]]]:
        """What a reader sees: heading, what is under it. The first has no heading; a section of examples may be empty."""
        prose = self.prose[language]
        yield "", (prose.what,)
        yield from zip(_PROSE[language], ((prose.why,), (prose.instead,)), strict=True)
        yield (
            _EXAMPLE.in_language(language),
            [one.in_language(language) if isinstance(one, Text) else one for one in self.examples],
        )
        if self.source:
            yield _SOURCE.in_language(language), (self.source,)

    def markdown(self, language: Language) -> str:
        """The page in one language."""
        blocks = [f"# {self.code} {self.name}"]
        for heading, parts in self.sections(language):
            if heading and parts:
                blocks.append(f"## {heading}")
            blocks += [part.markdown() if isinstance(part, Example) else part for part in parts]
        return "\n\n".join(blocks) + "\n"


class _Line(NamedTuple):
    number: int
    text: str


def read_entry(file: str, text: str) -> Entry:
    """`DBEP4105.md` and its text -> the page.

    -> EntryError where it is not in the form
    """
    lines = [_Line(number, line) for number, line in enumerate(text.split("\n"), 1)]
    before, sections = _sections(file, lines, "## ", _FILE)
    title = _TITLE.fullmatch(before)
    if title is None or f"{title[1]}.md" != file:
        raise EntryError(f"{file}:1: before the first section is `# {file.removesuffix('.md')} name` alone")
    for heading in _FILE[:3]:
        if heading not in sections:
            raise EntryError(f"{file}: there is no section `## {heading}`")
    examples, tested_by = _examples(file, sections["Examples"])
    return Entry(
        code=title[1],
        name=title[2],
        prose={language: _prose(file, language, sections[language]) for language in LANGUAGES},
        examples=examples,
        tested_by=tested_by,
        source=_text(sections.get("Source", [])),
    )


def _prose(file: str, language: Language, lines: list[_Line]) -> Prose:
    what, sections = _sections(file, lines, "### ", _PROSE[language])
    for heading in _PROSE[language]:
        if heading not in sections:
            raise EntryError(f"{file}: `## {language}` has no `### {heading}`")
    if not what:
        raise EntryError(f"{file}:{lines[0].number}: `## {language}` begins with what is wrong")
    return Prose(what, *(_text(part) for part in sections.values()))


def _sections(
    file: str, lines: list[_Line], mark: str, wanted: tuple[str, ...]
) -> tuple[str, dict[str, list[_Line]]]:
    """The text before the first heading, and the lines under each; what is in a fence is no heading."""
    first: list[_Line] = []
    sections: dict[str, list[_Line]] = {}
    part, fence = first, ""
    for line in lines:
        if not fence and line.text.startswith("#") and not line.text.startswith(("# ", mark, "### ")):
            raise EntryError(f"{file}:{line.number}: `{line.text}` is not a heading of a page")
        if not fence and line.text.startswith(mark):
            heading = line.text.removeprefix(mark)
            if heading not in wanted or heading in sections:
                why = "is there twice" if heading in sections else f"is none of {', '.join(wanted)}"
                raise EntryError(f"{file}:{line.number}: `{line.text}` {why}")
            if [*sections, heading] != [one for one in wanted if one in {*sections, heading}]:
                raise EntryError(f"{file}:{line.number}: the order is {', '.join(wanted)}")
            part = sections[heading] = []
            continue
        opened = re.match("`{3,}", line.text)
        if fence == line.text:
            fence = ""
        elif opened and not fence:
            fence, opened_at = opened[0], line.number
        part.append(line)
    if fence:
        raise EntryError(f"{file}:{opened_at}: the fence is not closed")
    for heading, inside in sections.items():
        if not _text(inside):
            raise EntryError(f"{file}: `{mark}{heading}` is empty")
    return _text(first), sections


def _examples(file: str, lines: list[_Line]) -> tuple[tuple[Example | Text, ...], tuple[str, ...]]:
    """Fences, words in both languages, and which tests it has."""
    examples: list[Example | Text] = []
    tested_by: list[str] = []
    words: dict[str, str] = {}
    left = iter(lines)
    for line in left:
        started = _FENCE.fullmatch(line.text)
        tested = _TESTED_BY.fullmatch(line.text)
        language, colon, said = line.text.partition(": ")
        if started is not None:
            syntax, stage, role = started["syntax"], started["stage"] or "", started["role"] or ""
            text = "".join(
                f"{one}\n" for one in takewhile(started["fence"].__ne__, (one.text for one in left))
            )
            examples.append(Example(syntax, stage, role, text, started["fence"]))
        elif tested is not None:
            tested_by.append(tested[1])
        elif colon and language == LANGUAGES[len(words)]:
            words[language] = said
            if len(words) == len(LANGUAGES):
                examples.append(Text(**words))
                words = {}
            continue
        elif line.text:
            raise EntryError(
                f"{file}:{line.number}: an example begins with ```syntax stage given, fails or passes; "
                "words between them with `nb: `, and then `en: `"
            )
        if words and line.text:
            raise EntryError(f"{file}:{line.number}: the words before it are not in both languages")
    if words:
        raise EntryError(f"{file}: the words between the examples are not in both languages")
    return tuple(examples), tuple(tested_by)


def _text(lines: list[_Line]) -> str:
    return "\n".join(line.text for line in lines).strip()
