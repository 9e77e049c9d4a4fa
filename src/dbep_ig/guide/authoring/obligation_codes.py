"""The codes of what an actor must do with an element, from HL7's code system; those that are only there to group others are left out.

Source: http://hl7.org/fhir/CodeSystem/obligation in hl7.fhir.uv.extensions 5.2.0
"""

EXTENSION = "http://hl7.org/fhir/StructureDefinition/obligation"

_WITH = {
    "SHALL SHOULD MAY": (
        "able-to-populate in-narrative user-input explain persist display process print ignore"
    ),
    "SHALL SHOULD": (
        "populate-if-known populate exclude-narrative no-alter no-error reject-invalid accept-invalid handle"
    ),
    "MAY": "alter",
}
_NOT_MAY = "MAY:explain"
_WHOLE = ("v2-re", "ihe-r2", "std")

CODES: tuple[str, ...] = (
    *(
        code
        for words, actions in _WITH.items()
        for action in actions.split()
        for word in words.split()
        if (code := f"{word}:{action}") != _NOT_MAY
    ),
    *_WHOLE,
)
