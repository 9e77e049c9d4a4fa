"""What R4 requires of a resource and a class leaves out: no example of the class can be written in the model's words.

An element counts as there when an element of the class, inherited or not, maps to it or below it, or when the profile, one that it
builds on, or a parent outside the guide fixes it. Inside a group that is used, what R4 requires of the group counts as well.
Abstract classes, and classes without a profile, are left alone: nobody writes instances of them.
"""

from collections.abc import Iterator

from dbep_ig.engine.diagnostics import Issue, Rule, Severity
from dbep_ig.engine.fhir.uris import is_absolute
from dbep_ig.guide.authoring.bearings import Bearings
from dbep_ig.guide.authoring.fhir_elements import FhirElement
from dbep_ig.guide.authoring.model import Profile

MANDATORY_ELEMENT_MISSING = Rule(
    code="DBEP1104",
    name="mandatory-element-not-in-class",
    severity=Severity.WARNING,
    issue_type="incomplete",
    nb="FHIR R4 krever {elements}, men ingen elementer i «{name}» leder dit, og ingen regel gir verdien",
    en="FHIR R4 requires {elements}, but no element of `{name}` maps there, and no rule fixes the value",
    spec="https://hl7.org/fhir/R4/conformance-rules.html#cardinality",
)
_GROUPS = frozenset(("BackboneElement", "Element"))
Names = tuple[str, ...]


def check_mandatory_elements(bearings: Bearings) -> Iterator[Issue]:
    """DBEP1104, once for each class, at the resource that it maps to."""
    model = bearings.model
    for one in model.classes.values():
        profile = model.profile_of(one.name)
        root = bearings.elements.root(one.resource) if one.resource is not None else None
        if root is None or profile is None or one.abstract or profile.abstract:
            continue
        mapped = [
            tuple(step.name for step in element.maps.steps)
            for element in one.all_elements()
            if element.maps is not None and element.maps.resource == one.resource
        ]
        there = [*mapped, *_fixed(profile, bearings)]
        missing = list(_missing(root, (), there, bearings))
        if missing:
            written = one.where / "maps"
            at = (written if written.node is not None else one.where).location(on_key=True)
            shown = [
                ".".join((str(one.resource), *path)) + f" ({cardinality})" for path, cardinality in missing
            ]
            yield Issue(MANDATORY_ELEMENT_MISSING, at, {"elements": shown, "name": one.name})


def _missing(
    element: FhirElement, above: Names, there: list[Names], bearings: Bearings
) -> Iterator[tuple[Names, str]]:
    for name, child in bearings.elements.children(element).items():
        path = (*above, name)
        reached = [one for one in there if one[: len(path)] == path or path[: len(one)] == one]
        below = [one for one in reached if len(one) > len(path)]
        if not reached:
            if child.cardinality.min > 0:
                yield path, str(child.cardinality)
        elif (below and _GROUPS.intersection(child.type_codes)) or (_refers(child) and below):
            yield from _missing(child, path, there, bearings)


def _refers(element: FhirElement) -> bool:
    return "contentReference" in element.definition


def _fixed(profile: Profile, bearings: Bearings) -> Iterator[Names]:
    """What profiles fix: those of the guide, and the one outside it that they build on."""
    lineage = bearings.model.ancestors(profile)
    for one in lineage:
        for rule in one.rules:
            if rule.pattern is not None or rule.fixed is not None:
                yield tuple(step.name for step in rule.steps)
    top = lineage[-1].parent
    found = bearings.definitions.find(top, "StructureDefinition") if is_absolute(top) else None
    for element in ((found or {}).get("snapshot") or {}).get("element", ()):
        if any(key.startswith(("fixed", "pattern")) for key in element):
            yield tuple(str(element["path"]).split(".")[1:])
