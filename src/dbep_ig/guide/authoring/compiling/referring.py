"""Keywords whose values name something else of the guide, with the names resolved; what leads nowhere stays as written."""

from dbep_ig.guide.authoring.blocks import Fields
from dbep_ig.guide.authoring.element_paths import ElementPath
from dbep_ig.guide.authoring.keywords.binding import BINDING
from dbep_ig.guide.authoring.keywords.maps import MAPS
from dbep_ig.guide.authoring.keywords.type import TYPE
from dbep_ig.guide.authoring.model import Binding, ElementType
from dbep_ig.guide.authoring.names import Names

# https://hl7.org/fhir/R4/elementdefinition-definitions.html#ElementDefinition.type.targetProfile
_REFERRING = ("Reference", "canonical")


def binding_of(fields: Fields, names: Names) -> Binding | None:
    """`binding`, with the whole id of a value set here."""
    written = BINDING.of(fields)
    if written is None:
        return None
    return written._replace(value_set=names.value_sets.get(written.value_set, written.value_set))


def types_of(fields: Fields, names: Names) -> tuple[ElementType, ...] | None:
    """`type`, with what the names of profiles here stand for: reference targets, or profiles of the type."""
    written = TYPE.of(fields)
    return None if written is None else tuple(_type(one, names) for one in written)


def _type(written: ElementType, names: Names) -> ElementType:
    name = written.name
    if name in _REFERRING:
        return written._replace(targets=tuple(names.target(each) for each in written.targets))
    if written.targets:
        profiles = tuple(names.profile_or_type(each) or each for each in written.targets)
        return ElementType(name, profiles=profiles)
    if names.types is None or names.types.kind(name) is not None:
        return written
    profile = names.profile_named(name)
    if profile is None or profile not in names.profile_types:
        return written
    return ElementType(names.profile_types[profile], profiles=(names.url("StructureDefinition", profile),))


def maps_of(fields: Fields, names: Names) -> ElementPath | None:
    """`maps`, with the whole ids of extensions here."""
    written = MAPS.of(fields)
    return None if written is None else names.path(written)
