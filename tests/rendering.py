"""Every message that is made while a test runs, rendered in both languages with its real values.

A rule's message has `{names}` that whoever reports the rule fills in. `watch` sees each issue, remark and evaluation error as it
is made, also those that no report shows, and notes a name that nobody filled in, or one that is still raw in the text.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from dbep_ig.engine.diagnostics import LANGUAGES, Issue, LateText, Remark, Rule, Text
from dbep_ig.engine.fhirpath.errors import EvaluationError

_RAW = re.compile(r"\{[a-z_]+\}")


class Watch:
    """seen: the codes met since `clear`; faults: what is wrong in their messages."""

    def __init__(self) -> None:
        self.seen: set[str] = set()
        self.faults: list[str] = []
        self._checked: set[tuple[Any, ...]] = set()

    def clear(self) -> None:
        self.seen.clear()
        self.faults.clear()

    def look_at(self, rule: Rule, params: Mapping[str, object]) -> None:
        """Once for each rule and kinds of values: there are tests with 100,000 issues."""
        self.seen.add(rule.code)
        kinds = (id(rule), *sorted((name, type(value).__name__) for name, value in params.items()))
        if kinds not in self._checked or any(isinstance(value, Text) for value in params.values()):
            self._checked.add(kinds)
            self.faults += faults_of(rule, params)


def faults_of(rule: Rule, params: Mapping[str, object]) -> list[str]:
    """What is not filled in. Braces in a plain value are the value's own."""
    found = []
    own = " ".join(str(value) for value in params.values() if not isinstance(value, Text | LateText))
    for language in LANGUAGES:
        try:
            text = rule.say(params, language)
        except (KeyError, IndexError) as error:
            found.append(f"{rule.code} ({language}): nothing for {error}")
            continue
        found += [
            f"{rule.code} ({language}): {raw} in “{text}”" for raw in _RAW.findall(text) if raw not in own
        ]
    return found


def watching(monkeypatch: pytest.MonkeyPatch) -> Watch:
    """A watch on everything that has a rule and values, for as long as the patch lasts."""
    watch = Watch()

    def patch(kind: type, name: str, look: Callable[..., None]) -> None:
        made = getattr(kind, name)

        def instead(*arguments: Any, **named: Any) -> Any:
            result = made(*arguments, **named)
            look(arguments[0] if result is None else result)
            return result

        monkeypatch.setattr(kind, name, instead)

    patch(Issue, "__new__", lambda one: watch.look_at(one.rule, one.params))
    patch(Remark, "__new__", lambda one: watch.look_at(one.rule, one.params))
    patch(EvaluationError, "__init__", lambda one: watch.look_at(one.rule, one.params))
    return watch
