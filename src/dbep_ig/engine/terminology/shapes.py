"""Reading lists from resources that nobody has validated yet: what has the wrong shape is not there.

That it has the wrong shape is the validator's to say.
"""

from collections.abc import Mapping
from typing import Any


def mappings(value: object) -> list[Mapping[str, Any]]:
    """The JSON objects in a JSON array; nothing of anything else."""
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def coded(value: object) -> list[Mapping[str, Any]]:
    """The JSON objects in a JSON array that have a `code`."""
    return [item for item in mappings(value) if isinstance(item.get("code"), str)]


def text_of(value: object) -> str | None:
    """A string, or None."""
    return value if isinstance(value, str) else None
