"""The fullUrls of a Bundle's entries, and its type-specific demands on entries.

What invariants state (bdl-1 to bdl-12) is left to them.

Source: https://hl7.org/fhir/R4/bundle.html
"""

from typing import Any

from dbep_ig.engine.diagnostics import Rule
from dbep_ig.engine.fhir.uris import is_absolute
from dbep_ig.engine.validation.ground.frame import Frame
from dbep_ig.engine.validation.ground.reference_index import RESTFUL
from dbep_ig.engine.validation.ground.run import Run

SPEC = "https://hl7.org/fhir/R4/bundle.html"
FULL_URL_SPEC = "https://hl7.org/fhir/R4/bundle-definitions.html#Bundle.entry.fullUrl"

FULL_URL_NOT_ABSOLUTE = Rule(
    code="DBEP4411",
    name="full-url-not-absolute",
    issue_type="invalid",
    nb="`fullUrl` `{url}` er ikke en absolutt URL",
    en="`fullUrl` `{url}` is not an absolute URL",
    spec=FULL_URL_SPEC,
)
FULL_URL_DIFFERS = Rule(
    code="DBEP4412",
    name="full-url-differs-from-resource",
    issue_type="invalid",
    nb="`fullUrl` `{url}` er en REST-adresse og skal slutte på {expected}",
    en="`fullUrl` `{url}` is a RESTful address and must end with {expected}",
    spec=FULL_URL_SPEC,
)
FULL_URL_MISSING = Rule(
    code="DBEP4413",
    name="full-url-missing",
    issue_type="required",
    nb="Oppføringen har ingen fullUrl, og det krever en Bundle av typen {type}",
    en="The entry has no fullUrl, which a Bundle of type {type} requires",
    spec=FULL_URL_SPEC,
)

# A fullUrl is needed unless the resource has no identity yet, which only requests and their answers can have.
_WITHOUT_FULL_URL = frozenset(("batch", "transaction", "batch-response", "transaction-response"))


class BundleEntries:
    """The fullUrl of each entry."""

    __slots__ = ()
    applies_to = ("Bundle",)

    def check(self, value: Any, frame: Frame, run: Run) -> None:
        """One Bundle."""
        items = value.get("entry")
        kind = value.get("type")
        for index, entry in enumerate(items if type(items) is list else ()):
            if type(entry) is dict:
                _check_entry(entry, index, kind, frame, run)


def _check_entry(entry: dict[str, Any], index: int, kind: Any, frame: Frame, run: Run) -> None:
    url = entry.get("fullUrl")
    resource = entry.get("resource")
    if type(url) is not str:
        if url is None and type(resource) is dict and str(kind) not in _WITHOUT_FULL_URL:
            run.add_at(FULL_URL_MISSING, frame, "entry", index, type=kind)
        return
    if not is_absolute(url):
        run.add_at(FULL_URL_NOT_ABSOLUTE, frame, "entry", index, url=url)
        return
    parts = RESTFUL.match(url)
    if type(resource) is not dict or parts is None or parts["base"] is None:
        return
    name, identity = resource.get("resourceType"), resource.get("id")
    if run.types.kind(parts["type"]) != "resource" or type(name) is not str:
        return
    if identity is None and str(kind) in _WITHOUT_FULL_URL:
        return
    if (parts["type"], parts["id"]) != (name, identity):
        run.add_at(FULL_URL_DIFFERS, frame, "entry", index, url=url, expected=f"/{name}/{identity or '[id]'}")
