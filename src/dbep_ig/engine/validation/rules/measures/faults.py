"""What can be wrong with a measure or a report on it.

Source: https://hl7.org/fhir/R4/measurereport.html
"""

from dbep_ig.engine.diagnostics import Rule, Severity

REPORT = "https://hl7.org/fhir/R4/measurereport-definitions.html#MeasureReport."


def _rule(
    number: int, name: str, nb: str, en: str, *, spec: str, severity: Severity = Severity.ERROR
) -> Rule:
    return Rule(
        code=f"DBEP{number}",
        name=name,
        severity=severity,
        issue_type="business-rule",
        nb=nb,
        en=en,
        spec=spec,
    )


MEASURE_NOT_FOUND = _rule(
    4801,
    "measure-not-found",
    "Målingen {measure} er ikke tilgjengelig, så rapporten er ikke validert mot den",
    "The measure {measure} is not available, so the report was not validated against it",
    spec=REPORT + "measure",
    severity=Severity.WARNING,
)
GROUP_NOT_IN_MEASURE = _rule(
    4802,
    "group-not-in-measure",
    "Gruppen har ikke samme kode som noen av gruppene i målingen ({wanted})",
    "The group's code matches none of the groups of the measure ({wanted})",
    spec=REPORT + "group.code",
)
GROUP_MISSING = _rule(
    4803,
    "measure-group-missing",
    "Rapporten mangler gruppen {code} fra målingen",
    "The report lacks the group {code} of the measure",
    spec=REPORT + "group",
)
POPULATION_NOT_IN_MEASURE = _rule(
    4804,
    "population-not-in-measure",
    "Populasjonen har ikke samme kode som noen av populasjonene i målingens gruppe ({wanted})",
    "The population's code matches none of the populations of the measure's group ({wanted})",
    spec=REPORT + "group.population.code",
)
SUBJECTS_NOT_EXPECTED = _rule(
    4805,
    "subjects-not-expected",
    "Bare rapporter av typen subject-list lister subjekter (denne er {type})",
    "Only reports of type subject-list list subjects (this is {type})",
    spec=REPORT + "group.population.subjectResults",
)
COUNT_MISSING = _rule(
    4806,
    "population-count-missing",
    "Populasjonen har ikke noe antall",
    "The population has no count",
    spec=REPORT + "group.population.count",
    severity=Severity.WARNING,
)
STRATIFIER_NOT_IN_MEASURE = _rule(
    4807,
    "stratifier-not-in-measure",
    "Inndelingen har ikke samme kode som noen av inndelingene i målingens gruppe ({wanted})",
    "The stratifier's code matches none of the stratifiers of the measure's group ({wanted})",
    spec=REPORT + "group.stratifier.code",
)
STRATIFIER_MISSING = _rule(
    4808,
    "measure-stratifier-missing",
    "Rapporten mangler inndelingen {code} fra målingen",
    "The report lacks the stratifier {code} of the measure",
    spec=REPORT + "group.stratifier",
)
SCORE_NOT_EXPECTED = _rule(
    4809,
    "score-not-expected",
    "En måling av typen cohort har ingen poengsum",
    "A measure that is scored as cohort has no score",
    spec=REPORT + "group.measureScore",
)
CQL_WITHOUT_LIBRARY = _rule(
    4810,
    "cql-without-library",
    "Kriteriet er CQL, men målingen viser ikke til noe bibliotek det kan stå i",
    "The criteria are CQL, but the measure refers to no library that could contain them",
    spec="https://hl7.org/fhir/R4/measure-definitions.html#Measure.library",
)
