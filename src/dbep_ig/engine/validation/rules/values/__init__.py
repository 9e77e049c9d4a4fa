"""Single values: formats, limits, fixed values, codes."""

APPLIES_TO = frozenset(
    (
        "ElementDefinition",
        "Attachment",
        "CanonicalResource",
        "Coding",
        "Identifier",
        "Resource",
        "base64Binary",
        "canonical",
        "date",
        "dateTime",
        "instant",
    )
)
