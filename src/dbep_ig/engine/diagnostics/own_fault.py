"""DBEP9001: an exception of our own, as a diagnostic at the place where it stopped us."""

from .issue import Issue, Location
from .language import Text
from .rule import Rule, Severity

OWN_FAULT = Rule(
    code="DBEP9001",
    name="own-fault",
    severity=Severity.FATAL,
    issue_type="exception",
    nb="Intern feil i dbep ({kind}: {what}) i {where}; {left}",
    en="Internal error in dbep ({kind}: {what}) at {where}; {left}",
)
RESOURCE_LEFT = Text(
    "resten av denne ressursen ble ikke validert", "the rest of this resource was not validated"
)
DOCUMENT_LEFT = Text("dette dokumentet ble ikke validert", "this document was not validated")
COMMAND_LEFT = Text("kommandoen ble avbrutt", "the command was stopped")


def own_fault(fault: Exception, left: Text) -> dict[str, object]:
    """The values of the message: what was raised, where in our code, and what was left undone for it."""
    import traceback  # seldom needed

    frames = traceback.extract_tb(fault.__traceback__, limit=-1)
    at = frames[-1] if frames else None
    where = (
        "?" if at is None else f"{at.filename.replace(chr(92), '/').rpartition('/dbep_ig/')[2]}:{at.lineno}"
    )
    return {"kind": type(fault).__name__, "what": str(fault), "where": where, "left": left}


def own_fault_issue(fault: Exception, document: str) -> Issue:
    """The diagnostic of a document that could not be validated at all."""
    return Issue(OWN_FAULT, Location(document), own_fault(fault, DOCUMENT_LEFT))
