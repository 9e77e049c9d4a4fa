"""Profiles: nested rules and slices become one list of rules, in the order written."""

from collections.abc import Mapping

from dbep_ig.guide.authoring import keywords as kw
from dbep_ig.guide.authoring.blocks import Fields
from dbep_ig.guide.authoring.element_paths import Step
from dbep_ig.guide.authoring.fhir_names import pascal_case
from dbep_ig.guide.authoring.forms import steps_of
from dbep_ig.guide.authoring.model import ElementRule, Profile, Slicing

from .invariants import read_invariants


def read_profile(profile_id: str, fields: Fields) -> Profile:
    rules: list[ElementRule] = []
    _rules(kw.RULES.of(fields) or {}, (), rules)
    return Profile(
        id=profile_id,
        name=kw.NAME.of(fields) or pascal_case(profile_id),
        implements=kw.IMPLEMENTS.of(fields),
        parent=kw.PARENT.of(fields) or "",
        abstract=kw.ABSTRACT.of(fields) or False,
        title=kw.TITLE.of(fields),
        definition=kw.DEFINITION.of(fields),
        imposes=kw.IMPOSES.of(fields) or (),
        rules=tuple(rules),
        invariants=read_invariants(fields),
        copyright=kw.COPYRIGHT.of(fields) or (),
        where=fields.where,
    )


def _rules(written: Mapping[str, Fields], above: tuple[Step, ...], found: list[ElementRule]) -> None:
    for path, fields in written.items():
        _rule((*above, *steps_of(path)), fields, found)


def _rule(steps: tuple[Step, ...], fields: Fields, found: list[ElementRule]) -> None:
    slicing = kw.SLICING_OF.of(fields)
    found.append(
        ElementRule(
            steps=steps,
            cardinality=kw.CARDINALITY.of(fields),
            types=kw.TYPE.of(fields) or (),
            binding=kw.BINDING.of(fields),
            pattern=kw.PATTERN.of(fields),
            fixed=kw.FIXED.of(fields),
            must_support=kw.MUST_SUPPORT.of(fields),
            title=kw.TITLE.of(fields),
            definition=kw.DEFINITION.of(fields),
            slicing=None if slicing is None else _slicing(slicing),
            where=fields.where,
        )
    )
    for name, one in (kw.SLICES.of(fields) or {}).items():
        _rule((*steps[:-1], steps[-1]._replace(slice_name=name)), one, found)
    _rules(kw.RULES.of(fields) or {}, steps, found)


def _slicing(fields: Fields) -> Slicing:
    return Slicing(
        by=kw.BY.of(fields) or (),
        rules=kw.SLICING_RULES.of(fields) or "open",
        ordered=kw.ORDERED.of(fields) or False,
        where=fields.where,
    )
