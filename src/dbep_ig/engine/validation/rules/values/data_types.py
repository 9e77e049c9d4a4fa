"""Rules of single data types that no invariant states: an attachment whose size is not the size of its data, …

Source: https://hl7.org/fhir/R4/datatypes.html
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from dbep_ig.engine.diagnostics import Rule, Severity
from dbep_ig.engine.diagnostics.slips import NO_HINT, asked
from dbep_ig.engine.fhir.uris import is_absolute
from dbep_ig.engine.terminology.known_systems import NEAR_KNOWN_SYSTEM
from dbep_ig.engine.validation.ground.compile_context import CompileContext
from dbep_ig.engine.validation.ground.frame import Frame
from dbep_ig.engine.validation.ground.run import Run
from dbep_ig.engine.validation.rules.known_errata import is_inherited_example

ATTACHMENT_SPEC = "https://hl7.org/fhir/R4/datatypes.html#Attachment"

SIZE_DIFFERS = Rule(
    code="DBEP4121",
    name="attachment-size-differs",
    issue_type="value",
    nb="Attachment.size er {stated}, men dataene er {actual} byte",
    en="Attachment.size is {stated}, but the data are {actual} bytes",
    spec=ATTACHMENT_SPEC,
)
ATTACHMENT_EMPTY = Rule(
    code="DBEP4122",
    name="attachment-without-content",
    severity=Severity.WARNING,
    issue_type="incomplete",
    nb="Vedlegget har verken data eller url, og heller ikke contentType eller language",
    en="The attachment has neither data nor url, nor contentType or language",
    spec=ATTACHMENT_SPEC,
)


RELATIVE_SYSTEM = Rule(
    code="DBEP4124",
    name="relative-identifier-system",
    issue_type="invalid",
    nb="Identifier.system `{system}` er ikke en absolutt URI{hint}",
    en="Identifier.system `{system}` is not an absolute URI{hint}",
    spec="https://hl7.org/fhir/R4/datatypes-definitions.html#Identifier.system",
)


WHITESPACE_IN_BASE64 = Rule(
    code="DBEP4125",
    name="whitespace-in-base64",
    severity=Severity.WARNING,
    issue_type="invalid",
    nb="Base64-dataene har mellomrom eller linjeskift",
    en="The base64 data have spaces or line breaks",
    spec="https://hl7.org/fhir/R4/datatypes.html#base64Binary",
)


class IdentifierChecks:
    """Identifier: its system names the set of values in the whole world."""

    __slots__ = ()
    applies_to = ("Identifier",)

    def check(self, value: Any, frame: Frame, run: Run) -> None:
        """Absolute, and no slip for one that is known."""
        system = value.get("system")
        if type(system) is not str:
            return
        known = run.terminology.known_systems
        if not is_absolute(system):
            near = known.meant_by(system)
            run.add(RELATIVE_SYSTEM, frame, system=system, hint=NO_HINT if near is None else asked(near))
        elif (near := known.slip(system)) is not None:
            run.add_at(NEAR_KNOWN_SYSTEM, frame, "system", system=system, near=near)
        elif system == "urn:ietf:rfc:3986":
            stated = value.get("value")
            if type(stated) is str and not is_absolute(stated) and not is_inherited_example(value, frame):
                run.add_at(URI_WANTED, frame, "value", value=stated)


class AttachmentChecks:
    """Attachment: size and content."""

    __slots__ = ()
    applies_to = ("Attachment",)

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


TOO_LARGE = Rule(
    code="DBEP4127",
    name="attachment-exceeds-limit",
    issue_type="too-long",
    nb="Vedlegget er {actual} byte, men {element} tillater {allowed}",
    en="The attachment is {actual} bytes, but {element} allows {allowed}",
    spec="http://hl7.org/fhir/extensions/StructureDefinition-maxSize.html",
)
URI_WANTED = Rule(
    code="DBEP4128",
    name="identifier-value-not-uri",
    issue_type="value",
    nb="Identifier.system sier at verdien er en URI, men `{value}` er ikke en absolutt URI",
    en="Identifier.system says that the value is a URI, but `{value}` is not an absolute URI",
    spec="https://hl7.org/fhir/R4/identifier-registry.html",
)
UNLIKELY_YEAR = Rule(
    code="DBEP4129",
    name="unlikely-year",
    severity=Severity.WARNING,
    issue_type="value",
    nb="`{value}` har et usannsynlig årstall; se etter en skrivefeil",
    en="`{value}` has an unlikely year; check for a typing error",
    spec="https://hl7.org/fhir/R4/datatypes.html#dateTime",
)
_MAX_SIZE = "http://hl7.org/fhir/StructureDefinition/maxSize"
_EARLIEST, _YEARS_AHEAD = "1800", 80


class MaxSize:
    """The extension maxSize on an Attachment element."""

    __slots__ = ("allowed", "element")
    applies_to = ("ElementDefinition.extension",)

    def __init__(self, allowed: int, element: str) -> None:
        self.allowed = allowed
        self.element = element

    @classmethod
    def compile(cls, element: Mapping[str, Any], ctx: CompileContext) -> "MaxSize | None":
        """None without the extension."""
        for one in element.get("extension", ()):
            if one.get("url") == _MAX_SIZE:
                allowed = one.get("valueDecimal", one.get("valueInteger"))
                if isinstance(allowed, int | Decimal):
                    return cls(int(allowed), str(element.get("id") or element["path"]))
        return None

    def check(self, value: Any, frame: Frame, run: Run) -> None:
        """The size of the data, else what is stated."""
        if type(value) is not dict:
            return
        data = value.get("data")
        size = decoded_size(data) if type(data) is str else value.get("size")
        if type(size) is int and size > self.allowed:
            run.add(TOO_LARGE, frame, actual=size, allowed=self.allowed, element=self.element)


class DateChecks:
    """Dates and times: a year that nobody means."""

    __slots__ = ()
    applies_to = ("date", "dateTime", "instant")

    def check(self, value: Any, frame: Frame, run: Run) -> None:
        """Years as text: all have four digits."""
        if type(value) is str and (value[:4] < _EARLIEST or value[:4] > _latest(run.settings.now)):
            run.add(UNLIKELY_YEAR, frame, value=value)


def _latest(now: str) -> str:
    return str(int(now[:4]) + _YEARS_AHEAD) if now else "9999"


class Base64Checks:
    """base64Binary: white space is read, but should not be written."""

    __slots__ = ()
    applies_to = ("base64Binary",)

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
