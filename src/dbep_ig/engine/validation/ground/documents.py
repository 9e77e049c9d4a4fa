"""The documents of one call, handed over one by one, and each to be had again.

A call may hold more than memory does. What is kept of a document that is not just being validated is its key.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple, Protocol

from dbep_ig.engine.diagnostics import Issue, Pointer, own_fault_issue
from dbep_ig.engine.fhir.documents import Document, Json, Resource
from dbep_ig.engine.fhir.limits import DEFAULT_LIMITS, Limits
from dbep_ig.engine.fhir.parts import (
    BrokenStream,
    Part,
    Stream,
    part_at,
    parts_of,
    read_part,
    unreadable,
)
from dbep_ig.engine.fhir.type_model import TypeModel

_FEW = 100  # inputs
_AHEAD = 150_000  # characters of documents that are kept when they were read ahead; in memory they are ten times that


class Key(NamedTuple):
    """Which document of a call: the number of its input, and where in it.

    offset, line, row  see `Part`; order: its number among the documents of that part
    """

    input: int
    offset: int = 0
    line: int = 0
    row: int = 1
    order: int = 0


class Read(NamedTuple):
    """A document as it was read, or what kept it from being read.

    name      what the user calls its input
    is_first  the first of its input, when that could be opened
    is_whole  all of its input; else the input may have others, and those follow on each other
    """

    name: str
    key: Key
    document: Document | None
    issues: tuple[Issue, ...] = ()
    is_first: bool = True
    is_whole: bool = True


class Documents(Protocol):
    """The documents of a call.

    is_one  there is but one, as far as that is known without reading
    is_few  there are several, and so few that looking at all of them costs little
    is_many there are too many for that, as far as that is known without reading
    """

    @property
    def is_many(self) -> bool:
        """See above."""
        ...

    @property
    def is_few(self) -> bool:
        """See above."""
        ...

    @property
    def is_one(self) -> bool:
        """See above."""
        ...

    def one_by_one(self) -> Iterator[Read]:
        """Those to be validated, in their order."""
        ...

    def every(self) -> Iterator[tuple[Key, Document]]:
        """All that references may lead to, from the first, as far as they can be read."""
        ...

    def is_judged(self, key: Key) -> bool:
        """Whether one of `every` is to be validated."""
        ...

    def again(self, key: Key) -> Document | None:
        """One of `every` once more; None if it cannot be had any more."""
        ...


_FIRST = Key(0, order=0)


class GivenDocuments:
    """`Documents` that have been read: those to be validated, and others beside them that references may lead to.

    Documents with one Source, as `read_ndjson` gives them, are one input.
    """

    def __init__(self, documents: Sequence[Document], beside: Sequence[Document] = ()) -> None:
        self._every = (*documents, *beside)
        self._count = len(documents)
        if len(self._every) == 1:
            self._keys, self._whole = [_FIRST], [True]
            return
        first: dict[int, int] = {}  # by source
        self._keys = [
            Key(first.setdefault(id(one.source), number), order=number)
            for number, one in enumerate(self._every)
        ]
        shared: dict[int, int] = {}
        for key in self._keys:
            shared[key.input] = shared.get(key.input, 0) + 1
        self._whole = [shared[key.input] == 1 for key in self._keys]

    @property
    def is_one(self) -> bool:
        """See `Documents`."""
        return len(self._every) == 1

    @property
    def is_many(self) -> bool:
        """See `Documents`: they are in memory."""
        return False

    @property
    def is_few(self) -> bool:
        """See `Documents`: they are in memory."""
        return len(self._every) > 1

    def one_by_one(self) -> Iterator[Read]:
        """See `Documents`."""
        for number, key in enumerate(self._keys[: self._count]):
            document = self._every[number]
            yield Read(document.source.name, key, document, is_whole=self._whole[number])

    def every(self) -> Iterator[tuple[Key, Document]]:
        """See `Documents`."""
        yield from zip(self._keys, self._every, strict=True)

    def is_judged(self, key: Key) -> bool:
        """See `Documents`."""
        return key.order < self._count

    def again(self, key: Key) -> Document | None:
        """See `Documents`."""
        return self._every[key.order]


class Inputs(Protocol):
    """Named inputs of a call that can be opened, again and again."""

    def __len__(self) -> int:
        """How many there are."""
        ...

    def name(self, number: int) -> str:
        """What the user calls one."""
        ...

    def open(self, number: int) -> Stream | Issue:
        """Its bytes from the start, or why they cannot be had. Each stream has a place of its own."""
        ...


class InputDocuments:
    """`Documents` read from inputs, part by part.

    types      for XML
    are_lines  all are NDJSON, whatever they look like
    on_fault   what becomes of an exception of our own while reading; None: it is raised
    """

    def __init__(
        self,
        inputs: Inputs,
        types: TypeModel,
        limits: Limits = DEFAULT_LIMITS,
        *,
        are_lines: bool = False,
        on_fault: Callable[[Exception, str], Issue] | None = own_fault_issue,
    ) -> None:
        self._inputs = inputs
        self._types = types
        self._limits = limits
        self._are_lines = are_lines
        self._on_fault = on_fault
        self._ahead: dict[tuple[int, int], tuple[list[Document], tuple[Issue, ...]]] = {}
        self._room = _AHEAD

    @property
    def is_one(self) -> bool:
        """See `Documents`; not known of an input that may hold lines."""
        return False

    @property
    def is_many(self) -> bool:
        """See `Documents`: by the number of inputs."""
        return len(self._inputs) > _FEW or self._are_lines

    @property
    def is_few(self) -> bool:
        """See `Documents`: by the number of inputs."""
        return 1 < len(self._inputs) <= _FEW and not self._are_lines

    def one_by_one(self) -> Iterator[Read]:
        """See `Documents`. What was read ahead is taken from there, and let go with the next."""
        for number in range(len(self._inputs)):
            name = self._inputs.name(number)
            is_first = True
            for part in self._parts(number):
                if isinstance(part, Issue):
                    yield Read(name, Key(number), None, (part,), is_first=False)
                    continue
                spot = (number, part.offset)
                if spot not in self._ahead:
                    self._ahead[spot] = self._read(part, name)
                documents, issues = self._ahead[spot]
                if not documents:
                    yield Read(name, Key(number), None, issues, is_first)
                for order, document in enumerate(documents):
                    key = Key(number, part.offset, part.line, part.row, order)
                    is_whole = not part.line and len(documents) == 1
                    yield Read(name, key, document, () if order else issues, is_first and not order, is_whole)
                self._let_go(spot)
                is_first = False

    def every(self) -> Iterator[tuple[Key, Document]]:
        """See `Documents`. The first of them are kept for `one_by_one`, which comes to them next."""
        for number in range(len(self._inputs)):
            name = self._inputs.name(number)
            for part in self._parts(number):
                if isinstance(part, Issue):
                    continue
                spot = (number, part.offset)
                read = self._ahead.get(spot)
                if read is None:
                    read = self._read(part, name)
                    self._room -= len(part.data)
                    if self._room > 0:
                        self._ahead[spot] = read
                for order, document in enumerate(read[0]):
                    yield Key(number, part.offset, part.line, part.row, order), document

    def is_judged(self, key: Key) -> bool:
        """See `Documents`: all are."""
        return True

    def again(self, key: Key) -> Document | None:
        """See `Documents`."""
        known = self._ahead.get((key.input, key.offset))
        if known is None:
            stream = self._inputs.open(key.input)
            if isinstance(stream, Issue):
                return None
            try:
                part = part_at(stream, Part(b"", key.offset, key.line, key.row), self._limits)
            except (BrokenStream, OSError):
                return None
            finally:
                stream.close()
            known = self._read(part, self._inputs.name(key.input))
        return known[0][key.order] if key.order < len(known[0]) else None

    def _parts(self, number: int) -> Iterator[Part | Issue]:
        stream = self._inputs.open(number)
        if isinstance(stream, Issue):
            yield stream
            return
        name = self._inputs.name(number)
        parts = parts_of(stream, name, self._limits, are_lines=self._are_lines)
        try:
            while True:
                try:
                    part = next(parts, None)
                except BrokenStream as fault:
                    yield fault.issue
                    return
                except OSError as fault:
                    yield unreadable(name, fault)
                    return
                except Exception as fault:
                    if self._on_fault is None:
                        raise
                    yield self._on_fault(fault, name)
                    return
                if part is None:
                    return
                yield part
        finally:
            stream.close()

    def _read(self, part: Part, name: str) -> tuple[list[Document], tuple[Issue, ...]]:
        try:
            read = read_part(part, name, self._types, self._limits)
        except Exception as fault:
            if self._on_fault is None:
                raise
            return [], (self._on_fault(fault, name),)
        return read.value or [], read.issues

    def _let_go(self, spot: tuple[int, int]) -> None:
        self._ahead.pop(spot, None)


def rewritten(resource: Resource, places: Iterable[tuple[Pointer, str]]) -> Resource:
    """The resource with these texts at these places; the one that is given is not touched."""
    root = dict(resource)
    fresh: dict[int, Json] = {id(root): root}  # also keeps them alive, so that no id is used twice
    for pointer, text in places:
        at: Any = root
        for step in pointer[:-1]:
            child = at[step]
            if id(child) not in fresh:
                child = at[step] = child.copy()
                fresh[id(child)] = child
            at = child
        at[pointer[-1]] = text
    return root
