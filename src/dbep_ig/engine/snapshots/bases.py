"""Which definition a profile is derived from; refused when there is none, it is not found, or it is the profile itself.

Source: https://hl7.org/fhir/R4/structuredefinition-definitions.html#StructureDefinition.baseDefinition
"""

from dbep_ig.engine.diagnostics import Rule
from dbep_ig.engine.fhir.documents import Resource

from .making import Making

SPEC = "https://hl7.org/fhir/R4/structuredefinition-definitions.html#StructureDefinition.baseDefinition"

BASE_MISSING = Rule(
    code="DBEP3101",
    name="base-missing",
    issue_type="required",
    nb="{url} sier ikke hvilken definisjon den bygger på (baseDefinition)",
    en="{url} does not say which definition it is derived from (baseDefinition)",
    spec=SPEC,
)
BASE_UNKNOWN = Rule(
    code="DBEP3102",
    name="base-unknown",
    issue_type="not-found",
    nb="Fant ikke {base}, som {url} bygger på",
    en="{base}, which {url} is derived from, was not found",
    spec=SPEC,
)
BASE_CIRCULAR = Rule(
    code="DBEP3103",
    name="base-circular",
    issue_type="business-rule",
    nb="{url} bygger på seg selv: {chain}",
    en="{url} is derived from itself: {chain}",
    spec=SPEC,
)
BASE_REFUSED = Rule(
    code="DBEP3104",
    name="base-refused",
    issue_type="business-rule",
    nb="{base}, som {url} bygger på, har feil som gjør at snapshot ikke kan lages",
    en="{base}, which {url} is derived from, has errors that prevent a snapshot",
    spec=SPEC,
)

LONGEST_CHAIN = 50
BASE_CHAIN_TOO_LONG = Rule(
    code="DBEP3106",
    name="base-chain-too-long",
    issue_type="too-costly",
    nb="{url} er sist i en kjede av {count} definisjoner uten snapshot",
    en="{url} is at the end of a chain of {count} definitions without a snapshot",
    spec=SPEC,
)


def base_of(making: Making) -> Resource | None:
    """The base with its snapshot; None with an issue when there is none."""
    url = making.profile.get("baseDefinition")
    if not isinstance(url, str):
        making.report(BASE_MISSING, None, "baseDefinition")
        return None
    if len(making.chain) > LONGEST_CHAIN:
        making.report(BASE_CHAIN_TOO_LONG, None, "baseDefinition", count=len(making.chain))
        return None
    base = making.original(url)
    if base is None:
        making.report(BASE_UNKNOWN, None, "baseDefinition", base=url)
        return None
    if any(base is one or base.get("url") == one.get("url") for one in making.chain):
        shown = " -> ".join(str(one.get("url")) for one in (*making.chain, base))
        making.report(BASE_CIRCULAR, None, "baseDefinition", chain=shown)
        return None
    made = making.snapshots.snapshot_of(base, making.chain)
    if made.value is None or making.snapshots.faults_of(made.value):
        making.report(BASE_REFUSED, None, "baseDefinition", base=url, detail=made.issues)
    return made.value
