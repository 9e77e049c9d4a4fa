"""`package/package.json`: what a package is called, what it stands on, and for whom.

Source: https://confluence.hl7.org/display/FHIR/NPM+Package+Specification and https://hl7.org/fhir/R4/packages.html
"""

import json
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from dbep_ig.engine.diagnostics import Issue, Location, Result, Rule, Severity

MANIFEST_PATH = "package/package.json"
CORE_PACKAGES = {"4.0.1": "hl7.fhir.r4.core", "4.3.0": "hl7.fhir.r4b.core", "5.0.0": "hl7.fhir.r5.core"}

_SPEC = "https://hl7.org/fhir/R4/packages.html"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9\-._]*\Z")  # upper case is met with in HL7's own test packages
_VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9\-._+$]*\Z")
_MOST_DEPENDENCIES = 500
_SCRIPTS = ("preinstall", "install", "postinstall", "prepare")

MANIFEST_MISSING = Rule(
    code="DBEP3020",
    name="package-manifest-missing",
    issue_type="required",
    nb="{name} har ingen package/package.json, så den er ikke en FHIR-pakke",
    en="{name} has no package/package.json, so it is not a FHIR package",
    spec=_SPEC,
)
MANIFEST_INVALID = Rule(
    code="DBEP3021",
    name="package-manifest-invalid",
    issue_type="invalid",
    nb="I {name} er package.json ikke gyldig: {reason}",
    en="In {name}, package.json is not valid: {reason}",
    spec=_SPEC,
)
INSTALL_SCRIPT = Rule(
    code="DBEP3022",
    name="package-install-script",
    severity=Severity.WARNING,
    issue_type="security",
    nb="I {name} har package.json skriptet «{script}»; det kjøres ikke",
    en="In {name}, package.json has a script '{script}'; it is not run",
    spec=_SPEC,
)


class Manifest(NamedTuple):
    """The fields of package.json that we write, in the order in which they are written.

    date          yyyyMMddHHmmss, UTC: `package_date(seconds)`
    dependencies  package id -> version; the core package of `fhir_versions` is put first if it is not named
    maintainers   {"name", "email", "url"} each
    jurisdiction  `system#code`
    canonical_aliases  base addresses that the package's canonicals had before, as they stand: texts, or objects where ids have
                       changed too (`aliases.py`); not HL7's, other tools ignore it
    notice        language -> what a reader must know before anything else; not HL7's either
    other         further members as they were read, kept for writing again
    """

    name: str
    version: str
    date: str = ""
    type: str = "IG"
    license: str = ""
    canonical: str = ""
    not_for_publication: bool = False
    url: str = ""
    title: str = ""
    description: str = ""
    fhir_versions: tuple[str, ...] = ("4.0.1",)
    dependencies: Mapping[str, str] = MappingProxyType({})
    author: str = ""
    maintainers: tuple[Mapping[str, str], ...] = ()
    homepage: str = ""
    jurisdiction: str = ""
    canonical_aliases: tuple[str | Mapping[str, Any], ...] = ()
    notice: Mapping[str, str] = MappingProxyType({})
    other: Mapping[str, Any] = MappingProxyType({})

    @property
    def label(self) -> str:
        """`id#version`, the name a package goes by everywhere here."""
        return f"{self.name}#{self.version}"

    def to_json(self) -> dict[str, Any]:
        """package.json: HL7's Publisher's members in its order; what is empty is left out."""
        members: dict[str, Any] = {
            "name": self.name,
            "version": self.version,
            "tools-version": 3,
            "type": self.type,
            "date": self.date,
            "license": self.license,
            "canonical": self.canonical,
            "notForPublication": self.not_for_publication,
            "url": self.url,
            "title": self.title,
            "description": self.description,
            "fhirVersions": list(self.fhir_versions),
            "dependencies": self._dependencies(),
            "author": self.author,
            "maintainers": [dict(each) for each in self.maintainers],
            "homepage": self.homepage,
            "directories": {"lib": "package", "example": "example"},
            "jurisdiction": self.jurisdiction,
            "canonicalAliases": [
                one if isinstance(one, str) else dict(one) for one in self.canonical_aliases
            ],
            "notice": dict(self.notice),
        }
        written = {key: value for key, value in members.items() if value or key == "dependencies"}
        return written | {key: value for key, value in self.other.items() if key not in members}

    def _dependencies(self) -> dict[str, str]:
        """HL7's tools take the FHIR version from the first dependency that is a core package."""
        cores = {CORE_PACKAGES[each]: each for each in self.fhir_versions if each in CORE_PACKAGES}
        first = {name: self.dependencies.get(name, version) for name, version in cores.items()}
        return first | {name: version for name, version in self.dependencies.items() if name not in first}


