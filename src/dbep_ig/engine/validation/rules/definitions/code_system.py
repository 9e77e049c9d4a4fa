"""A CodeSystem says of itself what its concepts do not bear out.

`count` against the concepts there are, `content` against their presence, a supplement against what it supplements, a
designation against the display. Properties are in `code_system_properties.py`; that codes are unique is invariant csd-1.

Source: https://hl7.org/fhir/R4/codesystem.html
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from dbep_ig.engine.diagnostics import Pointer, Remark, Rule, Severity
from dbep_ig.engine.fhir.uris import split_canonical
from dbep_ig.engine.validation.ground.frame import Frame
from dbep_ig.engine.validation.ground.run import Run

from .code_system_properties import property_faults
from .faults import is_hl7, numbered, report

if TYPE_CHECKING:
    from dbep_ig.engine.terminology import Terminology

_SPEC = "https://hl7.org/fhir/R4/codesystem-definitions.html#CodeSystem."

COUNT_DIFFERS = Rule(
    code="DBEP4860",
    name="code-count-differs",
    issue_type="invalid",
    nb="Count er {stated}, men kodeverket er komplett og har {found} koder",
    en="Count is {stated}, but the code system is complete and has {found} codes",
    spec=_SPEC + "count",
)
CONCEPTS_NOT_ALLOWED = Rule(
    code="DBEP4861",
    name="concepts-in-absent-code-system",
    issue_type="invalid",
    nb="Content er not-present, men ressursen har {found} koder",
    en="Content is not-present, but the resource has {found} codes",
    spec=_SPEC + "content",
)
COMPLETE_AND_EMPTY = Rule(
    code="DBEP4862",
    name="complete-code-system-empty",
    severity=Severity.WARNING,
    issue_type="business-rule",
    nb="Content er complete, men kodeverket har ingen koder",
    en="Content is complete, but the code system has no codes",
    spec=_SPEC + "content",
)
FRAGMENT_COUNT = Rule(
    code="DBEP4863",
    name="fragment-not-smaller-than-count",
    severity=Severity.WARNING,
    issue_type="invalid",
    nb="Content er {content}, men ressursen har {found} koder og count er {stated}: ingenting er utelatt",
    en="Content is {content}, but the resource has {found} codes and count is {stated}: nothing is left out",
    spec=_SPEC + "count",
)
SUPPLEMENT_OF_NOTHING = Rule(
    code="DBEP4864",
    name="supplement-without-base",
    issue_type="business-rule",
    nb="Content er supplement, men supplements mangler: det er ukjent hvilket kodeverk som suppleres",
    en="Content is supplement, but supplements is missing: it is unknown which code system is supplemented",
    spec=_SPEC + "supplements",
)
SUPPLEMENT_BY_OTHER_NAME = Rule(
    code="DBEP4865",
    name="supplement-with-other-content",
    issue_type="business-rule",
    nb="Kodeverket supplerer {base}, men content er {content} og skal være supplement",
    en="The code system supplements {base}, but content is {content} and must be supplement",
    spec=_SPEC + "content",
)
SUPPLEMENT_CODE_UNKNOWN = Rule(
    code="DBEP4866",
    name="supplement-code-unknown",
    issue_type="business-rule",
    nb="Koden `{code}` finnes ikke i {base}, som suppleres; et supplement kan ikke legge til koder",
    en="The code `{code}` does not exist in {base}, which is supplemented; a supplement cannot add codes",
    spec="https://hl7.org/fhir/R4/codesystem.html#supplements",
)
NOT_STATED = Rule(
    code="DBEP4867",
    name="code-system-trait-not-stated",
    severity=Severity.INFORMATION,
    issue_type="business-rule",
    nb="Kodeverket oppgir ikke {element}, så det er ukjent for leserne",
    en="The code system does not state {element}, so readers have to guess",
    spec=_SPEC + "caseSensitive",
)
WITHOUT_DEFINITION = Rule(
    code="DBEP4868",
    name="concept-without-definition",
    severity=Severity.WARNING,
    issue_type="business-rule",
    nb="{count} koder mangler {element}, den første er `{code}`; HL7 krever det av sine egne kodeverk",
    en="{count} codes have no {element}, the first is `{code}`; HL7 requires it of its own code systems",
    spec=_SPEC + "concept.definition",
)
DESIGNATION_CLASHES = Rule(
    code="DBEP4869",
    name="designation-competes-with-display",
    severity=Severity.WARNING,
    issue_type="business-rule",
    nb="Betegnelsen «{designation}» har verken use eller et annet språk enn navnet «{display}», så det går ikke fram hvilken som skal brukes",
    en="The designation “{designation}” has neither a use nor another language than the display “{display}”, so it is unclear which one to use",
    spec=_SPEC + "concept.designation",
)

Placed = tuple[Pointer, Mapping[str, Any]]
Concepts = list[Placed]


class CodeSystemChecks:
    """One CodeSystem."""

    __slots__ = ()
    applies_to = ("CodeSystem",)

    def check(self, value: Any, frame: Frame, run: Run) -> None:
        """All that this folder knows of code systems."""
        report(code_system_faults(value, run.terminology), frame, run)


def code_system_faults(resource: Mapping[str, Any], terminology: "Terminology") -> Iterator[Remark]:
    """The faults of a CodeSystem resource; `terminology` knows the code systems it refers to."""
    concepts = list(_concepts(resource))
    supplements = resource.get("supplements")
    base = supplements if isinstance(supplements, str) else None
    yield from _extent(resource, len(concepts), base)
    yield from _traits(resource, concepts, base)
    if base is not None:
        yield from _unknown_codes(concepts, base, terminology)
    for pointer, concept in concepts:
        yield from _designations(resource, pointer, concept)
    yield from property_faults(resource, concepts)


def _concepts(resource: Mapping[str, Any]) -> Iterator[Placed]:
    waiting = [_placed(("concept", index), each) for index, each in numbered(resource.get("concept"))][::-1]
    while waiting:
        pointer, concept = waiting.pop()
        yield pointer, concept
        inner = [
            _placed((*pointer, "concept", index), each) for index, each in numbered(concept.get("concept"))
        ]
        waiting.extend(inner[::-1])


def _placed(pointer: Pointer, concept: Mapping[str, Any]) -> Placed:
    return pointer, concept


def _extent(resource: Mapping[str, Any], found: int, base: str | None) -> Iterator[Remark]:
    content, stated = resource.get("content"), resource.get("count")
    if base is not None and content != "supplement":
        yield Remark(SUPPLEMENT_BY_OTHER_NAME, {"base": base, "content": content}, ("content",))
    if content == "supplement" and base is None:
        yield Remark(SUPPLEMENT_OF_NOTHING, pointer=("content",))
    if content == "not-present" and found:
        yield Remark(CONCEPTS_NOT_ALLOWED, {"found": found}, ("concept", 0))
    if content == "complete" and not found:
        yield Remark(COMPLETE_AND_EMPTY)
    if type(stated) is not int:
        return
    params = {"content": content, "stated": stated, "found": found}
    if content == "complete" and found and stated != found and resource.get("compositional") is not True:
        yield Remark(COUNT_DIFFERS, params, ("count",))
    if content in ("fragment", "example") and found >= stated:
        yield Remark(FRAGMENT_COUNT, params, ("count",))


def _traits(resource: Mapping[str, Any], concepts: Concepts, base: str | None) -> Iterator[Remark]:
    own = is_hl7(resource)
    severity = Severity.WARNING if own else None
    if base is None:
        if "caseSensitive" not in resource:
            yield Remark(NOT_STATED, {"element": "caseSensitive"}, (), severity)
        if "hierarchyMeaning" not in resource and any(len(pointer) > 2 for pointer, _ in concepts):
            yield Remark(NOT_STATED, {"element": "hierarchyMeaning"}, (), severity)
    for element in ("display", "definition") if own else ():
        without = [(pointer, concept) for pointer, concept in concepts if not concept.get(element)]
        if without:
            pointer, concept = without[0]
            params = {"count": len(without), "element": element, "code": concept.get("code", "?")}
            yield Remark(WITHOUT_DEFINITION, params, pointer)


def _unknown_codes(concepts: Concepts, base: str, terminology: "Terminology") -> Iterator[Remark]:
    system, version, _ = split_canonical(base)
    for pointer, concept in concepts:
        code = concept.get("code")
        if not isinstance(code, str):
            continue
        if terminology.validate_code(system, code, version=version).is_outside:
            yield Remark(SUPPLEMENT_CODE_UNKNOWN, {"code": code, "base": base}, pointer)


def _designations(
    resource: Mapping[str, Any], pointer: Pointer, concept: Mapping[str, Any]
) -> Iterator[Remark]:
    display = concept.get("display")
    if not isinstance(display, str):
        return
    language = resource.get("language")
    for index, designation in numbered(concept.get("designation")):
        own, value = designation.get("language"), designation.get("value")
        if "use" in designation or value == display or (own is not None and own != language):
            continue
        params = {"designation": value, "display": display}
        yield Remark(DESIGNATION_CLASHES, params, (*pointer, "designation", index))
