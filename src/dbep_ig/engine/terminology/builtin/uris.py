"""URIs as codes: https://www.rfc-editor.org/rfc/rfc3986#section-2 says which characters may stand in one."""

import string

_ALLOWED = frozenset(string.ascii_letters + string.digits + "-._~:/?#[]@!$&'()*+,;=%")


def is_uri(code: str) -> bool:
    """Whether the code is a URI: a scheme, a colon, and characters that may stand in one (or letters of an IRI)."""
    scheme, colon, rest = code.partition(":")
    return (
        bool(colon and rest)
        and scheme[:1].isalpha()
        and all(character.isascii() and (character.isalnum() or character in "+-.") for character in scheme)
        and all(character in _ALLOWED or character > "\x9f" for character in rest)
    )
