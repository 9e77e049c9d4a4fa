"""Types and the canonicals behind the names that authors use."""

from typing import Any

from dbep_ig.engine.fhir.definitions import Definitions
from dbep_ig.engine.fhir.uris import core_canonical
from dbep_ig.guide.authoring.model import Binding, ElementType, Model


def profile_target(model: Model, name: str) -> str:
    """What a reference to this class or resource points to: its profile, else the resource."""
    one = model.classes.get(name)
    if one is None:
        return core_canonical(name)
    profile = model.profile_of(name)
    if profile is not None:
        return model.profile_url(profile)
    return core_canonical(one.resource or "Resource")


def types_json(model: Model, types: tuple[ElementType, ...]) -> list[dict[str, Any]]:
    """`ElementDefinition.type`, in profiles and logical models alike: FHIR lets a Reference lead to resources only."""
    found: list[dict[str, Any]] = []
    for one in types:
        entry: dict[str, Any] = {"code": one.name}
        if one.profiles:
            entry["profile"] = list(one.profiles)
        if one.targets:
            entry["targetProfile"] = [profile_target(model, name) for name in one.targets]
        found.append(entry)
    return found


def binding_json(model: Model, binding: Binding) -> dict[str, str]:
    """`ElementDefinition.binding`."""
    return {"strength": binding.strength, "valueSet": model.value_set_url(binding.value_set)}


def extension_url(model: Model, name: str, definitions: Definitions) -> str:
    """An extension's canonical by its id: one of the model, or one that core or a package defines."""
    if name in model.extensions:
        return model.guide.url("StructureDefinition", name)
    found = definitions.find(core_canonical(name), "StructureDefinition")
    return core_canonical(name) if found is None else str(found["url"])


def extension_slice(model: Model, name: str) -> str:
    """The slice an extension gets: its id, or the last part of its canonical, without the guide's prefix."""
    return name.rpartition("/")[2].removeprefix(f"{model.guide.prefix}-")
