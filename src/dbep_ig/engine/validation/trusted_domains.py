"""Addresses below which extensions are taken on trust: their definitions may be missing.

`https://my.example/fhir` covers `https://my.example/fhir/x`, and neither `https://my.example/fhirx` nor
`https://my.example.evil/fhir/x`.
"""

import re
from collections.abc import Iterable

# A host, perhaps a port, perhaps a path; no `?` or `#`, below which nothing can lie.
_ADDRESS = re.compile(r"https?://[^\s/?#@]+(?:/[^\s?#]*)?\Z")


def is_domain(address: str) -> bool:
    """Whether an address is one that something can lie below."""
    return _ADDRESS.match(address) is not None


def checked_domains(*given: str | Iterable[str]) -> tuple[str, ...]:
    """Addresses, or single ones, as one tuple.

    raises  ValueError for one that `is_domain` refuses
    """
    domains = [one for each in given for one in ((each,) if isinstance(each, str) else each)]
    for one in domains:
        if not is_domain(one):
            raise ValueError(
                f"an extension domain is an address such as https://my.example/fhir, not {one!r}"
            )
    return tuple(dict.fromkeys(domains))


def trusted_by(url: str, domains: Iterable[str]) -> str | None:
    """The first of the addresses that a url lies below."""
    return next((one for one in domains if _is_below(url, one)), None)


def _is_below(url: str, domain: str) -> bool:
    # `..` would lead out of it again.
    return url.startswith(domain.rstrip("/") + "/") and "/../" not in f"{url}/"
