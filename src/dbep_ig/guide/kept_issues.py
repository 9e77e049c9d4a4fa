"""Issues as JSON and back, for what a build keeps. An issue with a value that cannot come back as it was is not kept.

A rule is kept by where it is defined, `module:NAME`; how a location is kept is the caller's.
"""

import sys
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from importlib import import_module
from typing import Any

from dbep_ig.engine.diagnostics import Asker, Issue, LateText, Location, Rule, Severity, Text

_PROGRAM = __name__.partition(".")[0]
_PLAIN = (str, int, bool, type(None))


class CannotKeepError(Exception):
    """JSON has no form for this that comes back the same."""


def issue_json(issue: Issue, location_json: Callable[[Location], Any]) -> dict[str, Any]:
    """Raises CannotKeepError."""
    return {
        "rule": _name_of(issue.rule),
        "location": location_json(issue.location),
        "params": {name: _value_json(value) for name, value in issue.params.items()},
        "related": [location_json(one) for one in issue.related],
        "detail": [issue_json(one, location_json) for one in issue.detail],
        "severity": None if issue.override is None else int(issue.override),
        "asker": None if issue.asker is None else [*issue.asker.name, issue.asker.canonical],
    }


def issue_of(kept: Any, location_of: Callable[[Any], Location]) -> Issue:
    """What `issue_json` gave. Raises ValueError, LookupError, TypeError or AttributeError for anything else."""
    asker = kept["asker"]
    return Issue(
        _rule_of(kept["rule"]),
        location_of(kept["location"]),
        {name: _value_of(value) for name, value in kept["params"].items()},
        tuple(location_of(one) for one in kept["related"]),
        tuple(issue_of(one, location_of) for one in kept["detail"]),
        None if kept["severity"] is None else Severity(kept["severity"]),
        None if asker is None else Asker(Text(asker[0], asker[1]), asker[2]),
    )


def _value_json(value: object) -> Any:
    if type(value) in _PLAIN:
        return value
    if isinstance(value, LateText):
        value = value.settled()
    if type(value) is Text:
        return {"text": [value.nb, value.en]}
    if type(value) is Decimal:
        return {"decimal": str(value)}
    if type(value) in (list, tuple):
        return {type(value).__name__: [_value_json(one) for one in value]}  # type: ignore[attr-defined]
    raise CannotKeepError(type(value))


def _value_of(kept: Any) -> object:
    if not isinstance(kept, dict):
        return kept
    ((kind, value),) = kept.items()
    if kind == "text":
        return Text(*value)
    if kind == "decimal":
        return Decimal(value)
    found = [_value_of(one) for one in value]
    return {"list": found, "tuple": tuple(found)}[kind]


def _name_of(rule: Rule) -> str:
    found = _names().get(id(rule))
    if found is None:  # its module was imported after the last look
        _names.cache_clear()
        found = _names().get(id(rule))
    if found is None:
        raise CannotKeepError(rule)
    return found


@cache
def _names() -> dict[int, str]:
    """id() of every rule of the modules that are imported -> where it is; rules are never let go."""
    return {
        id(value): f"{name}:{key}"
        for name, module in list(sys.modules.items())
        if name.partition(".")[0] == _PROGRAM
        for key, value in list(vars(module).items())
        if isinstance(value, Rule)
    }


def _rule_of(kept: str) -> Rule:
    module, _, name = kept.partition(":")
    if module.partition(".")[0] != _PROGRAM:
        raise ValueError(kept)
    found = vars(import_module(module))[name]
    if not isinstance(found, Rule):
        raise TypeError(kept)
    return found
