"""FHIR's data types in Norwegian, so that an example reads as one language: `slutt` is `Period.end`.

FHIR's own names are understood as well. Only parts that examples use; another one is one line here.
"""

# (data type, Norwegian word) -> FHIR element
_WORDS: dict[str, dict[str, str]] = {
    "Period": {"slutt": "end"},
    "CodeableConcept": {"tekst": "text", "koder": "coding"},
    "Coding": {"kode": "code", "visning": "display", "versjon": "version"},
    "Identifier": {"verdi": "value"},
    "Quantity": {"verdi": "value", "enhet": "unit", "kode": "code"},
    "Range": {"fra": "low", "nedre": "low", "til": "high", "øvre": "high"},
    "HumanName": {"fornavn": "given", "etternavn": "family", "tekst": "text"},
    "ContactPoint": {"verdi": "value", "bruk": "use"},
    "Address": {
        "linje": "line",
        "postnummer": "postalCode",
        "poststed": "city",
        "land": "country",
        "tekst": "text",
    },
    "Annotation": {"tekst": "text", "tidspunkt": "time", "av": "author[x]"},
    "Ratio": {"teller": "numerator", "nevner": "denominator"},
    "Reference": {"visning": "display", "identifikator": "identifier"},
    "Timing": {"gjentas": "repeat", "kode": "code"},
    "Timing.repeat": {"antall": "frequency", "periode": "period", "enhet": "periodUnit"},
    "Attachment": {"tittel": "title", "adresse": "url"},
}


def fhir_part(type_name: str, word: str) -> str:
    """The element that a word means in a data type; the word itself when it is FHIR's."""
    return _WORDS.get(type_name, {}).get(word, word).removesuffix("[x]")


def words_of(type_name: str) -> tuple[str, ...]:
    """The Norwegian words of a data type, for did-you-mean."""
    return tuple(_WORDS.get(type_name, ()))
