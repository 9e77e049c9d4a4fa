"""What is found of codes, kept until the document has been walked, and then reported once for each value.

**Bindings.** A type binds an element and a profile may bind it more narrowly; the type is walked first. A profile's binding that
is as strong as the type's preferred or extensible one, or stronger, takes its place: what is recommended in general is not said
of a value that is known to be right, or wrong, by the narrower set. What both require is one finding that names both sets. A code
that its code system does not have cannot be in a value set of that system: that is a detail of the other.
**Displays** that are no name of their code are right where a value set gives that name.
**What cannot be decided** because a code system or value set is not available is said once for each of these.

Source: https://hl7.org/fhir/R4/profiling.html#binding, https://hl7.org/fhir/R4/terminologies.html#controlling
"""

from collections.abc import Iterator, Mapping
from typing import Any

from dbep_ig.engine.diagnostics import Pointer, Remark, Rule, Severity, Text
from dbep_ig.engine.terminology import CompiledValueSet, Membership, Terminology
from dbep_ig.engine.terminology.bindings import NO_CODE_EXTENSIBLE, NOT_IN, NOT_IN_MAXIMUM
from dbep_ig.engine.terminology.known_systems import system_name

from .documents import Key
from .findings import Finding
from .frame import Frame, pointer_of

_SOFT: dict[Rule, str] = {
    NOT_IN["preferred"]: "preferred",
    NOT_IN["extensible"]: "extensible",
    NO_CODE_EXTENSIBLE: "extensible",
}
_REQUIRED = NOT_IN["required"]
_ERRORS = (_REQUIRED, NOT_IN_MAXIMUM)
_MOST_CODES = 5  # named in one message
Place = tuple[Key, Pointer]
Answers = dict[tuple[Any, ...], Membership]


class _Fault:
    """One finding of a binding.

    of_type  by the type's own definition
    codings  the codings whose system is one of the value set's: a right code there could have been in it
    """

    __slots__ = ("codings", "finding", "of_type")

    def __init__(self, finding: Finding, codings: frozenset[Place], *, of_type: bool) -> None:
        self.finding = finding
        self.codings = codings
        self.of_type = of_type


class _Gap:
    """One reason, where it was met first, and in which places."""

    __slots__ = ("codes", "document", "places", "pointer", "remark")

    def __init__(self, remark: Remark, document: Key, pointer: Pointer) -> None:
        self.remark = remark
        self.document = document
        self.pointer = pointer
        self.places: set[Pointer] = set()
        self.codes: dict[str, None] = {}


