"""What the documents of one call share: each other, for references that lead from one to the next, and what was found out.

All else belongs to the run of a document. Of other documents nothing is gathered until a reference asks. Then each document is looked at once for its type, id and url; what a reference
leads to is read again when more than its type is asked for.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple, Protocol

from dbep_ig.engine.diagnostics import Pointer
from dbep_ig.engine.fhir.documents import Document

from .codes import Answers
from .documents import Documents, Key
from .earlier import Earlier
from .frame import Frame
from .settings import Settings

_REACHED = "> "  # before the name of what a plan refers to: no name of a resource has a space
_MOST_READ = 64  # documents kept because they were read again
_MOST_TEXT = 1_000_000  # characters of them
_MOST_CODINGS = 2000


class Elsewhere(NamedTuple):
    """A resource of another document, told without reading it."""

    key: Key
    type_name: str
    pointer: Pointer = ()


class Table(Protocol):
    """What is remembered of many documents, by name: small texts. In memory, or in a file where there are many."""

    def get(self, name: str) -> str | None:
        """What was put there."""
        ...

    def put(self, name: str, value: str) -> None:
        """Remember it, unless something is remembered there."""
        ...


class MemoryTable:
    """A `Table` in memory."""

    def __init__(self) -> None:
        self._rows: dict[str, str] = {}

    def get(self, name: str) -> str | None:
        """See `Table`."""
        return self._rows.get(name)

    def put(self, name: str, value: str) -> None:
        """See `Table`."""
        self._rows.setdefault(name, value)


class Outside:
    """The documents of a call by what references call them.

    as_now    what is made of each document that is read, before anything looks at it
    as_meant  what is made besides of one that is read again, before its content is looked at
    outwards  the names of what belongs to a document's plans and lies outside it; None: nobody asks
    """

    def __init__(
        self,
        documents: Documents,
        table: Callable[[], Table],
        as_now: Callable[[Document], Document] | None = None,
        as_meant: Callable[[Document], Document] | None = None,
        outwards: Callable[[Document], Iterable[str]] | None = None,
    ) -> None:
        self._documents = documents
        self._as_meant = as_meant
        self._outwards = outwards
        self._as_now = as_now
        self._table = table
        self._names: Table | None = None
        self._read: OrderedDict[Key, Document | None] = OrderedDict()
        self._text = 0

    def find(self, name: str) -> Elsewhere | None:
        """The first document whose resource has this url, or is called this (`Type/id`)."""
        if self._names is None:
            self._names = self._gathered()
        found = self._names.get(name)
        if found is None:
            return None
        type_name, *numbers = found.split(" ")
        return Elsewhere(Key(*map(int, numbers)), type_name)

    def is_reached(self, name: str) -> bool:
        """Whether what is called this belongs to a plan of another document.

        Looked up where the documents are few. Where they are many nothing is read for this, neither before nor after a
        reference has made them be read: what is said of a document must not depend on the order.
        """
        if self._outwards is None or not self._documents.is_few:
            return False
        if self._names is None:
            self._names = self._gathered()
        return self._names.get(_REACHED + name) is not None

    def is_unknown(self, key: Key) -> bool:
        """Whether `is_reached` says no of a document because nobody has looked: others may refer to it."""
        return not self._documents.is_few and (self._documents.is_many or key.line > 0)

    def is_judged(self, key: Key) -> bool:
        """Whether a document gets a report of its own."""
        return self._documents.is_judged(key)

    def document(self, key: Key) -> Document | None:
        """A document read again; the last few are kept."""
        if key in self._read:
            self._read.move_to_end(key)
            return self._read[key]
        document = self._documents.again(key)
        if document is not None and self._as_now is not None:
            document = self._as_now(document)
        if document is not None and self._as_meant is not None:
            document = self._as_meant(document)
        self._read[key] = document
        self._text += 0 if document is None else len(document.source.text)
        while len(self._read) > 1 and (len(self._read) > _MOST_READ or self._text > _MOST_TEXT):
            _, gone = self._read.popitem(last=False)
            self._text -= 0 if gone is None else len(gone.source.text)
        return document

    def _gathered(self) -> Table:
        names = self._table()
        for key, read in self._documents.every():
            document = read if self._as_now is None else self._as_now(read)
            resource = document.resource
            for name in () if self._outwards is None else self._outwards(document):
                names.put(_REACHED + name, "")
            type_name = str(resource.get("resourceType", ""))
            value = " ".join((type_name.replace(" ", "_"), *map(str, key)))
            if type(resource.get("id")) is str:
                names.put(f"{type_name}/{resource['id']}", value)
            if type(resource.get("url")) is str:
                names.put(resource["url"], value)
        return names


class Choosing(Protocol):
    """Which profiles resources are held to."""

    def hold(self, frame: Frame, run: Any) -> tuple[tuple[str, ...], str]:
        """Validate a resource against the profiles that are chosen for it. -> those, and why (see `HELD_REASONS`)"""
        ...


class Call:
    """The state of one call.

    choice    which profiles resources are held to
    earlier   the earlier versions of the resources; None: nobody asks about changes
    outside   how references find other documents
    verdicts  document and profile -> whether its resource fails it, as far as others asked
    said      what is said once
    codings   (system, code, version, display, language) -> what the terminology says of it, for the last few thousand
    """

    __slots__ = ("_table", "_verdicts", "choice", "codings", "earlier", "outside", "said", "settings")

    def __init__(
        self,
        settings: Settings,
        choice: Choosing,
        outside: Outside | None = None,
        table: Callable[[], Table] = MemoryTable,
        earlier: Earlier | None = None,
    ) -> None:
        self.settings = settings
        self.choice = choice
        self.earlier = earlier
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
