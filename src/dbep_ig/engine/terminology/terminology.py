"""Terminology of the available definitions: is this code in that value set, does it exist, what does it mean?

    terminology = Terminology(definitions)
    terminology.member_of("http://hl7.org/fhir/ValueSet/administrative-gender", code="male").is_member

Everything is compiled on first use, once per instance, and is safe to share between threads.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from dbep_ig.engine.diagnostics import Remark, Result, Rule, Severity
from dbep_ig.engine.diagnostics.slips import NO_HINT
from dbep_ig.engine.fhir.definitions import Definitions
from dbep_ig.engine.fhir.documents import Resource

from .bindings import NOT_IN_REQUIRED
from .checks import Checks
from .code_hints import CodeHints
from .code_system import Content
from .code_systems import CodeSystems
from .compiled import CompiledValueSet
from .compositions import Compositions
from .expansion import Expansion, expansion_of
from .known_systems import KnownSystems
from .lookup import Lookup, Subsumption, describe, relation
from .membership import Membership, Verdict
from .service import Question, TerminologyService
from .systems import Systems
from .value_sets import ValueSets

SERVICE_WITHOUT_ANSWER = Rule(
    code="DBEP5107",
    name="terminology-service-without-answer",
    severity=Severity.WARNING,
    issue_type="incomplete",
    nb="Terminologitjenesten kunne ikke svare for koden `{code}`: {why}",
    en="The terminology service could not answer for the code `{code}`: {why}",
    spec="https://hl7.org/fhir/R4/terminology-service.html",
)


class Terminology:
    """Questions about codes.

    definitions  where code systems and value sets are found
    service      asked where these cannot decide; None (the default) asks nobody

    Throughout: `value_set` is a canonical, or the resource itself (a contained one, one being written);
    `known_systems` tells slips of systems; `hints` says which code was meant, and which there are.
    `within` is `id#version` of the package in which the reference stands; `language` is that of the resource
    (`nb`, `en-GB`), in which a display may be written.
    """

    def __init__(self, definitions: Definitions, *, service: TerminologyService | None = None) -> None:
        self._definitions = definitions
        self._service = service
        self._code_systems = CodeSystems(definitions)
        self._compositions = Compositions(definitions, self._code_systems)
        self.hints = CodeHints(self._code_systems)
        self._checks = Checks(self._code_systems, self.hints)
        self._value_sets = ValueSets(self._compositions, self._code_systems)
        self.known_systems = KnownSystems(definitions)
        self._systems = Systems(self._compositions, self._code_systems, self.known_systems)

    def compiled_value_set(self, value_set: str | Resource, within: str | None = None) -> CompiledValueSet:
        """The value set as a set, compiled once; never None: one that is not available decides nothing."""
        return self._value_sets.find(value_set, within)

    def member_of(
        self,
        value_set: str | Resource,
        *,
        code: str,
        system: str | None = None,
        version: str | None = None,
        display: str | None = None,
        language: str | None = None,
        within: str | None = None,
    ) -> Membership:
        """Whether a code is in a value set.

        Without `system` it is a plain `code`: its system is inferred, and the remarks tell of its use there
        (inactive, other case). With `system` and `display` the remarks tell whether the display is a right one.
        """
        compiled = self.compiled_value_set(value_set, within)
        if system is None:
            known = compiled.plain_members.get(code)
            if known is not None:
                return known
            membership = self._plain(compiled, code, within)
        else:
            membership = self._of_system(compiled, system, code, version, within)
        if membership.is_undecided and self._service is not None:
            question = Question(code, system, version, None, compiled.canonical, compiled.resource)
            membership = self._asked(self._service, question, membership, compiled)
        if display is None or system is None or not membership.is_member:
            return membership
        remark = self._checks.display(
            system,
            code,
            display,
            version=version,
            language=language,
            within=within,
            also=compiled.names(system, code),
        )
        return membership if remark is None else membership.with_remark(remark)

    def _plain(self, compiled: CompiledValueSet, code: str, within: str | None) -> Membership:
        answer = compiled.contains_code(code)
        if answer is not True:
            return _outside(compiled, f"`{code}`") if answer is False else _undecided(compiled, None)
        systems = compiled.systems_of(code)
        if len(systems) != 1:
            # Several systems of one value set share the code, and which one is meant makes no difference here.
            return Membership(Verdict.MEMBER, system=systems[0] if systems else None)
        found = self._checks.existence(systems[0], code, None, within)
        membership = Membership(
            Verdict.MEMBER, remarks=found.remarks, system=systems[0], display=found.display
        )
        if compiled.lists(code):  # what a grammar accepts is endless
            compiled.plain_members[code] = membership
        return membership

    def _of_system(
        self, compiled: CompiledValueSet, system: str, code: str, version: str | None, within: str | None
    ) -> Membership:
        answer = compiled.contains(system, code)
        if answer is None:
            return _undecided(compiled, system)
        if answer:
            return Membership(Verdict.MEMBER, system=system)
        return _outside(compiled, f"{system}#{code}")

    def coding_in(
        self, value_set: str | Resource, coding: Mapping[str, Any], *, within: str | None = None
    ) -> Membership:
        """Whether a Coding is in a value set, whatever its display (`validate_coding` checks that)."""
        code, system = coding.get("code"), coding.get("system")
        if not isinstance(code, str) or not isinstance(system, str):
            compiled = self.compiled_value_set(value_set, within)
            return _outside(compiled, f"`{code}`" if isinstance(code, str) else str(system or "?"))
        version = coding.get("version")
        return self.member_of(
            value_set,
            code=code,
            system=system,
            version=version if isinstance(version, str) else None,
            within=within,
        )

    def concept_in(
        self, value_set: str | Resource, concept: Mapping[str, Any], *, within: str | None = None
    ) -> Membership:
        """Whether any coding of a CodeableConcept is in a value set; undecided when one may be and none is."""
        codings = concept.get("coding")
        answers = [
            self.coding_in(value_set, coding, within=within)
            for coding in (codings if isinstance(codings, list) else ())
            if isinstance(coding, Mapping)
        ]
        for answer in answers:
            if answer.is_member:
                return answer
        for answer in answers:
            if answer.is_undecided:
                return answer
        compiled = self.compiled_value_set(value_set, within)
        return _outside(compiled, ", ".join(_shown(codings)) or "—")

    def validate_code(
        self,
        system: str,
        code: str,
        *,
        version: str | None = None,
        display: str | None = None,
        language: str | None = None,
        within: str | None = None,
        value_set: str | Resource | None = None,
    ) -> Membership:
        """Whether the code exists in its system (the verdict); on its use and its display (the remarks).

        value_set  the one that binds it: the names that it gives count as right displays too
        """
        membership = self._checks.existence(system, code, version, within)
        if membership.is_undecided and self._service is not None:
            membership = self._asked(self._service, Question(code, system, version), membership, None)
        if display is None or not membership.is_member:
            return membership
        also = () if value_set is None else self.compiled_value_set(value_set, within).names(system, code)
        remark = self._checks.display(
            system, code, display, version=version, language=language, within=within, also=also
        )
        return membership if remark is None else membership.with_remark(remark)

    def validate_coding(
        self,
        coding: Mapping[str, Any],
        *,
        language: str | None = None,
        within: str | None = None,
        value_set: str | Resource | None = None,
    ) -> Membership:
        """`validate_code` of a Coding; before that, whether its `system` can be one.

        UNDECIDED without a reason where system or code is missing: there is nothing to look up.
        """
        code, system = coding.get("code"), coding.get("system")
        if not isinstance(system, str):
            return Membership(Verdict.UNDECIDED)
        fault = self.system_fault(system, within)
        if fault is not None:
            return Membership(Verdict.NOT_MEMBER, fault, system=system)
        if not isinstance(code, str):
            return Membership(Verdict.UNDECIDED, system=system)
        version, display = coding.get("version"), coding.get("display")
        membership = self.validate_code(
            system,
            code,
            version=version if isinstance(version, str) else None,
            display=display if isinstance(display, str) else None,
            language=language,
            within=within,
            value_set=value_set,
        )
        slip = self._systems.slip(system, within) if membership.is_undecided else None
        return membership if slip is None else membership.with_remark(slip)

    def system_fault(self, system: str, within: str | None = None) -> Remark | None:
        """Why this cannot be a `Coding.system`; None when it can."""
        return self._systems.fault(system, within)

    def is_supplement(self, system: str, within: str | None = None) -> bool:
        """Whether the canonical is that of a supplement, which has no codes of its own."""
        code_system = self._code_systems.find(system, None, within)
        return code_system is not None and code_system.content is Content.SUPPLEMENT

    def property_types(
        self, system: str, version: str | None = None, within: str | None = None
    ) -> Mapping[str, str] | None:
        """Code -> type of the properties that a code system defines; None when it is not available."""
        code_system = self._code_systems.find(system, version, within)
        return None if code_system is None else code_system.property_types()

    def _asked(
        self,
        service: TerminologyService,
        question: Question,
        membership: Membership,
        compiled: CompiledValueSet | None,
    ) -> Membership:
        answer = service.validate_code(question)
        if answer.result is None:
            params = {"code": question.code, "why": answer.message or "—"}
            return membership.with_remark(Remark(SERVICE_WITHOUT_ANSWER, params))
        if answer.result:
            return Membership(Verdict.MEMBER, system=question.system, display=answer.display)
        if compiled is not None:
            shown = f"{question.system}#{question.code}" if question.system else f"`{question.code}`"
            return _outside(compiled, shown)
        return self._checks.unknown(question.system or "", question.code)

    def lookup(
        self, system: str, code: str, version: str | None = None, *, within: str | None = None
    ) -> Lookup | None:
        """All that is known of a code; None when it is not found (`validate_code` says why)."""
        code_system = self._code_systems.find(system, version, within)
        if code_system is None:
            return None
        code_system = self._code_systems.with_supplements(code_system)
        concept = code_system.find(code)
        return None if concept is None else describe(code_system, concept)

    def subsumes(
        self,
        system: str,
        code_a: str,
        code_b: str,
        *,
        version: str | None = None,
        within: str | None = None,
    ) -> Subsumption | None:
        """How A stands to B in the hierarchy of their system; None when that cannot be decided."""
        code_system = self._code_systems.find(system, version, within)
        return None if code_system is None else relation(code_system, code_a, code_b)

    def expand(self, value_set: str | Resource, *, within: str | None = None) -> Result[Expansion]:
        """Every code of a value set in the order of its definition; no value, and why, when it cannot be listed."""
        compiled = self.compiled_value_set(value_set, within)
        result = expansion_of(compiled, self._code_systems, within)
        if result.value is not None or self._service is None:
            return result
        answer = self._service.expand(compiled.canonical, compiled.resource)
        if answer is None:
            return result
        listed = {key: value for key, value in answer.items() if key != "compose"}
        content = self._compositions.of(listed, within)
        answered = CompiledValueSet(compiled.canonical, compiled.title, compiled.name, content, listed)
        return expansion_of(answered, self._code_systems, within)


def _outside(compiled: CompiledValueSet, shown: str) -> Membership:
    """The rule is that of a required binding; `bindings.NOT_IN` has those of the other strengths."""
    params = {"code": shown, "value_set": compiled.label, "hint": NO_HINT}
    return Membership(Verdict.NOT_MEMBER, Remark(NOT_IN_REQUIRED, params))


def _undecided(compiled: CompiledValueSet, system: str | None) -> Membership:
    gaps = compiled.gaps
    about = [gap for gap in gaps if system is None or gap.params.get("system", system) == system]
    return Membership(Verdict.UNDECIDED, (about or gaps)[0])


def _shown(codings: object) -> Iterable[str]:
    for coding in codings if isinstance(codings, list) else ():
        if isinstance(coding, Mapping):
            yield f"{coding.get('system', '')}#{coding.get('code', '')}"
