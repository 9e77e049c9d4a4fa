"""HL7's validator test cases, asked of our validator.

    python -m tests.conformance.hl7          one JSON request a line in, one OperationOutcome a line out
    validate(request) -> OperationOutcome    the same in process

Only the form of the answer is adapted here: HL7's validator reports some faults at the parent of the node that we point
at (`AT_PARENT`), takes a missing code system or questionnaire for a warning, and never warns that no profile was chosen. No rule lives here.
"""

import json
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from dbep_ig.engine.diagnostics import Issue, Severity
from dbep_ig.engine.fhir.definitions import DefinitionMap, Definitions
from dbep_ig.engine.fhir.documents import Document
from dbep_ig.engine.fhir.json.reading import read_json, read_ndjson
from dbep_ig.engine.validation import Settings
from dbep_ig.host.core_data import open_core
from dbep_ig.workbench import Workbench

# HL7's validator names the parent for these; a caret under the member itself serves readers better.
AT_PARENT = frozenset(
    ("DBEP4101", "DBEP4113", "DBEP4116", "DBEP4128", "DBEP4503", "DBEP4504", "DBEP4702")
)  # fmt: skip
# It names the first entry for every fault of a fullUrl, and counts from 1 for entries that are unreachable or missing.
AT_FIRST_ENTRY = frozenset(("DBEP4411", "DBEP4412"))
AT_NEXT_ENTRY = frozenset(("DBEP4431", "DBEP4441", "DBEP4442"))
# Its JSON parser stops at the first fault and knows no path; what is wrong with a differential it says of the whole.
AT_ROOT = frozenset(("DBEP4010", "DBEP4026"))
# What keeps each of several profiles from fitting (here that of the nearest, DBEP4444), and the value set that lacks a code that
# does not exist, are detail here and findings of their own there.
WITH_DETAIL = frozenset(("DBEP4511", "DBEP5201"))
CODE_SYSTEM_MISSING = frozenset(("DBEP5102",))
QUESTIONNAIRE_MISSING = frozenset(("DBEP4701",))


def validate(request: dict[str, Any]) -> dict[str, Any]:
    """A request of the suite -> an OperationOutcome."""
    options = request.get("options", {})
    core = open_core().value
    assert core is not None, "python -m dbep_ig.host.core_build"
    resources: list[dict[str, Any]] = []
    for path in [*request.get("supporting", ()), *request.get("profiles", ())]:
        resources.extend(_resources(path))
    profiles: list[str] = []
    asked = request.get("profile")
    if asked and asked.startswith("/"):
        resources.extend(_resources(asked))
        profiles.extend(_urls(asked))
    elif asked:
        profiles.append(asked)
    base: Definitions = core
    definitions = DefinitionMap(resources, _with_packages(options, base))
    settings = Settings(
        best_practice=options.get("bestPractice", "ignore").lower(),
        example_urls=bool(options.get("allowExampleUrls", True)),
        extension_domains=tuple(options.get("allowedExtensionDomains", ())),
        check_displays=not options.get("displayWarnings"),
        html_in_text=bool(options.get("securityChecks")),
        for_publication=bool(options.get("forPublication")),
        experimental=not options.get("noExperimentalContent"),
        warn_without_profile=False,
        contained=options.get("validateContained") != "IGNORE",
        global_profiles=_global_profiles(resources),
        bundle_profiles={
            (one["rule"].partition(":")[0], int(one["rule"].partition(":")[2])): one["profile"]
            for one in options.get("bundleRules", ())
        },
        check_references=options.get("validateReference", "IGNORE") not in ("IGNORE", None)
        and not options.get("assumeValidRestReferences"),
        now=datetime.now(UTC).isoformat(),
    )
    validator = Workbench(core, definitions, settings).validator
    documents, issues = _read(request["file"])
    beside = [one for path in options.get("resolve", {}).values() for one in _beside(path)]
    if documents:
        found, _ = validator.validate_all(documents, profiles=profiles or "auto", beside=beside)
        issues.extend(found)
    flat = [one for issue in issues for one in _flattened(issue)]
    systems: set[str] = set()
    return {
        "resourceType": "OperationOutcome",
        "issue": [_outcome_issue(one, options, systems) for one in flat],
    }


