"""References inside a Bundle that should lead to an entry and do not, or to more than one; entries that nothing refers to.

In a document or message every entry is to be connected with the first one. Links count in both directions; a Provenance about an
entry belongs to it.

Source: https://hl7.org/fhir/R4/bundle.html#references, https://hl7.org/fhir/R4/documents.html#content,
https://hl7.org/fhir/R4/messaging.html
"""

from collections.abc import Iterator
from typing import Any

from dbep_ig.engine.diagnostics import Rule, Severity
from dbep_ig.engine.validation.ground.frame import Frame
from dbep_ig.engine.validation.ground.reference_hints import reference_hint
from dbep_ig.engine.validation.ground.reference_index import RESTFUL, Entries, in_bundle, version_of
from dbep_ig.engine.validation.ground.run import Run

from .links import stylesheet_entry

SPEC = "https://hl7.org/fhir/R4/bundle.html#references"

NOT_IN_BUNDLE = Rule(
    code="DBEP4431",
    name="not-in-bundle",
    issue_type="not-found",
    nb="{reference} finnes ikke i denne Bundle, der {what} skal ligge{hint}",
    en="{reference} is not in this Bundle, where {what} must be{hint}",
    spec=SPEC,
)
URN_NOT_IN_BUNDLE = Rule(
    code="DBEP4432",
    name="urn-not-in-bundle",
    severity=Severity.WARNING,
    issue_type="not-found",
    nb="{reference} finnes ikke i denne Bundle, og kan ikke hentes fra noe annet sted{hint}",
    en="{reference} is not in this Bundle, and cannot be fetched from anywhere else{hint}",
    spec=SPEC,
)
SEVERAL_MATCHES = Rule(
    code="DBEP4433",
    name="reference-matches-several-entries",
    issue_type="multiple-matches",
    nb="{reference} fører til {count} oppføringer",
    en="{reference} leads to {count} entries",
    spec=SPEC,
)
NEAR_MATCH = Rule(
    code="DBEP4434",
    name="entry-matches-but-full-url-differs",
    severity=Severity.WARNING,
    issue_type="not-found",
    nb="Oppføring {entry} har samme type og id som {reference}, men fullUrl {url} passer ikke, så referansen fører ikke dit",
    en="Entry {entry} has the type and id of {reference}, but its fullUrl {url} does not match, so the reference does not lead there",
    spec=SPEC,
)
REFERENCED_TYPE_DIFFERS = Rule(
    code="DBEP4435",
    name="referenced-type-differs",
    issue_type="structure",
    nb="{reference} fører til en {actual}",
    en="{reference} leads to a {actual}",
    spec=SPEC,
)

RELATIVE_WITHOUT_BASE = Rule(
    code="DBEP4436",
    name="relative-reference-without-full-url",
    issue_type="invalid",
    nb="{reference} er relativ, men oppføringen den står i, har ingen fullUrl å løse den opp mot",
    en="{reference} is relative, but the entry it is in has no fullUrl to resolve it against",
    spec=SPEC,
)
UNREACHABLE_IN_DOCUMENT = Rule(
    code="DBEP4441",
    name="unreachable-in-document",
    issue_type="informational",
    nb="Oppføringen {url} er ikke knyttet til Composition gjennom referanser",
    en="No chain of references connects the entry {url} with the Composition",
    spec="https://hl7.org/fhir/R4/documents.html#content",
)
UNREACHABLE_IN_MESSAGE = Rule(
    code="DBEP4442",
    name="unreachable-in-message",
    severity=Severity.WARNING,
    issue_type="informational",
    nb="Oppføringen {url} er ikke knyttet til MessageHeader gjennom referanser",
    en="No chain of references connects the entry {url} with the MessageHeader",
    spec="https://hl7.org/fhir/R4/messaging.html",
)

# Requests and their answers may leave identities to the server.
_OF_A_SERVER = frozenset(("batch", "transaction", "batch-response", "transaction-response"))

# What must be in the bundle: documents.html#content, messaging.html
_DEMANDED = {
    "Composition": ("subject", "encounter", "author", "custodian", "event.detail", "attester.party"),
    "MessageHeader": ("focus",),
}


def references_in(value: Any, frame: Frame) -> Iterator[tuple[str, Frame]]:
    """Every Reference.reference under a resource, with the frame of its Reference; contained resources included."""
    if type(value) is dict:
        reference = value.get("reference")
        if type(reference) is str and "resourceType" not in value:
            yield reference, frame
        for key, item in value.items():
            if type(item) is dict:
                yield from references_in(item, Frame(frame, key, -1, item, "", frame.element, frame.scope))
            elif type(item) is list:
                for index, one in enumerate(item):
                    if type(one) is dict:
                        yield from references_in(
                            one, Frame(frame, key, index, one, "", frame.element, frame.scope)
                        )


