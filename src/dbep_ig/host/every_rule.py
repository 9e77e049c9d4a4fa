"""Every rule there is, by code: for the site's pages of diagnostics. Imports the whole package, so only a build asks."""

from importlib import import_module
from pkgutil import walk_packages

import dbep_ig
from dbep_ig.engine.diagnostics import Rule


def every_rule() -> dict[str, Rule]:
    """Code -> rule, from all modules; a module whose own optional dependency is missing is left out."""
    found: dict[str, Rule] = {}
    for module in walk_packages(dbep_ig.__path__, "dbep_ig."):
        if module.name.endswith("__main__"):
            continue
        try:
            members = vars(import_module(module.name))
        except ModuleNotFoundError as error:
            if (error.name or "").startswith("dbep_ig"):
                raise
            continue
        for member in members.values():
            rules = member.values() if isinstance(member, dict) else member if isinstance(member, tuple) else (member,)
            found.update({rule.code: rule for rule in rules if isinstance(rule, Rule)})
    return dict(sorted(found.items()))
