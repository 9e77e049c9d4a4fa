"""Value sets that no resource defines: the address says which codes are meant.

Sources: https://hl7.org/fhir/R4/snomedct.html#implicit, https://hl7.org/fhir/R4/loinc.html#implicit,
https://hl7.org/fhir/R4/valueset-mimetypes.html (R4 core itself binds by the address of the RFC)
"""

from typing import NamedTuple

from . import builtin


class ImplicitValueSet(NamedTuple):
    """Codes of one system: all of them, or a part that only a service which knows the system can tell."""

    system: str
    is_whole: bool


_ADDRESSES = {
    "http://www.rfc-editor.org/bcp/bcp13.txt": builtin.MIME_TYPES,
    "http://www.rfc-editor.org/bcp/bcp47.txt": builtin.LANGUAGES,
    "http://tools.ietf.org/html/bcp47": builtin.LANGUAGES,
}
_LOINC = "http://loinc.org"


def implicit_value_set(url: str) -> ImplicitValueSet | None:
    """What the address means, or None when it means nothing by itself."""
    system = _ADDRESSES.get(url)
    if system is not None:
        return ImplicitValueSet(system, is_whole=True)
    system, marker, selection = url.partition("?fhir_vs")
    if marker:
        # An edition of SNOMED CT may stand there: http://snomed.info/sct/51000202101/version/20240415?fhir_vs
        plain = "http://snomed.info/sct" if system.startswith("http://snomed.info/sct/") else system
        return ImplicitValueSet(plain, is_whole=not selection and plain == system)
    if url == f"{_LOINC}/vs" or url.startswith(f"{_LOINC}/vs/"):
        return ImplicitValueSet(_LOINC, is_whole=url == f"{_LOINC}/vs")
    return None
