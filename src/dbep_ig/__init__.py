"""dbep_ig: an information model in YAML becomes FHIR R4; a validator checks any R4 resource against any profile.

    from dbep_ig import Validator

Nothing is imported here until it is asked for: `python -c "import dbep_ig"` costs what an empty module costs.
"""

__version__ = "0.1.0"

TYPE_CHECKING = False  # as type checkers read it; `typing` itself takes time to import
if TYPE_CHECKING:
    from dbep_ig import build, fhirpath, typed
    from dbep_ig.engine.diagnostics import Issue, Severity
    from dbep_ig.engine.validation import Settings
    from dbep_ig.host.terminology_service import HttpTerminologyService
    from dbep_ig.library.arguments import Packages, Profiles
    from dbep_ig.library.documents import Content
    from dbep_ig.library.report import Report
    from dbep_ig.validator import CouldNotOpen, Validator
else:
    _WHERE = {
        "Content": "dbep_ig.library.documents",
        "CouldNotOpen": "dbep_ig.validator",
        "HttpTerminologyService": "dbep_ig.host.terminology_service",
        "Issue": "dbep_ig.engine.diagnostics",
        "Packages": "dbep_ig.library.arguments",
        "Profiles": "dbep_ig.library.arguments",
        "Report": "dbep_ig.library.report",
        "Settings": "dbep_ig.engine.validation",
        "Severity": "dbep_ig.engine.diagnostics",
        "Validator": "dbep_ig.validator",
        "build": "",
        "fhirpath": "",
        "typed": "",
    }

    def __getattr__(name):
        """What the library offers, imported when it is first asked for."""
        where = _WHERE.get(name)
        if where is None:
            raise AttributeError(f"module 'dbep_ig' has no attribute {name!r}")
        from importlib import import_module  # start-up time

        found = getattr(import_module(where), name) if where else import_module(f"dbep_ig.{name}")
        globals()[name] = found
        return found

    def __dir__():
        return sorted({*globals(), *_WHERE})


__all__ = [
    "Content",
    "CouldNotOpen",
    "HttpTerminologyService",
    "Issue",
    "Packages",
    "Profiles",
    "Report",
    "Settings",
    "Severity",
    "Validator",
    "__version__",
    "build",
    "fhirpath",
    "typed",
]
