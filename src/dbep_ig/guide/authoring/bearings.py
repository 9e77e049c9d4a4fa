"""What every check needs: the model, FHIR, and a few answers that take both."""

from functools import cached_property

from dbep_ig.engine.fhir.definitions import Definitions
from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.engine.fhir.type_model import TypeModel
from dbep_ig.engine.fhir.uris import core_canonical, is_absolute
from dbep_ig.engine.terminology import Terminology
from dbep_ig.guide.authoring.choices import ChoicesOfModel, Chosen
from dbep_ig.guide.authoring.fhir_elements import FhirElements
from dbep_ig.guide.authoring.model import Model, ModelClass, Profile

_FEW = 2  # elements; one alone is as likely to be the slip


class Bearings:
    """A model among FHIR's definitions."""

    def __init__(self, model: Model, types: TypeModel, definitions: Definitions) -> None:
        self.model = model
        self.types = types
        self.definitions = definitions
        self.elements = FhirElements(definitions)
        self._choices = ChoicesOfModel(model, definitions)

    def chosen_by_class(self, one: ModelClass) -> Chosen:
        """The types that elements have by what the class and its profiles say."""
        return self._choices.of_class(one)

    def chosen_by_profile(self, profile: Profile) -> Chosen:
        """The types that elements have by what the profile says, its class, and its parents."""
        return self._choices.of_profile(profile)

    @cached_property
    def terminology(self) -> Terminology:
        """The code systems and value sets that are available beside those of the model."""
        return Terminology(self.definitions)

    def is_resource(self, name: str) -> bool:
        """Whether R4 has a resource of this name."""
        return self.types.kind(name) == "resource"

    def resource_of_class(self, one: ModelClass) -> str | None:
        """What a class maps to; None where that is not known, or is a mistake that is reported at the class."""
        known = one.resource if one.resource is not None and self.is_resource(one.resource) else None
        return None if known is None or self.elsewhere(one) is not None else known

    def elsewhere(self, one: ModelClass) -> str | None:
        """The one other resource that all elements of a class map to, where its own `maps` is not of it."""
        if one.resource is None or (one.where / "maps").node is None or len(one.elements) < _FEW:
            return None
        others = {element.maps.resource for element in one.elements.values() if element.maps is not None}
        return next(iter(others)) if len(others) == 1 and one.resource not in others else None

    def resource_names(self) -> list[str]:
        """R4's resources."""
        return [name for name in self.types.type_names() if self.types.kind(name) == "resource"]

    def resource_of_target(self, name: str) -> str | None:
        """The R4 resource that a reference to this class, resource or profile points to; None if that is not known."""
        one = self.model.classes.get(name)
        if one is not None:
            return self.resource_of_class(one)
        own = next(
            (each for each in self.model.profiles.values() if self.model.profile_url(each) == name), None
        )
        if own is not None:
            return self.resource_of(own)
        if is_absolute(name):
            found = self.definitions.find(name, "StructureDefinition")
            return str(found["type"]) if found is not None and "type" in found else None
        return name if self.is_resource(name) else None

    def resource_of(self, profile: Profile) -> str | None:
        """The R4 resource a profile is of, along its parents."""
        top = self.model.ancestors(profile)[-1].parent
        if self.is_resource(top) or self.types.kind(top) == "complex-type":
            return top
        found = self.definitions.find(top, "StructureDefinition") if is_absolute(top) else None
        return str(found["type"]) if found is not None and "type" in found else None

    def extension(self, name: str) -> Resource | None:
        """An extension's definition outside the model, by the last part of its canonical or the whole of it."""
        found = self.definitions.find(core_canonical(name), "StructureDefinition")
        return found if found is not None and found.get("type") == "Extension" else None
