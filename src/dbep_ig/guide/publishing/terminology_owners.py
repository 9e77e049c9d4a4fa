"""Who owns a code system, and where its terms are: for the page of licences.

Licensed systems are in `authoring/licensed_systems.py`. The rows here are of systems that ask for no statement, or whose terms
nobody has verified; the page says so.
"""

from typing import NamedTuple

from dbep_ig.engine.fhir.uris import split_canonical
from dbep_ig.guide.authoring.licensed_systems import LicensedSystem, system_at


class Owner(NamedTuple):
    """How the page tells of a code system.

    terms    an SPDX identifier; "" where the owner's own terms apply, None where they have not been verified
    link     where the terms are, or the code system itself
    system   the licensed system, with its statement
    """

    name: str
    owner: str
    terms: str | None
    link: str
    system: LicensedSystem | None = None


_HL7 = Owner(
    "HL7 FHIR", "Health Level Seven International", "CC0-1.0", "https://hl7.org/fhir/R4/license.html"
)
_BY_PREFIX: tuple[tuple[str, Owner], ...] = (
    ("http://terminology.hl7.org/", _HL7),
    ("http://hl7.org/fhir/", _HL7),
    ("urn:ietf:bcp:47", Owner("BCP 47", "IETF", None, "https://www.rfc-editor.org/info/bcp47")),
    ("urn:ietf:bcp:13", Owner("BCP 13", "IETF", None, "https://www.rfc-editor.org/info/bcp13")),
    (
        "urn:iso:std:iso:3166",
        Owner("ISO 3166", "ISO", None, "https://www.iso.org/iso-3166-country-codes.html"),
    ),
    (
        "urn:iso:std:iso:4217",
        Owner("ISO 4217", "ISO", None, "https://www.iso.org/iso-4217-currency-codes.html"),
    ),
)
_VOLVEN = "urn:oid:2.16.578.1.12.4.1.1."  # the Norwegian health authorities' code systems, by number


def owner_of(address: str) -> Owner:
    """What is known of the code system at this address; its address alone where nothing is."""
    licensed = system_at(address)
    if licensed is not None:
        return Owner(licensed.name, licensed.owner, "", licensed.terms, licensed)
    for prefix, owner in _BY_PREFIX:
        if address.startswith(prefix):
            return owner
    if address.startswith(_VOLVEN):
        return Owner(
            f"Volven {address.removeprefix(_VOLVEN)}", "Helsedirektoratet", None, "https://volven.no"
        )
    url = split_canonical(address)[0]
    return Owner(url, "", None, url if url.startswith("http") else "")
