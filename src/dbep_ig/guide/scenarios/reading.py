"""YAML documents -> scenarios and the changed, invalid variants of them, before any of it is FHIR.

scenario: NAME          a valid example: `title`, `definition`, and instances by name, each with its `class`
invalid: NAME           a scenario with something changed: `of`, `change`, `expect`, optionally `title`, `definition`
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dbep_ig.engine.diagnostics import Issue, Result, Text
from dbep_ig.guide.authoring import Where, YamlDocument, YamlMapping
from dbep_ig.guide.authoring.fhir_names import is_id
from dbep_ig.guide.authoring.model import LocalText
from dbep_ig.guide.authoring.places import FILES
from dbep_ig.guide.authoring.shapes import Localized
from dbep_ig.guide.authoring.suggestions import did_you_mean

from .given import Given
from .rules import DUPLICATE_NAME, MALFORMED_NAME, MISSING_KEY, UNKNOWN_KEY, WRONG_VALUE

_MODEL_KEYWORDS = frozenset(block.name for block in FILES)
_SCENARIO_KEYS = ("scenario", "title", "definition")
_INVALID_KEYS = ("invalid", "of", "change", "expect", "title", "definition")
_EXPECT_KEYS = ("rule", "at")


@dataclass(frozen=True, slots=True)
class Expectation:
    """The rule (a code, a rule's name or an invariant's key) and where in the resource it must be found.

    `rule` is as written here, with or without the prefix of a key; in a compiled `Example` it is the whole key.
    """

    rule: str
    at: str
    where: Where


@dataclass(frozen=True, slots=True)
class Scenario:
    """A valid example as written. `instances` in the order of the file; each value holds `class` and elements."""

    name: str
    title: LocalText
    definition: LocalText | None
    instances: Mapping[str, Given]
    where: Where
    yaml: str


@dataclass(frozen=True, slots=True)
class Variant:
    """A scenario with changes, that must fail as expected. `changes`: dotted path -> value (null takes away)."""

    name: str
    title: LocalText | None
    definition: LocalText | None
    of: str
    changes: Mapping[str, Given]
    expected: tuple[Expectation, ...]
    where: Where
    yaml: str


Written = tuple[list[Scenario], list[Variant]]


def read_scenarios(documents: Iterable[YamlDocument]) -> Result[Written]:
    """Every scenario and variant that could be read, and an issue for whatever could not.

    Documents of other kinds (no `scenario:` and no `invalid:`) are MISSING_KEY.
    """
    scenarios: list[Scenario] = []
    variants: list[Variant] = []
    issues: list[Issue] = []
    first: dict[str, Where] = {}
    for document in documents:
        root, at = document.root, document.at()
        if not isinstance(root, YamlMapping):
            issues.append(Issue(MISSING_KEY, at.location(), {"key": "scenario"}))
            continue
        if root.entries and root.entries[0].key.text in _MODEL_KEYWORDS:
            continue  # a file of the model, which has been reported as lying here
        kind = "invalid" if "invalid" in root else "scenario"
        given = Given.of(root, at)
        assert given.fields is not None
        name = given.fields[kind].text if kind in given.fields else None
        if name is None:
            issues.append(Issue(MISSING_KEY, at.location(), {"key": kind}))
            continue
        if not is_id(name):
            issues.append(Issue(MALFORMED_NAME, (at / kind).location(), {"name": name}))
            continue
        if name in first:
            shown = _line(first[name])
            issues.append(
                Issue(
                    DUPLICATE_NAME,
                    (at / kind).location(),
                    {"name": name, "first": shown},
                    (first[name].location(),),
                )
            )
            continue
        first[name] = at / kind
        if kind == "scenario":
            scenarios.append(_scenario(name, given.fields, at, issues))
        else:
            variant = _variant(name, given.fields, at, issues)
            if variant is not None:
                variants.append(variant)
    return Result((scenarios, variants), tuple(issues))


def _scenario(name: str, fields: Mapping[str, Given], at: Where, issues: list[Issue]) -> Scenario:
    instances: dict[str, Given] = {}
    for key, value in fields.items():
        if key in _SCENARIO_KEYS:
            continue
        if value.fields is None:
            hint = did_you_mean(key, _SCENARIO_KEYS)
            issues.append(
                Issue(UNKNOWN_KEY, (at / key).location(on_key=True), {"name": key, "hint": _ended(hint)})
            )
        elif not is_id(key):
            issues.append(Issue(MALFORMED_NAME, (at / key).location(on_key=True), {"name": key}))
        elif "class" not in value.fields:
            issues.append(Issue(MISSING_KEY, (at / key).location(on_key=True), {"key": "class"}))
        else:
            instances[key] = value
    if "plan" not in fields:
        issues.append(Issue(MISSING_KEY, at.location(), {"key": "plan"}))
    title = _text(fields, "title", at, issues)
    return Scenario(
        name, title or LocalText(name), _text(fields, "definition", at, issues), instances, at, _source(at)
    )


def _variant(name: str, fields: Mapping[str, Given], at: Where, issues: list[Issue]) -> Variant | None:
    for key in fields:
        if key not in _INVALID_KEYS:
            hint = did_you_mean(key, _INVALID_KEYS)
            issues.append(
                Issue(UNKNOWN_KEY, (at / key).location(on_key=True), {"name": key, "hint": _ended(hint)})
            )
    missing = [key for key in ("of", "change", "expect") if key not in fields]
    issues.extend(Issue(MISSING_KEY, at.location(), {"key": key}) for key in missing)
    if missing:
        return None
    of, changes, expected = fields["of"], fields["change"], fields["expect"]
    if of.text is None or changes.fields is None or not expected.items:
        for given, fits, kind in (
            (of, of.text is not None, Text("navnet på et scenario", "the name of a scenario")),
            (changes, changes.fields is not None, Text("stier og verdier", "paths and values")),
            (expected, bool(expected.items), Text("en liste av {rule, at}", "a list of {rule, at}")),
        ):
            if not fits:
                issues.append(
                    Issue(WRONG_VALUE, given.where.location(), {"value": given.shown, "type": kind})
                )
        return None
    promised = [one for item in expected.items if (one := _expectation(item, issues)) is not None]
    title, definition = _text(fields, "title", at, issues), _text(fields, "definition", at, issues)
    return Variant(name, title, definition, of.text, changes.fields, tuple(promised), at, _source(at))


def _expectation(item: Given, issues: list[Issue]) -> Expectation | None:
    fields = item.fields or {}
    for key in fields:
        if key not in _EXPECT_KEYS:
            hint = did_you_mean(key, _EXPECT_KEYS)
            params = {"name": key, "hint": _ended(hint)}
            issues.append(Issue(UNKNOWN_KEY, (item.where / key).location(on_key=True), params))
    found = {key: fields[key].text for key in _EXPECT_KEYS if key in fields}
    missing = [key for key in _EXPECT_KEYS if not found.get(key)]
    issues.extend(Issue(MISSING_KEY, item.where.location(), {"key": key}) for key in missing)
    return None if missing else Expectation(str(found["rule"]), str(found["at"]), item.where)


def _text(fields: Mapping[str, Given], key: str, at: Where, issues: list[Issue]) -> LocalText | None:
    if key not in fields:
        return None
    node = fields[key].where.node
    assert node is not None
    return Localized().read(node, at / key, issues)


def _source(at: Where) -> str:
    """The document's own lines, without what stands before and after it in the file."""
    place = at.place()
    lines = [place.source.line(n) for n in range(place.span.line, place.span.end_line + 1)]
    return "\n".join(lines).rstrip() + "\n"


def _line(where: Where) -> str:
    place = where.place()
    return f"{place.source.name}:{place.span.line}"


def _ended(hint: Text) -> Text:
    return Text(hint.nb or ".", hint.en or ".")
