"""A document read: its resource as plain JSON, and how to find positions in the text it came from.

Resources stay plain JSON: dicts, lists, str, bool, int, Decimal. Decimals are `decimal.Decimal`, so that 1.10 stays 1.10;
integers that are written without point or exponent are `int`.
"""

from decimal import Decimal
from typing import Any

from dbep_ig.engine.diagnostics import Locator, Source

Json = None | bool | int | Decimal | str | list[Any] | dict[str, Any]
Resource = dict[str, Any]


class Document:
    """What a reader (JSON, XML, YAML example) hands to validation.

    resource  JSON-shaped, also when it was read from XML
    format    `json`, `xml`, `ndjson` or `yaml`
    """

    __slots__ = ("format", "locator", "resource", "source")

    def __init__(
        self,
        source: Source,
        resource: Resource,
        locator: Locator,
        format: str,  # noqa: A002  named after the attribute
    ) -> None:
        self.source = source
        self.resource = resource
        self.locator = locator
        self.format = format

    def with_resource(self, resource: Resource) -> "Document":
        """The same document with another resource, whose values are where this one's are."""
        return Document(self.source, resource, self.locator, self.format)
