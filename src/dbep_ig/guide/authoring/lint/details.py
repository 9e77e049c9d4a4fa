"""Further words of elements: limits and examples of the right type, obligations of known actors, reasons of what is not used,
and FHIR's own words where no keyword says the same.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from dbep_ig.engine.diagnostics import Issue, Rule
from dbep_ig.engine.fhir.uris import is_absolute
from dbep_ig.guide.authoring.bearings import Bearings
from dbep_ig.guide.authoring.constraints import said_by_model, value_types
from dbep_ig.guide.authoring.element_paths import ElementPath
from dbep_ig.guide.authoring.fhir_values import FhirValues
from dbep_ig.guide.authoring.fhir_words import SAID_BY_KEYWORD, keyword_of, members_of
from dbep_ig.guide.authoring.model import Cardinality, Details, FhirPart, Member, Profile
from dbep_ig.guide.authoring.obligation_codes import CODES
from dbep_ig.guide.authoring.suggestions import did_you_mean
from dbep_ig.guide.authoring.yaml_nodes import Where

from .fhir_rules import VALUE_ON_CHOICE

WITHOUT_ORDER = Rule(
    code="DBEP2081",
    name="limit-on-type-without-order",
    issue_type="structure",
    nb="{type} har ingen rekkefølge, så «{word}» kan ikke settes",
    en="{type} has no order, so `{word}` cannot be set",
    spec="https://hl7.org/fhir/R4/elementdefinition-definitions.html#ElementDefinition.minValue_x_",
)
REASON_OF_USED = Rule(
    code="DBEP2082",
    name="reason-of-used-element",
    issue_type="structure",
    nb="«reason» sier hvorfor et element ikke brukes, men dette kan forekomme: skriv «cardinality: 0..0» eller bruk «comment»",
    en="`reason` says why an element is not used, but this one may occur: write `cardinality: 0..0` or use `comment`",
)
UNKNOWN_ACTOR = Rule(
    code="DBEP2083",
    name="unknown-actor",
    issue_type="not-found",
    nb="«{name}» er ikke en av guidens aktører{hint}",
    en="`{name}` is not one of the guide's actors{hint}",
)
UNKNOWN_OBLIGATION = Rule(
    code="DBEP2084",
    name="unknown-obligation",
    issue_type="code-invalid",
    nb="«{code}» er ikke en av FHIRs koder for plikter{hint}",
    en="`{code}` is not one of FHIR's codes of obligations{hint}",
    spec="http://hl7.org/fhir/StructureDefinition/obligation",
)
REASON_AND_COMMENT = Rule(
    code="DBEP2086",
    name="reason-and-comment",
    issue_type="structure",
    nb="Elementet har både «reason» og «comment»; for et element som ikke brukes, er begrunnelsen kommentaren",
    en="The element has both `reason` and `comment`; of an element that is not used, the reason is the comment",
)
# https://hl7.org/fhir/R4/elementdefinition-definitions.html#ElementDefinition.minValue_x_
_ORDERED = frozenset("date dateTime instant time decimal integer positiveInt unsignedInt Quantity".split())


class Said(NamedTuple):
    """An element as anyone declares it. `codes`: the types of its value."""

    details: Details
    members: tuple[Member, ...]
    cardinality: Cardinality | None
    codes: tuple[str, ...]
    path: str
    where: Where


def check_details(bearings: Bearings) -> Iterator[Issue]:
    """DBEP2081 to DBEP2086, and what values and FHIR's own words can have wrong."""
    model = bearings.model
    for said in _elements(bearings):
        yield from _limits(said, bearings)
        yield from _obligations(said.details, bearings)
        yield from _reason(said)
        own = tuple(part for part in said.details.fhir if part.where.document is said.where.document)
        yield from _fhir(own, "ElementDefinition", said.members, bearings)
    for one in model.classes.values():
        yield from _fhir(one.fhir, "StructureDefinition", one.members, bearings)
    for profile in model.profiles.values():
        yield from _fhir(profile.fhir, "StructureDefinition", profile.members, bearings)
    for extension in model.extensions.values():
        yield from _fhir(extension.fhir, "StructureDefinition", extension.members, bearings)
    for system in model.code_systems.values():
        yield from _fhir(system.fhir, "CodeSystem", system.members, bearings)
    for value_set in model.value_sets.values():
        yield from _fhir(value_set.fhir, "ValueSet", value_set.members, bearings)


