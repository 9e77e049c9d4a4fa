"""Properties of concepts have values of their types; filters compare what the code system has, as FHIR can."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from dbep_ig.engine.diagnostics import Issue, Text
from dbep_ig.engine.fhir.regex.pattern import PatternError, compile_pattern
from dbep_ig.engine.fhir.uris import is_absolute
from dbep_ig.guide.authoring.bearings import Bearings
from dbep_ig.guide.authoring.concept_values import STANDARD, UNKNOWN_PROPERTY, ConceptValues, properties_of
from dbep_ig.guide.authoring.model import Filter, Inclusion
from dbep_ig.guide.authoring.model_rules import UNKNOWN_CODE
from dbep_ig.guide.authoring.suggestions import did_you_mean
from dbep_ig.guide.authoring.yaml_nodes import written_at

from .fhir_rules import FILTER_MISPLACED, FILTER_VALUE

# https://hl7.org/fhir/R4/codesystem.html#defined-props: what every code system can be filtered by
_OF_ALL = (
    "concept",
    "code",
    "display",
    "definition",
    "designation",
    "parent",
    "child",
    "inactive",
    "notSelectable",
)
# https://hl7.org/fhir/R4/valueset.html#invs, vsd-2 and vsd-3
_NO_SYSTEM = Text("utvalget har ikke noe «system»", "the choice has no `system`")
_WITH_CONCEPTS = Text(
    "utvalget har både «concepts» og «filter»; skriv to utvalg",
    "the choice has both `concepts` and `filter`; write two choices",
)
_HIERARCHY = ("is-a", "descendent-of", "is-not-a", "generalizes")
# https://hl7.org/fhir/R4/snomedct.html#filters and https://hl7.org/fhir/R4/loinc.html#alias: theirs are not declared anywhere
_DECLARED_NOWHERE = ("http://snomed.info/sct", "http://loinc.org", "http://unitsofmeasure.org")


def check_terminology(bearings: Bearings) -> Iterator[Issue]:
    """DBEP2022, DBEP2030, DBEP2078, DBEP2079 and DBEP2080."""
    model = bearings.model
    for system in model.code_systems.values():
        issues: list[Issue] = []
        values = ConceptValues(model, bearings.types, issues)
        known = properties_of(system)
        values.unknown(system, known)
        for concept in system.concepts.values():
            values.of(concept, known)
        yield from issues
    for value_set in model.value_sets.values():
        for inclusion in (*value_set.include, *value_set.exclude):
            if inclusion.filters:
                yield from _filters(inclusion, bearings)


def _filters(inclusion: Inclusion, bearings: Bearings) -> Iterator[Issue]:
    if inclusion.system is None or inclusion.concepts:
        reason = _NO_SYSTEM if inclusion.system is None else _WITH_CONCEPTS
        at = (inclusion.where / "filter").location(on_key=True)
        yield Issue(FILTER_MISPLACED, at, {"reason": reason})
        return
    properties, codes = _known(inclusion.system, bearings)
    for one in inclusion.filters:
        yield from _filter(one, inclusion, properties, codes)


def _known(system: str, bearings: Bearings) -> tuple[Mapping[str, str] | None, set[str] | None]:
    """Property -> type, and the codes, of a code system; None where they are not all known."""
    own = bearings.model.code_systems.get(system)
    if own is not None:
        properties = {code: one.type for code, one in properties_of(own).items()}
        return {**STANDARD, **properties}, set(own.concepts)
    found = bearings.definitions.find(system, "CodeSystem") if is_absolute(system) else None
    if found is None or system in _DECLARED_NOWHERE:
        return None, None
    properties = {str(one.get("code")): str(one.get("type", "")) for one in found.get("property", ())}
    properties |= {str(one.get("code")): "" for one in found.get("filter", ())}
    if found.get("content") != "complete":
        return None, None
    return {**STANDARD, **properties}, _codes(found)


def _codes(found: Mapping[str, Any]) -> set[str]:
    codes: set[str] = set()
    waiting = list(found.get("concept", ()))
    while waiting:
        concept = waiting.pop()
        codes.add(concept["code"])
        waiting.extend(concept.get("concept", ()))
    return codes


def _filter(
    one: Filter, inclusion: Inclusion, properties: Mapping[str, str] | None, codes: set[str] | None
) -> Iterator[Issue]:
    system = written_at(inclusion.where / "system", inclusion.system or "")
    at = one.where / "value"
    if properties is not None and one.property not in (*_OF_ALL, *properties):
        hint = did_you_mean(one.property, [*_OF_ALL, *properties])
        params = {"system": system, "property": one.property, "hint": hint}
        yield Issue(UNKNOWN_PROPERTY, (one.where / "property").location(), params)
        return
    if one.op in _HIERARCHY and one.property not in ("concept", "code"):
        reason = Text(
            f"{one.op} går etter hierarkiet, som er «concept», ikke «{one.property}»",
            f"{one.op} follows the hierarchy, which is `concept`, not `{one.property}`",
        )
        yield Issue(FILTER_MISPLACED, (one.where / "property").location(), {"reason": reason})
    elif one.op in _HIERARCHY or one.property in ("concept", "code", "parent", "child"):
        listed = (
            [one.value] if one.op not in ("in", "not-in") else [each.strip() for each in one.value.split(",")]
        )
        compared = codes is not None and one.op not in ("regex", "exists")
        for code in listed if compared else ():
            if codes is not None and code not in codes:
                params = {"code": code, "system": system, "hint": did_you_mean(code, codes)}
                yield Issue(UNKNOWN_CODE, at.location(), params)
    if one.op == "exists" and one.value not in ("true", "false"):
        yield Issue(
            FILTER_VALUE, at.location(), {"value": one.value, "op": one.op, "expected": "true | false"}
        )
    elif one.op == "regex":
        try:
            compile_pattern(one.value)
        except PatternError as error:
            yield Issue(
                FILTER_VALUE, at.location(), {"value": one.value, "op": one.op, "expected": str(error)}
            )
    elif one.op in ("=", "in", "not-in") and properties is not None:
        yield from _typed(one, properties.get(one.property, ""))


_FORMS = {
    "boolean": r"true|false",
    "integer": r"-?\d+",
    "decimal": r"-?\d+(?:\.\d+)?",
    "dateTime": r"\d{4}(?:-\d\d(?:-\d\d(?:T.+)?)?)?",
    "Coding": r"\S+#\S+",
}


def _typed(one: Filter, kind: str) -> Iterator[Issue]:
    listed = [one.value] if one.op == "=" else [each.strip() for each in one.value.split(",")]
    for value in listed:
        if kind in _FORMS and re.fullmatch(_FORMS[kind], value) is None:
            at = (one.where / "value").location()
            yield Issue(FILTER_VALUE, at, {"value": value, "op": one.op, "expected": kind})
