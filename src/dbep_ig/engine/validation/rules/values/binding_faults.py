"""What bindings find, kept until all bindings of the document have been asked, and then reported once for each value.

A type binds an element and a profile may bind it more narrowly; the type is walked first. A profile's binding that is as
strong as the type's preferred or extensible one, or stronger, takes its place: what is recommended in general is not said of
a value that is known to be right, or wrong, by the narrower set. What both require is one finding that names both sets.
A code that its code system does not have cannot be in a value set of that system: that is a detail of the other.

Source: https://hl7.org/fhir/R4/profiling.html#binding
"""

from collections.abc import Iterator

from dbep_ig.engine.diagnostics import Pointer, Rule, Text
from dbep_ig.engine.terminology.bindings import NO_CODE_EXTENSIBLE, NOT_IN, NOT_IN_MAXIMUM
from dbep_ig.engine.validation.ground.documents import Key
from dbep_ig.engine.validation.ground.findings import Finding

_STRENGTHS = ("preferred", "extensible", "required")
_SOFT: dict[Rule, str] = {
    NOT_IN["preferred"]: "preferred",
    NOT_IN["extensible"]: "extensible",
    NO_CODE_EXTENSIBLE: "extensible",
}
_REQUIRED = NOT_IN["required"]
_ERRORS = (_REQUIRED, NOT_IN_MAXIMUM)
Place = tuple[Key, Pointer]


def replaced_by(strength: str, base: object) -> frozenset[str]:
    """The strengths of a type's binding that a profile's binding of this strength takes the place of."""
    if base not in _STRENGTHS[:2] or strength not in _STRENGTHS:
        return frozenset()
    return frozenset((base,)) if _STRENGTHS.index(strength) >= _STRENGTHS.index(base) else frozenset()


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


class BindingFaults:
    """Those of one document's run."""

    __slots__ = ("_by_place", "_unknown")

    def __init__(self) -> None:
        self._by_place: dict[Place, list[_Fault]] = {}
        self._unknown: dict[Place, Finding] = {}

    def __bool__(self) -> bool:
        return bool(self._by_place)

    def add_unknown_code(self, coding: Pointer, finding: Finding) -> None:
        """A coding has a code that does not exist."""
        self._unknown[finding.document, coding] = finding

    def add(self, finding: Finding, codings: frozenset[Place], *, of_type: bool) -> None:
        """One more; as grave as another of the same value, it is one with that."""
        faults = self._by_place.setdefault((finding.document, finding.pointer), [])
        for one in faults:
            if _same_kind(one.finding.rule, finding.rule):
                one.finding = _both(one.finding, finding)
                one.codings &= codings
                one.of_type = False
                return
        faults.append(_Fault(finding, codings, of_type=of_type))

    def replace(self, place: Place, strengths: frozenset[str]) -> None:
        """A profile's binding has been asked, and what the type's says with these strengths is not said."""
        faults = self._by_place.get(place)
        if faults is not None:
            faults[:] = [
                one for one in faults if not (one.of_type and _SOFT.get(one.finding.rule) in strengths)
            ]

    def taken(self) -> Iterator[Finding]:
        """All, in the order their places were met, and none from then on."""
        by_place, self._by_place = self._by_place, {}
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
