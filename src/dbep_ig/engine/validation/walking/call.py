"""What the documents of one call share; everything else belongs to the run of a document."""

from collections.abc import Callable
from typing import Any, Protocol

from dbep_ig.engine.validation.ground.codes import Answers
from dbep_ig.engine.validation.ground.frame import Frame
from dbep_ig.engine.validation.ground.outside import MemoryTable, Outside, Table
from dbep_ig.engine.validation.ground.settings import Settings

_MOST_CODINGS = 2000


class Choosing(Protocol):
    """Which profiles resources are held to."""

    def hold(self, frame: Frame, run: Any) -> tuple[tuple[str, ...], str]:
        """Validate a resource against the profiles that are chosen for it. -> those, and why (see `HELD_REASONS`)"""
        ...


class Call:
    """The state of one call.

    choice    which profiles resources are held to
    outside   how references find other documents
    verdicts  document and profile -> whether its resource fails it, as far as others asked
    said      what is said once
    codings   (system, code, version, display, language) -> what the terminology says of it, for the last few thousand
    """

    __slots__ = ("_table", "_verdicts", "choice", "codings", "outside", "said", "settings")

    def __init__(
        self,
        settings: Settings,
        choice: Choosing,
        outside: Outside | None = None,
        table: Callable[[], Table] = MemoryTable,
    ) -> None:
        self.settings = settings
        self.choice = choice
        self.outside = outside
        self._table = table
        self._verdicts: Table | None = None
        self.said: set[tuple[Any, ...]] = set()
        self.codings: Answers = {}

    @property
    def verdicts(self) -> Table:
        """See above; made when it is first asked for."""
        if self._verdicts is None:
            self._verdicts = self._table()
        return self._verdicts

    def forget(self) -> None:
        """Between documents: what was remembered of codings is not kept without end."""
        if len(self.codings) > _MOST_CODINGS:
            self.codings.clear()
