"""What happens in a scenario after it has begun: each step as the transaction that makes its changes.

A transaction has what the step changes (PUT), adds (POST) and removes (DELETE), and nothing else. A resource of which only the
narrative would be another is not changed. Source: https://hl7.org/fhir/R4/http.html#transaction
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from dbep_ig.engine.diagnostics import Issue, Pointer
from dbep_ig.engine.fhir.documents import Document, Json, Resource
from dbep_ig.guide.authoring import Where
from dbep_ig.guide.authoring.fhir_names import is_id
from dbep_ig.guide.authoring.lint.life_cycles import UNKNOWN_ROLE
from dbep_ig.guide.authoring.model import Model
from dbep_ig.guide.authoring.suggestions import did_you_mean
from dbep_ig.guide.generation.origin import Origin

from .changes import changed
from .draft import ExampleDraft
from .example import Example, Happening
from .given import Given, shown
from .malformed_names import malformed_name
from .reading import Scenario, Step
from .rules import DUPLICATE_NAME

Compile = Callable[[Scenario, Mapping[str, Given], ExampleDraft], Example]


class Sequence:
    """The steps of one scenario.

    begin     the scenario itself, compiled
    compiled  makes an example of a scenario's instances
    draft     a new draft, valid or not
    """

    def __init__(
        self, scenario: Scenario, begin: Example, compiled: Compile, draft: Callable[[bool], ExampleDraft]
    ) -> None:
        self._scenario = scenario
        self._compile = compiled
        self._draft = draft
        self._instances = scenario.instances
        self._state = begin
        self._last = begin.name  # the example that the next step follows

    def examples(self, issues: list[Issue], taken: Mapping[str, Where]) -> list[Example]:
        """An example for each step, until one cannot be compiled: what follows it would be about something else.

        taken  the names of other examples, and where they are written
        """
        found: list[Example] = []
        for number, step in enumerate(self._scenario.steps, 1):
            name = f"{self._scenario.name}-{number}"
            if name in taken or not is_id(name):
                issues.append(_unfit(name, step, taken))
                return found
            made = self._step(name, number, step, issues)
            if made is None:
                return found
            found.append(made)
        return found

    def _step(self, name: str, number: int, step: Step, issues: list[Issue]) -> Example | None:
        draft = self._draft(not step.expected)
        _check_role(step, draft.model, issues)
        instances = self._changed(step, draft.issues)
        whole = self._compile(self._scenario, instances, draft)
        issues += draft.issues
        if any(issue.is_error for issue in draft.issues):
            return None
        touched = {path.partition(".")[0] for path in step.changes} | set(step.added)
        addresses = {f"{draft.instances[one].reference}" for one in touched if one in draft.instances}
        bundle, places, state = _transaction(name, self._state.bundle, whole, addresses)
        happening = Happening(self._scenario.name, number, step.by, self._state.bundle, state)
        example = replace(
            whole,
            name=name,
            title=step.title,
            definition=step.definition,
            bundle=bundle,
            origin=Origin(step.where, places),
            profiles=frozenset(_profiles(bundle)),
            of=self._last if step.expected else None,
            changes={path: shown(value) for path, value in step.changes.items()},
            expected=tuple(
                replace(one, rule=draft.model.names.invariants.get(one.rule, one.rule))
                for one in step.expected
            ),
            where=step.where,
            yaml=step.yaml,
            happening=happening,
        )
        if not step.expected:
            self._instances, self._last = instances, name
            self._state = replace(whole, bundle=state)
        return example

    def _changed(self, step: Step, issues: list[Issue]) -> dict[str, Given]:
        instances = changed(self._instances, step.changes, step.where, self._scenario.name, issues)
        for name, one in step.added.items():
            if name in self._instances:
                first = self._instances[name].where
                params = {"name": name, "first": _line(first)}
                at = (step.where / "add" / name).location(on_key=True)
                issues.append(Issue(DUPLICATE_NAME, at, params, (first.location(),)))
            else:
                instances[name] = one
        return instances


def _unfit(name: str, step: Step, taken: Mapping[str, Where]) -> Issue:
    at = step.where.location()
    if name not in taken:
        return malformed_name(name, at)
    return Issue(DUPLICATE_NAME, at, {"name": name, "first": _line(taken[name])}, (taken[name].location(),))


def _check_role(step: Step, model: Model, issues: list[Issue]) -> None:
    """Where life cycles name their roles, a step names one of them."""
    roles = [role for one in model.classes.values() if one.states is not None for role in one.states.roles]
    if step.by is not None and roles and step.by not in roles:
        params = {"role": step.by, "hint": did_you_mean(step.by, roles)}
        issues.append(Issue(UNKNOWN_ROLE, (step.where / "by").location(), params))


def _transaction(
    name: str, before: Resource, whole: Example, touched: set[str]
) -> tuple[Resource, dict[Pointer, Where], Resource]:
    """-> the transaction, where its parts were written, and all resources as they are then."""
    known = {_address(entry): entry for entry in before["entry"]}
    entries: list[dict[str, Json]] = []
    state: list[Json] = []
    places: dict[Pointer, Where] = {}
    for number, entry in enumerate(whole.bundle["entry"]):
        address = _address(entry)
        old = known.get(address)
        if old is not None and address not in touched and _content(old) == _content(entry):
            state.append(old)
            continue
        state.append(entry)
        request = {"method": "PUT", "url": address}
        if old is None:
            request = {"method": "POST", "url": address.partition("/")[0]}
        for pointer, where in whole.origin.places.items():
            if pointer[:2] == ("entry", number):
                places["entry", len(entries), *pointer[2:]] = where
        entries.append({**entry, "request": request})
    left = {_address(entry) for entry in whole.bundle["entry"]}
    for address, entry in known.items():
        if address not in left:
            entries.append({"fullUrl": entry["fullUrl"], "request": {"method": "DELETE", "url": address}})
    head = {key: value for key, value in whole.bundle.items() if key != "entry"}
    bundle = {**head, "id": name, "type": "transaction", "entry": list(entries)}
    return bundle, places, {**head, "entry": state}


def _address(entry: Any) -> str:
    return f"{entry['resource']['resourceType']}/{entry['resource']['id']}"


def _content(entry: Any) -> dict[str, Json]:
    return {key: value for key, value in entry["resource"].items() if key != "text"}


def _profiles(bundle: Resource) -> list[str]:
    return [
        url
        for entry in bundle["entry"]
        if "resource" in entry
        for url in entry["resource"].get("meta", {}).get("profile", ())
    ]


def _line(where: Where) -> str:
    place = where.place()
    return f"{place.source.name}:{place.span.line}"


def unchanged(before: Document, transaction: Resource) -> list[Document]:
    """The resources that a transaction leaves as they were, as documents that its references may lead to."""
    changed = {str(entry.get("fullUrl")) for entry in transaction.get("entry", ()) if isinstance(entry, dict)}
    return [
        Document(before.source, entry["resource"], before.locator, before.format)
        for entry in before.resource["entry"]
        if entry["fullUrl"] not in changed
    ]
