"""The base addresses that packages had before: `canonicalAliases` in package.json, ours alone; other tools ignore it.

{"canonical": "https://new.example.org/fhir", "canonicalAliases": ["http://old.example.org/fhir"]}
"""

from collections.abc import Iterable

from dbep_ig.engine.diagnostics import Issue, Location, Result, Rule, Severity, Text

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


def canonical_aliases(packages: Iterable[Package]) -> Result[dict[str, str]]:
    """Earlier base address -> base address now, of all packages.

    -> always a value; DBEP3043 for each alias that is no address, that is a package's canonical, or that an earlier package
       of the list has claimed for another canonical
    """
    manifests = [each.manifest for each in packages if each.manifest is not None]
    if not any(each.canonical_aliases for each in manifests):
        return Result({})
    owners = {_FHIR: "R4"}
    for each in manifests:
        if each.canonical:
            owners.setdefault(_base(each.canonical), each.label)
    found: dict[str, str] = {}
    claimed: dict[str, Manifest] = {}
    issues: list[Issue] = []
    for each in manifests:
        for alias in dict.fromkeys(map(_base, each.canonical_aliases)):
            reason = _fault(alias, each, owners, claimed)
            if reason is None:
                found[alias] = _base(each.canonical)
                claimed.setdefault(alias, each)
            else:
                params = {"alias": alias, "name": each.label, "reason": reason}
                issues.append(Issue(UNUSABLE_ALIAS, Location(each.label), params))
    return Result(found, tuple(issues))


def _fault(
    alias: str, manifest: Manifest, owners: dict[str, str], claimed: dict[str, Manifest]
) -> Text | None:
    if not _is_address(alias):
        return Text("den er ikke en absolutt adresse", "it is not an absolute address")
    canonical = _base(manifest.canonical)
    if not canonical:
        return Text("pakken har ingen canonical", "the package has no canonical")
    if alias == canonical:
        return Text("den er pakkens egen canonical", "it is the package's own canonical")
    if alias in owners:
        return Text(f"den er canonical for {owners[alias]}", f"it is the canonical of {owners[alias]}")
    first = claimed.get(alias)
    if first is not None and _base(first.canonical) != canonical:
        return Text(f"{first.label} har den også", f"{first.label} has it too")
    return None


def _base(address: str) -> str:
    return address.rstrip("/")


def _is_address(text: str) -> bool:
    scheme, colon, rest = text.partition(":")
    return bool(colon) and scheme.isalpha() and bool(rest.strip("/")) and " " not in text
