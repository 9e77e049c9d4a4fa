"""Rules in FHIRPath: invariants of classes and profiles, and the conditions of transitions."""

from dataclasses import dataclass

from dbep_ig.guide.authoring.expressions import Expression
from dbep_ig.guide.authoring.local_text import LocalText
from dbep_ig.guide.authoring.yaml_nodes import Where


@dataclass(frozen=True, slots=True)
class Invariant:
    """A rule in FHIRPath. `severity` is `error` or `warning`; `requirement` names what it answers."""

    key: str
    severity: str
    text: LocalText
    expression: Expression
    requirements: tuple[str, ...]
    where: Where

    @property
    def written_key(self) -> str:
        """The key as its author wrote it, who may have left out the prefix."""
        return str(self.where.pointer[-1])


class Condition(Invariant):
    """What must be true when a transition is made; `key` names the transition."""

    __slots__ = ()

    @property
    def written_key(self) -> str:
        """The transition."""
        return self.key
