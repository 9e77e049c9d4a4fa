"""The documents that a program gives, in whatever form it has them, as inputs of the validator."""

import io
import os
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dbep_ig.engine.diagnostics import Issue, Location, Place, Pointer, Source, Text
from dbep_ig.engine.fhir.documents import Document
from dbep_ig.engine.fhir.limits import DEFAULT_LIMITS
from dbep_ig.engine.fhir.parts import Stream
from dbep_ig.engine.fhir.sniffing import UNKNOWN_FORMAT
from dbep_ig.engine.validation.ground.documents import Documents, Inputs, Key, Read

from .json_text import json_text

Content = bytes | bytearray | memoryview | str | Mapping[str, Any] | os.PathLike[str]
Given = Content | tuple[str, Content]
Before = Given | Iterable[Given]

_ACCEPTED = "a document is bytes, str (its content), a dict or a pathlib.Path"
_LONGEST_PATH = 4096


def given_documents(documents: Iterable[Given]) -> "GivenInputs":
    """Several, those without a name called by their number: `[0]`, `[1]`. Raises TypeError or ValueError."""
    if isinstance(documents, str | bytes | bytearray | memoryview | os.PathLike | Mapping):
        hint = "; names and documents: d.items()" if isinstance(documents, Mapping) else ""
        raise TypeError(f"check_all takes a list of documents, not {_kind(documents)}; for one: check{hint}")
    if not isinstance(documents, Iterable):
        raise TypeError(f"check_all takes a list of documents, not {_kind(documents)}")
    found: list[Inputs] = []
    for number, one in enumerate(documents):
        try:
            found.append(_pair(one) if isinstance(one, tuple) else _one(f"[{number}]", one))
        except (TypeError, ValueError) as fault:
            raise type(fault)(f"documents[{number}]: {fault}") from None
    return GivenInputs(found)


def given_document(name: object, document: object) -> "GivenInputs":
    """One. `name` is None where none was given. Raises TypeError or ValueError."""
    return GivenInputs([_one("-", document) if name is None else _named(name, document)])


def earlier_documents(before: Before) -> "GivenInputs":
    """The earlier versions: one document, or a list of them, which may be empty. Raises TypeError or ValueError."""
    try:
        if isinstance(before, str | bytes | bytearray | memoryview | os.PathLike | Mapping):
            return GivenInputs([_one("before", before)])
        if isinstance(before, tuple) and len(before) == 2 and isinstance(before[0], str):
            return GivenInputs([_named(before[0], before[1])])
        return given_documents(before)
    except (TypeError, ValueError) as fault:
        raise type(fault)(f"before: {fault}") from None


def _pair(pair: tuple[object, ...]) -> Inputs:
    if len(pair) != 2:
        raise TypeError(f"a tuple is (name, document), this one has {len(pair)} parts")
    return _named(pair[0], pair[1])


def _named(name: object, document: object) -> Inputs:
    """With the name that the program gave it."""
    if isinstance(name, os.PathLike) and not isinstance(document, os.PathLike):
        name = os.fspath(name)
    if not isinstance(name, str):
        raise TypeError(
            f"a name and a document, in this order: the name is str, not {_kind(name)}; for several documents: check_all"
        )
    if name.lstrip()[:1] in ("{", "<") and isinstance(document, str):
        raise TypeError("a name and a document, in this order: the name given is JSON or XML")
    return _one(name, document, is_named=True)


def _one(name: str, document: object, *, is_named: bool = False) -> Inputs:
    if isinstance(document, bytes):
        return _InMemory(name, document)
    if isinstance(document, bytearray | memoryview):
        return _InMemory(name, bytes(document))
    if isinstance(document, str):
        found = _perhaps_a_path(name, document)
        return found or _InMemory(name, document.encode("utf-8", errors="surrogatepass"))
    if isinstance(document, Mapping):
        return _InMemory(name, json_text(document, DEFAULT_LIMITS.bytes), is_bare=True)
    if isinstance(document, os.PathLike):
        return _file(document, name if is_named else None)
    raise TypeError(f"{_ACCEPTED}, not {_kind(document)}{_instead(document)}")


def _instead(document: object) -> str:
    if hasattr(document, "model_dump_json"):
        return "; give document.model_dump_json()"
    if hasattr(document, "read"):
        return "; give its path, or what read() returns"
    if isinstance(document, list | tuple):
        return "; for several: check_all"
    return ""


def _perhaps_a_path(name: str, text: str) -> "_Refused | None":
    """A str is always content; one that can only be a path is refused with what to write."""
    begin = text.lstrip("\ufeff \t\r\n")
    if not begin or begin[0] in "{[<" or "\n" in text.strip() or len(text) > _LONGEST_PATH:
        return None
    source = Source(name, text)
    advice = Text(
        "; en fil leses når den oppgis som pathlib.Path", "; to read a file, give it as a pathlib.Path"
    )
    return _Refused(
        name,
        Issue(
            UNKNOWN_FORMAT,
            Location(name, exact=Place(source, source.span(0, len(text)))),
            {"document": name, "found": text.strip(), "advice": advice},
        ),
    )


