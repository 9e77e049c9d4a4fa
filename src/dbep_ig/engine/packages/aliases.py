"""The base addresses that packages had before: `canonicalAliases` in package.json, ours alone; other tools ignore it.

{"canonical": "https://new.example.org/fhir", "canonicalAliases": ["http://old.example.org/fhir"]}

Where the ids have changed too, an object instead of the text says how they began and how they begin now:

{"canonical": "http://old.example.org/fhir", "ids": {"old-": "new-"}}
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from dbep_ig.engine.diagnostics import Issue, Location, Result, Rule, Severity, Text
from dbep_ig.engine.fhir.moved import Moved

from .manifest import Manifest
from .package import Package

UNUSABLE_ALIAS = Rule(
    code="DBEP3043",
    name="unusable-canonical-alias",
    severity=Severity.WARNING,
    issue_type="conflict",
    nb="Den tidligere adressen {alias} i {name} brukes ikke: {reason}",
    en="The earlier address {alias} of {name} is not used: {reason}",
    spec="https://hl7.org/fhir/R4/references.html#canonical",
)
_FHIR = "http://hl7.org/fhir"  # R4 core is built in, and not among the packages
_NO_IDS = Text(
    '«ids» må være et objekt av tekster, som {"old-": "new-"}',
    '`ids` must be an object of texts, like {"old-": "new-"}',
)


class _Alias(NamedTuple):
    """One of `canonicalAliases`. `ids` is None where it is not of the form it must have."""

    base: str
    ids: Mapping[str, str] | None


def canonical_aliases(packages: Iterable[Package]) -> Result[dict[str, str | Moved]]:
    """Earlier base address -> base address now (with ids that have changed: `Moved`), of all packages.

    -> always a value; DBEP3043 for each alias that is no address, that is a package's canonical, or that an earlier package
       of the list has claimed for another canonical
    """
    return aliases_of_manifests(each.manifest for each in packages if each.manifest is not None)


def aliases_of_manifests(read: Iterable[Manifest]) -> Result[dict[str, str | Moved]]:
    """See `canonical_aliases`."""
    manifests = list(read)
    if not any(each.canonical_aliases for each in manifests):
        return Result({})
    owners = {_FHIR: "R4"}
    for each in manifests:
        if each.canonical:
            owners.setdefault(_base(each.canonical), each.label)
    found: dict[str, str | Moved] = {}
    claimed: dict[str, Manifest] = {}
    issues: list[Issue] = []
    told: set[tuple[str, str]] = set()
    for each in manifests:
        for alias in map(_read, each.canonical_aliases):
            reason = _fault(alias, each, owners, claimed)
            if reason is None:
                found[alias.base] = _with(found.get(alias.base), _base(each.canonical), alias.ids or {})
                claimed.setdefault(alias.base, each)
            elif (each.label, alias.base) not in told:
                told.add((each.label, alias.base))
                params = {"alias": alias.base, "name": each.label, "reason": reason}
                issues.append(Issue(UNUSABLE_ALIAS, Location(each.label), params))
    return Result(found, tuple(issues))


def _read(stated: "str | Mapping[str, Any]") -> _Alias:
    if isinstance(stated, str):
        return _Alias(_base(stated), {})
    canonical, ids = stated.get("canonical"), stated.get("ids", {})
    well_formed = isinstance(ids, dict) and all(isinstance(each, str) for each in ids.values())
    return _Alias(_base(canonical) if isinstance(canonical, str) else "", ids if well_formed else None)


def _with(before: str | Moved | None, canonical: str, ids: Mapping[str, str]) -> str | Moved:
    """One base address may be listed again with other ids: they hold together, and the first to be listed decides."""
    known = before.ids if isinstance(before, Moved) else {}
    both = {**ids, **known}
    return Moved(canonical, both) if both else canonical


def _fault(
    alias: _Alias, manifest: Manifest, owners: dict[str, str], claimed: dict[str, Manifest]
) -> Text | None:
    base = alias.base
    if not _is_address(base):
        return Text("den er ikke en absolutt adresse", "it is not an absolute address")
    canonical = _base(manifest.canonical)
    if alias.ids is None:
        return _NO_IDS
    if not canonical:
        return Text("pakken har ingen canonical", "the package has no canonical")
    if base == canonical:
        return (
            None if alias.ids else Text("den er pakkens egen canonical", "it is the package's own canonical")
        )
    if base in owners:
        return Text(f"den er canonical for {owners[base]}", f"it is the canonical of {owners[base]}")
    first = claimed.get(base)
    if first is not None and _base(first.canonical) != canonical:
        return Text(f"{first.label} har den også", f"{first.label} has it too")
    return None


def _base(address: str) -> str:
    return address.rstrip("/")


def _is_address(text: str) -> bool:
    scheme, colon, rest = text.partition(":")
    return bool(colon) and scheme.isalpha() and bool(rest.strip("/")) and " " not in text