class CodeFindings:
    """Those of one document's run.

    answers   what the terminology says of codings, by what they say; shared with other documents
    bindings  place -> what bindings found there so far
    """

    __slots__ = ("_answers", "_displays", "_gaps", "_named", "_terminology", "_unknown", "bindings")

    def __init__(self, terminology: Terminology, answers: Answers) -> None:
        self._terminology = terminology
        self._answers = answers
        self.bindings: dict[Place, list[_Fault]] = {}
        self._unknown: dict[Place, Finding] = {}
        self._displays: list[tuple[Frame, Remark, Severity | None]] = []
        self._named: dict[int, list[CompiledValueSet]] = {}
        self._gaps: dict[tuple[Any, ...], _Gap] = {}

    def validated(self, coding: Mapping[str, Any], language: str | None) -> Membership | None:
        """What the terminology says of a Coding; None where a part of it is a list or an object (the walk says so)."""
        key = (coding["system"], coding["code"], coding.get("version"), coding.get("display"), language)
        try:
            return self._answers[key]
        except KeyError:
            answer = self._answers[key] = self._terminology.validate_coding(coding, language=language)
            return answer
        except TypeError:
            return None

    def add_unknown_code(self, coding: Pointer, finding: Finding) -> None:
        """A coding has a code that does not exist."""
        self._unknown[finding.document, coding] = finding

    def add_binding(self, finding: Finding, codings: frozenset[Place], *, of_type: bool) -> None:
        """One more; as grave as another of the same value, it is one with that."""
        faults = self.bindings.setdefault((finding.document, finding.pointer), [])
        for one in faults:
            if _same_kind(one.finding.rule, finding.rule):
                one.finding = _both(one.finding, finding)
                one.codings &= codings
                one.of_type = False
                return
        faults.append(_Fault(finding, codings, of_type=of_type))

    def replace_binding(self, place: Place, strengths: frozenset[str]) -> None:
        """A profile's binding has been asked, and what the type's says with these strengths is not said."""
        faults = self.bindings.get(place)
        if faults is not None:
            faults[:] = [
                one for one in faults if not (one.of_type and _SOFT.get(one.finding.rule) in strengths)
            ]

    def found_in(self, coding: Mapping[str, Any], value_set: CompiledValueSet) -> None:
        """A value set has a coding that has a display."""
        self._named.setdefault(id(coding), []).append(value_set)

    def add_display(self, frame: Frame, remark: Remark, severity: Severity | None) -> None:
        """A coding has a display that is no name of its code, as far as its code system tells."""
        self._displays.append((frame, remark, severity))

    def add_unchecked(self, remark: Remark, frame: Frame) -> None:
        """A code that cannot be checked; `frame` is that of a code, a Coding or a CodeableConcept."""
        pointer = pointer_of(frame)
        document = frame.scope.document
        others = tuple(sorted((name, str(one)) for name, one in remark.params.items() if name != "code"))
        key = (document, remark.rule.code, others)
        gap = self._gaps.get(key)
        if gap is None:
            at = (*pointer, *remark.pointer) if _has(frame, remark.pointer) else pointer
            gap = self._gaps[key] = _Gap(remark, document, at)
        gap.places.update(_codings(remark, frame, pointer))
        if "code" in remark.params:
            gap.codes.setdefault(str(remark.params["code"]))

    def of_bindings(self) -> Iterator[Finding]:
        """All, in the order their places were met, and none from then on."""
        by_place, self.bindings = self.bindings, {}
        unknown, self._unknown = self._unknown, {}
        for faults in by_place.values():
            for one in faults:
                cause = next((each for each in sorted(one.codings) if each in unknown), None)
                if cause is None:
                    yield one.finding
                else:
                    found = unknown[cause]
                    unknown[cause] = found._replace(detail=(*found.detail, one.finding))
        yield from unknown.values()

    def of_displays(self) -> Iterator[Finding]:
        """Those that no value set gives, and none from then on."""
        displays, self._displays = self._displays, []
        for frame, remark, severity in displays:
            coding = frame.value
            named = self._named.get(id(coding), ())
            if not any(one.gives_name(coding["system"], coding["code"], coding["display"]) for one in named):
                pointer = (*pointer_of(frame), "display")
                yield Finding(remark.rule, frame.scope.document, pointer, remark.params, severity)

    def of_unchecked(self) -> Iterator[Finding]:
        """One finding for each reason, and none from then on."""
        gaps, self._gaps = self._gaps, {}
        for gap in gaps.values():
            params = {**gap.remark.params, "count": len(gap.places)}
            name = system_name(str(params.get("system", "")))
            if name:
                params["name"] = name
            if gap.codes:
                some = list(gap.codes)[:_MOST_CODES]
                params["code"] = [*some, "…"] if len(gap.codes) > _MOST_CODES else some
            yield Finding(gap.remark.rule, gap.document, gap.pointer, params)


def _same_kind(one: Rule, other: Rule) -> bool:
    return one is other or (one in _ERRORS and other in _ERRORS)


def _both(one: Finding, other: Finding) -> Finding:
    """The later, narrower one, as a required binding's where one of them is, with the value sets of both."""
    rule = one.rule if one.rule is other.rule else _REQUIRED
    first, second = other.params["value_set"], one.params["value_set"]
    if first.en in second.en:
        return one._replace(rule=rule)
    if "code" in other.params:
        both = Text(f"{first.nb}, og heller ikke i {second.nb}", f"{first.en}, nor in {second.en}")
    else:  # no code at all
        both = Text(f"{first.nb} og {second.nb}", f"{first.en} and {second.en}")
    return other._replace(rule=rule, params={**other.params, "value_set": both})


def _has(frame: Frame, member: Pointer) -> bool:
    return bool(member) and type(frame.value) is dict and member[0] in frame.value


def _codings(remark: Remark, frame: Frame, pointer: Pointer) -> Iterator[Pointer]:
    """The places of the codes meant: a concept is asked for as a whole, and its codings one by one as well."""
    value = frame.value
    codings = value.get("coding") if type(value) is dict else None
    found = False
    for index, one in enumerate(codings if type(codings) is list else ()):
        if type(one) is dict and one.get("system") == remark.params.get("system", one.get("system")):
            found = True
            yield (*pointer, "coding", index)
    if not found:
        yield pointer
