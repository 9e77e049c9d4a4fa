"""Code systems whose owners ask those who use their content to say so, and the statement that says it.

One table: what DBEP2047 looks for, what `copyright: [SNOMED CT]` stands for, and what the page of licences lists.

Each row says where its wording was found, and what of it is not verified: terms change, and the owner's own words prevail.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from dbep_ig.engine.diagnostics import Text


@dataclass(frozen=True, slots=True)
class LicensedSystem:
    """A code system with terms of its own.

    name        what authors write in `copyright`
    addresses   the URIs that mean it in FHIR; editions, versions and implicit value sets begin with one of them
    named_by    a text that has one of these words in it, in any case, names the system
    owner       who holds the rights
    statement   what `copyright` says
    terms       where the terms are
    marks       registered trademarks of the owner's, those that are known
    """

    name: str
    addresses: tuple[str, ...]
    named_by: tuple[str, ...]
    owner: str
    statement: Text
    terms: str
    marks: tuple[str, ...] = ()

    def is_in(self, text: str) -> bool:
        """Whether an address of the system stands in `text`, alone or followed by `|version`, `#code`, `?fhir_vs`, `/vs/…`."""
        return any(
            re.search(rf"(?<![\w.:/-]){re.escape(address)}(?![\w-]|\.\w)", text) for address in self.addresses
        )

    def is_named_in(self, statement: Iterable[str]) -> bool:
        """Whether a statement speaks of the system, in all its languages."""
        words = "|".join(re.escape(word) for word in self.named_by)
        return all(re.search(rf"\b(?:{words})\b", text, re.IGNORECASE) for text in statement)


SNOMED_CT = LicensedSystem(
    # The wording follows R4 core's own value sets and SNOMED International's Norwegian release notes of December 2025,
    # which have the address. That the licence is free of charge and given in Norway: ehelse.no, 2023; the Directorate of
    # eHealth became a part of the Directorate of Health on 2024-01-01.
    name="SNOMED CT",
    addresses=("http://snomed.info/sct", "urn:oid:2.16.840.1.113883.6.96"),
    named_by=("SNOMED",),
    owner="International Health Terminology Standards Development Organisation (SNOMED International)",
    statement=Text(
        "Har innhold fra eller viser til SNOMED CT®, som International Health Terminology Standards Development Organisation (SNOMED International) har opphavsretten til. Den som tar det i bruk, må ha lisens («SNOMED CT Affiliate License»): https://www.snomed.org/snomed-ct/get-snomed. I Norge forvalter Helsedirektoratet lisensene, som er kostnadsfrie.",
        "Includes content from or refers to SNOMED CT®, which is copyright of the International Health Terminology Standards Development Organisation (SNOMED International). Those who implement it must have the appropriate SNOMED CT Affiliate License: https://www.snomed.org/snomed-ct/get-snomed. In Norway the Norwegian Directorate of Health (Helsedirektoratet) manages the licences, which are free of charge.",
    ),
    terms="https://www.snomed.org/snomed-ct/get-snomed",
    marks=("SNOMED®", "SNOMED CT®"),
)
LOINC = LicensedSystem(
    # The short notice that LOINC's licence asks for; the English text is Regenstrief's.
    name="LOINC",
    addresses=("http://loinc.org", "urn:oid:2.16.840.1.113883.6.1"),
    named_by=("LOINC",),
    owner="Regenstrief Institute, Inc., and the LOINC Committee",
    statement=Text(
        "Har innhold fra LOINC (http://loinc.org). LOINC er copyright © Regenstrief Institute, Inc. og Logical Observation Identifiers Names and Codes (LOINC) Committee, og kan brukes kostnadsfritt under lisensen på http://loinc.org/license. LOINC® er et registrert varemerke i USA for Regenstrief Institute, Inc.",
        "This material contains content from LOINC (http://loinc.org). LOINC is copyright © Regenstrief Institute, Inc. and the Logical Observation Identifiers Names and Codes (LOINC) Committee and is available at no cost under the license at http://loinc.org/license. LOINC® is a registered United States trademark of Regenstrief Institute, Inc.",
    ),
    terms="http://loinc.org/license",
    marks=("LOINC®",),
)
UCUM = LicensedSystem(
    # UCUM Copyright Notice and License, version 1.1, June 2024: the appendix has the notice.
    name="UCUM",
    addresses=("http://unitsofmeasure.org", "urn:oid:2.16.840.1.113883.6.8"),
    named_by=("UCUM", "Unified Code for Units of Measure"),
    owner="Regenstrief Institute, Inc.",
    statement=Text(
        "Har enheter fra UCUM (Unified Code for Units of Measure). Copyright © 1999–2024 Regenstrief Institute, Inc. Med enerett. Brukes under UCUM-lisensen, versjon 1.1: https://unitsofmeasure.org/license. UCUM leveres som det er, uten garantier.",
        'Includes units of UCUM (the Unified Code for Units of Measure). Copyright © 1999-2024 Regenstrief Institute, Inc. All rights reserved. Licensed under the UCUM License, version 1.1: https://unitsofmeasure.org/license. UCUM is provided "as is", without warranties.',
    ),
    terms="https://unitsofmeasure.org/license",
)
ICPC_2 = LicensedSystem(
    # Ownership and the national licence: ehelse.no, 2023 (then the Directorate of eHealth). Not verified: what a vendor
    # needs in order to use ICPC-2 in Norway; the directorate is the one to ask.
    name="ICPC-2",
    addresses=("urn:oid:2.16.578.1.12.4.1.1.7170", "http://hl7.org/fhir/sid/icpc-2"),
    named_by=("ICPC-2", "ICPC2"),
    owner="World Organization of Family Doctors (WONCA)",
    statement=Text(
        "Har innhold fra eller viser til ICPC-2, som World Organization of Family Doctors (WONCA) har opphavsretten til. Helsedirektoratet har den norske lisensen og vedlikeholder den norske utgaven.",
        "Includes content from or refers to ICPC-2, which is copyright of the World Organization of Family Doctors (WONCA). The Norwegian Directorate of Health (Helsedirektoratet) holds the Norwegian licence and maintains the Norwegian edition.",
    ),
    terms="https://www.helsedirektoratet.no/standarder/icpc-2-den-internasjonale-klassifikasjonen-for-primaerhelsetjenesten",
)
ICD_10 = LicensedSystem(
    # Ownership and who maintains the Norwegian edition: ehelse.no, 2023. Not verified: what WHO asks of products that use
    # the Norwegian edition; its page of licences tells of software in general.
    name="ICD-10",
    addresses=(
        "urn:oid:2.16.578.1.12.4.1.1.7110",
        "http://hl7.org/fhir/sid/icd-10",
        "urn:oid:2.16.840.1.113883.6.3",
    ),
    named_by=("ICD-10", "ICD10"),
    owner="World Health Organization (WHO)",
    statement=Text(
        "Har innhold fra eller viser til ICD-10, som Verdens helseorganisasjon (WHO) har opphavsretten til. Helsedirektoratet vedlikeholder den norske utgaven.",
        "Includes content from or refers to ICD-10, which is copyright of the World Health Organization (WHO). The Norwegian Directorate of Health (Helsedirektoratet) maintains the Norwegian edition.",
    ),
    terms="https://www.who.int/about/licensing/classifications/en/",
)

# What HL7 asks of those who use its marks: http://www.hl7.org/legal/trademarks.cfm
FHIR_MARKS = Text(
    "HL7® og FHIR® er registrerte varemerker for Health Level Seven International. Bruken innebærer ingen godkjenning fra HL7.",
    "HL7® and FHIR® are registered trademarks of Health Level Seven International. Their use does not constitute endorsement by HL7.",
)

LICENSED_SYSTEMS: tuple[LicensedSystem, ...] = (SNOMED_CT, LOINC, UCUM, ICPC_2, ICD_10)
BY_NAME = {system.name: system for system in LICENSED_SYSTEMS}


def system_at(address: str) -> LicensedSystem | None:
    """The licensed code system whose address this is, or begins with."""
    return next((system for system in LICENSED_SYSTEMS if system.is_in(address)), None)
