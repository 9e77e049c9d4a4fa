"""What is text, or whose text is all that a single line says of it: string, markdown, HumanName, Annotation, Address.

Source: https://hl7.org/fhir/R4/datatypes.html
"""

from dbep_ig.engine.diagnostics import Text
from dbep_ig.engine.fhir.documents import Json

from .form import Form, Forms, Setting

_TEXT = Text("en tekst", "a text")


def _as_written(_: str, setting: Setting) -> Json:
    return setting.given.text or ""


def _as_text(_: str, setting: Setting) -> Json:
    return {"text": setting.given.text or ""}


FORMS: Forms = {
    **{name: Form(_TEXT, _as_written, is_text=True) for name in ("string", "markdown")},
    **{name: Form(_TEXT, _as_text, is_text=True) for name in ("HumanName", "Annotation", "Address")},
}
