"""Links of a Bundle: relations that a search result cannot have twice; the stylesheet of a document.

Source: https://hl7.org/fhir/R4/bundle-definitions.html#Bundle.link, https://hl7.org/fhir/R4/documents.html#presentation
"""

from typing import Any

from dbep_ig.engine.diagnostics import Rule, Severity
from dbep_ig.engine.validation.ground.frame import Frame
from dbep_ig.engine.validation.ground.reference_index import RESTFUL, in_bundle
from dbep_ig.engine.validation.ground.run import Run

SPEC = "https://hl7.org/fhir/R4/bundle-definitions.html#Bundle.link"
CSS_SPEC = "https://hl7.org/fhir/R4/documents.html#css"

DUPLICATE_LINK = Rule(
    code="DBEP4414",
    name="duplicate-link",
    issue_type="business-rule",
    nb="Søkeresultatet har flere lenker med relasjonen `{relation}`",
    en="The search result has several links with the relation `{relation}`",
    spec=SPEC,
)
STYLESHEET_NOT_FOUND = Rule(
    code="DBEP4416",
    name="stylesheet-not-found",
    issue_type="not-found",
    nb="Stilarket `{url}` finnes ikke i dokumentet",
    en="The stylesheet `{url}` is not in the document",
    spec=CSS_SPEC,
)
STYLESHEET_EXTERNAL = Rule(
    code="DBEP4417",
    name="stylesheet-external",
    severity=Severity.WARNING,
    issue_type="business-rule",
    nb="Stilarket `{url}` ligger utenfor dokumentet",
    en="The stylesheet `{url}` is outside the document",
    spec=CSS_SPEC,
)
STYLESHEET_INSECURE = Rule(
    code="DBEP4418",
    name="stylesheet-insecure",
    severity=Severity.WARNING,
    issue_type="security",
    nb="Stilarket `{url}` hentes uten https",
    en="The stylesheet `{url}` is fetched without https",
    spec=CSS_SPEC,
)

_OF_A_SEARCH = frozenset(("self", "first", "previous", "prev", "next", "last"))
_FHIR_CSS = ("http://hl7.org/fhir/fhir.css", "https://hl7.org/fhir/fhir.css")


class BundleLinks:
    """The links of the Bundle itself."""

    __slots__ = ()
    applies_to = ("Bundle",)

    def check(self, value: Any, frame: Frame, run: Run) -> None:
        """Every link of the Bundle itself."""
        links = value.get("link")
        if type(links) is not list:
            return
        kind = value.get("type")
        seen: set[str] = set()
        for index, link in enumerate(links):
            relation = link.get("relation") if type(link) is dict else None
            if type(relation) is not str:
                continue
            if kind == "searchset":
                if relation in seen and relation in _OF_A_SEARCH:
                    run.add_at(DUPLICATE_LINK, frame, "link", index, relation=relation)
            elif kind == "document" and relation == "stylesheet":
                _check_stylesheet(link.get("url"), index, frame, run)
            seen.add(relation)


def _check_stylesheet(url: Any, index: int, frame: Frame, run: Run) -> None:
    if type(url) is not str or stylesheet_entry(url, frame) is not None:
        return
    at = Frame(frame, "link", index, None, "Bundle.link", "Bundle.link", frame.scope)
    if url in _FHIR_CSS:
        if url.startswith("http:"):
            run.add_at(STYLESHEET_INSECURE, at, "url", url=url)
    elif url.startswith(("http:", "https:")) and not url.startswith(_own_base(frame)):
        run.add_at(STYLESHEET_EXTERNAL, at, "url", url=url)
        if url.startswith("http:"):
            run.add_at(STYLESHEET_INSECURE, at, "url", url=url)
    else:
        run.add_at(STYLESHEET_NOT_FOUND, at, "url", url=url)


def stylesheet_entry(url: str, frame: Frame) -> Frame | None:
    """The entry that holds a stylesheet."""
    entries = frame.scope.shared.get("entries")
    if entries is None or not entries.frames:
        return None
    found = in_bundle(url, entries.frames[0][1].scope, frame.scope)
    return found[0] if found else None


def _own_base(frame: Frame) -> tuple[str, ...]:
    """The server bases of the document's own entries."""
    bases = set()
    for url, _ in frame.scope.shared["entries"].frames:
        parts = RESTFUL.match(url)
        if parts is not None and parts["base"]:
            bases.add(parts["base"])
    return tuple(sorted(bases))
