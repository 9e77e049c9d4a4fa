"""URIs: which are absolute, and the parts of canonical URLs: `url|version#fragment`.

Source: https://hl7.org/fhir/R4/references.html#canonical
"""

CORE_BASE = "http://hl7.org/fhir/StructureDefinition/"
R4_VERSION = "4.0.1"
_USUAL_SCHEMES = frozenset(("http", "https", "urn"))  # nearly all, found without a look at each letter
_SCHEME_MARKS = str.maketrans("", "", "+-.")


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
    return type_name if is_absolute(type_name) else CORE_BASE + type_name


def is_absolute(uri: str) -> bool:
    """It begins with a scheme, and something follows; no relative reference, and no name.

    What follows the scheme is not looked at: whether it has a space is a matter of its type's form (`uri` refuses it).

    Source: https://www.rfc-editor.org/rfc/rfc3986#section-4.3
    """
    scheme, _, rest = uri.partition(":")
    return rest != "" and (scheme in _USUAL_SCHEMES or _is_scheme(scheme))


def _is_scheme(text: str) -> bool:
    """`ALPHA *( ALPHA / DIGIT / "+" / "-" / "." )`."""
    return text.isascii() and text[:1].isalpha() and text.translate(_SCHEME_MARKS).isalnum()
