"""What the site tells of the diagnostics: every page, and every rule of the program."""

from functools import cache
from importlib import import_module
from importlib.abc import InspectLoader
from importlib.util import find_spec
from pkgutil import walk_packages

import dbep_ig
from dbep_ig.engine.diagnostics import Rule

from . import Entry, codes, entry


@cache
def entries() -> dict[str, Entry]:
    """Code -> its page."""
    found = {code: entry(code) for code in codes()}
    return {code: one for code, one in found.items() if one is not None}


@cache
def rules() -> dict[str, Rule]:
    """Code -> rule, for the severities on the pages."""
    return {
        value.code: value
        for module in walk_packages(dbep_ig.__path__, "dbep_ig.")
        if _makes_rules(module.name)
        for value in vars(import_module(module.name)).values()
        if isinstance(value, Rule)
    }


def _makes_rules(module: str) -> bool:
    """Whether its text says so: others are not imported, since some need a library that only an extra brings."""
    spec = find_spec(module)
    loader = spec.loader if spec is not None else None
    text = loader.get_source(module) if isinstance(loader, InspectLoader) else None
    return text is not None and "Rule(" in text
