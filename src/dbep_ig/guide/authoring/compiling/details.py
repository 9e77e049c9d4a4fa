"""Further words of an element, and FHIR's own words of anything."""

from dbep_ig.engine.diagnostics import Issue
from dbep_ig.engine.fhir.uris import is_absolute
from dbep_ig.guide.authoring.blocks import Fields, Keyword
from dbep_ig.guide.authoring.fhir_names import pascal_case
from dbep_ig.guide.authoring.keywords.definition import DEFINITION
from dbep_ig.guide.authoring.keywords.fhir import FHIR
from dbep_ig.guide.authoring.keywords.obligations import (
    ACTOR_PAGE,
    ACTOR_TYPE,
    DEFINES_ACTORS,
    OBLIGATIONS,
)
from dbep_ig.guide.authoring.keywords.title import TITLE
from dbep_ig.guide.authoring.keywords.value_limits import EXAMPLE, MAX_VALUE, MIN_VALUE
from dbep_ig.guide.authoring.local_text import LocalText
from dbep_ig.guide.authoring.model import Actor, Details, FhirPart, Obligation, Written
from dbep_ig.guide.authoring.names import Names
from dbep_ig.guide.authoring.yaml_nodes import YamlNode, YamlSequence

from .invariants import read_invariants
from .whole_ids import whole_keys


def read_details(fields: Fields, names: Names, issues: list[Issue]) -> Details:
    limits = {one.name: _written(one, fields) for one in (MIN_VALUE, MAX_VALUE)}
    return Details(
        invariants=read_invariants(fields, names, issues),
        obligations=tuple(
            Obligation(
                actor if is_absolute(actor) else names.whole(actor),
                codes,
                fields.where / OBLIGATIONS.name / actor,
            )
            for actor, codes in (OBLIGATIONS.of(fields) or {}).items()
        ),
        limits={name: one for name, one in limits.items() if one is not None},
        examples=_examples(fields),
        fhir=fhir_of(fields),
    )


def fhir_of(fields: Fields) -> tuple[FhirPart, ...]:
    """`fhir`, which is read when FHIR is there to ask."""
    node = FHIR.of(fields)
    return () if node is None else (FhirPart(node, fields.where / FHIR.name),)


def _written(keyword: Keyword[YamlNode], fields: Fields) -> Written | None:
    node = keyword.of(fields)
    return None if node is None else Written(node, fields.where / keyword.name)


def _examples(fields: Fields) -> tuple[Written, ...]:
    one = _written(EXAMPLE, fields)
    if one is None:
        return ()
    if isinstance(one.node, YamlSequence):
        return tuple(Written(each, one.where / index) for index, each in enumerate(one.node))
    return (one,)


def read_actors(fields: Fields, prefix: str, issues: list[Issue]) -> dict[str, Actor]:
    found: dict[str, Actor] = {}
    for key, one in whole_keys(DEFINES_ACTORS.of(fields) or {}, prefix, issues).items():
        found[key] = Actor(
            id=key,
            name=pascal_case(key),
            type=ACTOR_TYPE.of(one) or "system",
            title=TITLE.of(one) or LocalText(key),
            definition=DEFINITION.of(one) or LocalText(key),
            page=ACTOR_PAGE.of(one),
            where=one.where,
        )
    return found
