"""A MeasureReport validated against its Measure: groups, populations and stratifiers are found by their codes.

A lone group or stratifier without a code needs none in the report either.

Source: https://hl7.org/fhir/R4/measurereport.html
"""

from typing import Any

from dbep_ig.engine.diagnostics import Rule
from dbep_ig.engine.validation.ground.frame import Frame
from dbep_ig.engine.validation.ground.run import Run

from . import faults

Part = dict[str, Any]


class ReportChecks:
    """One MeasureReport."""

    __slots__ = ()
    applies_to = ("MeasureReport",)

    def check(self, value: Any, frame: Frame, run: Run) -> None:
        """Find the measure and hold the report to it."""
        canonical = value.get("measure")
        if type(canonical) is not str:
            return
        measure = run.definitions.find(canonical, "Measure")
        if measure is None:
            found = run.resolve(canonical.partition("|")[0], frame.scope)
            measure = None if found is None or found.type_name != "Measure" else found.value
        if measure is None:
            run.add_at(faults.MEASURE_NOT_FOUND, frame, "measure", measure=canonical)
            return
        is_cohort = "cohort" in codes_of(measure.get("scoring"))
        pairs = match(
            parts(measure, "group"),
            "group",
            faults.GROUP_NOT_IN_MEASURE,
            faults.GROUP_MISSING,
            frame,
            run,
        )
        for wanted, at in pairs:
            if is_cohort and "measureScore" in at.value:
                run.add_at(faults.SCORE_NOT_EXPECTED, at, "measureScore")
            _populations(wanted, at, str(value.get("type")), run)
            match(
                parts(wanted, "stratifier"),
                "stratifier",
                faults.STRATIFIER_NOT_IN_MEASURE,
                faults.STRATIFIER_MISSING,
                at,
                run,
            )


def _populations(group: Part, at: Frame, kind: str, run: Run) -> None:
    wanted = parts(group, "population")
    known = {code for one in wanted for code in codes_of(one.get("code"))}
    for population in frames(at, "population"):
        codes = codes_of(population.value.get("code"))
        if known and not known & codes:
            run.add(faults.POPULATION_NOT_IN_MEASURE, population, wanted=sorted(known))
        if kind != "subject-list":
            if "subjectResults" in population.value:
                run.add(faults.SUBJECTS_NOT_EXPECTED, population, type=kind)
            if "count" not in population.value:
                run.add(faults.COUNT_MISSING, population)


def match(
    wanted: list[Part], key: str, unknown: Rule, missing: Rule, frame: Frame, run: Run
) -> list[tuple[Part, Frame]]:
    """The parts of a report beside those of the measure that they answer; what has no counterpart is reported."""
    given = frames(frame, key)
    if len(wanted) == 1 and not codes_of(wanted[0].get("code")) and len(given) == 1:
        return [(wanted[0], given[0])]
    known = sorted({code for one in wanted for code in codes_of(one.get("code"))})
    pairs = []
    for at in given:
        codes = codes_of(at.value.get("code"))
        found = next((one for one in wanted if codes & codes_of(one.get("code"))), None)
        if found is None:
            run.add(unknown, at, wanted=known or "–")
        else:
            pairs.append((found, at))
    answered = {id(one) for one, _ in pairs}
    for one in wanted:
        if id(one) not in answered:
            run.add(missing, frame, code=sorted(codes_of(one.get("code"))) or f"(id {one.get('id', '–')})")
    return pairs


def parts(owner: Part, key: str) -> list[Part]:
    """The objects of a repeating element."""
    listed = owner.get(key)
    return [one for one in listed if type(one) is dict] if type(listed) is list else []


def frames(owner: Frame, key: str) -> list[Frame]:
    """A frame for each of them."""
    listed = owner.value.get(key)
    element = f"{owner.element}.{key}"
    return [
        Frame(owner, key, index, one, element, element, owner.scope)
        for index, one in enumerate(listed if type(listed) is list else ())
        if type(one) is dict
    ]


def codes_of(concepts: Any) -> frozenset[str]:
    """The codes of a CodeableConcept, or of a list of them; texts count where there is no coding."""
    found: set[str] = set()
    for concept in concepts if type(concepts) is list else (concepts,):
        if type(concept) is not dict:
            continue
        codings = concept.get("coding")
        codes = {
            str(one["code"])
            for one in (codings if type(codings) is list else ())
            if type(one) is dict and one.get("code")
        }
        found |= codes or ({str(concept["text"])} if concept.get("text") else set())
    return frozenset(found)
