"""Findings of examples, kept from one build to the next: an example whose inputs did not change is not validated again.

What is kept has no places: they are found in the YAML as it is now.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from dbep_ig.engine.diagnostics import OWN_FAULT, Held, Location
from dbep_ig.engine.fhir.json.writing import json_bytes
from dbep_ig.guide.kept_issues import CannotKeepError, issue_json, issue_of
from dbep_ig.guide.stages import Stages, digest_of

from .checking import Findings, Validate
from .example import Example

_RECORD = "examples"


class KeptFindings:
    """Validates what has not been validated before against the same definitions.

    definitions  digest of all that a finding depends on but the example
    validator    called when it is first needed
    """

    def __init__(self, stages: Stages, definitions: str, validator: Callable[[], Validate]) -> None:
        self._stages = stages
        self._definitions = definitions
        self._validator = cache(validator)
        before = stages.record(_RECORD)
        self._before = before if isinstance(before, dict) else {}
        self._now: dict[str, Any] = {}

    def validate(self, example: Example) -> Findings:
        """See `Validate`."""
        digest = digest_of(self._definitions, example.document, json_bytes(example.bundle))
        kept = self._before.get(example.name)
        found = _findings_of(kept, digest, example)
        if found is None:
            found = self._validator()(example)
            kept = _kept(found, digest, example)
        if kept is not None:
            self._now[example.name] = kept
        return found

    def keep(self) -> None:
        """For the next build: what was found of the examples of this one."""
        self._stages.keep(_RECORD, self._now)


def _kept(found: Findings, digest: str, example: Example) -> Any:
    """None for what cannot be kept."""

    def location_json(location: Location) -> list[Any]:
        if location.exact is not None or location.locator not in (None, example.origin):
            raise CannotKeepError(location)
        is_here = location.locator is not None
        return [location.document, list(location.pointer), location.expression, location.on_key, is_here]

    if any(issue.rule is OWN_FAULT for issue in found.issues):
        return None  # another time it may go well
    try:
        issues = [issue_json(issue, location_json) for issue in found.issues]
    except CannotKeepError:
        return None
    return {"digest": digest, "issues": issues, "held": [list(one) for one in found.held]}


def _findings_of(kept: Any, digest: str, example: Example) -> Findings | None:
    """None where it was kept of something else, or is damaged."""

    def location_of(kept: Any) -> Location:
        document, pointer, expression, on_key, is_here = kept
        return Location(
            document, tuple(pointer), expression, on_key, locator=example.origin if is_here else None
        )

    try:
        if kept["digest"] != digest:
            return None
        issues = tuple(issue_of(one, location_of) for one in kept["issues"])
        held = tuple(
            Held(document, resource, tuple(profiles), expression, reason)
            for document, resource, profiles, expression, reason in kept["held"]
        )
    except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, ImportError):
        return None
    return Findings(issues, held)