def is_package_id(name: str) -> bool:
    """Whether this can be a package's name; it is also a folder's name in the cache, so nothing else is let through."""
    return bool(_NAME.match(name))


def read_manifest(name: str, content: bytes) -> Result[Manifest]:
    """package.json -> Manifest; DBEP3021 without a value if it cannot be one, DBEP3022 for each install script.

    name  what messages call the package
    """
    try:
        members = json.loads(content)
    except (ValueError, RecursionError) as error:
        return Result(None, (_invalid(name, str(error)),))
    if not isinstance(members, dict):
        return Result(None, (_invalid(name, "not a JSON object"),))
    package_id, version = members.get("name"), members.get("version")
    if not isinstance(package_id, str) or not is_package_id(package_id):
        return Result(None, (_invalid(name, f"name: {package_id!r}"),))
    if not isinstance(version, str) or not _VERSION.match(version):
        return Result(None, (_invalid(name, f"version: {version!r}"),))
    dependencies = members.get("dependencies") or {}
    if not isinstance(dependencies, dict) or not all(isinstance(each, str) for each in dependencies.values()):
        return Result(None, (_invalid(name, f"dependencies: {dependencies!r}"),))
    if len(dependencies) > _MOST_DEPENDENCIES:
        return Result(None, (_invalid(name, f"dependencies: {len(dependencies)} > {_MOST_DEPENDENCIES}"),))
    manifest = Manifest(
        name=package_id,
        version=version,
        date=_text(members, "date"),
        type=_text(members, "type"),
        license=_text(members, "license"),
        canonical=_text(members, "canonical"),
        not_for_publication=members.get("notForPublication") is True,
        url=_text(members, "url"),
        title=_text(members, "title"),
        description=_text(members, "description"),
        fhir_versions=_fhir_versions(members),
        dependencies=dependencies,
        author=_text(members, "author"),
        maintainers=_maintainers(members),
        homepage=_text(members, "homepage"),
        jurisdiction=_text(members, "jurisdiction"),
        canonical_aliases=_aliases(members),
        notice=_notice(members),
        other={key: value for key, value in members.items() if key not in _OWN},
    )
    scripts = members.get("scripts")
    found = [each for each in _SCRIPTS if isinstance(scripts, dict) and each in scripts]
    return Result(
        manifest,
        tuple(
            Issue(INSTALL_SCRIPT, Location(name), {"name": manifest.label, "script": each}) for each in found
        ),
    )


_OWN = frozenset(
    "name version tools-version type date license canonical notForPublication url title description fhirVersions "
    "fhir-version-list dependencies author maintainers homepage directories jurisdiction canonicalAliases notice".split()
)


def _invalid(name: str, reason: str) -> Issue:
    return Issue(MANIFEST_INVALID, Location(name), {"name": name, "reason": reason})


def _text(members: Mapping[str, Any], key: str) -> str:
    value = members.get(key)
    return value if isinstance(value, str) else ""


def _fhir_versions(members: Mapping[str, Any]) -> tuple[str, ...]:
    """`fhirVersions`; older packages write `fhir-version-list`."""
    stated = members.get("fhirVersions", members.get("fhir-version-list"))
    return tuple(each for each in stated if isinstance(each, str)) if isinstance(stated, list) else ()


def _maintainers(members: Mapping[str, Any]) -> tuple[Mapping[str, str], ...]:
    stated = members.get("maintainers")
    return tuple(each for each in stated if isinstance(each, dict)) if isinstance(stated, list) else ()


def _aliases(members: Mapping[str, Any]) -> tuple[str | Mapping[str, Any], ...]:
    """Texts and objects with a `canonical`; what is neither is kept as the JSON it is, to be reported as no address."""
    stated = members.get("canonicalAliases", [])
    listed = stated if isinstance(stated, list) else [stated]
    return tuple(
        each
        if isinstance(each, str) or (isinstance(each, dict) and isinstance(each.get("canonical"), str))
        else json.dumps(each)
        for each in listed
    )


def _notice(members: Mapping[str, Any]) -> Mapping[str, str]:
    """By language; a text without one is English's."""
    stated = members.get("notice")
    if isinstance(stated, str):
        return {"en": stated}
    texts = stated.items() if isinstance(stated, dict) else ()
    return {language: text for language, text in texts if isinstance(text, str)}
