"""Resources in FHIR's own words."""

from dataclasses import dataclass

from dbep_ig.guide.authoring.yaml_nodes import Where, YamlMapping

KEYWORDS = frozenset({"resource", "id"})
"""The words of the file that are not FHIR's elements."""


@dataclass(frozen=True, slots=True)
class FhirResource:
    """A resource as its author wrote it; the rest of `node` becomes JSON when its type is looked up.

    id   whole, with the guide's prefix
    url  its canonical
    of   what a StructureDefinition says its type is
    """

    resource_type: str
    id: str
    url: str
    of: str
    node: YamlMapping
    where: Where

    @property
    def key(self) -> str:
        """`ConceptMap/eksempel-status`."""
        return f"{self.resource_type}/{self.id}"
