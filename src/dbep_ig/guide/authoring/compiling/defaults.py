"""What an element of a class need not say, since its place in FHIR says it: type, cardinality, and where parts of extensions go.

R4 says the type and how often the element may occur below the one above; an extension of the guide, and a part of one, say
their own. `Reference` alone means what R4 lets it refer to.
"""

from collections.abc import Mapping
from typing import NamedTuple

from dbep_ig.engine.fhir.type_model import ElementInfo, TypeModel
from dbep_ig.engine.fhir.uris import is_absolute
from dbep_ig.guide.authoring.blocks import Fields
from dbep_ig.guide.authoring.choice_slices import CHOICE
from dbep_ig.guide.authoring.choices import UNDECIDED, Chosen
from dbep_ig.guide.authoring.element_paths import ElementPath, Step
from dbep_ig.guide.authoring.fhir_names import ascii_name
from dbep_ig.guide.authoring.keywords.cardinality import CARDINALITY
from dbep_ig.guide.authoring.keywords.definition import DEFINITION
from dbep_ig.guide.authoring.keywords.extension_parts import PARTS
from dbep_ig.guide.authoring.keywords.title import TITLE_OF_ELEMENT
from dbep_ig.guide.authoring.local_text import LocalText
from dbep_ig.guide.authoring.model import Cardinality, ElementType
from dbep_ig.guide.authoring.names import Names

from .referring import types_of

_GROUP = ElementType("BackboneElement")


class Said(NamedTuple):
    """What a place in FHIR says of an element; None where it says nothing."""

    types: tuple[ElementType, ...] | None = None
    cardinality: Cardinality | None = None
    title: LocalText | None = None
    definition: LocalText | None = None


UNKNOWN = Said(*UNDECIDED)
"""Of a place that leads nowhere, which is reported, or below a choice whose type only a profile may have chosen."""


class Defaults:
    """Looks places up. Without R4's types, only the guide's own extensions are known."""

    def __init__(self, names: Names, extensions: Mapping[str, Fields]) -> None:
        self.names = names
        self.extensions = extensions
        self._chosen: Chosen = {}

    def place_of(self, name: str, above: ElementPath | None) -> ElementPath | None:
        """The part of a complex extension that an element without `maps` is, by its name."""
        parts = self.parts_of(above)
        for word in (name, ascii_name(name)):
            if above is not None and word in parts:
                return ElementPath(above.resource, (*above.steps, Step("extension", word)))
        return None

    def parts_of(self, above: ElementPath | None) -> Mapping[str, Fields]:
        """The parts of the complex extension that a place is; none where it is something else."""
        return {} if above is None else self._parts_at(above.steps) or {}

    def is_unread(self, above: ElementPath | None) -> bool:
        """Whether a place is an extension whose parts cannot be read, which is reported there."""
        fields = None if above is None else self._definition_at(above.steps)
        return fields is not None and fields.has(PARTS) and PARTS.of(fields) is None

    def of(self, path: ElementPath, above: ElementPath | None, chosen: Chosen | None = None) -> Said:
        """What the place says; its cardinality counts below that of `above`.

        chosen  the types that the class has chosen for what may be of several
        """
        self._chosen = chosen or {}
        fields = self._definition_at(path.steps)
        first = len(above.steps) if above is not None and path.within(above) else 0
        allowed = self._occurrences(path, first)
        if fields is not None:
            types = types_of(fields, self.names) or ((_GROUP,) if fields.has(PARTS) else None)
            if path.steps[-1].extension is None and len(path.steps) == first + 1:
                return Said(types, CARDINALITY.of(fields), TITLE_OF_ELEMENT.of(fields), DEFINITION.of(fields))
            return Said(types, allowed, TITLE_OF_ELEMENT.of(fields), DEFINITION.of(fields))
        if path.steps and path.steps[-1].extension is not None:
            is_known = path.steps[-1].extension in self.extensions or is_absolute(path.steps[-1].extension)
            return Said(None, allowed) if is_known else UNKNOWN
        if self.names.types is not None and self._infos(path) is None:
            return UNKNOWN
        return Said(self._types(path), allowed)

    def _definition_at(self, steps: tuple[Step, ...]) -> Fields | None:
        found: Fields | None = None
        for step in steps:
            if step.extension is not None:
                found = self.extensions.get(step.extension)
            elif found is not None and step.name == "extension" and step.slice_name is not None:
                found = (PARTS.of(found) or {}).get(step.slice_name)
            else:
                found = None
        return found

    def _parts_at(self, steps: tuple[Step, ...]) -> Mapping[str, Fields] | None:
        fields = self._definition_at(steps)
        return None if fields is None else PARTS.of(fields)

    def _infos(self, path: ElementPath) -> list[tuple[Step, ElementInfo]] | None:
        """Each step with its element; None where R4's types do not lead there."""
        types = self.names.types
        found: list[tuple[Step, ElementInfo]] = []
        type_name = path.resource
        for index, step in enumerate(path.steps):
            info = (
                types.elements(type_name).get(step.name.removesuffix(CHOICE)) if types is not None else None
            )
            if info is None:
                return None
            found.append((step, info))
            of_slice = info.keys.get(step.slice_name or "") if info.is_choice else None
            known = info.types[0] if len(info.types) == 1 and info.types[0] != "Resource" else ""
            type_name = of_slice or known or self._chosen.get(path.steps[: index + 1], "")
        return found

    def _types(self, path: ElementPath) -> tuple[ElementType, ...] | None:
        infos = self._infos(path)
        if not infos:
            return None
        step, info = infos[-1]
        of_slice = info.keys.get(step.slice_name or "") if info.is_choice else None
        codes = info.types if of_slice is None else (of_slice,)
        return tuple(_GROUP if self._is_group(code) else ElementType(code) for code in codes) or None

    def _is_group(self, code: str) -> bool:
        types: TypeModel | None = self.names.types
        return types is not None and types.kind(code) == "backbone"

    def _occurrences(self, path: ElementPath, first: int) -> Cardinality | None:
        infos = self._infos(path)
        if infos is None or len(infos) <= first:
            return None
        least, most, unlimited = 1, 1, False
        for step, info in infos[first:]:
            sliced = step.slice_name is not None or step.extension is not None
            least *= 0 if sliced else info.min
            unlimited = unlimited or info.max == "*"
            most *= 1 if info.max == "*" else int(info.max)
        return Cardinality(least, None if unlimited and most else most)
