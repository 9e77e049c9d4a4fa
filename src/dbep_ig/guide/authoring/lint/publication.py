"""guide.yaml: the licence is a code of the value set that R4 binds it to, the jurisdiction one of its own system, and
dependencies are named by their ImplementationGuide.
"""

from collections.abc import Iterator

from dbep_ig.engine.diagnostics import Issue
from dbep_ig.guide.authoring.bearings import Bearings
from dbep_ig.guide.authoring.suggestions import did_you_mean

from .references import codes_of
from .shipped_rules import NOT_A_GUIDE_CANONICAL, UNKNOWN_JURISDICTION, UNKNOWN_LICENCE

_LICENCES = "http://hl7.org/fhir/spdx-license"


def check_publication(bearings: Bearings) -> Iterator[Issue]:
    """DBEP2120, DBEP2121 and DBEP2133."""
    guide = bearings.model.guide
    licences = codes_of(_LICENCES, bearings)
    if guide.license is not None and licences is not None and guide.license not in licences:
        params = {"licence": guide.license, "hint": did_you_mean(guide.license, licences)}
        yield Issue(UNKNOWN_LICENCE, (guide.where / "license").location(), params)
    if guide.jurisdiction is not None:
        system, _, code = guide.jurisdiction.rpartition("#")
        known = bearings.terminology.validate_code(system, code)
        if known.is_outside:
            hint = "" if known.reason is None else known.reason.params.get("hint", "")
            params = {"code": code, "system": system, "hint": hint}
            yield Issue(UNKNOWN_JURISDICTION, (guide.where / "jurisdiction").location(), params)
    for one in guide.dependencies.values():
        if one.canonical is not None and "/ImplementationGuide/" not in one.canonical:
            yield Issue(NOT_A_GUIDE_CANONICAL, (one.where / "canonical").location(), {"url": one.canonical})
