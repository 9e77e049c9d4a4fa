"""What the documents of one call share; everything else belongs to the `Run` of a document."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from dbep_ig.engine.validation.ground.outside import MemoryTable, Outside, Table
from dbep_ig.engine.validation.ground.settings import Settings

if TYPE_CHECKING:
    from dbep_ig.engine.terminology import Membership
    from dbep_ig.engine.validation.choosing.profile_choice import Choice

_MOST_CODINGS = 2000


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
        choice: "Choice",
        outside: Outside | None = None,
        table: Callable[[], Table] = MemoryTable,
    ) -> None:
        self.settings = settings
        self.choice = choice
        self.outside = outside
        self._table = table
        self._verdicts: Table | None = None
        self.said: set[tuple[Any, ...]] = set()
        self.codings: dict[tuple[Any, ...], Membership] = {}

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
