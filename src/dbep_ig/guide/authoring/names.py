"""What the ids of a guide are written as: with the prefix `eksempel`, `plan` and `eksempel-plan` are one profile.

Names are resolved once, while the model is compiled: what comes out of there holds whole ids. Values whose type is known
only later (patterns, examples) ask the model's `names`, by the same rules.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from dbep_ig.engine.fhir.type_model import TypeModel
from dbep_ig.engine.fhir.uris import core_canonical, is_absolute

from .choice_slices import in_slices
from .element_paths import ElementPath, Step

LONGEST_ID = 64
"""https://hl7.org/fhir/R4/datatypes.html#id"""

CANONICAL_TYPES = ("canonical", "uri", "url")
"""Data types whose value may be the canonical of something here, written by its id: `CodeSystem(farge)`."""

_CANONICAL_FORM = re.compile(r"([A-Z][A-Za-z]+)\(([A-Za-z0-9\-.]+)\)")

Parts = Mapping[str, "Parts"]
"""The names of an extension's parts, each with those of its own."""


def whole_id(written: str, prefix: str) -> str:
    """The id with the guide's prefix: put in front of one that does not begin with it."""
    return written if not prefix or written.startswith(f"{prefix}-") else f"{prefix}-{written}"


def spellings(ids: Iterable[str], prefix: str, base: str | None = None) -> dict[str, str]:
    """What each id may be written as -> the id. A word that begins with the prefix is a whole id and nothing else.

    base  what their canonicals begin with; a whole canonical is understood too (and DBEP2049 names the id)
    """
    known = list(ids)
    short = {one.removeprefix(f"{prefix}-"): one for one in known}
    found = {word: one for word, one in short.items() if whole_id(word, prefix) == one}
    found |= {one: one for one in known}
    return found if base is None else found | {f"{base}/{one}": one for one in known}


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one guide.

    profiles, extensions, code_systems, value_sets, invariants
               what an id may be written as -> the id; both spellings of each. What is defined in FHIR's own words has its
               canonical in place of the id
    classes    name -> FHIR name, which is the id of the logical model
    class_of   profile -> the class it is the profile of
    resources  the same by type for other resources in FHIR's own words (ConceptMap …)
    parts      whole id of an extension -> the names of its parts, each with those of its own parts
    profile_types  profile -> the R4 type that it is of, where that is known
    types      R4's types, where they are at hand
    r4_types   names that mean R4's own types wherever a type can be named, also where an id here is spelled so
    former     canonicals that the guide had before
    """

    prefix: str
    canonical: str
    profiles: Mapping[str, str] = field(default_factory=dict)
    extensions: Mapping[str, str] = field(default_factory=dict)
    code_systems: Mapping[str, str] = field(default_factory=dict)
    value_sets: Mapping[str, str] = field(default_factory=dict)
    invariants: Mapping[str, str] = field(default_factory=dict)
    classes: Mapping[str, str] = field(default_factory=dict)
    class_of: Mapping[str, str] = field(default_factory=dict)
    resources: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    parts: Mapping[str, "Parts"] = field(default_factory=dict)
    profile_types: Mapping[str, str] = field(default_factory=dict)
    types: TypeModel | None = None
    r4_types: frozenset[str] = frozenset()
    former: tuple[str, ...] = ()

    def whole(self, written: str) -> str:
        """See `whole_id`."""
        return whole_id(written, self.prefix)

    def short(self, whole: str) -> str:
        """The id without the prefix."""
        return whole.removeprefix(f"{self.prefix}-")

    def parent(self, written: str) -> str:
        """What a profile constrains: an R4 type or an address as written, a profile here by its whole id."""
        return written if written in self.r4_types else self.profiles.get(written, written)

    def target(self, written: str) -> str:
        """What a Reference leads to: a class, an R4 resource or an address as written; a profile here by its class.

        A profile that is not its class's (first) profile has no such name, and is given by its address.
        """
        if written in self.classes or written in self.r4_types:
            return written
        profile = self.profiles.get(written)
        if profile is None:
            return written
        return self.class_of.get(profile) or self.url("StructureDefinition", profile)

    def profile_named(self, written: str) -> str | None:
        """The profile here that an id or the name of a class stands for."""
        found = self.profiles.get(written)
        if found is not None:
            return found
        return next((profile for profile, one in self.class_of.items() if one == written), None)

    def path(self, path: ElementPath) -> ElementPath:
        """The path with whole ids of extensions, and with the slices that its short forms mean."""
        return ElementPath(path.resource, self.steps(path.steps, path.resource))

    def steps(self, steps: tuple[Step, ...], resource: str | None) -> tuple[Step, ...]:
        """The steps from a resource or data type with whole ids of extensions; `valueQuantity` and parts of extensions as slices.

        What is no extension here may be one of R4 or a package.
        """
        found: list[Step] = []
        parts: Parts = {}
        for step in steps:
            if step.extension is not None and step.extension in parts:
                step = Step(step.name, step.extension)
            elif step.extension is not None:
                step = step._replace(extension=self.extensions.get(step.extension, step.extension))
            if step.extension is not None:
                parts = self.parts.get(step.extension, {})
            else:
                parts = parts.get(step.slice_name or "", {}) if step.name == "extension" else {}
            found.append(step)
        return (
            tuple(found)
            if self.types is None or resource is None
            else in_slices(tuple(found), resource, self.types)
        )

    def url(self, resource_type: str, resource_id: str) -> str:
        """The canonical of a resource of this guide; that of one in FHIR's own words stands where others have their id."""
        if is_absolute(resource_id):
            return resource_id
        return f"{self.canonical}/{resource_type}/{resource_id}"

    def of_type(self, resource_type: str) -> Mapping[str, str]:
        """What the ids of resources of this type may be written as -> the id, or the canonical of one in FHIR's own words."""
        if resource_type == "CodeSystem":
            return self.code_systems
        if resource_type == "ValueSet":
            return self.value_sets
        if resource_type != "StructureDefinition":
            return self.resources.get(resource_type, {})
        logical = {one: one for one in self.classes.values()} | dict(self.classes)
        return {**logical, **self.extensions, **self.profiles}

    def resource_types(self) -> tuple[str, ...]:
        """The types of what the guide defines."""
        return tuple(dict.fromkeys(("StructureDefinition", "CodeSystem", "ValueSet", *self.resources)))

    def canonical_of(self, resource_type: str, written: str) -> str | None:
        """The canonical of what the guide calls so; None when it defines nothing of that name."""
        found = self.of_type(resource_type).get(written)
        return None if found is None else self.url(resource_type, found)

    def extension_url(self, written: str) -> str | None:
        """The canonical of an extension here."""
        found = self.extensions.get(written)
        return None if found is None else self.url("StructureDefinition", found)

    def profile_or_type(self, written: str) -> str | None:
        """The canonical of a profile here or of an R4 type; None for any other name."""
        if written in self.r4_types:
            return core_canonical(written)
        profile = self.profiles.get(written)
        return None if profile is None else self.url("StructureDefinition", profile)

    def member(self, holder: str, member: str, written: str) -> str | None:
        """The canonical that a data type's member names by an id: Coding.system, Extension.url. None if it does not."""
        if (holder, member) == ("Coding", "system"):
            return self.canonical_of("CodeSystem", written)
        return self.extension_url(written) if (holder, member) == ("Extension", "url") else None


def canonical_form(written: str) -> tuple[str, str] | None:
    """`CodeSystem(farge)` -> ("CodeSystem", "farge"): how a value says the canonical of what an id names."""
    found = _CANONICAL_FORM.fullmatch(written)
    return None if found is None else (found[1], found[2])
