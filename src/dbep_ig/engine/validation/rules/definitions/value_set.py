"""A ValueSet whose definition cannot mean what it says.

`system` that is no code system, imports that R4 describes in two ways, filters over properties or with values that the
code system does not have, codes that do not exist. What is not available is not judged.

Source: https://hl7.org/fhir/R4/valueset.html#compositions
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from dbep_ig.engine.diagnostics import Pointer, Remark, Rule, Severity
from dbep_ig.engine.fhir.uris import is_absolute
from dbep_ig.engine.validation.ground.frame import Frame
from dbep_ig.engine.validation.ground.run import Run

from .faults import numbered, report
from .value_set_filters import filter_faults

if TYPE_CHECKING:
    from dbep_ig.engine.terminology import Terminology

_SPEC = "https://hl7.org/fhir/R4/valueset-definitions.html#ValueSet.compose.include."

SYSTEM_NOT_ABSOLUTE = Rule(
    code="DBEP4880",
    name="included-system-not-absolute",
    issue_type="invalid",
    nb="System skal være en absolutt URI, men er {system}",
    en="System must be an absolute URI, but is {system}",
    spec=_SPEC + "system",
)
SYSTEM_IS_VALUE_SET = Rule(
    code="DBEP4881",
    name="included-system-is-value-set",
    issue_type="invalid",
    nb="System er et verdisett ({system}); det hører hjemme i valueSet",
    en="System is a value set ({system}); it belongs in valueSet",
    spec=_SPEC + "system",
)
SYSTEM_WITH_VERSION = Rule(
    code="DBEP4882",
    name="included-system-with-version",
    issue_type="business-rule",
    nb="System er {system}; versjonen hører hjemme i version",
    en="System is {system}; the version belongs in version",
    spec=_SPEC + "version",
)
SYSTEM_IS_SUPPLEMENT = Rule(
    code="DBEP4883",
    name="included-system-is-supplement",
    issue_type="invalid",
    nb="{system} er et supplement og har ingen egne koder; ta med kodeverket det supplerer",
    en="{system} is a supplement and has no codes of its own; include the code system it supplements",
    spec="https://hl7.org/fhir/R4/codesystem.html#supplements",
)
IMPORTS_AMBIGUOUS = Rule(
    code="DBEP4884",
    name="imports-read-in-two-ways",
    severity=Severity.WARNING,
    issue_type="informational",
    nb="Én include importerer {count} verdisett; her leses det som snittet av dem, men R4 beskriver også union",
    en="One include imports {count} value sets; that is read here as their intersection, but R4 also describes a union",
    spec=_SPEC + "valueSet",
)
CODE_NOT_IN_SYSTEM = Rule(
    code="DBEP4885",
    name="included-code-unknown",
    severity=Severity.WARNING,
    issue_type="code-invalid",
    nb="Koden `{code}` finnes ikke i {system}",
    en="The code `{code}` does not exist in {system}",
    spec=_SPEC + "concept.code",
)


EXPANSION_WITHOUT_PARAMETERS = Rule(
    code="DBEP4886",
    name="expansion-without-parameters",
    severity=Severity.WARNING,
    issue_type="business-rule",
    nb="Ekspansjonen har ingen parameter, så det er ukjent hva den ble laget for",
    en="The expansion has no parameter, so it is unknown what it was made for",
    spec="https://hl7.org/fhir/R4/valueset-definitions.html#ValueSet.expansion.parameter",
)
EXPANSION_WITHOUT_VERSION = Rule(
    code="DBEP4887",
    name="expansion-version-missing",
    severity=Severity.WARNING,
    issue_type="invalid",
    nb="Ekspansjonen har koder fra {system}, men oppgir verken i version eller i en parameter hvilken versjon de er fra",
    en="The expansion has codes of {system}, but states their version neither in version nor in a parameter",
    spec="https://hl7.org/fhir/R4/valueset-definitions.html#ValueSet.expansion.parameter",
)


class ValueSetChecks:
    """One ValueSet."""

    __slots__ = ()
    applies_to = ("ValueSet",)

    def check(self, value: Any, frame: Frame, run: Run) -> None:
        """Its composition, and what its expansion says of how it was made."""
        report(value_set_faults(value, run.terminology), frame, run)


def value_set_faults(resource: Mapping[str, Any], terminology: "Terminology") -> Iterator[Remark]:
    """The faults of a ValueSet resource; `terminology` knows the code systems it selects from."""
    expansion = resource.get("expansion")
    if isinstance(expansion, Mapping):
        yield from _expansion(expansion)
    compose = resource.get("compose")
    if not isinstance(compose, Mapping):
        return
    contained = {
        str(each.get("url")) for _, each in numbered(resource.get("contained")) if each.get("resourceType") == "CodeSystem"
    }  # fmt: skip
    for part in ("include", "exclude"):
        items = list(numbered(compose.get(part)))
        for index, item in items:
            where: Pointer = ("compose", part, index)
            imported = item.get("valueSet")
            if len(items) == 1 and isinstance(imported, list) and len(imported) > 1:
                yield Remark(IMPORTS_AMBIGUOUS, {"count": len(imported)}, where)
            system = item.get("system")
            if isinstance(system, str) and system not in contained:
                yield from _of_system(where, system, item, terminology)


def _expansion(expansion: Mapping[str, Any]) -> Iterator[Remark]:
    where: Pointer = ("expansion",)
    told = [
        str(next((value for key, value in each.items() if key.startswith("value")), ""))
        for _, each in numbered(expansion.get("parameter"))
    ]
    if not told:
        yield Remark(EXPANSION_WITHOUT_PARAMETERS, pointer=where)
    untold: dict[str, None] = {}
    waiting = [entry for _, entry in numbered(expansion.get("contains"))][::-1]
    while waiting:
        entry = waiting.pop()
        system = entry.get("system")
        if isinstance(system, str) and not entry.get("version"):
            untold[system] = None
        waiting.extend([inner for _, inner in numbered(entry.get("contains"))][::-1])
    for system in untold:
        if not any(value == system or value.startswith(f"{system}|") for value in told):
            yield Remark(EXPANSION_WITHOUT_VERSION, {"system": system}, where)


def _of_system(
    where: Pointer, system: str, item: Mapping[str, Any], terminology: "Terminology"
) -> Iterator[Remark]:
    if not is_absolute(system):
        yield Remark(SYSTEM_NOT_ABSOLUTE, {"system": system}, where)
        return
    if "|" in system:
        yield Remark(SYSTEM_WITH_VERSION, {"system": system}, where)
        return
    if terminology.is_supplement(system):
        yield Remark(SYSTEM_IS_SUPPLEMENT, {"system": system}, where)
        return
    if terminology.system_fault(system) is not None:
        yield Remark(SYSTEM_IS_VALUE_SET, {"system": system}, where)
        return
    version = item.get("version")
    version = version if isinstance(version, str) else None
    for index, concept in numbered(item.get("concept")):
        code = concept.get("code")
        if isinstance(code, str):
            answer = terminology.validate_code(system, code, version=version)
            if answer.is_outside:
                yield Remark(CODE_NOT_IN_SYSTEM, {"code": code, "system": system}, (*where, "concept", index))
    for index, each in numbered(item.get("filter")):
        yield from filter_faults((*where, "filter", index), system, version, each, terminology)
