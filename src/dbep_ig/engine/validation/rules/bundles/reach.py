"""An entry of a document or message that nothing connects with its first entry.

Links count in both directions; a Provenance about an entry belongs to it.

Source: https://hl7.org/fhir/R4/documents.html#content, https://hl7.org/fhir/R4/messaging.html
"""

from typing import Any

from dbep_ig.engine.diagnostics import Rule, Severity
from dbep_ig.engine.validation.ground.frame import Frame
from dbep_ig.engine.validation.ground.reference_index import Entries, in_bundle
from dbep_ig.engine.validation.ground.run import Run

from .references import references_in

UNREACHABLE_IN_DOCUMENT = Rule(
    code="DBEP4441",
    name="unreachable-in-document",
    severity=Severity.ERROR,
    issue_type="informational",
    nb="Oppføringen {url} er ikke knyttet til Composition gjennom referanser",
    en="No chain of references connects the entry {url} with the Composition",
    spec="https://hl7.org/fhir/R4/documents.html#content",
    hapi=("Bundle_BUNDLE_Entry_Orphan_DOCUMENT",),
)
UNREACHABLE_IN_MESSAGE = Rule(
    code="DBEP4442",
    name="unreachable-in-message",
    severity=Severity.WARNING,
    issue_type="informational",
    nb="Oppføringen {url} er ikke knyttet til MessageHeader gjennom referanser",
    en="No chain of references connects the entry {url} with the MessageHeader",
    spec="https://hl7.org/fhir/R4/messaging.html",
    hapi=("Bundle_BUNDLE_Entry_Orphan_MESSAGE",),
)


def check_reach(bundle: dict[str, Any], entries: Entries, frame: Frame, run: Run) -> None:
    """Breadth first from the first entry, over references in both directions. Linear in references."""
    rule = {"document": UNREACHABLE_IN_DOCUMENT, "message": UNREACHABLE_IN_MESSAGE}.get(
        str(bundle.get("type"))
    )
    if rule is None or not entries.frames:
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
    reached = {0, *_stylesheets(bundle, numbers, frame)}
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
    from .links import stylesheet_entry

    found = set()
    links = bundle.get("link")
    for link in links if type(links) is list else ():
        if type(link) is dict and link.get("relation") == "stylesheet" and type(link.get("url")) is str:
            entry = stylesheet_entry(link["url"], frame)
            if entry is not None:
                found.add(numbers[id(entry.value)])
    return found