def _file(path: "os.PathLike[str]", name: str | None) -> Inputs:
    from dbep_ig.host.inputs import Inputs as Files  # start-up time

    said = os.fspath(path)
    if not isinstance(said, str):
        raise TypeError(f"{_ACCEPTED}, not a path of bytes")
    files = Files([os.path.join(os.curdir, said) if said == "-" else said], io.BytesIO())
    return files if name is None or len(files) != 1 or os.path.isdir(said) else _Renamed(files, name)


class GivenInputs:
    """`Inputs` of several sources, each of one or more."""

    def __init__(self, sources: list[Inputs]) -> None:
        self._sources = [one for one in sources if len(one)]
        self._starts: list[int] = []
        self._count = 0
        for one in self._sources:
            self._starts.append(self._count)
            self._count += len(one)
        self.has_bare = any(isinstance(one, _InMemory) and one.is_bare for one in self._sources)

    def __len__(self) -> int:
        """See `Inputs`."""
        return self._count

    def name(self, number: int) -> str:
        """See `Inputs`."""
        source, inside = self._at(number)
        return source.name(inside)

    def open(self, number: int) -> Stream | Issue:
        """See `Inputs`."""
        source, inside = self._at(number)
        return source.open(inside)

    def is_bare(self, number: int) -> bool:
        """Whether it is a dict: it has no text that a place could be in."""
        source = self._at(number)[0]
        return isinstance(source, _InMemory) and source.is_bare

    def _at(self, number: int) -> tuple[Inputs, int]:
        which = bisect_right(self._starts, number) - 1
        return self._sources[which], number - self._starts[which]


class _InMemory:
    """`Inputs` of one in memory. `is_bare`: see `GivenInputs`."""

    def __init__(self, name: str, data: bytes, *, is_bare: bool = False) -> None:
        self._name = name
        self._data = data
        self.is_bare = is_bare

    def __len__(self) -> int:
        return 1

    def name(self, number: int) -> str:
        return self._name

    def open(self, number: int) -> Stream:
        return io.BytesIO(self._data)


class _Refused:
    """`Inputs` of one that is not read."""

    def __init__(self, name: str, issue: Issue) -> None:
        self._name = name
        self._issue = issue

    def __len__(self) -> int:
        return 1

    def name(self, number: int) -> str:
        return self._name

    def open(self, number: int) -> Issue:
        return self._issue


class _Renamed:
    """A file under the name that the program gave it; what keeps it from being opened is said of its path."""

    def __init__(self, file: Inputs, name: str) -> None:
        self._file = file
        self._name = name

    def __len__(self) -> int:
        return 1

    def name(self, number: int) -> str:
        return self._name

    def open(self, number: int) -> Stream | Issue:
        return self._file.open(number)


class _NoPlaces:
    """A `Locator` of what has no text."""

    def locate(self, pointer: Pointer, *, key: bool = False) -> Place | None:
        return None


class WithoutPlaces:
    """`Documents` in which dicts have no lines and columns: the text that they were made into is nobody's."""

    def __init__(self, documents: Documents, inputs: GivenInputs) -> None:
        self._documents = documents
        self._inputs = inputs

    @property
    def is_one(self) -> bool:
        """See `Documents`."""
        return self._documents.is_one

    @property
    def is_many(self) -> bool:
        """See `Documents`."""
        return self._documents.is_many

    @property
    def is_few(self) -> bool:
        """See `Documents`."""
        return self._documents.is_few

    def is_judged(self, key: Key) -> bool:
        """See `Documents`."""
        return self._documents.is_judged(key)

    def one_by_one(self) -> Iterator[Read]:
        """See `Documents`."""
        for read in self._documents.one_by_one():
            if not self._inputs.is_bare(read.key.input):
                yield read
                continue
            document = None if read.document is None else self._bare(read.document)
            yield read._replace(document=document, issues=tuple(_bare_issue(one) for one in read.issues))

    def every(self) -> Iterator[tuple[Key, Document]]:
        """See `Documents`."""
        for key, document in self._documents.every():
            yield key, self._bare(document) if self._inputs.is_bare(key.input) else document

    def again(self, key: Key) -> Document | None:
        """See `Documents`."""
        document = self._documents.again(key)
        return document if document is None or not self._inputs.is_bare(key.input) else self._bare(document)

    def _bare(self, document: Document) -> Document:
        return Document(document.source, document.resource, _NoPlaces(), document.format)


def _bare_issue(issue: Issue) -> Issue:
    location = issue.location
    bare = Location(location.document, location.pointer, location.expression, location.on_key)
    return issue._replace(location=bare, related=())


def _kind(value: object) -> str:
    return "None" if value is None else type(value).__name__
