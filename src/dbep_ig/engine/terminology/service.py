"""A terminology service outside, as a protocol; `host` implements it over HTTP. Off unless a setting asks for it.

Source: https://hl7.org/fhir/R4/terminology-service.html
"""

from typing import NamedTuple, Protocol

from dbep_ig.engine.fhir.documents import Resource


class Question(NamedTuple):
    """One `$validate-code`: of a ValueSet when `value_set` is given, else of the CodeSystem `system`.

    value_set  canonical, or the resource itself where the service cannot know it
    system     None for a plain `code`: the service infers it
    """

    code: str
    system: str | None = None
    version: str | None = None
    display: str | None = None
    value_set: str | None = None
    inline: Resource | None = None


class Answer(NamedTuple):
    """What the service said.

    result   True or False; None when it could not say (no answer in time, unknown system, an error)
    message  its own words, when it gave any
    display  its preferred display of the code
    """

    result: bool | None
    message: str = ""
    display: str | None = None


class TerminologyService(Protocol):
    """Asked only where the available definitions cannot decide. Never raises for what the network does."""

    def validate_code(self, question: Question) -> Answer:
        """`$validate-code`: https://hl7.org/fhir/R4/valueset-operation-validate-code.html."""
        ...

    def expand(self, value_set: str | None, inline: Resource | None = None) -> Resource | None:
        """A ValueSet with its `expansion`, or None: https://hl7.org/fhir/R4/valueset-operation-expand.html."""
        ...
