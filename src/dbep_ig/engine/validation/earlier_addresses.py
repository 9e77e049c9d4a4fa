"""A guide that has moved: what a document says with the guide's earlier addresses is validated as if it had the new ones.

Before the walk, the values are rewritten copy-on-write: same structure, same pointers, so every place stays right, and the
caller's document is not touched. Rewritten are canonicals and uris (`meta.profile`, `Extension.url`, `Coding.system`…)
that name a definition which is available under the new address, and not under the one that is written, with the prefix of ids that it has now; a `|version` and a `#fragment` stay.
Addresses of instances (the uris of a Bundle itself, references) and text are left alone.

A document whose text holds none of the earlier addresses costs a search in its text, nothing more: `alias_search.py`.

Source: https://hl7.org/fhir/R4/references.html#canonical
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from dbep_ig.engine.diagnostics import Pointer, Rule, Severity, Text
from dbep_ig.engine.fhir.definitions import Definitions, KnowsUrls
from dbep_ig.engine.fhir.documents import Document
from dbep_ig.engine.fhir.json_types import Json, Resource
from dbep_ig.engine.fhir.moved import Moved, moved
from dbep_ig.engine.fhir.type_model import TypeModel

from .findings import Finding

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


class EarlierAddresses:
    """What is rewritten in the documents of one call, and how that is told.

    look_into    the indexes of the documents that may hold an earlier address
    aliases      earlier base address -> base address now, or `Moved` where ids have changed too
    definitions  what is available
    documents    after `__init__`: the documents to validate, in the order given; the same objects where nothing is rewritten
    """

    __slots__ = (
        "_aliases",
        "_asked",
        "_bases",
        "_definitions",
        "_near",
        "_now",
        "_originals",
        "_places",
        "documents",
    )

    def __init__(
        self,
        documents: Sequence[Document],
        look_into: frozenset[int],
        aliases: Mapping[str, str | Moved],
        definitions: Definitions,
        types: TypeModel,
    ) -> None:
        self._aliases = moved(aliases)
        self._bases = tuple(f"{base}/" for base in aliases)
        self._definitions = definitions
        self._asked: dict[str, str] = {}
        self._now: dict[str, str | None] = {}
        self._originals = documents
        self._places: dict[int, list[_Place]] = {}
        self._near: dict[int, dict[Pointer, list[_Place]]] = {}
        read = list(documents)
        for number in sorted(look_into):
            document = documents[number]
            places = self._places_in(document.resource, types)
            if places:
                self._places[number] = places
                read[number] = replace(document, resource=_rewritten(document.resource, places))
        self.documents: Sequence[Document] = read

    def asked(self, profiles: str | Sequence[str]) -> str | Sequence[str]:
        """The profiles that the caller asks for, by their addresses now."""
        if isinstance(profiles, str):
            return profiles
        self._asked = {one: now for one in profiles if (now := self._address_now(one)) is not None}
        return [self._asked.get(one, one) for one in profiles]

    def findings(self, count: int) -> Iterator[Finding]:
        """DBEP4526 for each earlier address in each of the first `count` documents; the lines of NDJSON are one document.

        One that the caller asks for is told at each document, unless the document itself has it.
        """
        seen: dict[tuple[int, str], tuple[int, _Place, list[int]]] = {}
        for number, places in self._places.items():
            if number >= count:
                break
            for place in places:
                key = (id(self._originals[number].source), _address(place.written))
                seen.setdefault(key, (number, place, [0]))[2][0] += 1
        for (_, earlier), (number, place, (times,)) in seen.items():
            shown = Text("1 sted", "1 place") if times == 1 else Text(f"{times} steder", f"{times} places")
            params = {"earlier": earlier, "address": _address(place.now), "places": shown, "count": times}
            yield Finding(EARLIER_ADDRESS, number, place.pointer, params)
        sources = {
            id(document.source): number
            for number, document in reversed(list(enumerate(self._originals[:count])))
        }
        for written, now in self._asked.items():
            earlier = _address(written)
            params = {"earlier": earlier, "address": _address(now), "places": _ASKED_FOR, "count": 1}
            for source, number in sorted(sources.items(), key=lambda one: one[1]):
                if (source, earlier) not in seen:
                    yield Finding(EARLIER_ADDRESS, number, (), params)

    def as_written(self, finding: Finding) -> Finding:
        """The finding with values as the document has them, and with a did-you-mean where an earlier address leads nowhere."""
        if finding.rule is EARLIER_ADDRESS:
            return finding
        params = finding.params
        if finding.rule.code in _UNKNOWN:
            params = {name: self._with_hint(value) for name, value in params.items()}
        for place in self._places_near(finding):
            params = {name: _with_written(value, place) for name, value in params.items()}
        detail = tuple(self.as_written(one) for one in finding.detail)
        return finding._replace(params=params, detail=detail)

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

    def _places_near(self, finding: Finding) -> list[_Place]:
        """What was rewritten at the finding's place, beside it, and (unless a whole resource is meant) below it."""
        places = self._places.get(finding.document)
        if not places:
            return []
        near = self._near.get(finding.document)
        if near is None:
            near = self._near[finding.document] = {}
            for place in places:
                for steps in range(_FARTHEST + 1):
                    if steps <= len(place.pointer):
                        near.setdefault(place.pointer[: len(place.pointer) - steps], []).append(place)
        pointer = finding.pointer
        below = [] if _leads_to_resource(pointer) else near.get(pointer, [])
        owner = pointer[:-1]
        beside = [one for one in near.get(owner, ()) if pointer and one.pointer[:-1] == owner]
        return [*below, *beside]

    def _with_hint(self, value: object) -> object:
        if type(value) is not str or not value.startswith(self._bases):
            return value
        near = self._address_now(value) or self._nearest(_address(value))
        if near is None:
            return value
        return Text(f"{value} (mente du {near}?)", f"{value} (did you mean {near}?)")

    def _nearest(self, url: str) -> str | None:
        """The definition of the same kind whose name is most like this one's."""
        from difflib import get_close_matches  # 4 ms at import, and needed only when something is wrong

        if not isinstance(self._definitions, KnowsUrls):
            return None
        known = list(self._definitions.urls())
        for candidate in self._candidates(url):
            kind, _, name = candidate.rpartition("/")
            names = [one[len(kind) + 1 :] for one in known if one.startswith(f"{kind}/")]
            near = get_close_matches(name, names, 1, 0.75)
            if near:
                return f"{kind}/{near[0]}"
        return None


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


def _rewritten(resource: Resource, places: Sequence[_Place]) -> Resource:
    """The resource with new values; only what lies on the way to one is copied."""
    root = dict(resource)
    fresh: dict[int, Json] = {id(root): root}  # also keeps them alive, so that no id is used twice
    for place in places:
        at: Any = root
        for step in place.pointer[:-1]:
            child = at[step]
            if id(child) not in fresh:
                child = at[step] = child.copy()
                fresh[id(child)] = child
            at = child
        at[place.pointer[-1]] = place.now
    return root


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
