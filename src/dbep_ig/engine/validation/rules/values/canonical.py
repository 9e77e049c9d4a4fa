"""A canonical, or the url of a conformance resource, is not an absolute URL.

`#id` (a contained resource) is allowed for canonicals.

Source: https://hl7.org/fhir/R4/datatypes.html#canonical, https://hl7.org/fhir/R4/resource.html#canonical
"""

from typing import Any

from dbep_ig.engine.diagnostics import Rule
from dbep_ig.engine.fhir.uris import is_absolute
from dbep_ig.engine.validation.ground.frame import Frame
from dbep_ig.engine.validation.ground.run import Run

RELATIVE_CANONICAL = Rule(
    code="DBEP4409",
    name="relative-canonical",
    issue_type="invalid",
    nb="`{url}` er ikke en absolutt URL",
    en="`{url}` is not an absolute URL",
    spec="https://hl7.org/fhir/R4/datatypes.html#canonical",
)


class CanonicalChecks:
    """One canonical."""

    __slots__ = ()
    applies_to = ("canonical",)

    def check(self, value: Any, frame: Frame, run: Run) -> None:
        """Absolute, or a fragment."""
        if type(value) is str and not value.startswith("#") and not is_absolute(value):
            run.add(RELATIVE_CANONICAL, frame, url=value)


class ConformanceUrl:
    """The `url` of a resource that others refer to by it."""

    __slots__ = ()
    applies_to = ("CanonicalResource",)

    def check(self, value: Any, frame: Frame, run: Run) -> None:
        """Absolute."""
        url = value.get("url")
        if type(url) is str and not is_absolute(url):
            run.add_at(RELATIVE_CANONICAL, frame, "url", url=url)
