"""From an element to its children, through profiles, data types, references and extensions.

Source: https://hl7.org/fhir/R4/elementdefinition.html
"""

from collections.abc import Iterable, Iterator

from dbep_ig.engine.fhir.definitions import Definitions
from dbep_ig.engine.fhir.type_model import TypeModel
from dbep_ig.engine.fhir.uris import core_canonical, is_absolute

from .outlines import Outline, canonicals, type_code
from .shapes import UNKNOWN, Kind, Shape

ANY = frozenset(("Resource", "DomainResource", "Element", "BackboneElement"))
"""Types whose values are mostly of another: what they have is not known from the type."""

_ON_EVERYTHING = frozenset(("id", "extension", "modifierExtension"))


class Elements:
    """Elements of all definitions; outlines are made once each. Not for several threads at a time."""

    def __init__(self, types: TypeModel, definitions: Definitions) -> None:
        self.types = types
        self.definitions = definitions
        self._outlines: dict[tuple[str, str | None], Outline | None] = {}

    def outline(self, canonical: str, within: str | None = None) -> Outline | None:
        """Of a definition with a snapshot; None where there is none."""
        key = canonical, within
        if key not in self._outlines:
            found = self.definitions.find(canonical, "StructureDefinition", within=within)
            usable = found is not None and "snapshot" in found
            self._outlines[key] = (
                Outline(found, self.definitions.package_of(found)) if found is not None and usable else None
            )
        return self._outlines[key]

    def of_type(self, name: str) -> Kind:
        """Items of a type, of which nothing else is known."""
        outline = None if name in ANY or name.startswith("System.") else self._of(name)
        return Kind(name) if outline is None else Kind(name, outline, outline.root)

    def kinds(self, outline: Outline, element_id: str) -> tuple[Kind, ...] | None:
        """What values of an element can be; None where the definition does not say."""
        types = outline.types(element_id)
        if not types:
            return self._referred(outline, element_id)
        found: list[Kind] = []
        for one in types:
            code = type_code(one)
            if code in ("Resource", "DomainResource") or not code:
                return None
            found.append(Kind(code, outline, element_id))
        return tuple(found)

    def child(self, kind: Kind, name: str) -> Shape | None:
        """The element of that name of one item; None where it has no such element."""
        for outline, element_id in self._homes(kind):
            below = outline.children.get(element_id)
            if below is None:
                continue
            if name in below:
                child = below[name]
                return Shape(self.kinds(outline, child), many=outline.repeats(child))
            if self._of_base(outline, element_id, name):
                return UNKNOWN  # a snapshot may have `valueQuantity` where the type has `value[x]`
            return UNKNOWN if name in _ON_EVERYTHING and kind.type in ANY else None
        return UNKNOWN

    def names(self, kind: Kind) -> Iterable[str]:
        """The names of its children."""
        for outline, element_id in self._homes(kind):
            below = outline.children.get(element_id)
            if below is not None:
                return below
        return ()

    def choice(self, kind: Kind, name: str) -> tuple[str, str] | None:
        """The choice element and the type of a name as JSON has it: `valueQuantity` -> (value, Quantity)."""
        for each in self.names(kind):
            child = self.child(kind, each)
            if child is None or child.kinds is None or not name.startswith(each) or len(child.kinds) < 2:
                continue
            for one in child.kinds:
                if name == each + one.type[:1].upper() + one.type[1:]:
                    return each, one.type
        return None

    def narrowed(self, kinds: tuple[Kind, ...] | None, name: str) -> tuple[Kind, ...]:
        """Those of a type. `Boolean` and `System.Boolean` mean FHIR's boolean too, as R4's invariants do."""
        bare = name.removeprefix("FHIR.").removeprefix("System.")
        if kinds is None:
            return (self.of_type(self._spelled(bare)),)
        found: list[Kind] = []
        for kind in kinds:
            own = kind.type.removeprefix("System.")
            spelled = self._spelled(bare)
            if own in (bare, spelled) or self.types.is_subtype(own, spelled):
                found.append(self._type_slice(kind))
            elif self.types.is_subtype(spelled, own):
                found.append(self.of_type(spelled))
        return tuple(found)

    def targets(self, kinds: tuple[Kind, ...] | None) -> tuple[Kind, ...] | None:
        """What resolve() gives of references and canonicals; None where a reference may lead to anything."""
        found: dict[Kind, None] = {}
        for kind in kinds or ():
            if kind.outline is None or kind.type not in ("Reference", "canonical"):
                return None
            profiles = [
                profile
                for one in kind.outline.types(kind.element_id)
                if type_code(one) == kind.type
                for profile in canonicals(one, "targetProfile")
            ]
            if not profiles or core_canonical("Resource") in profiles:
                return None
            for profile in profiles:
                outline = self.outline(profile, kind.outline.within)
                if outline is None or outline.type_name in ANY:
                    return None
                found[Kind(outline.type_name, outline, outline.root)] = None
        return tuple(found) if kinds is not None else None

    def extension(self, kinds: tuple[Kind, ...] | None, url: str) -> Shape:
        """The extensions with a url on some items."""
        many: bool | None = None
        for kind in kinds or ():
            for outline, element_id in self._homes(kind):
                held = outline.children.get(element_id, {}).get("extension")
                part = None if held is None else outline.slice_of_extension(held, url)
                if part is not None:
                    many = outline.repeats(part) if len(kinds or ()) == 1 else None
                    if part in outline.children:
                        return Shape((Kind("Extension", outline, part),), many)
        defined = self.outline(url) if is_absolute(url) else None
        if defined is None or defined.type_name != "Extension":
            return Shape((self.of_type("Extension"),), many)
        return Shape((Kind("Extension", defined, defined.root),), many)

    def parts(self, kind: Kind) -> list[str] | None:
        """The urls of an extension's parts; None where its definition is not known, or it is no extension."""
        if kind.type != "Extension" or kind.outline is None:
            return None
        held = kind.outline.children.get(kind.element_id, {}).get("extension")
        if held is None or kind.outline.definition.get("url") == core_canonical("Extension"):
            return None
        return kind.outline.names_of_parts(held)

    def _homes(self, kind: Kind) -> Iterator[tuple[Outline, str]]:
        """Where the children of an element are defined: below it, in the profile of its type, in the type."""
        outline = kind.outline
        if outline is not None:
            if kind.element_id in outline.children:
                yield outline, kind.element_id
            for one in outline.types(kind.element_id):
                profiles = canonicals(one, "profile")
                if type_code(one) == kind.type and len(profiles) == 1:
                    profile = self.outline(profiles[0], outline.within)
                    if profile is not None:
                        yield profile, profile.root
        if kind.type not in ANY and not kind.type.startswith("System."):
            defined = self._of(kind.type)
            if defined is not None:
                yield defined, defined.root

    def _of_base(self, outline: Outline, element_id: str, name: str) -> bool:
        """Whether the type that a profile constrains has the child."""
        if outline.definition.get("derivation") != "constraint":
            return False
        base = self._of(outline.type_name)
        path = str(outline.elements[element_id].get("path"))
        return base is not None and name in base.children.get(path, ())

    def _of(self, type_name: str) -> Outline | None:
        return self.outline(type_name if is_absolute(type_name) else core_canonical(type_name))

    def _referred(self, outline: Outline, element_id: str) -> tuple[Kind, ...] | None:
        reference = outline.elements[element_id].get("contentReference")
        target = str(reference).rpartition("#")[2] if reference else ""
        return self.kinds(outline, target) if target in outline.elements and target != element_id else None

    def _type_slice(self, kind: Kind) -> Kind:
        """The slice of a choice that is of the type alone."""
        if kind.outline is not None:
            for one in kind.outline.slices.get(kind.element_id, ()):
                types = kind.outline.types(one)
                if len(types) == 1 and type_code(types[0]) == kind.type:
                    return Kind(kind.type, kind.outline, one)
        return kind

    def _spelled(self, bare: str) -> str:
        return bare if self.types.kind(bare) is not None else bare[:1].lower() + bare[1:]
