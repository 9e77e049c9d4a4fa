"""A `system` that nobody knows, and that is a slip for one that is known; and what people call a system, by its address.

Known are the code systems and NamingSystems of the available packages and of R4, and those that R4 and HL7's terminology name without
defining them. What is known is never a slip. A digit is never one either: 2.16.578.1.12.4.1.1.7110 and .7170 are two code systems,
and so are the registers of identifiers beside each other; only a binding or a slice that expects the one can tell (`code_hints.py`). Of OIDs
and UUIDs what comes before them is looked at. In a part of a url shorter than four letters one letter is no slip: ICD-10 has `icd-10-cm`
and `icd-10-am`.

Sources: https://hl7.org/fhir/R4/terminologies-systems.html, and Volven, the catalogue of Norwegian code systems
"""

import re
from collections.abc import Mapping

from dbep_ig.engine.diagnostics import Rule, Severity
from dbep_ig.engine.diagnostics.slips import is_one_edit, plain
from dbep_ig.engine.fhir.definitions import Definitions, canonicals_of
from dbep_ig.engine.fhir.primitives.checking import check
from dbep_ig.engine.fhir.uris import is_absolute

from . import builtin
from .shapes import mappings

NEAR_KNOWN_SYSTEM = Rule(
    code="DBEP5111",
    name="system-nearly-known",
    severity=Severity.WARNING,
    issue_type="value",
    nb="`system` er {system}, som er ukjent; mente du `{near}`?",
    en="`system` is {system}, which is not known; did you mean `{near}`?",
    spec="https://hl7.org/fhir/R4/terminologies-systems.html",
)

_SHORTEST_PART = 4
_MOST_REMEMBERED = 10_000  # a document can name any number of systems
_PARTS = re.compile(r"[/:#?&=.|-]")
_OID = re.compile(r"(?P<before>[^.]*:)?(?P<value>[0-2](?:\.(?:0|[1-9][0-9]*)){2,})\Z")
_UUID = re.compile(r"(?P<before>.*:)?(?P<value>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\Z", re.IGNORECASE)
_WELL_KNOWN = (
    builtin.COUNTRIES,
    builtin.SUBDIVISIONS,
    builtin.CURRENCIES,
    builtin.LANGUAGES,
    builtin.MIME_TYPES,
    builtin.URIS,
    builtin.UNITS,
    builtin.TIME_ZONES,
    "http://snomed.info/sct",
    "http://loinc.org",
    "http://www.nlm.nih.gov/research/umls/rxnorm",
    "http://www.whocc.no/atc",
    "http://hl7.org/fhir/sid/icd-9-cm",
    "http://hl7.org/fhir/sid/icd-10",
    "http://hl7.org/fhir/sid/icd-10-cm",
    "http://hl7.org/fhir/sid/icf-nl",
    "http://hl7.org/fhir/sid/icpc-1",
    "http://hl7.org/fhir/sid/icpc-2",
    "http://hl7.org/fhir/sid/cvx",
    "http://hl7.org/fhir/sid/ndc",
    "http://hl7.org/fhir/sid/us-npi",
    "http://hl7.org/fhir/sid/us-ssn",
    "http://id.who.int/icd/release/11/mms",
    "http://dicom.nema.org/resources/ontology/DCM",
    "http://fdasis.nlm.nih.gov",
    "http://nucc.org/provider-taxonomy",
    "http://human-phenotype-ontology.org",
    "http://varnomen.hgvs.org",
    "http://www.ama-assn.org/go/cpt",
    "http://www.genenames.org",
    "https://www.gs1.org/gtin",
    "urn:iso:std:iso:11073:10101",
)
_NAMES = {
    "http://hl7.org/fhir/sid/icd-10": "ICD-10",
    "http://loinc.org": "LOINC",
    "http://snomed.info/sct": "SNOMED CT",
    builtin.UNITS: "UCUM",
    "http://www.nlm.nih.gov/research/umls/rxnorm": "RxNorm",
    "http://www.whocc.no/atc": "ATC",
    "urn:oid:2.16.578.1.12.4.1.1.7170": "ICPC-2",
}
_VOLVEN = "urn:oid:2.16.578.1.12.4.1.1."


def system_name(system: str) -> str:
    """The name of a code system, or its number in Volven; "" where only its address is known."""
    found = _NAMES.get(system, "")
    number = system.removeprefix(_VOLVEN)
    return f"Volven {number}" if not found and number != system and number.isdecimal() else found


class KnownSystems:
    """What is known, listed when the first unknown system is met."""

    def __init__(self, definitions: Definitions) -> None:
        self._definitions = definitions
        self._known: Mapping[str, str] | None = None  # as `plain` writes it -> as it is written
        self._by_length: dict[int, list[str]] = {}
        self._slips: dict[str, str | None] = {}

    def meant_by(self, system: str) -> str | None:
        """The known system that a text is a slip for; None for what is known, and for what is near none."""
        try:
            return self._slips[system]
        except KeyError:
            if len(self._slips) >= _MOST_REMEMBERED:
                self._slips.clear()
            found = _by_shape(system) or self._near(system)
            self._slips[system] = found = None if found == system else found
            return found

    def slip(self, system: str) -> str | None:
        """As `meant_by`, for a text that is a URI: one that is none is an error of its own."""
        near = self.meant_by(system)
        return None if near is None or not is_absolute(system) or check("uri", system) is not None else near

    def _near(self, system: str) -> str | None:
        if _OID.match(system) or _UUID.match(system):
            return None
        if self._known is None:
            self._known = self._list()
        written = plain(system)
        same = self._known.get(written)
        if same is not None:
            return same
        half = len(written) // 2
        head, tail = written[:half], written[half:]
        for length in (len(written) - 1, len(written), len(written) + 1):
            for one in self._by_length.get(length, ()):
                # one edit leaves the one half or the other as it is, but for an exchange in the middle
                if (one.startswith(head[:-1]) or one.endswith(tail[1:])) and _is_slip(written, one):
                    return self._known[one]
        return None

    def _list(self) -> Mapping[str, str]:
        found: dict[str, str] = {}
        names = [*_WELL_KNOWN, *sorted(canonicals_of(self._definitions, "CodeSystem"))]
        for resource in self._definitions.all("NamingSystem"):
            for identifier in mappings(resource.get("uniqueId")):
                value = identifier.get("value")
                if isinstance(value, str) and is_absolute(value):
                    names.append(value)
        for name in names:
            found.setdefault(plain(name), name)
        for one in found:
            self._by_length.setdefault(len(one), []).append(one)
        return found


def is_system_slip(written: str, known: str) -> bool:
    """Whether a system is another, nearly."""
    one, other = plain(written), plain(known)
    return written != known and (one == other or _is_slip(one, other))


def _is_slip(written: str, known: str) -> bool:
    if not is_one_edit(written, known):
        return False
    differing = [
        (one, other)
        for one, other in zip(_PARTS.split(written), _PARTS.split(known), strict=False)
        if one != other
    ]
    return all(max(len(one), len(other)) >= _SHORTEST_PART for one, other in differing)


def _by_shape(system: str) -> str | None:
    """An OID or a UUID that is not behind its `urn:oid:` or `urn:uuid:`, but behind nearly that, or behind nothing."""
    for shape, prefix in ((_OID, "urn:oid:"), (_UUID, "urn:uuid:")):
        found = shape.match(system)
        if found is not None:
            before = (found["before"] or "").lower()
            if before in ("", prefix, prefix[4:], "urn:") or is_one_edit(before, prefix):
                return prefix + found["value"]
    return None
