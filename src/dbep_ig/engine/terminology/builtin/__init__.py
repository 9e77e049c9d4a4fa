"""Code systems that their own standards give, instead of a FHIR package.

A package's own *complete* CodeSystem goes before these; a fragment does not.
Source: https://hl7.org/fhir/R4/terminologies-systems.html
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

from dbep_ig.engine.fhir.documents import Resource

COUNTRIES = "urn:iso:std:iso:3166"
SUBDIVISIONS = "urn:iso:std:iso:3166:-2"
CURRENCIES = "urn:iso:std:iso:4217"
LANGUAGES = "urn:ietf:bcp:47"
MIME_TYPES = "urn:ietf:bcp:13"
URIS = "urn:ietf:rfc:3986"
UNITS = "http://unitsofmeasure.org"
TIME_ZONES = "https://www.iana.org/time-zones"

TOLD_IN_PART = frozenset((SUBDIVISIONS,))
"""Systems whose grammar refuses what cannot be a code, and leaves the rest open."""


def grammar(system: str) -> Callable[[str], bool | None] | None:
    """The test that tells a code of `system` by its form, or None when the system is not told that way."""
    if system == LANGUAGES:
        from .language_tags import is_language_tag  # start-up time, as below

        return is_language_tag
    if system == UNITS:
        from dbep_ig.engine.fhir.ucum.units import is_valid  # start-up time

        return is_valid
    if system not in (MIME_TYPES, URIS, SUBDIVISIONS):
        return None
    from . import forms  # start-up time

    if system == SUBDIVISIONS:
        return forms.may_be_subdivision
    return forms.is_mime_type if system == MIME_TYPES else forms.is_uri


def grammar_of_filters(
    system: str, filters: Iterable[Mapping[str, Any]]
) -> Callable[[str], bool | None] | None:
    """The test of the codes of `system` that meet every filter, or None when nobody here understands them."""
    if system != UNITS:
        return None
    from .forms import units_selected  # start-up time

    return units_selected(filters)


@cache
def code_system(system: str) -> Resource | None:
    """A complete CodeSystem resource for `system`, or None."""
    if system not in (COUNTRIES, CURRENCIES, TIME_ZONES):
        return None
    from . import listed  # start-up time

    if system == COUNTRIES:
        return listed.countries(system)
    return listed.currencies(system) if system == CURRENCIES else listed.time_zones(system)
