"""Names in examples that become ids in FHIR and cannot: what is said of them, with a name that can."""

from dbep_ig.engine.diagnostics import Issue, Location, Text
from dbep_ig.guide.authoring.fhir_names import is_id
from dbep_ig.guide.authoring.meant_forms import identifier

from .rules import MALFORMED_NAME


def malformed_name(name: str, at: Location) -> Issue:
    """DBEP2915; `på tur` may be `paa-tur`."""
    meant = identifier(name)
    fits = meant is not None and meant != name and is_id(meant)
    hint = Text(f"; mente du «{meant}»?", f"; did you mean `{meant}`?") if fits else Text("", "")
    return Issue(MALFORMED_NAME, at, {"name": name, "hint": hint})
