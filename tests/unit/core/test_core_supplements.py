"""What `CoreStore.supplements_of` may say without reading a thousand code systems, held by reading them."""

from dbep_ig.engine.core.store import SUPPLEMENTS
from dbep_ig.engine.fhir.definitions import DefinitionMap, supplements_of
from dbep_ig.host.core_data import open_core


def test_the_supplements_of_r4_are_those_that_are_named():
    core = open_core().value
    found = [each["url"] for each in core.all("CodeSystem") if each["content"] == "supplement"]
    assert tuple(found) == SUPPLEMENTS
    (only,) = supplements_of(core, "http://hl7.org/fhir/CodeSystem/example")
    assert only["url"] == SUPPLEMENTS[0]
    assert list(supplements_of(core, "http://hl7.org/fhir/administrative-gender")) == []


def test_definitions_in_layers_are_all_asked():
    def supplement(url):
        return {
            "resourceType": "CodeSystem",
            "url": url,
            "content": "supplement",
            "supplements": "http://x.org/s|2",
        }

    class Plain:
        """Definitions that know no short way."""

        def all(self, resource_type):
            yield from (supplement("c"), {"resourceType": "CodeSystem", "url": "d", "content": "complete"})

    layers = DefinitionMap([supplement("a")], DefinitionMap([supplement("b")], Plain()))
    assert [each["url"] for each in supplements_of(layers, "http://x.org/s")] == ["a", "b", "c"]
    assert list(supplements_of(layers, "http://x.org/other")) == []
