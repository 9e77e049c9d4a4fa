"""The criteria of a Measure: CQL that names a definition needs a library.

Source: https://hl7.org/fhir/R4/measure-definitions.html#Measure.library
"""

from typing import Any

from dbep_ig.engine.fhir.uris import is_absolute
from dbep_ig.engine.validation.ground.frame import Frame
from dbep_ig.engine.validation.ground.run import Run

from .faults import CQL_WITHOUT_LIBRARY

_CQL = frozenset(("text/cql", "text/cql.identifier", "text/cql-identifier"))


class MeasureChecks:
    """One Measure."""

    __slots__ = ()
    applies_to = ("Measure",)

    def check(self, value: Any, frame: Frame, run: Run) -> None:
        """Every criteria of populations, stratifiers and supplemental data."""
        libraries = value.get("library")
        listed = libraries if type(libraries) is list else ()
        if not any(type(one) is str and (one.startswith("#") or is_absolute(one)) for one in listed):
            _criteria(value, frame, run)


def _names_a_definition(criteria: dict[str, Any]) -> bool:
    """CQL that is a name: `CMS146.InInitialPopulation`; other CQL can stand on its own."""
    expression = criteria.get("expression")
    return (
        str(criteria.get("language")) in _CQL
        and type(expression) is str
        and expression.replace(".", "").replace("_", "").isalnum()
    )


def _criteria(value: Any, frame: Frame, run: Run) -> None:
    criteria = value.get("criteria")
    if type(criteria) is dict and _names_a_definition(criteria):
        run.add_at(CQL_WITHOUT_LIBRARY, frame, "criteria")
    for key in ("group", "population", "stratifier", "component", "supplementalData"):
        listed = value.get(key)
        for index, one in enumerate(listed if type(listed) is list else ()):
            if type(one) is dict:
                _criteria(one, Frame(frame, key, index, one, "", frame.element, frame.scope), run)
