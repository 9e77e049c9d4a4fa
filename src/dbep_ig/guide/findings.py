"""What the validator is given of a guide, and what it says of it."""

from collections.abc import Callable
from typing import NamedTuple, Protocol

from dbep_ig.engine.diagnostics import Held, Issue

from .generation.origin import Origin


class Findings(NamedTuple):
    """What the validator says of one resource: issues located in it, and what it and those in it were validated against."""

    issues: tuple[Issue, ...]
    held: tuple[Held, ...]


class Judged(Protocol):
    """A resource that was made from YAML.

    name      no other of its kind has it
    document  the YAML file, and `yaml` its text
    data      the resource as JSON
    before    the earlier versions of it and of those in it, as a Bundle in JSON; None where changes are not looked at
    by        the role that has made the changes
    """

    @property
    def name(self) -> str: ...
    @property
    def document(self) -> str: ...
    @property
    def yaml(self) -> str: ...
    @property
    def data(self) -> bytes: ...
    @property
    def origin(self) -> Origin: ...
    @property
    def before(self) -> bytes | None: ...
    @property
    def by(self) -> str | None: ...


Validate = Callable[[Judged], Findings]
