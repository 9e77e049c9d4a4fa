"""The validation of one document: what rules ask and report to, what was validated against which profiles.

What documents of a call share is the `Call`; everything else in this room is immutable and shared. A run belongs to one
thread.
"""

from collections.abc import Sequence

from dbep_ig.engine.fhir.documents import Document
from dbep_ig.engine.fhirpath import Environment, EvaluationError, Expression, compile_expression
from dbep_ig.engine.validation.compiling.profile_store import ProfileStore
from dbep_ig.engine.validation.compiling.schema_store import SchemaStore
from dbep_ig.engine.validation.ground.call import Call
from dbep_ig.engine.validation.ground.documents import Key
from dbep_ig.engine.validation.ground.findings import Finding
from dbep_ig.engine.validation.ground.frame import Frame, Scope
from dbep_ig.engine.validation.ground.profile import OverlayNode, Profile
from dbep_ig.engine.validation.ground.reference_index import ReferenceIndex
from dbep_ig.engine.validation.ground.run import Demand, Noted
from dbep_ig.engine.validation.rules.structure.type_profiles import (
    PROFILE_PARTLY_USED,
    WRONG_TYPE_FOR_PROFILE,
)

from .answers import Answers
from .notes import Notes
from .overlay import walk_overlay
from .services import RunServices
from .walk import walk_element


class DocumentRun(Notes):
    """See `ground.run.Run`, which it is; and what the walk and the choice of profiles need besides.

    schemas   types, compiled when first met
    profiles  profiles, compiled when first met
    call      what is shared with the other documents of the call
    index     the resources of the document
    answers   which values conform to which profiles
    held      what each resource was validated against, and why
    reach     ids of the resources that belong to a plan of the document; None until somebody asks
    """

    __slots__ = (
        "_services",
        "answers",
        "call",
        "choice",
        "definitions",
        "follow",
        "held",
        "index",
        "invariant_text",
        "locate",
        "profile",
        "profiles",
        "reach",
        "resolve",
        "schema",
        "schemas",
        "slips",
        "terminology",
        "types",
    )

    def __init__(
        self, index: ReferenceIndex, schemas: SchemaStore, profiles: ProfileStore, call: Call
    ) -> None:
        world = schemas.world
        super().__init__(index.root.scope.document, call, world.terminology)
        self.call = call
        self.choice = call.choice
        self.index = index
        self.schemas = schemas
        self.profiles = profiles
        self.types = world.types
        self.definitions = world.definitions
        self.terminology = world.terminology
        self.invariant_text = world.invariant_text
        self.slips = world.slips
        self.schema = schemas.get
        self.profile = profiles.find
        self.locate = index.locate
        self.resolve = index.resolve
        self.follow = index.follow
        self.answers = Answers(self)
        self.held: list[tuple[Frame, tuple[str, ...], str]] = []
        self.reach: set[int] | None = None
        self._services = RunServices(self, index)

    def document_of(self, key: Key) -> Document | None:
        """A document of the call: this one, or another that a finding is in."""
        index = self.index.of_document(key)
        return None if index is None else index.document

    # Profiles

    def hold(self, frame: Frame) -> None:
        """Hold a resource to the profiles that are chosen for it."""
        held, reason = self.choice.hold(frame, self)
        if not self.trials:
            self.held.append((frame, held, reason))

    def apply(self, frame: Frame, profile: Profile) -> None:
        """Hold a value to a profile, in place. The type's own rules are the walk's business."""
        name = frame.type_name
        value = frame.value
        if type(value) is dict and "resourceType" in value:
            name = str(value["resourceType"])
        if profile.type_name != name and not self.types.is_subtype(name, profile.type_name):
            self.add(
                WRONG_TYPE_FOR_PROFILE,
                frame,
                profile=profile.canonical,
                expected=profile.type_name,
                actual=name,
            )
            return
        if profile.faults is not None:
            self.say_once(PROFILE_PARTLY_USED, frame, profile=profile.url, reason=profile.faults)
        if profile.overlay is None:
            return
        key = (id(value), profile.canonical)
        if key in self.visited:
            return
        self.visited.add(key)
        try:
            walk_overlay(frame, profile.overlay, self)
        finally:
            self.visited.discard(key)

    def apply_node(self, frame: Frame, node: OverlayNode) -> None:
        """As `apply`, with what a profile says of one element."""
        walk_overlay(frame, node, self)

    def faults(self, frame: Frame, profile: Profile) -> Sequence[Finding]:
        """What keeps a value from conforming; empty when it does. Types are checked too."""
        return () if self.answers.conforms(frame, profile) else self.answers.faults(frame, profile)

    def conforms(self, frame: Frame, canonical: str, within: str | None) -> bool:
        """Whether a value or resource conforms to a profile; not to one that is not available."""
        profile = self.profiles.find(canonical, within)
        return profile is not None and self.answers.conforms(frame, profile)

    def meets(self, frame: Frame, node: OverlayNode) -> bool:
        """Whether a value meets all that a node says."""
        outer = self.begin_trial()
        try:
            walk_overlay(frame, node, self)
        finally:
            noted = self.end_trial(outer)
        return all(self.answers.stands(one) if isinstance(one, Demand) else not one.is_error for one in noted)

    # Trials: what is found is kept apart from the report

    def try_profile(self, frame: Frame, profile: Profile) -> list[Noted]:
        """The errors of a value by a profile, and what its references demand."""
        outer = self.begin_trial()
        try:
            self.apply(frame, profile)
        finally:
            noted = self.end_trial(outer)
        return [one for one in noted if isinstance(one, Demand) or one.is_error]

    def try_type(self, frame: Frame, name: str) -> list[Noted]:
        """As `try_profile`, by a type, its own: what is no Patient conforms to no profile of Patient."""
        schema = self.schemas.get(name)
        if schema is None:
            return []
        outer = self.begin_trial()
        try:
            walk_element(frame.value, schema, frame, self)
        finally:
            noted = self.end_trial(outer)
        return [one for one in noted if isinstance(one, Demand) or one.is_error]

    # FHIRPath

    def environment(self, scope: Scope) -> Environment:
        """The environment of a resource, made once."""
        found: Environment | None = scope.shared.get("environment")
        if found is None:
            found = scope.shared["environment"] = Environment(
                scope.resource, scope.root.resource, types=self.types, services=self._services
            )
        return found

    def evaluate(self, expression: str, frame: Frame) -> bool | None:
        """A FHIRPath expression on an element as true or false; None where it cannot be evaluated."""
        compiled = self._compiled(expression, frame.type_name)
        if compiled is None:
            return None
        try:
            return compiled.test(frame.value, self.environment(frame.scope), frame.sibling) is True
        except EvaluationError:
            return None

    def selects(self, expression: str, frame: Frame) -> bool:
        """Whether a FHIRPath expression on the element's resource selects the element."""
        compiled = self._compiled(expression, frame.scope.type_name)
        if compiled is None:
            return False
        try:
            items = compiled.evaluate(frame.scope.resource, self.environment(frame.scope))
        except EvaluationError:
            return False
        return any(
            (item.value is not None and item.value is frame.value)
            or (frame.value is not None and item.sibling is frame.value)
            for item in items
        )

    def _compiled(self, expression: str, type_name: str) -> Expression | None:
        return compile_expression(expression, types=self.types, context_type=type_name).value
