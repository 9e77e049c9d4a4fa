"""Where in a JSON-shaped document: the keys and indexes from its root.

`("activity", 0, "detail")`; a primitive's id and extensions lie under its underscore key: `("_birthDate", "extension", 0)`.
"""

Pointer = tuple[str | int, ...]


def pointer_text(pointer: Pointer) -> str:
    """The pointer as RFC 6901 writes it: `/activity/0/detail`."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in pointer)
