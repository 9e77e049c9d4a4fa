"""boolean: `true` or `false`, as JSON writes them.

Source: https://hl7.org/fhir/R4/datatypes.html#boolean
"""

from dbep_ig.engine.diagnostics import Text
from dbep_ig.engine.fhir.documents import Json

from .form import Form, Forms, NotOfFormError, Setting

_YES = frozenset({"true", "yes", "on", "y", "ja", "sann", "sant", "j", "1"})
_NO = frozenset({"false", "no", "off", "n", "nei", "nej", "usann", "usant", "falsk", "falskt", "0"})


def _read(text: str, _: Setting) -> Json:
    if text not in ("true", "false"):
        raise NotOfFormError
    return text == "true"


def _meant(text: str, _: Setting) -> str | None:
    word = text.casefold()
    return "true" if word in _YES else "false" if word in _NO else None


FORMS: Forms = {"boolean": Form(Text("«true» eller «false»", "`true` or `false`"), _read, _meant)}
