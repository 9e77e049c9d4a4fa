"""uri, url and canonical: an address, or `CodeSystem(id)` for the canonical of what the guide defines.

Source: https://hl7.org/fhir/R4/datatypes.html#uri
"""

from dbep_ig.engine.diagnostics import Text
from dbep_ig.engine.fhir.documents import Json
from dbep_ig.guide.authoring.fhir_values import unknown_canonical
from dbep_ig.guide.authoring.names import CANONICAL_TYPES, canonical_form

from .form import Form, Forms, NotOfFormError, Setting

_EXPECTED = Text(
    "en adresse («https://…», «urn:…», «CodeSystem(id)»)",
    "an address (`https://…`, `urn:…`, `CodeSystem(id)`)",
)


def _read(text: str, setting: Setting) -> Json:
    form = canonical_form(text)
    if form is None:
        if " " in text:
            raise NotOfFormError
        return text
    names = setting.example.model.names
    found = names.canonical_of(*form)
    if found is None:
        setting.example.issues.append(unknown_canonical(*form, setting.given.where, names))
    return found or text


FORMS: Forms = {name: Form(_EXPECTED, _read, is_text=True) for name in CANONICAL_TYPES}
