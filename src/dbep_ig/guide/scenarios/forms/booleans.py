"""boolean: `true` or `false`, as JSON writes them.

Source: https://hl7.org/fhir/R4/datatypes.html#boolean
"""

from dbep_ig.engine.diagnostics import Text
from dbep_ig.engine.fhir.documents import Json
from dbep_ig.guide.authoring.meant_forms import boolean

from .form import Form, Forms, NotOfFormError, Setting


def _read(text: str, _: Setting) -> Json:
    if text not in ("true", "false"):
        raise NotOfFormError
    return text == "true"


def _meant(text: str, _: Setting) -> str | None:
    return boolean(text)


FORMS: Forms = {"boolean": Form(Text("«true» eller «false»", "`true` or `false`"), _read, _meant)}
