"""Keywords whose values name something else of the guide, with the names resolved; what leads nowhere stays as written."""

from dbep_ig.guide.authoring.blocks import Fields
from dbep_ig.guide.authoring.element_paths import ElementPath
from dbep_ig.guide.authoring.keywords.binding import BINDING
from dbep_ig.guide.authoring.keywords.maps import MAPS
from dbep_ig.guide.authoring.keywords.type import TYPE
from dbep_ig.guide.authoring.model import Binding, ElementType
from dbep_ig.guide.authoring.names import Names


def binding_of(fields: Fields, names: Names) -> Binding | None:
    """`binding`, with the whole id of a value set here."""
    written = BINDING.of(fields)
    if written is None:
        return None
    return written._replace(value_set=names.value_sets.get(written.value_set, written.value_set))


def types_of(fields: Fields, names: Names) -> tuple[ElementType, ...] | None:
    """`type`, with what the names of profiles here stand for as reference targets."""
    written = TYPE.of(fields)
    if written is None:
        return None
    return tuple(one._replace(targets=tuple(names.target(each) for each in one.targets)) for one in written)


def maps_of(fields: Fields, names: Names) -> ElementPath | None:
    """`maps`, with the whole ids of extensions here."""
    written = MAPS.of(fields)
    return None if written is None else names.path(written)
