"""What cannot be decided of codes because a code system or value set is not available: once for each of these in a document.

Source: https://hl7.org/fhir/R4/terminologies.html#controlling
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from dbep_ig.engine.diagnostics import Pointer
from dbep_ig.engine.validation.ground.documents import Key
from dbep_ig.engine.validation.ground.findings import Finding
from dbep_ig.engine.validation.ground.frame import Frame, pointer_of

if TYPE_CHECKING:
    from dbep_ig.engine.terminology import Remark

_MOST_CODES = 5  # named in one message


class _Gap:
    """One reason, where it was met first, and in which places."""

    __slots__ = ("codes", "document", "places", "pointer", "remark")

    def __init__(self, remark: "Remark", document: Key, pointer: Pointer) -> None:
        self.remark = remark
        self.document = document
        self.pointer = pointer
        self.places: set[Pointer] = set()
        self.codes: dict[str, None] = {}


class Unchecked:
    """The reasons met in one document's run."""

    __slots__ = ("_gaps",)

    def __init__(self) -> None:
        self._gaps: dict[tuple[Any, ...], _Gap] = {}

    def add(self, remark: "Remark", frame: Frame) -> None:
        """A code that cannot be checked; `frame` is that of a code, a Coding or a CodeableConcept."""
        pointer = pointer_of(frame)
        document = frame.scope.document
        others = tuple(sorted((name, str(one)) for name, one in remark.params.items() if name != "code"))
        key = (document, remark.rule.code, others)
        gap = self._gaps.get(key)
        if gap is None:
            at = (*pointer, remark.about) if _has(frame, remark.about) else pointer
            gap = self._gaps[key] = _Gap(remark, document, at)
        gap.places.update(_codings(remark, frame, pointer))
        if "code" in remark.params:
            gap.codes.setdefault(str(remark.params["code"]))

    def taken(self) -> Iterator[Finding]:
        """One finding for each reason, and none from then on."""
        gaps, self._gaps = self._gaps, {}
        if gaps:
            from dbep_ig.engine.terminology.known_systems import system_name  # start-up time
        for gap in gaps.values():
            params = {**gap.remark.params, "count": len(gap.places)}
            name = system_name(str(params.get("system", "")))
            if name:
                params["name"] = name
            if gap.codes:
                some = list(gap.codes)[:_MOST_CODES]
                params["code"] = [*some, "…"] if len(gap.codes) > _MOST_CODES else some
            yield Finding(gap.remark.rule, gap.document, gap.pointer, params)


def _has(frame: Frame, about: str) -> bool:
    return bool(about) and type(frame.value) is dict and about in frame.value


def _codings(remark: "Remark", frame: Frame, pointer: Pointer) -> Iterator[Pointer]:
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
