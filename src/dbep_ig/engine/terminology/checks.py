"""What is said of one code beside its membership: does it exist, is it in use, is the display one of its names?

Sources: https://hl7.org/fhir/R4/datatypes.html#Coding, https://hl7.org/fhir/R4/codesystem-definitions.html
"""

from collections.abc import Iterable

from dbep_ig.engine.diagnostics import Remark, Rule, Severity

from .code_hints import CodeHints
from .code_system import CodeSystem
from .code_systems import CodeSystems
from .concept import Concept
from .displays import display_remark
from .membership import Membership, Verdict

UNKNOWN_CODE = Rule(
    code="DBEP5201",
    name="code-not-in-code-system",
    issue_type="code-invalid",
    nb="Koden `{code}` finnes ikke i kodeverket {system}{hint}",
    en="The code `{code}` does not exist in the code system {system}{hint}",
    spec="https://hl7.org/fhir/R4/datatypes.html#Coding",
)
CODE_INACTIVE = Rule(
    code="DBEP5204",
    name="code-inactive",
    severity=Severity.WARNING,
    issue_type="business-rule",
    nb="Koden `{code}` er ikke lenger i bruk i kodeverket {system}",
    en="The code `{code}` is no longer in use in the code system {system}",
    spec="https://hl7.org/fhir/R4/codesystem-concept-properties.html",
)
CODE_NOT_SELECTABLE = Rule(
    code="DBEP5205",
    name="code-not-selectable",
    severity=Severity.INFORMATION,
    issue_type="business-rule",
    nb="Koden `{code}` er en gruppe i kodeverket {system} og kan ikke velges",
    en="The code `{code}` is a group in the code system {system} and cannot be selected",
    spec="https://hl7.org/fhir/R4/codesystem-concept-properties.html",
)
CODE_CASE_DIFFERS = Rule(
    code="DBEP5209",
    name="code-case-differs",
    severity=Severity.INFORMATION,
    issue_type="business-rule",
    nb="Koden `{code}` skrives `{spelled}` i kodeverket {system}",
    en="The code `{code}` is spelled `{spelled}` in the code system {system}",
    spec="https://hl7.org/fhir/R4/codesystem-definitions.html#CodeSystem.caseSensitive",
)


class Checks:
    """Existence and the remarks about a code that is found."""

    def __init__(self, code_systems: CodeSystems, hints: CodeHints) -> None:
        self._code_systems = code_systems
        self._hints = hints

    def existence(self, system: str, code: str, version: str | None, within: str | None) -> Membership:
        """Whether `code` exists in `system`; with remarks on its use, without any on its display."""
        code_system = self._code_systems.find(system, version, within)
        concept = None if code_system is None else code_system.find(code)
        if code_system is not None and concept is not None:
            remarks = tuple(_use(code_system, concept, code))
            return Membership(Verdict.MEMBER, remarks=remarks, system=system, display=concept.display)
        if code_system is not None and code_system.is_complete:
            return self.unknown(system, code, code_system)
        test = self._code_systems.grammar(system)
        answer = None if test is None else test(code)
        if answer is None:
            reason = self._code_systems.absence(system, version, within, code)
            return Membership(Verdict.UNDECIDED, reason, system=system)
        if answer:
            return Membership(Verdict.MEMBER, system=system)
        return self.unknown(system, code)

    def unknown(self, system: str, code: str, code_system: CodeSystem | None = None) -> Membership:
        """The code does not exist in the system, whose codes are known where `code_system` is given."""
        named = system if code_system is None else code_system.canonical
        params = {"code": code, "system": named, "hint": self._hints.in_code_system(code_system, code)}
        return Membership(Verdict.NOT_MEMBER, Remark(UNKNOWN_CODE, params, pointer=("code",)), system=system)

    def display(
        self,
        system: str,
        code: str,
        display: str,
        *,
        version: str | None,
        language: str | None,
        within: str | None,
        also: Iterable[str],
    ) -> Remark | None:
        """What is wrong with a display; None when nothing is, or nobody can tell. `also` are other valid ones."""
        code_system = self._code_systems.find(system, version, within)
        concept = None if code_system is None else code_system.find(code)
        if code_system is None or concept is None:
            return None
        remark = display_remark(code_system, concept, display, language, also)
        if remark is None:
            return None
        supplemented = self._code_systems.with_supplements(code_system)
        if supplemented is code_system:
            return remark
        return display_remark(supplemented, supplemented.concepts[concept.code], display, language, also)


def _use(code_system: CodeSystem, concept: Concept, code: str) -> Iterable[Remark]:
    params = {"code": concept.code, "system": code_system.url}
    if concept.code != code:
        yield Remark(CODE_CASE_DIFFERS, {**params, "code": code, "spelled": concept.code}, pointer=("code",))
    if concept.code in code_system.inactive:
        yield Remark(CODE_INACTIVE, params, pointer=("code",))
    if concept.code in code_system.abstract:
        yield Remark(CODE_NOT_SELECTABLE, params, pointer=("code",))