def _elements(bearings: Bearings) -> Iterator[Said]:
    model = bearings.model
    for one in model.classes.values():
        for element in one.all_elements():
            if element.declared_in == one.name:
                codes = tuple(each.name for each in element.types)
                yield Said(
                    element.details, element.members, element.cardinality, codes, element.name, element.where
                )
    for profile in model.profiles.values():
        yield from _rules(profile, bearings)
    for extension in model.extensions.values():
        for part in extension.all_parts():
            codes = tuple(each.name for each in part.types)
            yield Said(part.details, part.members, part.cardinality, codes, part.name, part.where)


def _rules(profile: Profile, bearings: Bearings) -> Iterator[Said]:
    resource = bearings.resource_of(profile)
    if resource is None:
        return
    chosen = bearings.chosen_by_profile(profile)
    said = said_by_model(profile, bearings)
    for rule in profile.rules:
        path = ElementPath(resource, rule.steps)
        chain, _ = bearings.elements.along(path, chosen)
        if len(chain) == len(rule.steps) + 1:
            codes = value_types(rule, chain[-1], said)
            yield Said(rule.details, rule.members, rule.cardinality, codes, str(path), rule.where)


def _limits(said: Said, bearings: Bearings) -> Iterator[Issue]:
    details = said.details
    written = [*details.limits.items(), *(("example", one) for one in details.examples)]
    mine = [(word, one) for word, one in written if one.where.document is said.where.document]
    if mine and len(said.codes) != 1:
        word = mine[0][0]
        at = (said.where / word).location(on_key=True)
        yield Issue(VALUE_ON_CHOICE, at, {"path": said.path, "types": said.codes})
        return
    if mine and bearings.types.kind(said.codes[0]) not in ("primitive-type", "complex-type"):
        return  # the type is reported
    for word, one in mine:
        (code,) = said.codes
        if word != "example" and code not in _ORDERED:
            yield Issue(
                WITHOUT_ORDER, (said.where / word).location(on_key=True), {"type": code, "word": word}
            )
            continue
        issues: list[Issue] = []
        FhirValues(bearings.model, bearings.types, issues).value(one.node, code, one.where)
        yield from issues


def _obligations(details: Details, bearings: Bearings) -> Iterator[Issue]:
    actors = bearings.model.actors
    for one in details.obligations:
        if one.actor not in actors and not is_absolute(one.actor):
            short = bearings.model.names.short
            name = str(one.where.pointer[-1])
            hint = did_you_mean(name, [*actors, *(short(each) for each in actors)])
            yield Issue(UNKNOWN_ACTOR, one.where.location(on_key=True), {"name": name, "hint": hint})
        for index, code in enumerate(one.codes):
            if code not in CODES:
                item = one.where / index
                at = (item if item.node is not None else one.where).location()
                yield Issue(UNKNOWN_OBLIGATION, at, {"code": code, "hint": did_you_mean(code, CODES)})


def _reason(said: Said) -> Iterator[Issue]:
    at = said.where / "reason"
    if at.node is None:
        return
    if said.cardinality is None or said.cardinality.max != 0:
        yield Issue(REASON_OF_USED, at.location(on_key=True))
    if (said.where / "comment").node is not None:
        yield Issue(REASON_AND_COMMENT, at.location(on_key=True))


def _fhir(
    parts: Iterable[FhirPart], type_name: str, members: tuple[Member, ...], bearings: Bearings
) -> Iterator[Issue]:
    by_keyword = {one.name: one.where for one in members}
    for part in parts:
        issues: list[Issue] = []
        found, _ = members_of(part, type_name, bearings, issues)
        yield from issues
        for name in found:
            if name in by_keyword:
                at = (part.where / name).location(on_key=True)
                instead = keyword_of(str(by_keyword[name].pointer[-1]))
                yield Issue(SAID_BY_KEYWORD, at, {"member": name, "instead": instead})
