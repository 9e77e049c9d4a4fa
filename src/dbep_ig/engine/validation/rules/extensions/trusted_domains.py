"""Addresses below which extensions are taken on trust: their definitions may be missing.

`https://my.example/fhir` covers `https://my.example/fhir/x`, and neither `https://my.example/fhirx` nor
`https://my.example.evil/fhir/x`.
"""

import re
from collections.abc import Iterable, Mapping

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
