"""Requirements: each that is named exists, and each that exists is answered."""

from collections.abc import Iterator

from dbep_ig.engine.diagnostics import Issue
from dbep_ig.guide.authoring.bearings import Bearings
from dbep_ig.guide.authoring.model_rules import UNANSWERED_REQUIREMENT, UNKNOWN_REQUIREMENT
from dbep_ig.guide.authoring.suggestions import did_you_mean
from dbep_ig.guide.authoring.yaml_nodes import Where, YamlSequence


def check_requirements(bearings: Bearings) -> Iterator[Issue]:
    """DBEP2018, DBEP2019."""
    model = bearings.model
    answered: set[str] = set()
    misspelt = False
    for ids, where in _named(bearings):
        answered.update(ids)
        for index, one in enumerate(ids):
            if one not in model.requirements:
                at = where / index if isinstance(where.node, YamlSequence) else where
                params = {"id": one, "hint": did_you_mean(one, model.requirements)}
                yield Issue(UNKNOWN_REQUIREMENT, at.location(), params)
                misspelt = True
    if misspelt:
        return  # the one that nothing answers is likely the one that was meant
    for requirement in model.requirements.values():
        if requirement.id not in answered:
            location = requirement.where.location(on_key=True)
            yield Issue(UNANSWERED_REQUIREMENT, location, {"id": requirement.id})


def _named(bearings: Bearings) -> Iterator[tuple[tuple[str, ...], Where]]:
    """Requirement ids and where they are named, each place once although elements and invariants are inherited."""
    for one in bearings.model.classes.values():
        yield one.requirements, one.where / "requirement"
        for element in one.all_elements():
            if element.declared_in == one.name and (element.where / "requirement").node is not None:
                yield element.requirements, element.where / "requirement"
        for invariant in one.invariants.values():
            if invariant.where.document is one.where.document:
                yield invariant.requirements, invariant.where / "requirement"
    for profile in bearings.model.profiles.values():
        for invariant in profile.invariants.values():
            yield invariant.requirements, invariant.where / "requirement"
