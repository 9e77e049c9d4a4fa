"""Whether a document may have an earlier address of a guide, shown by a search in its text.

Apart from `earlier_addresses.py`, which does the work, because this is all that is done for most documents.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from dbep_ig.engine.diagnostics import Issue, Source
from dbep_ig.engine.fhir.definitions import Definitions
from dbep_ig.engine.fhir.documents import Document
from dbep_ig.engine.fhir.moved import Moved
from dbep_ig.engine.fhir.type_model import TypeModel
from dbep_ig.engine.validation.ground.documents import Key
from dbep_ig.engine.validation.ground.findings import Finding

if TYPE_CHECKING:
    from .earlier_addresses import EarlierAddresses, InLines

_TEXT_FORMATS = frozenset(("json", "ndjson", "xml"))
_ESCAPED_ASCII = re.compile(r"\\u00[2-7]")


class AliasSearch:
    """What a call does about the earlier addresses of guides that have moved.

    aliases      earlier base address -> base address now, or `Moved` where ids have changed too
    definitions  what is available
    asked        the profiles that the caller asked for; after `__init__` by their addresses now
    """

    def __init__(
        self,
        aliases: Mapping[str, str | Moved],
        definitions: Definitions,
        types: TypeModel,
        asked: Sequence[str],
    ) -> None:
        self._given = (aliases, definitions, types)
        self._bases = tuple(f"{base}/" for base in aliases)
        self._earlier: EarlierAddresses | None = None
        self._searched: tuple[Source, bool] | None = None
        self._lines: tuple[int, InLines] | None = None
        self.asked = asked
        if any(one.startswith(self._bases) for one in asked):
            self.asked = self._addresses().asked(asked)

    def rewritten(self, document: Document) -> Document:
        """The document as it is validated: with the new addresses, where it may have an earlier one."""
        searched = self._searched
        if searched is None or searched[0] is not document.source:  # the lines of NDJSON may share theirs
            searched = self._searched = (document.source, _may_hold(document, self._bases))
        return self._addresses().rewritten(document) if searched[1] else document

    def rewritten_elsewhere(self, document: Document) -> Document:
        """As `rewritten`, for another document than is validated: a fault of our own is reported when its turn comes."""
        try:
            return self.rewritten(document)
        except Exception:  # noqa: BLE001  see above
            return document

    def findings(self, document: Document, key: Key) -> Iterable[Finding]:
        """What is to be reported of a document after `rewritten`."""
        return () if self._earlier is None else self._earlier.findings(document, key)

    def keep(self, issue: Issue, key: Key) -> None:
        """What one of many documents of an input has, for `left`."""
        from .earlier_addresses import InLines  # start-up: only where a text has an earlier address

        if self._lines is None:
            self._lines = (key.input, InLines())
        self._lines[1].add(issue)

    def left(self, next_input: int | None) -> list[Issue]:
        """What was kept of an input, once the next document is of another."""
        if self._lines is None or self._lines[0] == next_input:
            return []
        issues = self._lines[1].issues()
        self._lines = None
        return issues

    def as_written(self, finding: Finding, document_of: Callable[[Key], Document | None]) -> Finding:
        """The finding with the values that the document has."""
        return finding if self._earlier is None else self._earlier.as_written(finding, document_of)

    def _addresses(self) -> "EarlierAddresses":
        if self._earlier is None:
            from .earlier_addresses import EarlierAddresses  # start-up: as above

            self._earlier = EarlierAddresses(*self._given)
        return self._earlier


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