def _flattened(issue: Issue) -> tuple[Issue, ...]:
    if issue.rule.code not in WITH_DETAIL:
        return (issue,)
    return (issue, *(fault for nearest in issue.detail for fault in nearest.detail or (nearest,)))


def _outcome_issue(issue: Issue, options: dict[str, Any], systems: set[str]) -> dict[str, Any]:
    severity = issue.severity
    code = issue.rule.code
    expression = issue.location.expression
    if code in CODE_SYSTEM_MISSING:
        # A warning, at the system when it is met first and at the Coding afterwards
        system = str(issue.params.get("system", ""))
        if system not in options.get("knownExternalSystems", ()):
            severity = Severity.WARNING
        if system in systems:
            expression = expression.removesuffix(".system")
        systems.add(system)
    elif code in QUESTIONNAIRE_MISSING:
        severity = Severity.WARNING
    elif code in AT_FIRST_ENTRY:
        expression = re.sub(r"entry\[\d+\]$", "entry[0]", expression)
    elif code in AT_NEXT_ENTRY:
        expression = re.sub(
            r"(entry|author)\[(\d+)\]", lambda found: f"{found[1]}[{int(found[2]) + 1}]", expression
        )
    if code in AT_PARENT:
        expression = re.sub(r"\.ofType\(\w+\)$", "", expression).rpartition(".")[0] or expression
    elif code in AT_ROOT or code.startswith("DBEP31"):
        expression = ""
    return {
        "severity": severity.code,
        "code": issue.rule.issue_type,
        "details": {"text": f"{code} {issue.rule.name}: {issue.message('en')}"},
        "expression": [expression],
    }


def _read(path: str) -> tuple[list[Document], list[Issue]]:
    data = Path(path).read_bytes()
    if path.endswith(".ndjson"):
        many = read_ndjson(data, path)
        return list(many.value or ()), list(many.issues)
    if path.endswith(".xml") or data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        from dbep_ig.engine.fhir.xml.reading import read_xml

        core = open_core().value
        assert core is not None
        one = read_xml(data, path, core)
    else:
        one = read_json(data, path)
    return ([one.value] if one.value is not None else []), list(one.issues)


def _beside(path: str) -> Iterator[Document]:
    if path.startswith("("):
        return
    yield from _read(path)[0]


def _resources(path: str) -> Iterator[dict[str, Any]]:
    if path.endswith((".tgz", ".map")):
        return
    for document in _read(path)[0]:
        resource = document.resource
        if resource.get("resourceType") == "Bundle":
            for entry in resource.get("entry", ()):
                if isinstance(entry.get("resource"), dict):
                    yield entry["resource"]
        yield resource


def _global_profiles(resources: list[dict[str, Any]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for guide in resources:
        if guide.get("resourceType") == "ImplementationGuide":
            for one in guide.get("global", ()):
                found[one["type"]] = (*found.get(one["type"], ()), one["profile"])
    return found


def _urls(path: str) -> Iterator[str]:
    for resource in _resources(path):
        if resource.get("resourceType") == "StructureDefinition":
            yield resource["url"]


def _with_packages(options: dict[str, Any], core: Definitions) -> Definitions:
    paths = [
        one
        for one in [*options.get("packages", ()), *options.get("packageMap", {}).values()]
        if one.startswith("/")
    ]
    if not paths:
        return core
    from dbep_ig.host.packages import PackageSettings, load_packages

    loaded = load_packages(paths, PackageSettings(Path("/nonexistent")), core).value
    assert loaded is not None
    return loaded


def main() -> None:
    """The JSON-lines protocol."""
    for line in sys.stdin:
        if line.strip():
            request = json.loads(line)
            print(json.dumps(validate(request)), flush=True)


if __name__ == "__main__":
    main()
