"""Search results: a mode for each match, an id for each resource, a self link.

Source: https://hl7.org/fhir/R4/search.html#return
"""

from typing import Any

from dbep_ig.engine.diagnostics import Rule, Severity
from dbep_ig.engine.validation.ground.frame import Frame
from dbep_ig.engine.validation.ground.run import Run

SPEC = "https://hl7.org/fhir/R4/search.html#return"

SEARCH_MODE_MISSING = Rule(
    code="DBEP4421",
    name="search-mode-missing",
    severity=Severity.WARNING,
    issue_type="business-rule",
    nb="Oppføringer i et søkeresultat bør ha search.mode",
    en="The entries of a search result should have search.mode",
    spec=SPEC,
)
SELF_LINK_MISSING = Rule(
    code="DBEP4422",
    name="self-link-missing",
    severity=Severity.WARNING,
    issue_type="business-rule",
    nb="Søkeresultatet har ingen self-lenke, så det går ikke fram hva det er svar på",
    en="The search result has no self link, so it does not show which search it answers",
    spec=SPEC,
)
SEARCH_RESULT_WITHOUT_ID = Rule(
    code="DBEP4423",
    name="search-result-without-id",
    issue_type="business-rule",
    nb="Ressursen i søkeresultatet har ingen id",
    en="The resource in the search result has no id",
    spec=SPEC,
)
WRONG_TYPE_IN_SEARCH = Rule(
    code="DBEP4424",
    name="wrong-type-in-search",
    severity=Severity.WARNING,
    issue_type="business-rule",
    nb="{actual} er ikke av typene søket gjelder ({expected})",
    en="{actual} is not of the types searched for ({expected})",
    spec=SPEC,
)
WRONG_MATCH_TYPE = Rule(
    code="DBEP4425",
    name="wrong-match-type",
    issue_type="business-rule",
    nb="{actual} er merket som treff, men søket gjelder {expected}",
    en="{actual} is marked as a match, but the search is for {expected}",
    spec=SPEC,
)
OUTCOME_IS_NO_OUTCOME = Rule(
    code="DBEP4426",
    name="outcome-not-operationoutcome",
    issue_type="business-rule",
    nb="{actual} er merket som utfall, men bare OperationOutcome kan være det",
    en="{actual} is marked as an outcome, but only OperationOutcome can be one",
    spec=SPEC,
)


class SearchResults:
    """A Bundle of type searchset."""

    __slots__ = ()
    applies_to = ("Bundle",)

    def check(self, value: Any, frame: Frame, run: Run) -> None:
        """A Bundle of type searchset."""
        if value.get("type") != "searchset":
            return
        entries = _objects(value.get("entry"))
        links = [one for _, one in _objects(value.get("link")) if one.get("relation") == "self"]
        if not links:
            run.add(SELF_LINK_MISSING, frame)
        expected = _types_searched(links[0].get("url"), run) if links else frozenset()
        # where every resource is of the type searched for, all are matches without saying so
        if not all("mode" in _search(one) or _type_of(one) in expected for _, one in entries):
            run.add(SEARCH_MODE_MISSING, frame)
        for index, entry in entries if links else ():
            resource = entry.get("resource")
            if type(resource) is dict:
                _check_entry(resource, _search(entry).get("mode"), index, expected, frame, run)


def _type_of(entry: dict[str, Any]) -> str:
    resource = entry.get("resource")
    return str(resource.get("resourceType")) if type(resource) is dict else ""


def _check_entry(
    resource: dict[str, Any], mode: Any, index: int, expected: frozenset[str], frame: Frame, run: Run
) -> None:
    name = str(resource.get("resourceType"))
    at = Frame(frame, "entry", index, None, "Bundle.entry", "Bundle.entry", frame.scope)
    if resource.get("id") is None and name != "OperationOutcome":
        run.add_at(SEARCH_RESULT_WITHOUT_ID, at, "resource")
    if mode == "outcome":
        if name != "OperationOutcome":
            run.add_at(OUTCOME_IS_NO_OUTCOME, at, "resource", actual=name)
        return
    if not expected or name in expected or (name == "OperationOutcome" and mode is None):
        return
    if mode == "match":
        run.add_at(WRONG_MATCH_TYPE, at, "resource", actual=name, expected=sorted(expected))
    elif mode is None:
        run.add(WRONG_TYPE_IN_SEARCH, at, actual=name, expected=sorted(expected))


def _objects(value: Any) -> list[tuple[int, dict[str, Any]]]:
    """(place, object) of those entries of a list that are objects."""
    return (
        [(index, one) for index, one in enumerate(value) if type(one) is dict] if type(value) is list else []
    )


def _search(entry: dict[str, Any]) -> dict[str, Any]:
    search = entry.get("search")
    return search if type(search) is dict else {}


def _types_searched(url: Any, run: Run) -> frozenset[str]:
    """The resource types that a self link names: `[base]/Patient?…`, or `_type=`."""
    if type(url) is not str:
        return frozenset()
    path, _, query = url.partition("?")
    for parameter in query.split("&"):
        name, _, value = parameter.partition("=")
        if name == "_type":
            return frozenset(value.split(","))
    last = path.rstrip("/").rpartition("/")[2]
    return frozenset((last,)) if run.types.kind(last) == "resource" else frozenset()
