"""Which documents may hold an earlier address of a guide, told by a search in their text.

Apart from `earlier_addresses.py`, which does the work, because this is all that is done for most documents.
"""

import re
from collections.abc import Sequence

from dbep_ig.engine.fhir.documents import Document

_TEXT_FORMATS = frozenset(("json", "ndjson", "xml"))
_ESCAPED_ASCII = re.compile(r"\\u00[2-7]")


def documents_to_look_into(documents: Sequence[Document], bases: Sequence[str]) -> frozenset[int]:
    """The index of each document that may have a value beginning with one of `bases`; each text is searched once."""
    searched: dict[int, bool] = {}  # by source: the lines of NDJSON share theirs
    found: list[int] = []
    for number, document in enumerate(documents):
        source = id(document.source)
        if source not in searched:
            searched[source] = _may_hold(document, bases)
        if searched[source]:
            found.append(number)
    return frozenset(found)


def _may_hold(document: Document, bases: Sequence[str]) -> bool:
    """False only where the text shows that no value begins with one of `bases`."""
    text = document.source.text
    if not text or document.format not in _TEXT_FORMATS:
        return True
    if any(base in text for base in bases):
        return True
    if document.format == "xml":
        return "&#" in text
    if "\\" not in text:
        return False
    if "\\u" in text and (
        _ESCAPED_ASCII.search(text) is not None or not all(base.isascii() for base in bases)
    ):
        return True
    if "\\/" in text:
        plain = text.replace("\\/", "/")
        return any(base in plain for base in bases)
    return False
