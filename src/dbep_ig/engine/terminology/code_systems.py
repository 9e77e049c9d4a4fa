"""The available code systems: those of the packages, compiled once each, and the built-in ones.

Which one `url|version` means where several lie side by side is for `Definitions` to say.
"""

from threading import RLock

from dbep_ig.engine.diagnostics import Remark, Rule, Severity, Summary, Text
from dbep_ig.engine.fhir.definitions import Definitions, supplements_of
from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.engine.fhir.uris import split_canonical

from . import builtin
from .code_sets import Predicate
from .code_system import CodeSystem, Content

_OFFLINE = Summary(
    "system", Text("kan ikke kontrolleres uten nett: koder fra", "cannot be checked offline: codes of")
)
CODE_SYSTEM_NOT_AVAILABLE = Rule(
    code="DBEP5102",
    name="code-system-not-available",
    severity=Severity.INFORMATION,
    issue_type="not-found",
    nb="Kodeverket {system} er ikke tilgjengelig, så koder fra det kan ikke kontrolleres",
    en="The code system {system} is not available, so codes from it cannot be checked",
    spec="https://hl7.org/fhir/R4/terminologies-systems.html",
    summary=_OFFLINE,
)
VERSION_NOT_AVAILABLE = Rule(
    code="DBEP5106",
    name="code-system-version-not-available",
    severity=Severity.INFORMATION,
    issue_type="not-found",
    nb="Versjon {version} av kodeverket {system} er ikke tilgjengelig (bare {found}), så koder fra den kan ikke kontrolleres",
    en="Version {version} of the code system {system} is not available (only {found}), so codes from it cannot be checked",
    spec="https://hl7.org/fhir/R4/codesystem.html#versioning",
    summary=_OFFLINE,
)
CONTENT_INCOMPLETE = Rule(
    code="DBEP5104",
    name="code-system-content-incomplete",
    severity=Severity.INFORMATION,
    issue_type="not-found",
    nb="Definisjonen av kodeverket {system} har ikke alle koder (content er {content}), så {code} kan ikke kontrolleres",
    en="The definition of the code system {system} does not contain all its codes (content is {content}), so {code} cannot be checked",
    spec="https://hl7.org/fhir/R4/valueset-codesystem-content-mode.html",
)


_MOST_SYSTEMS = 10_000  # remembered; a document can name any number of them


class CodeSystems:
    """Compiled code systems by canonical. Safe to share between threads."""

    def __init__(self, definitions: Definitions) -> None:
        self._definitions = definitions
        self._lock = RLock()
        self._asked: dict[tuple[str, str | None, str | None], CodeSystem | None] = {}
        self._compiled: dict[int, CodeSystem] = {}
        self._supplemented: dict[str, CodeSystem] = {}

    def find(self, system: str, version: str | None = None, within: str | None = None) -> CodeSystem | None:
        """The code system, or None when no resource and no built-in list gives its codes.

        version  exact; `*` and None stand for any
        """
        key = (system, None if version == "*" else version, within)
        try:
            return self._asked[key]
        except KeyError:
            with self._lock:
                if len(self._asked) >= _MOST_SYSTEMS:
                    self.forget()
                found = self._find(*key)
                self._asked[key] = found
                return found

    def forget(self) -> None:
        """Drops what is remembered; it is rebuilt when it is asked for."""
        with self._lock:
            self._asked.clear()
            self._compiled.clear()
            self._supplemented.clear()

    def _find(self, system: str, version: str | None, within: str | None) -> CodeSystem | None:
        url, inline_version, _ = split_canonical(system)
        version = version or inline_version
        canonical = f"{url}|{version}" if version else url
        resource = self._definitions.find(canonical, "CodeSystem", within=within)
        compiled = None if resource is None else self._compile(resource)
        if compiled is not None and compiled.is_complete:
            return compiled
        builtin_resource = builtin.code_system(url)
        return compiled if builtin_resource is None else self._compile(builtin_resource)

    def of(self, resource: Resource) -> CodeSystem:
        """A code system from its resource, e.g. one that is contained."""
        with self._lock:
            return self._compile(resource)

    def _compile(self, resource: Resource) -> CodeSystem:
        compiled = self._compiled.get(id(resource))
        if compiled is None or compiled.resource is not resource:
            compiled = CodeSystem(resource)
            self._compiled[id(resource)] = compiled
        return compiled

    def with_supplements(self, code_system: CodeSystem) -> CodeSystem:
        """The same with the designations and properties that supplements add; itself when there are none."""
        supplemented = self._supplemented.get(code_system.canonical)
        if supplemented is None:
            with self._lock:
                found = list(supplements_of(self._definitions, code_system.url))
                supplemented = CodeSystem(code_system.resource, found) if found else code_system
                self._supplemented[code_system.canonical] = supplemented
        return supplemented

    def grammar(self, system: str) -> Predicate | None:
        """The test of a system whose codes are told by their form, unless a package lists them all."""
        return builtin.grammar(system)

    def is_folded(self, system: str) -> bool:
        """Whether codes of the system are accepted in any case: it says so, or says nothing (Postel's law)."""
        found = self.find(system)
        return found is not None and not found.case_sensitive

    def absence(self, system: str, version: str | None, within: str | None, code: object = "") -> Remark:
        """Why codes of a system cannot be told."""
        found = self.find(system, version, within)
        if found is not None and found.content is not Content.NOT_PRESENT:
            params = {"system": system, "content": found.content.value, "code": code}
            return Remark(CONTENT_INCOMPLETE, params, pointer=("code",))
        other = self.find(system, None, within) if version else None
        if other is not None and other.content is not Content.NOT_PRESENT:
            params = {"system": system, "version": version, "found": other.version or "?"}
            return Remark(VERSION_NOT_AVAILABLE, params, pointer=("system",))
        return Remark(CODE_SYSTEM_NOT_AVAILABLE, {"system": system}, pointer=("system",))
