"""`dbep lookup SYSTEM CODE`: what a code means, and how it stands to others in its code system."""

from collections.abc import Iterator
from typing import Any

from dbep_ig.apps.cli.command import Arguments, command
from dbep_ig.apps.cli.console import Console
from dbep_ig.apps.cli.parameters import Argument, Option
from dbep_ig.apps.cli.terminology_options import (
    TERMINOLOGY_OPTIONS,
    open_terminology,
    show_hint,
    show_issues,
)
from dbep_ig.engine.diagnostics import Issue, Language, Location, Severity, Text
from dbep_ig.engine.fhir.json.writing import write_json
from dbep_ig.engine.fhir.uris import is_absolute
from dbep_ig.engine.packages import PackageSet
from dbep_ig.engine.terminology import Lookup, Membership
from dbep_ig.workbench import Workbench

_PLACES = (
    "http://hl7.org/fhir/",
    "http://terminology.hl7.org/CodeSystem/",
    "http://hl7.org/fhir/CodeSystem/",
)


@command(
    Argument(
        "system",
        "SYSTEM",
        Text(
            "kodeverkets URI, eventuelt med |versjon; et bart navn betyr et av R4s egne: administrative-gender, v3-ActCode",
            "the code system's URI, optionally with |version; a bare name means one of R4's own: administrative-gender, v3-ActCode",
        ),
    ),
    Argument("code", Text("KODE", "CODE")),
    Option(
        "--display",
        metavar=Text("TEKST", "TEXT"),
        about=Text("kontroller at dette er et navn på koden", "check that this is a display of the code"),
    ),
    *TERMINOLOGY_OPTIONS,
)
def run(arguments: Arguments, console: Console) -> int:
    """Prints the concept. -> 0, 1 if it is not found or the display is wrong, 2 if a package could not be opened."""
    bench = open_terminology(arguments, console)
    if bench is None:
        return 2
    url, _, version = _system(arguments.system, bench).partition("|")
    answer = bench.terminology.validate_code(
        url, arguments.code, version=version or None, display=arguments.display, within=arguments.within
    )
    found = bench.terminology.lookup(url, arguments.code, version or None, within=arguments.within)
    issues = list(_issues(answer, f"{url}#{arguments.code}"))
    if not answer.is_member:
        show_issues(issues, arguments, console)
        if bench.packages.find(url, "CodeSystem") is None:
            show_hint(url, bench, "CodeSystem", console)
        return 1
    facts = _facts(url, arguments.code, found, answer, console.language)
    if arguments.format == "json":
        console.json(write_json({**facts, "issues": [issue.rule.code for issue in issues]}))
    else:
        console.lines(_text(facts, console))
        if issues:
            show_issues(issues, arguments, console)
    return 1 if any(issue.is_error for issue in issues) else 0


def _system(asked: str, bench: Workbench[PackageSet]) -> str:
    if is_absolute(asked):
        return asked
    candidates = [place + asked for place in _PLACES]
    return next((each for each in candidates if bench.packages.find(each, "CodeSystem")), candidates[0])


def _issues(answer: Membership, name: str) -> Iterator[Issue]:
    """For the one who asks, a code that cannot be looked up is an error."""
    if answer.reason is not None:
        yield Issue(answer.reason.rule, Location(name), answer.reason.params, override=Severity.ERROR)
    for remark in answer.remarks:
        yield Issue(remark.rule, Location(name), remark.params)


def _facts(
    system: str, code: str, found: Lookup | None, answer: Membership, language: Language
) -> dict[str, Any]:
    """What is known, without what is empty; of a code that a grammar or a service told, no more than that."""
    if found is None:
        facts: dict[str, Any] = {"system": system, "code": code, "display": answer.display}
        return {key: value for key, value in facts.items() if value}
    facts = {
        "system": found.system,
        "version": found.version,
        "name": found.system_title.in_language(language),
        "code": found.code,
        "display": found.display,
        "definition": found.definition,
        "inactive": found.inactive,
        "abstract": found.abstract,
        "designations": [
            {key: value for key, value in each._asdict().items() if value} for each in found.designations
        ],
        "properties": [{"code": each.code, "value": each.value} for each in found.properties],
        "parents": list(found.parents),
        "children": list(found.children),
    }
    return {key: value for key, value in facts.items() if value}


_LABELS = {
    "version": Text("versjon", "version"),
    "name": Text("kodeverk", "code system"),
    "definition": Text("definisjon", "definition"),
    "inactive": Text("ikke i bruk", "inactive"),
    "abstract": Text("gruppe", "group"),
    "parents": Text("over", "above"),
    "children": Text("under", "below"),
}


def _text(facts: dict[str, Any], console: Console) -> list[str]:
    lines = [f"{facts['system']}#{facts['code']}  {facts.get('display', '')}".rstrip()]
    rows: list[tuple[str, str]] = []
    for key, label in _LABELS.items():
        if key in facts:
            value = facts[key]
            shown = ", ".join(value) if isinstance(value, list) else _yes(console) if value is True else value
            rows.append((label.in_language(console.language), str(shown)))
    for each in facts.get("designations", ()):
        name = Text("navn", "name").in_language(console.language)
        rows.append((f"{name} ({each['language']})" if "language" in each else name, each["value"]))
    rows += [(each["code"], _property(each["value"])) for each in facts.get("properties", ())]
    width = max((len(row[0]) for row in rows), default=0)
    lines += [
        f"  {row[0]:{width}}  {' '.join(row[1].split())}" for row in rows
    ]  # a definition may have paragraphs
    return lines


def _yes(console: Console) -> str:
    return Text("ja", "yes").in_language(console.language)


def _property(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return f"{value.get('system', '')}#{value.get('code', '')} {value.get('display', '')}".rstrip()
    return str(value)
