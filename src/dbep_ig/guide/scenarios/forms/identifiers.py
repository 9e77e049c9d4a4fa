"""Identifier: a value (the profile's slice knows the system), `system|value`, or a URI, which is its own system.

Source: https://hl7.org/fhir/R4/datatypes.html#Identifier
"""

from dbep_ig.engine.diagnostics import Text
from dbep_ig.engine.fhir.documents import Json

from .form import Form, Forms, Setting

_URI = "urn:ietf:rfc:3986"


def _read(text: str, _: Setting) -> Json:
    system, bar, value = text.partition("|")
    if not bar and text.startswith(("urn:uuid:", "urn:oid:")):
        return {"system": _URI, "value": text}
    return {"system": system.strip(), "value": value.strip()} if bar else {"value": text}


FORMS: Forms = {
    "Identifier": Form(
        Text("en verdi eller «system|verdi»", "a value or `system|value`"), _read, is_text=True
    )
}
