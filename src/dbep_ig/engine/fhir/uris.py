"""Canonical URLs: `url|version#fragment`.

Source: https://hl7.org/fhir/R4/references.html#canonical
"""

CORE_BASE = "http://hl7.org/fhir/StructureDefinition/"
R4_VERSION = "4.0.1"


def split_canonical(canonical: str) -> tuple[str, str | None, str | None]:
    """`http://x|1.0#y` -> ("http://x", "1.0", "y"); parts that are not there are None."""
    rest, _, fragment = canonical.partition("#")
    url, _, version = rest.partition("|")
    return url, version or None, fragment or None


def without_r4_version(canonical: str) -> str:
    """A canonical of R4 without R4's own version, which some snapshots write and others do not."""
    return canonical.removesuffix("|" + R4_VERSION) if "hl7.org/" in canonical else canonical


def core_canonical(type_name: str) -> str:
    """The canonical of a type's own definition: `Patient` -> `http://hl7.org/fhir/StructureDefinition/Patient`."""
    return type_name if "://" in type_name else CORE_BASE + type_name
