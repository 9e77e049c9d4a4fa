"""What the documents of one call share; everything else belongs to the `Run` of a document."""

from typing import TYPE_CHECKING, Any

from .outside import MemoryTable, Outside, Table
from .settings import Settings

if TYPE_CHECKING:
    from dbep_ig.engine.terminology import Membership

    from .profile_choice import Choice

_MOST_CODINGS = 2000


class Call:
    """The state of one call.

    choice    which profiles resources are held to
    outside   how references find other documents
    verdicts  document and profile -> whether its resource fails it, as far as others asked
    said      what is said once
    codings   (system, code, version, display, language) -> what the terminology says of it, for the last few thousand
    """

    __slots__ = ("choice", "codings", "outside", "said", "settings", "verdicts")

    def __init__(
        self,
        settings: Settings,
        choice: "Choice",
        outside: Outside | None = None,
        verdicts: Table | None = None,
    ) -> None:
        self.settings = settings
        self.choice = choice
        self.outside = outside
        self.verdicts = MemoryTable() if verdicts is None else verdicts
        self.said: set[tuple[Any, ...]] = set()
        self.codings: dict[tuple[Any, ...], Membership] = {}

    def forget(self) -> None:
        """Between documents: what was remembered of codings is not kept without end."""
        if len(self.codings) > _MOST_CODINGS:
            self.codings.clear()
