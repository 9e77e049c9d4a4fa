"""What a rule may ask of the validation around it, and where it reports: all that a rule knows of it.

Criteria of slices ask the same. The walk, the choice of profiles and the stores of what is compiled are behind it.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from dbep_ig.engine.diagnostics import Remark, Rule, Severity
from dbep_ig.engine.fhir.definitions import Definitions
from dbep_ig.engine.fhir.type_model import TypeModel
from dbep_ig.engine.fhirpath import Environment
from dbep_ig.engine.terminology import Terminology

from .call import Elsewhere
from .codes import CodeFindings
from .compile_context import InvariantText
from .findings import Finding
from .frame import Frame, Scope
from .profile import OverlayNode, Profile
from .schema import Schema
from .settings import Settings


class Demand(NamedTuple):
    """A reference, where its target must conform to one of some profiles: a finding unless it does.

    finding   what to say when it conforms to none, without the reasons
    target    the resource
    profiles  in the order that they are tried
    """

    finding: Finding
    target: Frame | Elsewhere
    profiles: tuple[Profile, ...]


Noted = Finding | Demand  # what a walk notes down


class Run(Protocol):
    """The validation of one document.

    slips   a url that nobody knows -> the known one it is a slip for, or None; for all calls, filled when asked
    codes   what is found of codes, and reported when all of the document is known
    trials  how many trials are under way, inside each other; 0: what is found is reported
    """

    settings: Settings
    types: TypeModel
    definitions: Definitions
    terminology: Terminology
    slips: dict[str, str | None]
    invariant_text: InvariantText | None
    codes: CodeFindings
    trials: int

    # Reporting

    def add(
        self,
        rule: Rule,
        frame: Frame,
        *,
        severity: Severity | None = None,
        detail: tuple[Finding, ...] = (),
        **params: Any,
    ) -> None:
        """Note a fault at `frame`."""
        ...

    def add_at(
        self,
        rule: Rule,
        frame: Frame,
        key: str,
        index: int = -1,
        *,
        on_key: bool = False,
        severity: Severity | None = None,
        **params: Any,
    ) -> None:
        """Note a fault at a member of `frame`'s value."""
        ...

    def note(
        self,
        rule: Rule,
        frame: Frame,
        params: Mapping[str, object],
        *,
        key: str = "",
        severity: Severity | None = None,
    ) -> None:
        """As `add` (or `add_at`, with `key`), for what another room said: its rule and the values of its message."""
        ...

    def take(self, finding: Finding) -> None:
        """Note a finding as it is, unless the same was noted before."""
        ...

    def say_once(self, rule: Rule, frame: Frame, *, key: str = "", index: int = -1, **params: Any) -> None:
        """Note something that is true of the whole call, at the first place it was met (a member of it, with `key`)."""
        ...

    def not_checked(self, reason: Remark, frame: Frame) -> None:
        """Note that a code (of a Coding, or of a CodeableConcept) cannot be checked, and why."""
        ...

    def demand(self, demand: Demand) -> None:
        """Note what a reference demands of its target: it is looked into when all has been walked."""
        ...

    # Looking up

    def schema(self, type_name: str, /) -> Schema | None:
        """A data type, a resource, or a backbone by its path (`CarePlan.activity`)."""
        ...

    def profile(self, canonical: str, within: str | None = None, /) -> Profile | None:
        """A profile (or type); None if it is not available. `within`: see `Definitions.find`."""
        ...

    def locate(self, reference: str, scope: Scope, /) -> Frame | Elsewhere | None:
        """What a reference leads to, seen from a resource, without reading another document again."""
        ...

    def resolve(self, reference: str, scope: Scope, /) -> Frame | None:
        """As `locate`, with what another document holds read again."""
        ...

    def follow(self, frame: Frame, /) -> Frame | None:
        """What a Reference, canonical or uri leads to."""
        ...

    # Profiles

    def apply(self, frame: Frame, profile: Profile) -> None:
        """Validate a value against a profile, in place."""
        ...

    def apply_node(self, frame: Frame, node: OverlayNode, /) -> None:
        """Validate a value against what a profile says of one element, in place."""
        ...

    def faults(self, frame: Frame, profile: Profile) -> Sequence[Finding]:
        """What keeps a value from conforming, its type's own rules with it; empty when it does. Nothing is reported."""
        ...

    def conforms(self, frame: Frame, canonical: str, within: str | None) -> bool:
        """Whether a value or resource conforms to a profile; not to one that is not available."""
        ...

    def meets(self, frame: Frame, node: OverlayNode) -> bool:
        """Whether a value meets all that a profile says of one element."""
        ...

    # FHIRPath

    def environment(self, scope: Scope) -> Environment:
        """The environment of a resource, made once."""
        ...

    def evaluate(self, expression: str, frame: Frame) -> bool | None:
        """A FHIRPath expression on an element as true or false; None where it cannot be evaluated."""
        ...

    def selects(self, expression: str, frame: Frame) -> bool:
        """Whether a FHIRPath expression on the element's resource selects the element."""
        ...
