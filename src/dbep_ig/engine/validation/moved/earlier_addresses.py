"""A guide that has moved: what a document says with the guide's earlier addresses is validated as if it had the new ones.

Before the walk, the values are rewritten copy-on-write: same structure, same pointers, so every place stays right, and the
caller's document is not touched. Rewritten are canonicals and uris (`meta.profile`, `Extension.url`, `Coding.system`…)
that name a definition which is available under the new address, and not under the one that is written, with the
prefix of ids that it has now; a `|version` and a `#fragment` stay.
Addresses of instances (the uris of a Bundle itself, references) and text are left alone.

A document whose text holds none of the earlier addresses costs a search in its text, nothing more: `alias_search.py`.

Source: https://hl7.org/fhir/R4/references.html#canonical
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from dbep_ig.engine.diagnostics import Issue, Pointer, Rule, Severity, Text
from dbep_ig.engine.diagnostics.slips import nearest
from dbep_ig.engine.fhir.definitions import Definitions, KnowsUrls
from dbep_ig.engine.fhir.documents import Document, Resource
from dbep_ig.engine.fhir.moved import Moved, moved
from dbep_ig.engine.fhir.type_model import TypeModel
from dbep_ig.engine.validation.ground.documents import Key, rewritten
from dbep_ig.engine.validation.ground.findings import Finding

EARLIER_ADDRESS = Rule(
    code="DBEP4526",
    name="earlier-address",
    severity=Severity.WARNING,
    issue_type="business-rule",
    nb="{earlier} er en tidligere adresse; den nye er {address} ({places})",
    en="{earlier} is an earlier address; the new one is {address} ({places})",
    spec="https://hl7.org/fhir/R4/references.html#canonical",
)

_ADDRESSES = frozenset(("canonical", "uri"))
_MOST_KNOWN = 10_000  # addresses that were looked up
_FARTHEST = 3  # steps from a CodeableConcept to the system of one of its codings
_AFTER = frozenset(
    "#,; )`'\"»"
)  # what may follow an address that a message quotes; `|` and a version is a definition's own name
# The rules that quote an address which leads nowhere: extension, profile, questionnaire, measure, value set, code system.
_UNKNOWN = frozenset(
    ("DBEP4501", "DBEP4502", "DBEP4521", "DBEP4522", "DBEP4701", "DBEP4801", "DBEP5101", "DBEP5102")
)
_ASKED_FOR = Text("profilen det ble bedt om", "the profile that was asked for")


class _Place(NamedTuple):
    """A value that was rewritten."""

    pointer: Pointer
    written: str
    now: str


class Rewritten(Document):
    """A document with new addresses for the earlier ones.

    places  what was rewritten, in the order of the document
    near    place of a finding -> what was rewritten there or a few steps below; made when it is first asked for
    """

    __slots__ = ("near", "places")

    def __init__(self, document: Document, resource: Resource, places: tuple[_Place, ...]) -> None:
        super().__init__(document.source, resource, document.locator, document.format)
        self.places = places
        self.near: dict[Pointer, list[_Place]] = {}

    def with_resource(self, resource: Resource) -> "Rewritten":
        """See `Document`."""
        return Rewritten(self, resource, self.places)


class EarlierAddresses:
    """How documents with earlier addresses are read, and how that is reported.

    aliases      earlier base address -> base address now, or `Moved` where ids have changed too
    definitions  what is available
    """

    __slots__ = ("_aliases", "_asked", "_bases", "_definitions", "_now", "_types")

    def __init__(
        self, aliases: Mapping[str, str | Moved], definitions: Definitions, types: TypeModel
    ) -> None:
        self._aliases = moved(aliases)
        self._asked: dict[str, str] = {}
        self._bases = tuple(f"{base}/" for base in aliases)
        self._definitions = definitions
        self._types = types
        self._now: dict[str, str | None] = {}

    def asked(self, profiles: Sequence[str]) -> list[str]:
        """The profiles that the caller asks for, by their addresses now."""
        self._asked = {one: now for one in profiles if (now := self._address_now(one)) is not None}
        return [self._asked.get(one, one) for one in profiles]

    def rewritten(self, document: Document) -> Document:
        """The document as it is validated; the same object where nothing is rewritten."""
        places = self._places_in(document.resource, self._types)
        if not places:
            return document
        resource = rewritten(document.resource, ((place.pointer, place.now) for place in places))
        return Rewritten(document, resource, tuple(places))

    def as_written(self, finding: Finding, document_of: Callable[[Key], Document | None]) -> Finding:
        """The finding with values as the document has them, and with a did-you-mean where an earlier address leads nowhere."""
        if finding.rule is EARLIER_ADDRESS:
            return finding
        params = finding.params
        if finding.rule.code in _UNKNOWN:
            params = {name: self._with_hint(value) for name, value in params.items()}
        document = document_of(finding.document)
        if isinstance(document, Rewritten):
            for place in _places_near(finding.pointer, document):
                params = {name: _with_written(value, place) for name, value in params.items()}
        detail = tuple(self.as_written(one, document_of) for one in finding.detail)
        return finding._replace(params=params, detail=detail)

    def findings(self, document: Document, key: Key) -> Iterator[Finding]:
        """DBEP4526 for each earlier address in a document, at the first place; also for one that the caller asks for."""
        seen: dict[str, tuple[_Place, list[int]]] = {}
        for place in document.places if isinstance(document, Rewritten) else ():
            seen.setdefault(_address(place.written), (place, [0]))[1][0] += 1
        for earlier, (place, (times,)) in seen.items():
            params = {"earlier": earlier, "address": _address(place.now), **_counted(times)}
            yield Finding(EARLIER_ADDRESS, key, place.pointer, params)
        for written, now in self._asked.items():
            earlier = _address(written)
            if earlier not in seen:
                params = {"earlier": earlier, "address": _address(now), "places": _ASKED_FOR, "count": 1}
                yield Finding(EARLIER_ADDRESS, key, (), params)

    # Finding

    def _places_in(self, resource: Resource, types: TypeModel) -> list[_Place]:
        """The values to rewrite, in the order of the document. Iterative, each node once."""
        found: list[_Place] = []
        bases = self._bases
        # (value, its type, the steps to it as a linked list)
        waiting: list[tuple[Any, str, Any]] = [(resource, "Resource", None)]
        while waiting:
            value, type_name, steps = waiting.pop()
            kind = type(value)
            if kind is str:
                if type_name in _ADDRESSES and value.startswith(bases):
                    now = self._address_now(value)
                    if now is not None:
                        found.append(_Place(_pointer(steps), value, now))
            elif kind is list:
                waiting.extend(
                    (value[index], type_name, (steps, index)) for index in range(len(value) - 1, -1, -1)
                )
            elif kind is dict:
                stated = value.get("resourceType")
                owner = stated if type(stated) is str else type_name
                is_bundle = owner.partition(".")[0] == "Bundle"
                inner: list[tuple[Any, str, Any]] = []
                for key, child in value.items():
                    if type(child) is str:
                        if not child.startswith(bases) or is_bundle:
                            continue
                    elif type(child) is not dict and type(child) is not list:
                        continue
                    name = "Element" if key.startswith("_") else _type_of(types, owner, key)
                    if name in _ADDRESSES or (name is not None and type(child) is not str):
                        inner.append((child, name, (steps, key)))
                inner.reverse()
                waiting.extend(inner)
        return found

    def _address_now(self, written: str) -> str | None:
        """The new address, with the version and fragment that are written; None if it is no earlier address of anything."""
        url = _address(written)
        if url not in self._now:
            if len(self._now) == _MOST_KNOWN:
                self._now.clear()
            self._now[url] = self._of_a_definition(url)
        now = self._now[url]
        return None if now is None else now + written[len(url) :]

    def _of_a_definition(self, url: str) -> str | None:
        if self._definitions.find(url) is not None:
            return None
        return next((now for now in self._candidates(url) if self._definitions.find(now) is not None), None)

    def _candidates(self, url: str) -> Iterator[str]:
        """What the address may be now, whether or not anything is available there."""
        for base, now in self._aliases.items():
            if url.startswith(f"{base}/"):
                yield from now.addresses(url[len(base) :])

    # Telling

    def _with_hint(self, value: object) -> object:
        if type(value) is not str or not value.startswith(self._bases):
            return value
        near = self._address_now(value) or self._nearest(_address(value))
        if near is None:
            return value
        return Text(f"{value} (mente du {near}?)", f"{value} (did you mean {near}?)")

    def _nearest(self, url: str) -> str | None:
        """The definition of the same kind whose name is most like this one's."""
        if not isinstance(self._definitions, KnowsUrls):
            return None
        known = list(self._definitions.urls())
        for candidate in self._candidates(url):
            kind, _, name = candidate.rpartition("/")
            names = [one[len(kind) + 1 :] for one in known if one.startswith(f"{kind}/")]
            near = nearest(name, names)
            if near is not None:
                return f"{kind}/{near}"
        return None


