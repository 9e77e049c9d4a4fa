"""JSON for people: two spaces, FHIR's order, every decimal with the digits it was written with."""

import json
from decimal import Decimal


def pretty(value: object, margin: str = "") -> str:
    """The value over several lines. `json.dumps` would turn Decimal("1.10") into 1.1, so containers are written here."""
    if isinstance(value, dict) and value:
        inner = margin + "  "
        members = (
            f"{inner}{json.dumps(str(key), ensure_ascii=False)}: {pretty(part, inner)}"
            for key, part in value.items()
        )
        return "{\n" + ",\n".join(members) + f"\n{margin}}}"
    if isinstance(value, list | tuple) and value:
        inner = margin + "  "
        return "[\n" + ",\n".join(inner + pretty(part, inner) for part in value) + f"\n{margin}]"
    if isinstance(value, Decimal):
        return str(value)
    return json.dumps(value, ensure_ascii=False)
