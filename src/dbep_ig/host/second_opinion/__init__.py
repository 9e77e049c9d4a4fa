"""What other libraries say of a guide: fhir.resources of its examples, fhirpathpy of its invariants, jsonschema of its files.

They are independent of us, and each knows less than the specification: a disagreement is looked into, or accepted with a
reason in guide.yaml. They come with the extra `opinion`, and are imported by nothing else.
"""

from collections.abc import Mapping
from importlib.util import find_spec

from dbep_ig.engine.diagnostics import Issue, Location
from dbep_ig.guide.build import Made

from .rules import MISSING

_LIBRARIES = {"fhir.resources": "fhir", "fhirpathpy": "fhirpathpy", "jsonschema": "jsonschema"}


def missing() -> Issue | None:
    """What is not installed of all that is needed."""
    names = [name for name, module in _LIBRARIES.items() if find_spec(module) is None]
    return Issue(MISSING, Location("--second-opinion"), {"missing": names}) if names else None


def second_opinion(made: Made, files: Mapping[str, bytes]) -> tuple[Issue, ...]:
    """All disagreements, at the YAML.

    made   a build without errors in its definitions
    files  the YAML, path -> bytes
    raises ImportError where `missing` has something to say
    """
    # the libraries may be missing, and take seconds to import
    from .expressions import opinions_on_invariants
    from .resources import opinions_on_resources  # the same
    from .schemas import opinions_on_files  # the same

    return (
        *opinions_on_resources(made.examples),
        *opinions_on_invariants(made.guide.resources, made.guide.model, made.examples),
        *opinions_on_files(made.package, files),
    )
