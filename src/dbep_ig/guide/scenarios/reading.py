"""YAML documents -> scenarios and the changed, invalid variants of them, before any of it is FHIR.

scenario: NAME          a valid example: `title`, `definition`, `language`, instances by name, each with its `class`, and what happens then:
  then: […]               steps: `title`, `by`, `change`, `add`, optionally `definition`; with `expect` one that must fail
invalid: NAME           a scenario with something changed: `of`, `change`, `expect`, optionally `title`, `definition`
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dbep_ig.engine.diagnostics import Issue, Result, Text, slips
from dbep_ig.guide.authoring import Where, YamlDocument, YamlMapping
from dbep_ig.guide.authoring.fhir_names import is_id
from dbep_ig.guide.authoring.language_names import did_you_mean_language
from dbep_ig.guide.authoring.model import LocalText
from dbep_ig.guide.authoring.places import FILES
from dbep_ig.guide.authoring.shapes import LANGUAGE_NOT_OF_GUIDE, Localized
from dbep_ig.guide.authoring.suggestions import did_you_mean, nearest

from .given import Given
from .malformed_names import malformed_name
from .rules import DUPLICATE_NAME, MISSING_KEY, NO_INSTANCES, UNKNOWN_KEY, WRONG_VALUE

_MODEL_KEYWORDS = frozenset(block.name for block in FILES)
_SCENARIO_KEYS = ("scenario", "title", "definition", "language", "then")
_STEP_KEYS = ("title", "definition", "by", "change", "add", "expect")
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
class Step:
    """What happens next: instances are changed as in a variant, and added. With `expected` it must fail, and changes nothing.

    by  the role of the one who does it
    """

    title: LocalText
    definition: LocalText | None
    by: str | None
    changes: Mapping[str, Given]
    added: Mapping[str, Given]
    expected: tuple[Expectation, ...]
    where: Where
    yaml: str


@dataclass(frozen=True, slots=True)
class Scenario:
    """A valid example as written. `instances` in the order of the file; each value holds `class` and elements.

    language  the one of the guide's languages that it is written in; None for the main one
    lost      names of instances that could not be read, which has been reported
    """

    name: str
    title: LocalText
    definition: LocalText | None
    language: str | None
    instances: Mapping[str, Given]
    where: Where
    yaml: str
    lost: frozenset[str] = frozenset()
    steps: tuple[Step, ...] = ()

    @property
    def main(self) -> str:
        """The instance that the scenario is about, which gets its name as id: `plan` where there is one, else the first."""
        return "plan" if "plan" in self.instances else next(iter(self.instances), "")


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
        first_key = root.entries[0].key.text if root.entries else ""
        near = nearest(first_key, ("scenario", "invalid"))
        if name is None and near is not None and near not in root:
            params = {"name": first_key, "hint": _asked(near)}
            issues.append(Issue(UNKNOWN_KEY, (at / first_key).location(on_key=True), params))
            continue
        if name is None:
            issues.append(Issue(MISSING_KEY, at.location(), {"key": kind}))
            continue
        if not is_id(name):
            issues.append(malformed_name(name, (at / kind).location()))
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
    lost: set[str] = set()
    written = {key: value for key, value in fields.items() if key not in _SCENARIO_KEYS}
    instances = _instances(written, at, issues, lost)
    if not instances and all(key in _SCENARIO_KEYS for key in fields):
        issues.append(Issue(NO_INSTANCES, at.location(), {"name": name}))
    return Scenario(
        name,
        _text(fields, "title", at, issues) or LocalText(name),
        _text(fields, "definition", at, issues),
        _language(fields, at, issues),
        instances,
        at,
        _source(at),
        frozenset(lost),
        _steps(fields["then"], issues) if "then" in fields else (),
    )


def _instances(
    fields: Mapping[str, Given], at: Where, issues: list[Issue], lost: set[str]
) -> dict[str, Given]:
    """Those that are instances; `at` is where their keys are. Names of those that could not be read go to `lost`."""
    instances: dict[str, Given] = {}
    for key, value in fields.items():
        if value.fields is None:
            hint = did_you_mean(key, _SCENARIO_KEYS)
            issues.append(
                Issue(UNKNOWN_KEY, (at / key).location(on_key=True), {"name": key, "hint": _ended(hint)})
            )
        elif "class" not in value.fields and (near := nearest(key, _SCENARIO_KEYS)) is not None:
            params = {"name": key, "hint": _asked(near)}
            issues.append(Issue(UNKNOWN_KEY, (at / key).location(on_key=True), params))
        elif not is_id(key):
            lost.add(key)
            issues.append(malformed_name(key, (at / key).location(on_key=True)))
        elif "class" not in value.fields:
            lost.add(key)
            issues.append(Issue(MISSING_KEY, (at / key).location(on_key=True), {"key": "class"}))
        else:
            instances[key] = value
    return instances


def _steps(then: Given, issues: list[Issue]) -> tuple[Step, ...]:
    if not then.items:
        kind = Text("en liste av det som skjer", "a list of what happens")
        issues.append(Issue(WRONG_VALUE, then.where.location(), {"value": then.shown, "type": kind}))
        return ()
    read = [_step(item, issues) for item in then.items]
    return tuple(one for one in read if one is not None)


def _step(item: Given, issues: list[Issue]) -> Step | None:
    fields, at = item.fields, item.where
    if fields is None:
        kind = Text("det som skjer (title, by, change, add)", "what happens (title, by, change, add)")
        issues.append(Issue(WRONG_VALUE, at.location(), {"value": item.shown, "type": kind}))
        return None
    for key in fields:
        if key not in _STEP_KEYS:
            params = {"name": key, "hint": _ended(did_you_mean(key, _STEP_KEYS))}
            issues.append(Issue(UNKNOWN_KEY, (at / key).location(on_key=True), params))
    missing = [] if "title" in fields else ["title"]
    missing += [] if "change" in fields or "add" in fields else ["change"]
    issues.extend(Issue(MISSING_KEY, at.location(), {"key": key}) for key in missing)
    changes, added, expect, by = (fields.get(key) for key in ("change", "add", "expect", "by"))
    wrong = [
        (given, kind)
        for given, fits, kind in (
            (changes, changes is None or bool(changes.fields), Text("stier og verdier", "paths and values")),
            (added, added is None or bool(added.fields), Text("instanser", "instances")),
            (
                expect,
                expect is None or bool(expect.items),
                Text("en liste av {rule, at}", "a list of {rule, at}"),
            ),
            (by, by is None or bool(by.text), Text("en rolle", "a role")),
        )
        if given is not None and not fits
    ]
    for given, kind in wrong:
        issues.append(Issue(WRONG_VALUE, given.where.location(), {"value": given.shown, "type": kind}))
    title = _text(fields, "title", at, issues)
    if missing or wrong or title is None:
        return None
    promised = [
        one
        for each in (expect.items if expect is not None else None) or ()
        if (one := _expectation(each, issues))
    ]
    return Step(
        title,
        _text(fields, "definition", at, issues),
        None if by is None else by.text,
        (changes.fields if changes is not None else None) or {},
        _instances((added.fields if added is not None else None) or {}, at / "add", issues, set()),
        tuple(promised),
        at,
        _source(at),
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
    if len(promised) < len(expected.items):
        return None  # what it expects is not known
    title, definition = _text(fields, "title", at, issues), _text(fields, "definition", at, issues)
    return Variant(name, title, definition, of.text, changes.fields, tuple(promised), at, _source(at))


def _expectation(item: Given, issues: list[Issue]) -> Expectation | None:
    fields = item.fields or {}
    found = {key: fields[key].text for key in _EXPECT_KEYS if key in fields}
    missing = [key for key in _EXPECT_KEYS if not found.get(key)]
    unknown = [key for key in fields if key not in _EXPECT_KEYS]
    for key in unknown:
        # One word too many and one too few: the one was meant to be the other.
        hint = _asked(missing.pop()) if len(missing) == len(unknown) == 1 else did_you_mean(key, _EXPECT_KEYS)
        params = {"name": key, "hint": _ended(hint)}
        issues.append(Issue(UNKNOWN_KEY, (item.where / key).location(on_key=True), params))
    issues.extend(Issue(MISSING_KEY, item.where.location(), {"key": key}) for key in missing)
    if unknown:
        return None
    return None if missing else Expectation(str(found["rule"]), str(found["at"]), item.where)


def _text(fields: Mapping[str, Given], key: str, at: Where, issues: list[Issue]) -> LocalText | None:
    if key not in fields:
        return None
    node = fields[key].where.node
    assert node is not None
    return Localized().read(node, at / key, issues)


def _language(fields: Mapping[str, Given], at: Where, issues: list[Issue]) -> str | None:
    given, languages = fields.get("language"), at.document.languages
    if given is None:
        return None
    if given.text not in languages:
        hint = did_you_mean_language(given.text or "", languages)
        params = {"value": given.shown, "allowed": languages, "hint": hint}
        issues.append(Issue(LANGUAGE_NOT_OF_GUIDE, (at / "language").location(), params))
        return None
    return given.text


def _source(at: Where) -> str:
    """The document's own lines, without what stands before and after it in the file."""
    place = at.place()
    lines = [place.source.line(n) for n in range(place.span.line, place.span.end_line + 1)]
    return "\n".join(lines).rstrip() + "\n"


def _line(where: Where) -> str:
    place = where.place()
    return f"{place.source.name}:{place.span.line}"


def _asked(near: str) -> Text:
    return slips.asked(near, Text("«{}»", "`{}`"))


def _ended(hint: Text) -> Text:
    return Text(hint.nb or ".", hint.en or ".")
