"""How large a document may be before it is refused.

FHIR sets no limits of its own; these are far above any real resource and far below what hurts a machine.
"""

from typing import NamedTuple


class Limits(NamedTuple):
    """What a reader accepts.

    bytes       of one document (for NDJSON: of the whole file)
    depth       objects and arrays, or XML elements, inside each other; also protects those who walk the result
    elements    XML elements of one document
    attributes  XML attributes of one element
    faults      reported of one document; reading stops there
    """

    bytes: int = 128 * 1024 * 1024
    depth: int = 200
    elements: int = 2_000_000
    attributes: int = 50
    faults: int = 50


DEFAULT_LIMITS = Limits()
