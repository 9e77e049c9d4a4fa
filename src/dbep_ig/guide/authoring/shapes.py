"""The forms a keyword's value can have: each reads a YAML node, reports what is wrong, and says itself as JSON Schema.

A shape returns None when it could not read a value; it has then reported why.
Source of the schemas: https://json-schema.org/draft/2020-12/json-schema-core
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Generic, Protocol, TypeVar

from dbep_ig.engine.diagnostics import Issue, Rule, Text

from .fhir_names import words_of
from .language_names import did_you_mean_language, language_name
from .local_text import LocalText, local_text
from .suggestions import did_you_mean
from .yaml_nodes import Where, YamlMapping, YamlNode, YamlScalar, YamlSequence

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
JsonSchema = dict[str, Any]

WRONG_SHAPE = Rule(
    code="DBEP1020",
    name="wrong-yaml-shape",
    issue_type="structure",
    nb="Forventet {expected}, fant {found}",
    en="Expected {expected}, found {found}",
)
MALFORMED = Rule(
    code="DBEP1021",
    name="malformed-value",
    issue_type="value",
    nb="«{value}» er ikke {expected}{hint}",
    en="`{value}` is not {expected}{hint}",
)
NOT_AMONG = Rule(
    code="DBEP1022",
    name="value-not-among-choices",
    issue_type="value",
    nb="«{value}» er ikke en av verdiene {allowed}{hint}",
    en="`{value}` is not one of {allowed}{hint}",
)
MISSING_TRANSLATION = Rule(
    code="DBEP1023",
    name="missing-translation",
    issue_type="required",
    nb="Teksten mangler på {language}",
    en="The text is missing in {language}",
)
TEXT_WITHOUT_LANGUAGE = Rule(
    code="DBEP1030",
    name="text-without-language",
    issue_type="structure",
    nb="Teksten sier ikke hvilket språk den er på: guiden har flere, så den skrives {form}",
    en="The text does not say which language it is in: the guide has several, so it is written {form}",
)
LANGUAGE_NOT_OF_GUIDE = Rule(
    code="DBEP1031",
    name="language-not-of-guide",
    issue_type="value",
    nb="«{value}» er ikke et av guidens språk, {allowed}{hint}",
    en="`{value}` is not one of the guide's languages, {allowed}{hint}",
)
REPEATED_ITEM = Rule(
    code="DBEP1032",
    name="repeated-item",
    issue_type="duplicate",
    nb="«{value}» står her fra før",
    en="`{value}` is listed already",
)
EMPTY_VALUE = Rule(
    code="DBEP1024",
    name="empty-value",
    issue_type="required",
    nb="Verdien er tom",
    en="The value is empty",
)

SHAPE_NAMES = {
    "scalar": Text("en enkel verdi", "a single value"),
    "mapping": Text("en gruppe av nøkler", "a mapping"),
    "sequence": Text("en liste", "a list"),
}
TEXT = "text"  # among the $defs of the JSON Schemas


class Shape(Protocol[T_co]):
    """How a value is written."""

    def read(self, node: YamlNode, at: Where, issues: list[Issue]) -> T_co | None:
        """The value, or None after at least one issue."""
        ...

    def schema(self) -> JsonSchema:
        """The same as JSON Schema (2020-12)."""
        ...


def wrong_shape(node: YamlNode, at: Where, issues: list[Issue], *expected: str) -> None:
    """Report that a node is not of an expected shape."""
    names = [SHAPE_NAMES[one] for one in expected]
    wanted = Text(" eller ".join(n.nb for n in names), " or ".join(n.en for n in names))
    issues.append(Issue(WRONG_SHAPE, at.location(), {"found": SHAPE_NAMES[node.shape], "expected": wanted}))


class Plain:
    """Any text that is not empty."""

    def read(self, node: YamlNode, at: Where, issues: list[Issue]) -> str | None:
        """See `Shape.read`."""
        if not isinstance(node, YamlScalar):
            wrong_shape(node, at, issues, "scalar")
            return None
        text = node.text.strip()
        if not text or node.is_null:
            issues.append(Issue(EMPTY_VALUE, at.location()))
            return None
        return text

    def schema(self) -> JsonSchema:
        """See `Shape.schema`."""
        return {"type": ["string", "number", "boolean"], "pattern": "\\S"}


class Parsed(Generic[T]):
    """Text in a form of its own: a pattern for editors, a function for the value, and words for what it is.

    parse     returns None for a text that is not of the form; it must agree with `pattern`
    expected  completes «X is not …»
    meant     a text that is not of the form -> how it would be written right, where that is likely
    """

    def __init__(
        self,
        pattern: str,
        parse: Callable[[str], T | None],
        expected: Text,
        examples: Iterable[str] = (),
        meant: Callable[[str], str | None] = lambda _: None,
    ) -> None:
        self.pattern = pattern
        self.parse = parse
        self.expected = expected
        self.examples = tuple(examples)
        self.meant = meant

    def malformed(self, text: str) -> dict[str, object]:
        """What DBEP1021 says of a text."""
        meant = self.meant(text)
        fits = meant is not None and meant != text and self.accepts(meant)
        hint = Text(f"; mente du «{meant}»?", f"; did you mean `{meant}`?") if fits else Text("", "")
        return {"value": text, "expected": self.expected, "hint": hint}

    def accepts(self, text: str) -> bool:
        """Whether the text is of the form."""
        return re.fullmatch(self.pattern, text) is not None and self.parse(text) is not None

    def read(self, node: YamlNode, at: Where, issues: list[Issue]) -> T | None:
        """See `Shape.read`."""
        text = Plain().read(node, at, issues)
        if text is None:
            return None
        value = self.parse(text) if re.fullmatch(self.pattern, text) else None
        if value is None:
            issues.append(Issue(MALFORMED, at.location(), self.malformed(text)))
        return value

    def schema(self) -> JsonSchema:
        """See `Shape.schema`."""
        found: JsonSchema = {"type": ["string", "number", "boolean"], "pattern": f"^({self.pattern})$"}
        if self.examples:
            found["examples"] = list(self.examples)
        return found


def pattern(
    expression: str,
    expected: Text,
    examples: Iterable[str] = (),
    meant: Callable[[str], str | None] = lambda _: None,
) -> Parsed[str]:
    """Text that a pattern describes wholly."""
    return Parsed(expression, lambda text: text, expected, examples, meant)


class OneOf:
    """One of a few words."""

    def __init__(self, choices: Iterable[str]) -> None:
        self.choices = tuple(choices)

    def read(self, node: YamlNode, at: Where, issues: list[Issue]) -> str | None:
        """See `Shape.read`."""
        text = Plain().read(node, at, issues)
        if text is None or text in self.choices:
            return text
        hint = did_you_mean(text, self.choices)
        issues.append(Issue(NOT_AMONG, at.location(), {"value": text, "allowed": self.choices, "hint": hint}))
        return None

    def schema(self) -> JsonSchema:
        """See `Shape.schema`."""
        return {"enum": list(self.choices)}


_TRUTHS = {
    **dict.fromkeys(("ja", "yes", "y", "on", "sann", "true", "1", "x"), "true"),
    **dict.fromkeys(("nei", "no", "n", "off", "usann", "false", "0"), "false"),
}


class Flag:
    """`true` or `false`."""

    def read(self, node: YamlNode, at: Where, issues: list[Issue]) -> bool | None:
        """See `Shape.read`."""
        word = Plain().read(node, at, issues)
        if word is None or word in ("true", "false"):
            return None if word is None else word == "true"
        meant = _TRUTHS.get(word.casefold())
        hint = Text("", "") if meant is None else Text(f"; mente du «{meant}»?", f"; did you mean `{meant}`?")
        issues.append(
            Issue(NOT_AMONG, at.location(), {"value": word, "allowed": ("true", "false"), "hint": hint})
        )
        return None

    def schema(self) -> JsonSchema:
        """See `Shape.schema`."""
        return {"enum": [True, False, "true", "false"]}


class Localized:
    """A text for people in each of the guide's languages: `{sv: …, en: …}`, or the text alone where the guide has one language.

    The guide's languages are those of the document; where they are not known, any will do.
    """

    def read(self, node: YamlNode, at: Where, issues: list[Issue]) -> LocalText | None:
        """See `Shape.read`."""
        languages = at.document.languages
        if isinstance(node, YamlScalar):
            text = Plain().read(node, at, issues)
            if text is None:
                return None
            if len(languages) > 1:
                form = ", ".join(f"{language}: …" for language in languages)
                issues.append(Issue(TEXT_WITHOUT_LANGUAGE, at.location(), {"form": f"{{{form}}}"}))
                return None
            return LocalText(text)
        if not isinstance(node, YamlMapping):
            wrong_shape(node, at, issues, *(("mapping",) if len(languages) > 1 else ("scalar", "mapping")))
            return None
        return self._read_mapping(node, at, languages, issues)

    def _read_mapping(
        self, node: YamlMapping, at: Where, languages: tuple[str, ...], issues: list[Issue]
    ) -> LocalText | None:
        found: dict[str, str] = {}
        strangers = 0
        for entry in node:
            key = entry.key.text
            if languages and key not in languages:
                strangers += 1
                params = {"value": key, "allowed": languages, "hint": did_you_mean_language(key, languages)}
                issues.append(Issue(LANGUAGE_NOT_OF_GUIDE, (at / key).location(on_key=True), params))
                continue
            text = Plain().read(entry.value, at / key, issues)
            found[key] = "" if text is None else text
        missing = [language for language in languages if language not in found]
        # A language that the guide does not have was probably meant as one that is missing: one slip, one message.
        for language in missing[strangers:]:
            params = {"language": language_name(language)}
            issues.append(Issue(MISSING_TRANSLATION, at.location(on_key=True), params))
        if not found and not missing:
            issues.append(Issue(EMPTY_VALUE, at.location()))
        if missing or not found or not all(found.values()):
            return None
        return local_text(found, languages)

    def schema(self) -> JsonSchema:
        """A reference; `text_schema` is what it refers to, for the languages of a guide."""
        return {"$ref": f"#/$defs/{TEXT}"}


class TitleOfKey(Localized):
    """A title in the languages in which it is not simply the key's words: `nesteEvaluering: {title: {en: next review}}`.

    Read at `…/KEY/title`.
    """

    def _read_mapping(
        self, node: YamlMapping, at: Where, languages: tuple[str, ...], issues: list[Issue]
    ) -> LocalText | None:
        written = {entry.key.text for entry in node}
        if not languages or not written or written >= set(languages) or not written <= set(languages):
            return super()._read_mapping(node, at, languages, issues)
        found = {language: words_of(str(at.pointer[-2:][0])) for language in languages}
        for entry in node:
            text = Plain().read(entry.value, at / entry.key.text, issues)
            if text is None:
                return None
            found[entry.key.text] = text
        return local_text(found, languages)

    def schema(self) -> JsonSchema:
        """See `Shape.schema`."""
        text = Plain().schema()
        some: JsonSchema = {"type": "object", "additionalProperties": text, "minProperties": 1}
        return {"anyOf": [super().schema(), some]}


def text_schema(languages: Sequence[str]) -> JsonSchema:
    """How a text is written in a guide with these languages, as JSON Schema."""
    text = Plain().schema()
    if not languages:
        return {"anyOf": [text, {"type": "object", "additionalProperties": text, "minProperties": 1}]}
    in_each: JsonSchema = {
        "type": "object",
        "properties": dict.fromkeys(languages, text),
        "required": list(languages),
        "additionalProperties": False,
    }
    return in_each if len(languages) > 1 else {"anyOf": [text, in_each]}


class PlainOrLocalized:
    """A text for people that may be the same in all languages: one value, or one for each language."""

    def read(self, node: YamlNode, at: Where, issues: list[Issue]) -> LocalText | None:
        """See `Shape.read`."""
        if isinstance(node, YamlMapping):
            return Localized().read(node, at, issues)
        if not isinstance(node, YamlScalar):
            wrong_shape(node, at, issues, "scalar", "mapping")
            return None
        text = Plain().read(node, at, issues)
        return None if text is None else LocalText(text)

    def schema(self) -> JsonSchema:
        """See `Shape.schema`."""
        return {"anyOf": [Plain().schema(), Localized().schema()]}


class ListOf(Generic[T]):
    """A list; where `single` is given, one value may stand without brackets."""

    def __init__(self, item: Shape[T], *, single: bool = False) -> None:
        self.item = item
        self.single = single

    def read(self, node: YamlNode, at: Where, issues: list[Issue]) -> tuple[T, ...] | None:
        """See `Shape.read`; items that could not be read are left out."""
        if not isinstance(node, YamlSequence):
            if self.single:
                value = self.item.read(node, at, issues)
                return None if value is None else (value,)
            wrong_shape(node, at, issues, "sequence")
            return None
        found: list[T] = []
        is_reported = False  # a list of something else altogether is one mistake
        for index, item in enumerate(node):
            of_item: list[Issue] = []
            value = self.item.read(item, at / index, of_item)
            is_other = [
                one.rule is WRONG_SHAPE and one.location.pointer == (at / index).pointer for one in of_item
            ] == [True]
            if not (is_other and is_reported):
                issues.extend(of_item)
            is_reported = is_reported or is_other
            if value is not None:
                found.append(value)
        return tuple(found)

    def schema(self) -> JsonSchema:
        """See `Shape.schema`."""
        item = self.item.schema()
        many: JsonSchema = {"type": "array", "items": item}
        return {"anyOf": [item, many]} if self.single else many


class Distinct(Generic[T]):
    """A list of at least one, in which nothing stands twice; one value may stand without brackets."""

    def __init__(self, item: Shape[T]) -> None:
        self.item = item

    def read(self, node: YamlNode, at: Where, issues: list[Issue]) -> tuple[T, ...] | None:
        """See `Shape.read`; items that could not be read, or are there already, are left out."""
        if not isinstance(node, YamlSequence):
            value = self.item.read(node, at, issues)
            return None if value is None else (value,)
        if not node.items:
            issues.append(Issue(EMPTY_VALUE, at.location()))
        found: list[T] = []
        for index, item in enumerate(node):
            value = self.item.read(item, at / index, issues)
            if value is not None and value in found:
                issues.append(Issue(REPEATED_ITEM, (at / index).location(), {"value": str(value)}))
            elif value is not None:
                found.append(value)
        return tuple(found) or None

    def schema(self) -> JsonSchema:
        """See `Shape.schema`."""
        item = self.item.schema()
        return {"anyOf": [item, {"type": "array", "items": item, "minItems": 1, "uniqueItems": True}]}


class MapOf(Generic[T]):
    """Names and values, in the order written."""

    def __init__(self, key: "Parsed[str]", value: Shape[T]) -> None:
        self.key = key
        self.value = value

    def read(self, node: YamlNode, at: Where, issues: list[Issue]) -> Mapping[str, T] | None:
        """See `Shape.read`; entries that could not be read are left out."""
        if not isinstance(node, YamlMapping):
            wrong_shape(node, at, issues, "mapping")
            return None
        found: dict[str, T] = {}
        for entry in node:
            name = entry.key.text
            well_named = self.key.accepts(name)
            if not well_named:
                issues.append(Issue(MALFORMED, (at / name).location(on_key=True), self.key.malformed(name)))
            value = self.value.read(entry.value, at / name, issues)
            if value is not None and well_named:
                found[name] = value
        return found

    def schema(self) -> JsonSchema:
        """See `Shape.schema`."""
        return {
            "type": "object",
            "patternProperties": {f"^({self.key.pattern})$": self.value.schema()},
            "additionalProperties": False,
        }


class AnyNode:
    """YAML that is looked at later, when the FHIR type it must fit is known."""

    def read(self, node: YamlNode, at: Where, issues: list[Issue]) -> YamlNode | None:
        """See `Shape.read`."""
        return node

    def schema(self) -> JsonSchema:
        """See `Shape.schema`."""
        return {}


class FhirWords:
    """Members of a FHIR type, looked at later, when the type is known."""

    def read(self, node: YamlNode, at: Where, issues: list[Issue]) -> YamlMapping | None:
        """See `Shape.read`."""
        if not isinstance(node, YamlMapping):
            wrong_shape(node, at, issues, "mapping")
            return None
        return node

    def schema(self) -> JsonSchema:
        """See `Shape.schema`."""
        return {"type": "object"}
