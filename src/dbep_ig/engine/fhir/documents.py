"""A document read: its resource as plain JSON, and how to find positions in the text it came from."""

from dataclasses import dataclass

from dbep_ig.engine.diagnostics import Locator, Source

from .json_types import Resource


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader (JSON, XML, YAML example) hands to validation.

    resource  JSON-shaped, also when it was read from XML
    format    `json`, `xml`, `ndjson` or `yaml`
    """

    source: Source
    resource: Resource
    locator: Locator
    format: str
