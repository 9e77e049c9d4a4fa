"""What a caller may decide about a validation; everything else follows from the definitions."""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, Protocol

from dbep_ig.engine.fhir.moved import Moved

ProfileChoice = Literal["auto", "none"]
BestPractice = Literal["ignore", "hint", "warning", "error"]


class ProfileMap(Protocol):
    """A guide's choice of profile that is read off its profiles: `choosing.guide_map.GuideMap`."""

    @property
    def tells_kinds(self) -> bool:
        """Whether there is a type of which codes choose the profile."""
        ...

    def of(self, type_name: str) -> Any:
        """The guide's profiles of a type; None for one that it has none for."""
        ...


class Settings(NamedTuple):
    """The defaults are those of `dbep validate`.

    profile_map            a guide's choice of profile: a `ProfileMap`, or (resource type, `system|code` or "" for all others)
                           -> canonical
    further_maps           the same of further guides: each chooses for itself
    global_profiles        resource type -> canonicals that all its resources must follow (ImplementationGuide.global)
    bundle_profiles        (resource type, n) -> canonical for the n-th entry of that type in a Bundle
    aliases                earlier base address -> base address now (`Moved` where ids have changed too); see `earlier_addresses.py`
    best_practice          what a failed best-practice invariant (dom-6…) is
    example_urls           whether urls on example.org and acme.com are taken on trust, as HL7's validator does
    extension_domains      addresses below which extensions are taken on trust: their definitions may be missing.
                           `https://my.example/fhir` covers `https://my.example/fhir/x`, and neither
                           `https://my.example/fhirx` nor `https://my.example.evil/fhir/x`
    check_references       every relative or absolute reference must resolve among the documents of the call
    check_displays         a wrong Coding.display is an error (True) or a warning (False)
    contained              whether contained resources are checked
    for_publication        what HL7 asks of the conformance resources that it publishes
    experimental           whether conformance resources may be marked as experimental
    html_in_text           markup in strings is an error (security checks), else it is let through
    warn_without_profile   say when a resource is validated against no profile
    require_profile        a resource that is validated against no profile is an error; contained resources, and Bundle,
                           Parameters, OperationOutcome and Binary need none
    most_issues            findings kept of one document, gravest first; the rest is counted
    most_depth             values inside each other; what lies deeper is not walked
    raise_own_faults       an exception of our own leaves the validator instead of becoming DBEP9001
    now                    ISO 8601 instant for `now()`, `today()` and relative limits; "" when the caller has no clock
    """

    profile_map: Mapping[tuple[str, str], str] | ProfileMap = MappingProxyType({})
    further_maps: tuple[Mapping[tuple[str, str], str] | ProfileMap, ...] = ()
    global_profiles: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    bundle_profiles: Mapping[tuple[str, int], str] = MappingProxyType({})
    aliases: Mapping[str, str | Moved] = MappingProxyType({})
    best_practice: BestPractice = "ignore"
    example_urls: bool = True
    extension_domains: tuple[str, ...] = ()
    check_references: bool = False
    check_displays: bool = True
    contained: bool = True
    html_in_text: bool = False
    warn_without_profile: bool = True
    require_profile: bool = False
    for_publication: bool = False
    experimental: bool = True
    most_issues: int = 2000
    most_depth: int = 128
    raise_own_faults: bool = False
    now: str = ""


# A host, perhaps a port, perhaps a path; no `?` or `#`, below which nothing can lie, and no `*`, which would match nothing.
_ADDRESS = re.compile(r"https?://[^\s/?#@*]+(?:/[^\s?#*]*)?\Z")
# `..`, which leads out again, as any reader of addresses may take it
_BETWEEN = r"(?:[/\\]|%2f|%5c)"
_UPWARDS = re.compile(rf"{_BETWEEN}(?:\.|%2e){{2}}(?=\Z|[?#]|{_BETWEEN})", re.IGNORECASE)


def is_domain(address: str) -> bool:
    """Whether an address is one that something can lie below."""
    return _ADDRESS.match(address) is not None and _UPWARDS.search(address) is None


def checked_domains(*given: str | Iterable[str]) -> tuple[str, ...]:
    """Addresses, or single ones, as one tuple.

    raises  ValueError for one that `is_domain` refuses, TypeError for what is no text
    """
    domains: list[str] = []
    for each in given:
        if isinstance(each, bytes | Mapping) or not isinstance(each, Iterable):
            raise TypeError(f"extension_domains is an address or a list of them, not {type(each).__name__}")
        domains += (each,) if isinstance(each, str) else each
    for one in domains:
        if not isinstance(one, str):
            raise TypeError(
                f"extension_domains is an address or a list of them, not {type(one).__name__} in a list"
            )
        if not is_domain(one):
            raise ValueError(
                f"an extension domain is an address such as https://my.example/fhir, not {one!r}"
            )
    return tuple(dict.fromkeys(domains))


def trusted_by(url: str, domains: Iterable[str]) -> str | None:
    """The first of the addresses that a url lies below."""
    return next((one for one in domains if _is_below(url, one)), None)


def _is_below(url: str, domain: str) -> bool:
    return url.startswith(domain.rstrip("/") + "/") and _UPWARDS.search(url) is None