class BundleReferences:
    """What the entries refer to."""

    __slots__ = ()
    applies_to = ("Bundle",)

    def check(self, value: Any, frame: Frame, run: Run) -> None:
        """Each reference of each entry, once."""
        entries: Entries | None = frame.scope.shared.get("entries")
        if entries is None:
            return
        kind = value.get("type")
        for number, (full_url, entry) in enumerate(entries.frames):
            has_base = bool(full_url) or str(kind) in _OF_A_SERVER
            demanded = _demanded(entry) if number == 0 and kind in ("document", "message") else frozenset()
            if entry.type_name in ("Bundle", "Parameters"):
                continue
            for reference, at in references_in(entry.value, entry):
                if reference.startswith("#"):
                    continue
                if not has_base and _is_relative(reference):
                    run.add(RELATIVE_WITHOUT_BASE, at, reference=reference)
                else:
                    _check(reference, at, entry, id(at.value) in demanded, entries, frame, run)


def _is_relative(reference: str) -> bool:
    parts = RESTFUL.match(reference)
    return parts is not None and parts["base"] is None


def _check(
    reference: str, at: Frame, entry: Frame, is_demanded: bool, entries: Entries, bundle: Frame, run: Run
) -> None:
    found = in_bundle(reference, entry.scope, bundle.scope)
    parts = RESTFUL.match(reference)
    if len(found) > 1:
        versions = {str(version_of(one.value)) for one in found}
        if len(versions) < len(found):
            run.add(SEVERAL_MATCHES, at, reference=reference, count=len(found))
        return
    if found:
        name = found[0].type_name
        is_known = run.types.kind(name) == "resource"  # else that is reported there
        if is_known and parts is not None and parts["type"] != name:
            run.add(REFERENCED_TYPE_DIFFERS, at, reference=reference, actual=name)
        return
    near = entries.by_type_and_id.get(f"{parts['type']}/{parts['id']}", ()) if parts is not None else ()
    if near:
        run.add(
            NEAR_MATCH,
            at,
            entry=[number + 1 for number in near],
            reference=reference,
            url=[entries.frames[number][0] or "–" for number in near],
        )
    if is_demanded:
        hint = reference_hint(reference, entry.scope)
        run.add(NOT_IN_BUNDLE, at, reference=reference, what=entry.type_name, hint=hint)
    elif reference.startswith("urn:") and not near:
        run.add(URN_NOT_IN_BUNDLE, at, reference=reference, hint=reference_hint(reference, entry.scope))


def _demanded(entry: Frame) -> frozenset[int]:
    """The References of the first entry that must lead to an entry."""
    found: set[int] = set()
    resource = entry.value
    for path in _DEMANDED.get(entry.type_name, ()):
        _collect(resource, path.split("."), found)
    if entry.type_name == "Composition":
        _collect_sections(resource.get("section"), found, 0)
    return frozenset(found)


def _collect(value: Any, steps: list[str], found: set[int]) -> None:
    for one in value if type(value) is list else (value,):
        if type(one) is not dict:
            continue
        if not steps:
            found.add(id(one))
        else:
            _collect(one.get(steps[0]), steps[1:], found)


def _collect_sections(sections: Any, found: set[int], depth: int) -> None:
    for one in sections if type(sections) is list and depth < 32 else ():
        if type(one) is dict:
            for name in ("author", "focus", "entry"):
                _collect(one.get(name), [], found)
            _collect_sections(one.get("section"), found, depth + 1)


class BundleReach:
    """Entries that nothing leads to."""

    __slots__ = ()
    applies_to = ("Bundle",)

    def check(self, value: Any, frame: Frame, run: Run) -> None:
        """Breadth first from the first entry, over references in both directions. Linear in references."""
        entries: Entries | None = frame.scope.shared.get("entries")
        rule = {"document": UNREACHABLE_IN_DOCUMENT, "message": UNREACHABLE_IN_MESSAGE}.get(
            str(value.get("type"))
        )
        if rule is None or entries is None or not entries.frames:
            return
        numbers = {id(entry.value): number for number, (_, entry) in enumerate(entries.frames)}
        linked: list[set[int]] = [set() for _ in entries.frames]
        for number, (_, entry) in enumerate(entries.frames):
            for reference, _ in references_in(entry.value, entry):
                if reference.startswith("#"):
                    continue
                for target in in_bundle(reference, entry.scope, frame.scope):
                    other = numbers[id(target.value)]
                    linked[number].add(other)
                    linked[other].add(number)
        reached = {0, *_stylesheets(value, numbers, frame)}
        waiting = list(reached)
        while waiting:
            for other in linked[waiting.pop()]:
                if other not in reached:
                    reached.add(other)
                    waiting.append(other)
        for number, (url, entry) in enumerate(entries.frames):
            if number not in reached and entry.parent is not None:
                run.add(rule, entry.parent, url=url or f"{entry.type_name}/{entry.value.get('id', '')}")


def _stylesheets(bundle: dict[str, Any], numbers: dict[int, int], frame: Frame) -> set[int]:
    found = set()
    links = bundle.get("link")
    for link in links if type(links) is list else ():
        if type(link) is dict and link.get("relation") == "stylesheet" and type(link.get("url")) is str:
            entry = stylesheet_entry(link["url"], frame)
            if entry is not None:
                found.add(numbers[id(entry.value)])
    return found