class InLines:
    """DBEP4526 of an input that has many documents, such as the lines of NDJSON: they are one document to whoever wrote it.

    So each earlier address is reported once, at the first place, when the last line has been validated. Until then only
    that place and a count are kept.
    """

    def __init__(self) -> None:
        self._found: dict[str, tuple[Issue, int]] = {}

    def add(self, issue: Issue) -> None:
        """What one of the documents has."""
        earlier, times = str(issue.params["earlier"]), issue.params["count"]
        assert isinstance(times, int)
        known = self._found.get(earlier)
        self._found[earlier] = (issue.settled(), times) if known is None else (known[0], known[1] + times)

    def issues(self) -> list[Issue]:
        """What all of them have."""
        return [
            issue._replace(params={**issue.params, **_counted(times)})
            for issue, times in self._found.values()
        ]


def _counted(times: int) -> dict[str, object]:
    shown = Text("1 sted", "1 place") if times == 1 else Text(f"{times} steder", f"{times} places")
    return {"places": shown, "count": times}


def _places_near(pointer: Pointer, document: Rewritten) -> list[_Place]:
    """What was rewritten at a finding's place, beside it, and (unless a whole resource is meant) below it."""
    near = document.near
    if not near:
        for place in document.places:
            for steps in range(_FARTHEST + 1):
                if steps <= len(place.pointer):
                    near.setdefault(place.pointer[: len(place.pointer) - steps], []).append(place)
    below = [] if _leads_to_resource(pointer) else near.get(pointer, [])
    owner = pointer[:-1]
    beside = [one for one in near.get(owner, ()) if pointer and one.pointer[:-1] == owner]
    return [*below, *beside]


def _type_of(types: TypeModel, owner: str, key: str) -> str | None:
    member = types.member(owner, key)
    return None if member is None else member[1]


def _address(canonical: str) -> str:
    """Without version and fragment."""
    return canonical.partition("|")[0].partition("#")[0]


def _pointer(steps: Any) -> Pointer:
    found: list[str | int] = []
    while steps is not None:
        steps, step = steps
        found.append(step)
    return tuple(reversed(found))


def _leads_to_resource(pointer: Pointer) -> bool:
    return not pointer or pointer[-1] == "resource" or pointer[-2:-1] == ("contained",)


def _with_written(value: object, place: _Place) -> object:
    """A value of a message as the document has it: the address itself, or a text that quotes it (`system#code`)."""
    if type(value) is str:
        if value == place.now:
            return place.written
        first, *rest = value.split(_address(place.now))
        written = _address(place.written)
        shown = [(written if not part or part[0] in _AFTER else _address(place.now)) + part for part in rest]
        return first + "".join(shown)
    if type(value) is list or type(value) is tuple:
        return [_with_written(one, place) for one in value]
    return value
