"""What a walk notes down: findings, and what references demand of their targets."""

from typing import TYPE_CHECKING, NamedTuple

from .findings import Finding
from .frame import Frame
from .outside import Elsewhere

if TYPE_CHECKING:
    from dbep_ig.engine.validation.compiling.profile_store import Profile


class Demand(NamedTuple):
    """A reference, where its target must conform to one of some profiles: a finding unless it does.

    finding   what to say when it conforms to none, without the reasons
    target    the resource
    profiles  in the order that they are tried
    """

    finding: Finding
    target: Frame | Elsewhere
    profiles: "tuple[Profile, ...]"


Noted = Finding | Demand
