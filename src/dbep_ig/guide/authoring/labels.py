"""`site/labels/CODE.yaml`: the words of a language as a guide brings them, checked against those there are in English."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from dbep_ig.engine.diagnostics import Issue, Location, Result, Rule, Severity, Text
from dbep_ig.guide.languages import SECTIONS, Words, english, file_of, with_own, words_of

from .blocks import UNKNOWN_KEYWORD
from .shapes import ListOf, Plain, wrong_shape
from .suggestions import did_you_mean
from .yaml_nodes import Where, YamlMapping, YamlNode, YamlSequence
from .yaml_reading import read_yaml

LABELS = "site/labels/"
_ENDINGS = (".yaml", ".yml")
_SHORT_WORDS = "datatypes"  # one word or several for an element; none has to be there
_PLACEHOLDER = re.compile(r"\{(\w*)\}")
_SHOWN = 8  # words of a message

WORDS_MISSING = Rule(
    code="DBEP1100",
    name="labels-missing",
    severity=Severity.WARNING,
    issue_type="incomplete",
    nb="{count} ord mangler i {language} og vises på engelsk: {words}",
    en="{count} words are missing in {language} and are shown in English: {words}",
)
LANGUAGE_WITHOUT_WORDS = Rule(
    code="DBEP1101",
    name="language-without-labels",
    severity=Severity.WARNING,
    issue_type="incomplete",
    nb="Verktøyet har ingen ord på «{language}»: det det selv skriver, er på engelsk inntil guiden har {file}",
    en="The tool has no words in `{language}`: what it writes itself is in English until the guide has {file}",
)
LABELS_OF_NO_LANGUAGE = Rule(
    code="DBEP1102",
    name="labels-of-no-language",
    severity=Severity.WARNING,
    issue_type="not-found",
    nb="«{language}» er ikke et av språkene i guide.yaml, så filen brukes ikke{hint}",
    en="`{language}` is not one of the languages of guide.yaml, so that the file is not used{hint}",
)
UNKNOWN_PLACEHOLDER = Rule(
    code="DBEP1103",
    name="unknown-label-placeholder",
    issue_type="value",
    nb="«{word}» i krøllparenteser blir ikke erstattet i denne teksten{hint}",
    en="`{word}` in braces is not replaced in this text{hint}",
)
WRONG_NUMBER_OF_WORDS = Rule(
    code="DBEP1033",
    name="wrong-number-of-labels",
    issue_type="structure",
    nb="Listen har {count} ord, men skal ha {wanted}",
    en="The list has {count} words, but {wanted} are needed",
)
_DATA_TYPES = Text("datatypene med korte ord", "the data types with short words")
_FILE = Text("en fil med ord på et språk", "a file of words of a language")


def read_languages(
    languages: Iterable[str], files: Mapping[str, bytes], at: Location | None = None
) -> Result[dict[str, Words]]:
    """The words of each language of a guide; the value is there whatever the issues are.

    languages  of guide.yaml
    files      of the guide, among them those of `site/labels/`
    at         where guide.yaml names the languages
    """
    codes = list(languages)
    issues: list[Issue] = []
    own = {path: data for path, data in files.items() if path.startswith(LABELS) and path.endswith(_ENDINGS)}
    found: dict[str, Words] = {}
    paths = {path.removeprefix(LABELS).rpartition(".")[0]: path for path in own}
    for code in codes:
        path = paths.get(code)
        if path is None:
            found[code] = words_of(code)
            if file_of(code) is None:
                params = {"language": code, "file": f"{LABELS}{code}.yaml"}
                issues.append(Issue(LANGUAGE_WITHOUT_WORDS, at or Location("guide.yaml"), params))
            continue
        read = _read(path, own[path], code)
        issues.extend(read.issues)
        found[code] = with_own(code, read.value or {})
    for code, path in paths.items():
        if code not in codes:
            hint = did_you_mean(code, codes)
            issues.append(Issue(LABELS_OF_NO_LANGUAGE, Location(path), {"language": code, "hint": hint}))
    return Result(found, tuple(issues))


def _read(path: str, data: bytes, code: str) -> Result[dict[str, Any]]:
    """`name` and the sections, without what cannot be read."""
    read = read_yaml(path, data)
    if read.value is None:
        return Result({}, read.issues)
    issues = list(read.issues)
    root, at = read.value.root, read.value.at()
    if not isinstance(root, YamlMapping):
        wrong_shape(root, at, issues, "mapping")
        return Result({}, tuple(issues))
    reference = {"name": "", **{section: english().get(section, {}) for section in SECTIONS}}
    missing: list[str] = []
    whole = file_of(code) is None  # else what the file lacks is in the tool's own
    found = _mapping(root, at, reference, missing, issues, of=_FILE)
    if whole and missing:
        shown = [*missing[:_SHOWN], *(["…"] if len(missing) > _SHOWN else [])]
        params = {"count": len(missing), "language": code, "words": shown}
        issues.append(Issue(WORDS_MISSING, at.location(), params))
    return Result(found, tuple(issues))


def _mapping(
    node: YamlMapping,
    at: Where,
    reference: Mapping[str, Any],
    missing: list[str],
    issues: list[Issue],
    *,
    of: Text,
) -> dict[str, Any]:
    """What the mapping has of the words of `reference`; keys that it lacks are added to `missing`."""
    found: dict[str, Any] = {}
    for entry in node:
        key = entry.key.text
        if key not in reference:
            params = {"word": key, "block": of, "hint": did_you_mean(key, reference)}
            issues.append(Issue(UNKNOWN_KEYWORD, (at / key).location(on_key=True), params))
            continue
        value = (
            _short_words(entry.value, at / key, issues)
            if key == _SHORT_WORDS
            else _value(entry.value, at / key, key, reference[key], missing, issues)
        )
        if value is not None:
            found[key] = value
    missing.extend(
        _leaves({key: value for key, value in reference.items() if key not in node and key != _SHORT_WORDS})
    )
    return found


def _value(
    node: YamlNode, at: Where, key: str, reference: Any, missing: list[str], issues: list[Issue]
) -> Any:
    if isinstance(reference, Mapping):
        if not isinstance(node, YamlMapping):
            wrong_shape(node, at, issues, "mapping")
            return None
        return _mapping(node, at, reference, missing, issues, of=Text(f"«{key}»", f"`{key}`"))
    if isinstance(reference, list):
        if not isinstance(node, YamlSequence):
            wrong_shape(node, at, issues, "sequence")
            return None
        if len(node.items) != len(reference):
            params = {"count": len(node.items), "wanted": len(reference)}
            issues.append(Issue(WRONG_NUMBER_OF_WORDS, at.location(), params))
            return None
        return [_text(one, at / number, "", issues) or "" for number, one in enumerate(node)]
    return _text(node, at, str(reference), issues)


def _text(node: YamlNode, at: Where, reference: str, issues: list[Issue]) -> str | None:
    """A text; what it has in braces is what the English one has."""
    text = Plain().read(node, at, issues)
    known = _PLACEHOLDER.findall(reference)
    for word in _PLACEHOLDER.findall(text or ""):
        if known and word not in known:
            issues.append(
                Issue(UNKNOWN_PLACEHOLDER, at.location(), {"word": word, "hint": did_you_mean(word, known)})
            )
            return None
    return text


def _short_words(node: YamlNode, at: Where, issues: list[Issue]) -> dict[str, Any] | None:
    """`datatypes`: the data types and elements that have short words, each with one or several."""
    if not isinstance(node, YamlMapping):
        wrong_shape(node, at, issues, "mapping")
        return None
    found: dict[str, Any] = {}
    known = english()[_SHORT_WORDS]
    for entry in node:
        kind, here = entry.key.text, at / entry.key.text
        if kind not in known:
            params = {"word": kind, "block": _DATA_TYPES, "hint": did_you_mean(kind, known)}
            issues.append(Issue(UNKNOWN_KEYWORD, here.location(on_key=True), params))
        elif not isinstance(entry.value, YamlMapping):
            wrong_shape(entry.value, here, issues, "mapping")
        else:
            found[kind] = _of_elements(entry.value, here, kind, known[kind], issues)
    return found


def _of_elements(
    node: YamlMapping, at: Where, kind: str, known: Mapping[str, Any], issues: list[Issue]
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for entry in node:
        element, here = entry.key.text, at / entry.key.text
        if element not in known:
            params = {
                "word": element,
                "block": Text(f"«{kind}»", f"`{kind}`"),
                "hint": did_you_mean(element, known),
            }
            issues.append(Issue(UNKNOWN_KEYWORD, here.location(on_key=True), params))
            continue
        words = ListOf(Plain(), single=True).read(entry.value, here, issues)
        if words:
            found[element] = list(words)
    return found


def _leaves(reference: Mapping[str, Any]) -> Iterable[str]:
    """The keys of texts and lists, those in mappings too."""
    for key, value in reference.items():
        if isinstance(value, Mapping):
            yield from _leaves(value)
        else:
            yield key
