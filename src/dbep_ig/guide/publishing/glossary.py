"""`site/words.yaml`: words that a guide's texts avoid, and what they say instead, for each language.

Each entry carries its own proof: a sentence that it must find, and sentences that it must leave alone (DBEP6004). So the
same entries can be a page for those who write, and a check of what they have written.

Forms are plain words, not regular expressions: `…` stands for one to five words, and a form with a capital letter is
looked for as it is written; any other form in upper and lower case.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from dbep_ig.engine.diagnostics import LANGUAGES, Issue, Language, Result, Rule, Text
from dbep_ig.guide.authoring import Where, YamlMapping, YamlNode
from dbep_ig.guide.authoring.blocks import MISSING_KEYWORD, UNKNOWN_KEYWORD
from dbep_ig.guide.authoring.model import LocalText
from dbep_ig.guide.authoring.shapes import EMPTY_VALUE, ListOf, Localized, Plain, text_schema, wrong_shape
from dbep_ig.guide.authoring.suggestions import did_you_mean
from dbep_ig.guide.authoring.yaml_reading import read_yaml

FILE = "words.yaml"

ENTRY_CONTRADICTS_EXAMPLE = Rule(
    code="DBEP6004",
    name="word-entry-contradicts-its-example",
    issue_type="business-rule",
    nb="Ordet «{avoid}» {verdict} sitt eget eksempel «{sentence}»",
    en="The word '{avoid}' {verdict} its own example '{sentence}'",
)
_MISSES = Text("finnes ikke i", "is not found in")
_CATCHES = Text("finnes også i", "is also found in")
_KEYS = ("avoid", "forms", "unless", "use", "because", "wrong", "right")
_REQUIRED = ("avoid", "use", "because", "wrong", "right")
_BLOCK = Text("et ord i ordlisten", "an entry of the word list")
_FILE_BLOCK = Text("ordlisten", "the word list")
_TEXTS = ListOf(Plain(), single=True)


@dataclass(frozen=True)
class Entry:
    """One word or phrase to avoid.

    avoid    as the page shows it
    forms    what is looked for
    unless   phrases in which a form is right
    right    `wrong` as it should be, and other sentences that must not be found
    """

    avoid: str
    forms: tuple[str, ...]
    unless: tuple[str, ...]
    use: str
    because: LocalText
    wrong: str
    right: tuple[str, ...]

    def find(self, text: str) -> Iterator[re.Match[str]]:
        """Every place in `text` where a form is used outside the phrases that allow it."""
        allowed = [match.span() for pattern in self._unless for match in pattern.finditer(text)]
        for pattern in self._forms:
            for match in pattern.finditer(text):
                start, end = match.span()
                if not any(first <= start and end <= last for first, last in allowed):
                    yield match

    @cached_property
    def _forms(self) -> list[re.Pattern[str]]:
        return [_pattern(form) for form in self.forms]

    @cached_property
    def _unless(self) -> list[re.Pattern[str]]:
        return [_pattern(phrase) for phrase in self.unless]


Words = dict[Language, tuple[Entry, ...]]


def read_words(name: str, data: bytes) -> Result[Words]:
    """Language -> entries in the order of the file; what cannot be read is an issue at its place and left out."""
    read = read_yaml(name, data)
    if read.value is None:
        return Result({}, read.issues)
    issues = list(read.issues)
    read.value.languages = LANGUAGES
    root, at = read.value.root, read.value.at()
    if not isinstance(root, YamlMapping):
        wrong_shape(root, at, issues, "mapping")
        return Result({}, tuple(issues))
    _report_unknown(root, at, LANGUAGES, _FILE_BLOCK, issues)
    found: Words = {}
    for language in LANGUAGES:
        node = root.get(language)
        if node is not None:
            found[language] = ListOf(_EntryShape()).read(node, at / language, issues) or ()
    return Result(found, tuple(issues))


class _EntryShape:
    """An entry as YAML; see `Shape` in the authoring room."""

    def read(self, node: YamlNode, at: Where, issues: list[Issue]) -> Entry | None:
        if not isinstance(node, YamlMapping):
            wrong_shape(node, at, issues, "mapping")
            return None
        before = len(issues)
        _report_unknown(node, at, _KEYS, _BLOCK, issues)
        missing = [key for key in _REQUIRED if key not in node]
        issues.extend(
            Issue(MISSING_KEYWORD, at.location(), {"word": key, "block": _BLOCK}) for key in missing
        )

        def value(key: str, shape: Plain | Localized | ListOf[str]) -> object:
            child = node.get(key)
            return None if child is None else shape.read(child, at / key, issues)

        avoid, use, wrong = (value(key, Plain()) for key in ("avoid", "use", "wrong"))
        because = value("because", Localized())
        forms, unless, right = (value(key, _TEXTS) for key in ("forms", "unless", "right"))
        if right == ():
            issues.append(Issue(EMPTY_VALUE, (at / "right").location()))
        if not (avoid and use and wrong and because and right):
            return None
        assert isinstance(because, LocalText)
        assert isinstance(right, tuple)
        entry = Entry(
            str(avoid),
            forms if isinstance(forms, tuple) and forms else (str(avoid),),
            unless if isinstance(unless, tuple) else (),
            str(use),
            because,
            str(wrong),
            right,
        )
        if len(issues) == before:  # else the entry is not what its author meant
            issues.extend(_contradictions(entry, at))
        return entry

    def schema(self) -> dict[str, object]:
        text = Plain().schema()
        values = {**dict.fromkeys(_KEYS, _TEXTS.schema()), "avoid": text, "use": text, "wrong": text}
        return {
            "type": "object",
            "properties": {**values, "because": text_schema(LANGUAGES)},
            "required": list(_REQUIRED),
            "additionalProperties": False,
        }


def _contradictions(entry: Entry, at: Where) -> Iterator[Issue]:
    def issue(key: str, verdict: Text, sentence: str) -> Issue:
        params = {"avoid": entry.avoid, "verdict": verdict, "sentence": sentence}
        return Issue(ENTRY_CONTRADICTS_EXAMPLE, (at / key).location(), params)

    if not any(entry.find(entry.wrong)):
        yield issue("wrong", _MISSES, entry.wrong)
    for sentence in entry.right:
        if any(entry.find(sentence)):
            yield issue("right", _CATCHES, sentence)


def _report_unknown(
    node: YamlMapping, at: Where, known: tuple[str, ...], block: Text, issues: list[Issue]
) -> None:
    for each in node:
        word = each.key.text
        if word not in known:
            params = {"word": word, "block": block, "hint": did_you_mean(word, known)}
            issues.append(Issue(UNKNOWN_KEYWORD, (at / word).location(on_key=True), params))


def _pattern(form: str) -> re.Pattern[str]:
    """A form as a regular expression: whole words, any white space between them."""
    words = [r"(?:[^\s.;:]+\s+){0,4}[^\s.;:]+" if word == "…" else re.escape(word) for word in form.split()]
    whole = r"\s+".join(words)
    return re.compile(rf"(?<![\w-]){whole}(?![\w-])", re.IGNORECASE if form == form.lower() else re.NOFLAG)
