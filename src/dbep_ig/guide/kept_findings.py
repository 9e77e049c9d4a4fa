"""Findings, kept from one build to the next: an example or a definition whose inputs did not change is not validated again.

What is kept has no places: they are found in the YAML as it is now.
"""

from collections.abc import Callable, Mapping
from typing import Any

from dbep_ig.engine.diagnostics import OWN_FAULT, Held, Location

from .findings import Findings, Judged, Validate
from .kept_issues import CannotKeepError, issue_json, issue_of
from .stages import Stages, digest_of


class KeptFindings:
    """Validates what has not been validated before against the same definitions.

    record       the name it is kept under
    definitions  digest of all that a finding depends on but what is judged
    validator    called when something is to be validated
    """

    def __init__(
        self, stages: Stages, record: str, definitions: str, validator: Callable[[], Validate]
    ) -> None:
        self._stages = stages
        self._record = record
        self._definitions = definitions
        self._validator = validator
        before = stages.record(record)
        self._before = before if isinstance(before, dict) else {}
        self._now: dict[str, Any] = {}

    def validate(
        self, one: Judged, reached: Mapping[str, bytes] | None = None, itself: bytes | None = None
    ) -> Findings:
        """See `Validate`.

        reached  what its findings depend on besides
        itself   what of it they depend on; None: all of it
        """
        data = one.data if itself is None else itself
        digest = digest_of(
            self._definitions, one.document, data, reached or {}, one.before or b"", one.by or ""
        )
        kept = self._before.get(one.name)
        found = _findings_of(kept, digest, one)
        if found is None:
            found = self._validator()(one)
            kept = _kept(found, digest, one)
        if kept is not None:
            self._now[one.name] = kept
        return found

    def keep(self) -> None:
        """For the next build: what was found in this one."""
        self._stages.keep(self._record, self._now)


def _kept(found: Findings, digest: str, one: Judged) -> Any:
    """None for what cannot be kept."""

    def location_json(location: Location) -> list[Any]:
        if location.exact is not None or location.locator not in (None, one.origin):
            raise CannotKeepError(location)
        is_here = location.locator is not None
        return [location.document, list(location.pointer), location.expression, location.on_key, is_here]

    if any(issue.rule is OWN_FAULT for issue in found.issues):
        return None  # another time it may go well
    try:
        issues = [issue_json(issue, location_json) for issue in found.issues]
    except CannotKeepError:
        return None
    return {"digest": digest, "issues": issues, "held": [list(held) for held in found.held]}


def _findings_of(kept: Any, digest: str, one: Judged) -> Findings | None:
    """None where it was kept of something else, or is damaged."""

    def location_of(kept: Any) -> Location:
        document, pointer, expression, on_key, is_here = kept
        return Location(document, tuple(pointer), expression, on_key, locator=one.origin if is_here else None)

    try:
        if kept["digest"] != digest:
            return None
        issues = tuple(issue_of(issue, location_of) for issue in kept["issues"])
        held = tuple(
            Held(document, resource, tuple(profiles), expression, reason)
            for document, resource, profiles, expression, reason in kept["held"]
        )
    except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, ImportError):
        return None
    return Findings(issues, held)
