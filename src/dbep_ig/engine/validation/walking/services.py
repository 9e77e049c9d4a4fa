"""What FHIRPath asks of the world, answered from the call: its resources, profiles, terminology, clock.

Source: https://hl7.org/fhir/R4/fhirpath.html#functions
"""

from datetime import datetime
from typing import Any

from dbep_ig.engine.fhir.documents import Json, Resource
from dbep_ig.engine.fhir.uris import is_absolute
from dbep_ig.engine.fhirpath import UNDECIDED, Environment, NoServices
from dbep_ig.engine.terminology import Verdict
from dbep_ig.engine.validation.ground.frame import Frame
from dbep_ig.engine.validation.ground.reference_index import ReferenceIndex, among_entries
from dbep_ig.engine.validation.ground.run import Run


class RunServices(NoServices):
    """Services of one call."""

    def __init__(self, run: Run, index: ReferenceIndex) -> None:
        self._run = run
        self._index = index

    def resolve(self, reference: str, environment: Environment, around: Resource | None = None) -> Any:
        """A contained resource, an entry, another document, or a type's definition."""
        scope = None
        seen_from = environment.resource if around is None else around
        if seen_from is not None:
            frame = self._index.loaded_frame_of(seen_from)
            scope = None if frame is None else frame.scope
        if scope is not None:
            found = self._index.resolve(reference, scope) or among_entries(reference, scope)
            if found is not None:
                resource: Resource = found.value
                return resource
        known = self._run.definitions.find(reference) if is_absolute(reference) else None
        return UNDECIDED if known is None else known

    def member_of(self, value: Json, type_name: str | None, value_set: str) -> Any:
        """A code, Coding or CodeableConcept in a value set."""
        terminology = self._run.terminology
        if isinstance(value, str):
            answer = terminology.member_of(value_set, code=value)
        elif isinstance(value, dict) and "coding" in value:
            answer = terminology.concept_in(value_set, value)
        elif isinstance(value, dict):
            answer = terminology.coding_in(value_set, value)
        else:
            return False
        return UNDECIDED if answer.verdict is Verdict.UNDECIDED else answer.is_member

    def conforms_to(self, value: Json, type_name: str | None, profile: str, environment: Environment) -> Any:
        """A trial of the profile; None when it is not available."""
        if self._run.profile(profile) is None:
            return None
        if not isinstance(value, dict):
            return UNDECIDED
        frame = self._index.loaded_frame_of(value)
        if frame is None:
            near = None if environment.resource is None else self._index.loaded_frame_of(environment.resource)
            if near is None:
                return UNDECIDED
            name = str(value.get("resourceType") or type_name or "").removeprefix("FHIR.")
            frame = Frame(near, "", -1, value, name, name, near.scope)
        return self._run.conforms(frame, profile, None)

    def subsumes(self, system: str, code: str, other: str) -> Any:
        """By the hierarchy of the code system."""
        answer = self._run.terminology.subsumes(system, code, other)
        return UNDECIDED if answer is None else answer.value in ("equivalent", "subsumes")

    def narrative_is_safe(self, div: str) -> Any:
        """The narrative's own rules."""
        from dbep_ig.engine.fhir.xhtml.narrative import html_checks  # start-up: only for `htmlChecks()`

        return html_checks(div)

    def now(self) -> Any:
        """The caller's clock."""
        text = self._run.settings.now
        if not text:
            return UNDECIDED
        moment = datetime.fromisoformat(text)
        return moment if moment.tzinfo is not None else moment.astimezone()
