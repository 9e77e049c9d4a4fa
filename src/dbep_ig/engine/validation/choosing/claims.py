"""What a profile that is named (in meta.profile, or by who asks) leads to: itself, another version of it, one that was meant.

Source: https://hl7.org/fhir/R4/resource.html#meta (profile), https://hl7.org/fhir/R4/references.html#canonical
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from dbep_ig.engine.diagnostics import Rule, Severity, Text
from dbep_ig.engine.diagnostics.slips import is_slip, nearest
from dbep_ig.engine.fhir.definitions import Definitions, canonicals_of
from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.engine.fhir.uris import split_canonical

SPEC = "https://hl7.org/fhir/R4/resource-definitions.html#Meta.profile"

OTHER_VERSION_USED = Rule(
    code="DBEP4529",
    name="other-profile-version-used",
    severity=Severity.WARNING,
    issue_type="not-found",
    nb="Versjon {version} av profilen {profile} er ikke tilgjengelig; {used} er brukt i stedet",
    en="Version {version} of the profile {profile} is not available; {used} was used instead",
    spec=SPEC,
)
MISSPELT_PROFILE = Rule(
    code="DBEP4530",
    name="misspelt-profile",
    issue_type="not-found",
    nb="Det finnes ingen profil {profile}; ressursen er validert mot {nearest}, som ser ut til å være ment",
    en="There is no profile {profile}; the resource was validated against {nearest}, which seems to be meant",
    spec=SPEC,
)
_UNVERSIONED = Text("den uten versjon", "the one without a version")
_MOST_REMEMBERED = 1_000
_NOTHING = Text("", "")


class Claim(NamedTuple):
    """What a claimed canonical leads to.

    definition  None when it leads nowhere
    how         None when it leads to what is named, else the rule that says what was used instead
    """

    definition: Resource | None
    how: Rule | None = None


class Claims:
    """Looks up the canonicals of profiles; what was found is remembered."""

    __slots__ = ("_definitions", "_found")

    def __init__(self, definitions: Definitions) -> None:
        self._definitions = definitions
        self._found: dict[tuple[str, str], Claim] = {}

    def find(self, canonical: str, type_name: str) -> Claim:
        """What a resource of a type claims."""
        key = (canonical, type_name)
        found = self._found.get(key)
        if found is None:
            if len(self._found) >= _MOST_REMEMBERED:
                self._found.clear()
            found = self._found[key] = self._claim(canonical, type_name)
        return found

    def _claim(self, canonical: str, type_name: str) -> Claim:
        definition = self._definitions.find(canonical, "StructureDefinition")
        if definition is not None:
            return Claim(definition)
        url, version, _ = split_canonical(canonical)
        definition = self._definitions.find(url, "StructureDefinition") if version else None
        if definition is not None:
            return Claim(definition, OTHER_VERSION_USED)
        for known in sorted(set(canonicals_of(self._definitions, "StructureDefinition"))):
            if is_slip(url, known):
                definition = self._definitions.find(known, "StructureDefinition")
                if definition is not None and definition.get("type") == type_name and is_profile(definition):
                    return Claim(definition, MISSPELT_PROFILE)
        return Claim(None)

    def hint(self, canonical: str) -> Text:
        """`; did you mean …?`, or `; version … is available`; nothing where neither is so."""
        url, version, _ = split_canonical(canonical)
        definition = self._definitions.find(url, "StructureDefinition")
        if definition is not None and version:
            there = version_of(definition)
            return Text(f"; {there.nb} er tilgjengelig", f"; {there.en} is available")
        known = list(canonicals_of(self._definitions, "StructureDefinition"))
        base, _, name = url.rpartition("/")
        beside = {one.rpartition("/")[2]: one for one in known if one.rpartition("/")[0] == base}
        near = next((one for one in sorted(known) if is_slip(url, one)), None)
        if near is None:
            near = beside.get(nearest(name, beside) or "")
        return _NOTHING if near is None else Text(f"; mente du {near}?", f"; did you mean {near}?")


def version_of(definition: Resource) -> Text:
    """`version 1.0.0`, in words where it has none."""
    version = definition.get("version")
    return Text(f"versjon {version}", f"version {version}") if version else _UNVERSIONED


def is_profile(definition: Resource) -> bool:
    """A profile, and not the definition of a type."""
    return bool(definition.get("derivation") == "constraint")


def claimed(resource: Mapping[str, Any]) -> list[str]:
    """meta.profile."""
    meta = resource.get("meta")
    profiles = meta.get("profile") if type(meta) is dict else None
    if type(profiles) is str:
        return [profiles]
    return [one for one in profiles if type(one) is str] if type(profiles) is list else []
