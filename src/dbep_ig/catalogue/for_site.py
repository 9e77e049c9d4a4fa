"""What the site tells of the diagnostics: every page, and every rule of the program."""

from importlib import import_module
from pkgutil import walk_packages

import dbep_ig
from dbep_ig.engine.diagnostics import LANGUAGES, Rule

from . import codes, page


def pages() -> dict[str, str]:
    """`DBEP4105.nb.md` -> Markdown."""
    found = {f"{code}.{one}.md": page(code, one) for code in codes() for one in LANGUAGES}
    return {name: text for name, text in found.items() if text is not None}


def rules() -> dict[str, Rule]:
    """Code -> rule, for the severities on the pages."""
    return {
        value.code: value
        for module in walk_packages(dbep_ig.__path__, "dbep_ig.")
        for value in vars(import_module(module.name)).values()
        if isinstance(value, Rule)
    }
