"""The address of the feedback link, with placeholders for what a page knows of itself: `https://…?title={page}&lang={language}`.

Values are percent-encoded whole, `/` included (RFC 3986, section 2.1): they stand in a query or in the subject of an e-mail.
"""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import quote

# page      path of the page in the site of its language: `profiles/x.html`
# language  nb or en
# version   the guide's version
PLACEHOLDERS = ("page", "language", "version")
_BRACES = re.compile(r"\{([^{}]*)\}|[{}]")


def unknown_placeholders(address: str) -> Iterator[tuple[str, int, int]]:
    """(as written, start, end) of each pair of braces that names no placeholder, and of each lone brace."""
    for found in _BRACES.finditer(address):
        if found[1] not in PLACEHOLDERS:
            yield found[0], found.start(), found.end()


def filled(address: str, values: Mapping[str, str]) -> str:
    """The address with the placeholders of `values` filled in; the others stay for those who know them."""

    def fill(found: re.Match[str]) -> str:
        return quote(values[found[1]], safe="") if found[1] in values else found[0]

    return _BRACES.sub(fill, address)
