"""Rules of single data types that no invariant states: an attachment whose size is not the size of its data, …

Source: https://hl7.org/fhir/R4/datatypes.html
"""

from typing import Any

from dbep_ig.engine.diagnostics import Rule, Severity
from dbep_ig.engine.validation.frame import Frame
from dbep_ig.engine.validation.run import Run

ATTACHMENT_SPEC = "https://hl7.org/fhir/R4/datatypes.html#Attachment"

SIZE_DIFFERS = Rule(
    code="DBEP4121",
    name="attachment-size-differs",
    severity=Severity.ERROR,
    issue_type="value",
    nb="Attachment.size er {stated}, men dataene er {actual} byte",
    en="Attachment.size is {stated}, but the data are {actual} bytes",
    spec=ATTACHMENT_SPEC,
    hapi=("TYPE_SPECIFIC_CHECKS_DT_ATT_SIZE_CORRECT",),
)
ATTACHMENT_EMPTY = Rule(
    code="DBEP4122",
    name="attachment-without-content",
    severity=Severity.WARNING,
    issue_type="incomplete",
    nb="vedlegget har verken data eller url, og heller ikke contentType eller language",
    en="the attachment has neither data nor url, and neither contentType nor language",
    spec=ATTACHMENT_SPEC,
    hapi=("TYPE_SPECIFIC_CHECKS_DT_ATT_NO_CONTENT",),
)


RELATIVE_SYSTEM = Rule(
    code="DBEP4124",
    name="relative-identifier-system",
    severity=Severity.ERROR,
    issue_type="invalid",
    nb="Identifier.system `{system}` er ikke en absolutt URI",
    en="Identifier.system `{system}` is not an absolute URI",
    spec="https://hl7.org/fhir/R4/datatypes-definitions.html#Identifier.system",
    hapi=("Type_Specific_Checks_DT_Identifier_System",),
)


WHITESPACE_IN_BASE64 = Rule(
    code="DBEP4125",
    name="whitespace-in-base64",
    severity=Severity.WARNING,
    issue_type="invalid",
    nb="base64-dataene har mellomrom eller linjeskift",
    en="the base64 data have spaces or line breaks",
    spec="https://hl7.org/fhir/R4/datatypes.html#base64Binary",
    hapi=("TYPE_SPECIFIC_CHECKS_DT_BASE64_NO_WS_WARNING",),
)


class IdentifierChecks:
    """Identifier: its system names the set of values in the whole world."""

    __slots__ = ()

    def check(self, value: Any, frame: Frame, run: Run) -> None:
        """Absolute."""
        system = value.get("system")
        if type(system) is str and ":" not in system:
            run.add(RELATIVE_SYSTEM, frame, system=system)


class AttachmentChecks:
    """Attachment: size and content."""

    __slots__ = ()

    def check(self, value: Any, frame: Frame, run: Run) -> None:
        """Size against data; something must be said of content that stands elsewhere."""
        data = value.get("data")
        if data is None and "url" not in value and "contentType" not in value and "language" not in value:
            run.add(ATTACHMENT_EMPTY, frame)
        stated = value.get("size")
        if type(data) is str and type(stated) is int:
            actual = decoded_size(data)
            if actual is not None and actual != stated:
                run.add(SIZE_DIFFERS, frame, stated=stated, actual=actual)


class Base64Checks:
    """base64Binary: white space is read, but should not be written."""

    __slots__ = ()

    def check(self, value: Any, frame: Frame, run: Run) -> None:
        """RFC 4648 has none."""
        if type(value) is str and len(value.split(None, 1)) > 1:
            run.add(WHITESPACE_IN_BASE64, frame)


def decoded_size(data: str) -> int | None:
    """How many bytes base64 text stands for, without decoding it; None when it is not base64."""
    characters = sum(map(len, data.split())) if any(one.isspace() for one in data) else len(data)
    if characters % 4:
        return None
    text = data.rstrip()
    return characters // 4 * 3 - (2 if text.endswith("==") else 1 if text.endswith("=") else 0)
