"""Every Rule that the package defines, found by importing all of it."""

import pkgutil
from functools import cache
from importlib import import_module

import dbep_ig
from dbep_ig.engine.diagnostics import Rule


@cache
def all_rules() -> dict[str, list[tuple[str, Rule]]]:
    """Code -> the (module, rule) pairs that define it; a rule imported by another module counts once."""
    found: dict[str, list[tuple[str, Rule]]] = {}
    seen: set[int] = set()
    for module in pkgutil.walk_packages(dbep_ig.__path__, "dbep_ig."):
        if module.name.endswith(".__main__"):
            continue
        for value in vars(import_module(module.name)).values():
            candidates = (
                value
                if isinstance(value, tuple | list)
                else value.values()
                if isinstance(value, dict)
                else (value,)
            )
            for rule in candidates:
                if isinstance(rule, Rule) and id(rule) not in seen:
                    seen.add(id(rule))
                    found.setdefault(rule.code, []).append((module.name, rule))
    return found
