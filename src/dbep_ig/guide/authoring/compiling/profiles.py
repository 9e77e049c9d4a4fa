"""Profiles: nested rules and slices become one list of rules, in the order written."""

from collections.abc import Mapping

from dbep_ig.engine.diagnostics import Issue
from dbep_ig.guide.authoring.blocks import Fields
from dbep_ig.guide.authoring.element_paths import Step, parse_steps
from dbep_ig.guide.authoring.expressions import read_expression
from dbep_ig.guide.authoring.fhir_names import pascal_case
from dbep_ig.guide.authoring.keywords.abstract import ABSTRACT
from dbep_ig.guide.authoring.keywords.cardinality import CARDINALITY
from dbep_ig.guide.authoring.keywords.copyright import COPYRIGHT
from dbep_ig.guide.authoring.keywords.definition import DEFINITION
from dbep_ig.guide.authoring.keywords.fixed_and_pattern import FIXED, PATTERN
from dbep_ig.guide.authoring.keywords.implements import IMPLEMENTS
from dbep_ig.guide.authoring.keywords.imposes import IMPOSES
from dbep_ig.guide.authoring.keywords.name import NAME
from dbep_ig.guide.authoring.keywords.parent import PARENT
from dbep_ig.guide.authoring.keywords.rules import RULES
from dbep_ig.guide.authoring.keywords.slicing import BY, ORDERED, OTHERS, SLICES, SLICING_OF
from dbep_ig.guide.authoring.keywords.title import TITLE
from dbep_ig.guide.authoring.model import ElementRule, Profile, Slicing
from dbep_ig.guide.authoring.names import Names

from .details import fhir_of, read_details
from .invariants import read_invariants
from .referring import binding_of, types_of
from .whole_ids import clash


def read_profile(profile_id: str, fields: Fields, names: Names, issues: list[Issue]) -> Profile:
    return Profile(
        id=profile_id,
        name=NAME.of(fields) or pascal_case(profile_id),
        implements=IMPLEMENTS.of(fields),
        parent=names.parent(PARENT.of(fields) or ""),
        abstract=ABSTRACT.of(fields) or False,
        title=TITLE.of(fields),
        definition=DEFINITION.of(fields),
        imposes=tuple(names.profile_or_type(one) or one for one in IMPOSES.of(fields) or ()),
        rules=_Rules(names, names.profile_types.get(profile_id), issues).read(RULES.of(fields) or {}, ()),
        invariants=read_invariants(fields, names, issues),
        copyright=COPYRIGHT.of(fields) or (),
        where=fields.where,
        members=fields.members,
        fhir=fhir_of(fields),
    )


class _Rules:
    """The rules of a profile, those of slices and of what lies in them included.

    resource  what the profile is of, where that is known
    """

    def __init__(self, names: Names, resource: str | None, issues: list[Issue]) -> None:
        self.names = names
        self.resource = resource
        self.issues = issues
        self.found: list[ElementRule] = []

    def read(self, written: Mapping[str, Fields], above: tuple[Step, ...]) -> tuple[ElementRule, ...]:
        """What has been found so far, in the order written. One element spelled in two ways has two sets of rules."""
        first: dict[tuple[Step, ...], Fields] = {}
        for path, fields in written.items():
            steps = self.names.steps((*above, *parse_steps(path)), self.resource)
            other = first.setdefault(steps, fields)
            if other is not fields:
                at, there = (one.where.location(on_key=True) for one in (fields, other))
                clash(".".join(str(step) for step in steps[len(above) :]), at, there, self.issues)
            self._rule(steps, fields)
        return tuple(self.found)

    def _rule(self, steps: tuple[Step, ...], fields: Fields) -> None:
        slicing = SLICING_OF.of(fields)
        self.found.append(
            ElementRule(
                steps=steps,
                cardinality=CARDINALITY.of(fields),
                types=types_of(fields, self.names) or (),
                binding=binding_of(fields, self.names),
                pattern=PATTERN.of(fields),
                fixed=FIXED.of(fields),
                title=TITLE.of(fields),
                definition=DEFINITION.of(fields),
                slicing=None if slicing is None else _slicing(slicing, self.names),
                where=fields.where,
                members=fields.members,
                details=read_details(fields, self.names, self.issues),
            )
        )
        for name, one in (SLICES.of(fields) or {}).items():
            self._rule((*steps[:-1], steps[-1]._replace(slice_name=name)), one)
        self.read(RULES.of(fields) or {}, steps)


def _slicing(fields: Fields, names: Names) -> Slicing:
    return Slicing(
        by=tuple((kind, read_expression(path, names)) for kind, path in BY.of(fields) or ()),
        rules=OTHERS.of(fields) or "open",
        ordered=ORDERED.of(fields) or False,
        where=fields.where,
    )
