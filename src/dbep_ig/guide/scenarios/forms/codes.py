"""code: the code alone; its element knows the system.

Source: https://hl7.org/fhir/R4/datatypes.html#code
"""

from dbep_ig.engine.diagnostics import Text
from dbep_ig.engine.fhir.documents import Json
from dbep_ig.engine.fhir.uris import is_absolute

from .form import Form, Forms, NotOfFormError, Setting


def _read(text: str, setting: Setting) -> Json:
    if _meant(text, setting) is not None:
        raise NotOfFormError
    return text


def _meant(text: str, setting: Setting) -> str | None:
    """`plantype#kort` -> `kort`."""
    system, mark, code = text.partition("#")
    names = setting.example.model.names
    named = system in names.code_systems or system in names.value_sets or is_absolute(system)
    return code if mark and code and named else None


FORMS: Forms = {
    "code": Form(
        Text("en kode alene, som «active»", "a code alone, as in `active`"), _read, _meant, is_text=True
    )
}
