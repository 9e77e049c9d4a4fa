"""A FHIR terminology service over HTTP. Asked only when a base address is given, and only what is undecided without it.

Each question is asked once; a service that cannot be reached is not asked again in the same run, so that a file with
a thousand codes waits for one timeout, not a thousand.

Sources: https://hl7.org/fhir/R4/valueset-operation-validate-code.html,
https://hl7.org/fhir/R4/codesystem-operation-validate-code.html, https://hl7.org/fhir/R4/valueset-operation-expand.html
"""

import json
from collections.abc import Mapping
from threading import Lock
from typing import Any
from urllib.parse import urlencode

from dbep_ig.engine.diagnostics import Language
from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.engine.fhir.json.writing import json_bytes
from dbep_ig.engine.fhir.uris import split_canonical
from dbep_ig.engine.terminology import Answer, Question

from .fetching import UNREACHABLE, FetchLimits, fetch

_JSON = "application/fhir+json"
_MOST_REMEMBERED = 50_000  # answers
_CAUSED_BY_UNKNOWN_SYSTEM = ("x-caused-by-unknown-system", "x-unknown-system")
_Key = tuple[object, ...]


class HttpTerminologyService:
    """Implements `TerminologyService`. Safe to share between threads.

    base     e.g. `https://tx.example.org/r4`
    seconds  how long a service may be silent
    """

    def __init__(self, base: str, *, seconds: float = 10.0, language: Language = "en") -> None:
        self.base = base.rstrip("/")
        self._limits = FetchLimits(bytes=64 * 1024 * 1024, seconds=seconds)
        self._language = language
        self._lock = Lock()
        # What was sent along is kept beside its answer: its id() must not come to mean something else.
        self._answers: dict[_Key, tuple[Answer, Resource | None]] = {}
        self._expansions: dict[_Key, tuple[Resource | None, Resource | None]] = {}
        self._down = ""

    def validate_code(self, question: Question) -> Answer:
        """See `TerminologyService.validate_code`; an available value set is sent along, for the service may not know it."""
        key = _key(question)
        with self._lock:
            known = self._answers.get(key)
        if known is not None:
            return known[0]
        answer = self._ask(question)
        with self._lock:
            if len(self._answers) >= _MOST_REMEMBERED:
                self._answers.clear()
            self._answers[key] = (answer, question.inline)
        return answer

    def _ask(self, question: Question) -> Answer:
        parameters: dict[str, Any] = {"code": question.code}
        if question.value_set is None:
            parameters["url"] = question.system
            parameters["version"] = question.version
            resource, why = self._call("CodeSystem/$validate-code", parameters, None)
        else:
            url, version, _ = split_canonical(question.value_set)
            parameters |= {"url": url, "valueSetVersion": version}
            if question.system is None:
                parameters["inferSystem"] = "true"
            else:
                parameters |= {"system": question.system, "systemVersion": question.version}
            resource, why = self._call("ValueSet/$validate-code", parameters, question.inline)
        return Answer(None, why) if resource is None else _answer(resource)

    def expand(self, value_set: str | None, inline: Resource | None = None) -> Resource | None:
        """See `TerminologyService.expand`."""
        key: _Key = (value_set, None if inline is None else id(inline))
        with self._lock:
            if key in self._expansions:
                return self._expansions[key][0]
        url, version, _ = split_canonical(value_set or "")
        parameters = {"url": url or None, "valueSetVersion": version}
        resource, _ = self._call("ValueSet/$expand", parameters, inline)
        if resource is not None and resource.get("resourceType") != "ValueSet":
            resource = None
        with self._lock:
            self._expansions[key] = (resource, inline)
        return resource

    def _call(
        self, operation: str, parameters: Mapping[str, Any], inline: Resource | None
    ) -> tuple[Resource | None, str]:
        """The resource that came back, or None and why."""
        if self._down:
            return None, self._down
        address = f"{self.base}/{operation}"
        if inline is None:
            given = {name: value for name, value in parameters.items() if value is not None}
            result = fetch(f"{address}?{urlencode(given)}", accept=_JSON, limits=self._limits)
        else:
            body = json_bytes(_as_parameters(parameters, inline))
            result = fetch(address, accept=_JSON, limits=self._limits, body=body)
        if result.value is None:
            issue = result.issues[0]
            reason = str(issue.params.get("reason", issue.message(self._language)))
            if issue.rule is not UNREACHABLE or not reason.startswith("HTTP "):
                self._down = reason
            return None, reason
        return _read(result.value)


def _key(question: Question) -> _Key:
    """A contained value set is told apart by what it is, not by its `#id`, which others may share."""
    return (*question[:5], None if question.inline is None else id(question.inline))


def _as_parameters(parameters: Mapping[str, Any], inline: Resource) -> Resource:
    typed = {"url": "valueUri", "system": "valueUri", "code": "valueCode"}
    listed: list[dict[str, Any]] = [{"name": "valueSet", "resource": inline}]
    for name, value in parameters.items():
        if value is None or name in ("url", "valueSetVersion"):
            continue  # the value set itself is there
        if name == "inferSystem":
            listed.append({"name": name, "valueBoolean": True})
        else:
            listed.append({"name": name, typed.get(name, "valueString"): value})
    return {"resourceType": "Parameters", "parameter": listed}


def _read(body: bytes) -> tuple[Resource | None, str]:
    try:
        resource = json.loads(body)
    except (ValueError, RecursionError) as error:
        return None, f"no JSON: {error}"
    return (resource, "") if isinstance(resource, dict) else (None, "no FHIR resource")


def _answer(resource: Resource) -> Answer:
    """`Parameters` with `result`, `message`, `display`; a False for lack of the code system is no answer."""
    if resource.get("resourceType") != "Parameters":
        return Answer(None, _outcome_text(resource))
    values: dict[str, Any] = {}
    for parameter in resource.get("parameter") or ():
        if isinstance(parameter, dict) and isinstance(parameter.get("name"), str):
            value = next((each for key, each in parameter.items() if key.startswith("value")), None)
            values.setdefault(parameter["name"], value)
    result, message, display = values.get("result"), values.get("message"), values.get("display")
    if not isinstance(result, bool) or (
        not result and any(name in values for name in _CAUSED_BY_UNKNOWN_SYSTEM)
    ):
        return Answer(None, str(message or "no result"))
    return Answer(result, str(message or ""), display if isinstance(display, str) else None)


def _outcome_text(resource: Resource) -> str:
    """What an OperationOutcome says, or what came instead of one."""
    for issue in resource.get("issue") or ():
        if isinstance(issue, dict):
            details = issue.get("details")
            text = details.get("text") if isinstance(details, dict) else None
            return str(text or issue.get("diagnostics") or issue.get("code") or "OperationOutcome")
    return str(resource.get("resourceType", "no FHIR resource"))
