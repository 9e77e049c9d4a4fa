"""`dbep resolve CANONICAL`: which resource a canonical means here, where it lies, and what else it could have meant.

Imports inside functions are for start-up time.
"""

from typing import Any

from dbep_ig.apps.cli.command import Arguments, command
from dbep_ig.apps.cli.console import Console
from dbep_ig.apps.cli.format_option import format_option
from dbep_ig.apps.cli.package_options import (
    GUIDE_OPTION,
    PACKAGE_OPTION,
    PLACE_OPTIONS,
    WITHIN_OPTION,
    open_asked,
)
from dbep_ig.apps.cli.parameters import Argument, Option
from dbep_ig.engine.core import CoreStore
from dbep_ig.engine.diagnostics import Issue, Language, Location, Report, Rule, Text
from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.engine.fhir.json.writing import write_json
from dbep_ig.engine.fhir.translations import own_name
from dbep_ig.engine.fhir.uris import is_absolute, split_canonical
from dbep_ig.engine.packages import PackageSet

CANONICAL_NOT_FOUND = Rule(
    code="DBEP3060",
    name="canonical-not-found",
    issue_type="not-found",
    nb="Ingen ressurs har canonical {canonical}; {hint}",
    en="No resource has the canonical {canonical}; {hint}",
    spec="https://hl7.org/fhir/R4/references.html#canonical",
)


@command(
    Argument(
        "canonical",
        "CANONICAL",
        Text(
            "http://…, eventuelt med |versjon; et bart navn betyr R4s egen StructureDefinition",
            "http://…, optionally with |version; a bare name means R4's own StructureDefinition",
        ),
    ),
    GUIDE_OPTION,
    PACKAGE_OPTION,
    Option(
        "--type",
        metavar="TYPE",
        about=Text(
            "bare ressurser av denne typen (ValueSet og CodeSystem kan dele canonical)",
            "only resources of this type (a ValueSet and a CodeSystem may share a canonical)",
        ),
    ),
    WITHIN_OPTION,
    *PLACE_OPTIONS,
    format_option(
        "text",
        "json",
        "resource",
        about=Text(
            "utdataformat; resource er selve ressursen", "output format; resource is the resource itself"
        ),
    ),
)
def run(arguments: Arguments, console: Console) -> int:
    """Prints where the resource is. -> 0, 1 if no resource has the canonical, 2 if a package could not be opened."""
    from dbep_ig.engine.reports import format_named

    opened = open_asked(arguments, console)
    issues = list(opened.issues)
    if opened.value is None or not opened.ok:
        console.report(issues)
        return 2
    definitions, core = opened.value.packages, opened.value.core
    canonical = arguments.canonical if is_absolute(arguments.canonical) else _of_core(arguments.canonical)
    found = definitions.find(canonical, arguments.type, within=arguments.within)
    if found is None:
        hint = _hint(canonical, definitions, core)
        params = {"canonical": canonical, "hint": hint}
        issues.append(Issue(CANONICAL_NOT_FOUND, Location(canonical), params))
        form = "json" if arguments.format == "json" else "text"
        console.write(format_named(form).render(Report.of(issues), console.language, colour=console.colour))
        return 1
    if issues:
        console.report(issues)
    if arguments.format == "resource":
        console.json(write_json(found))
        return 0
    facts = _facts(found, canonical, definitions, core, console.language)
    if arguments.format == "json":
        console.json(write_json(facts))
    else:
        console.lines(_text(facts, console.language))
    return 0


def _of_core(name: str) -> str:
    return f"http://hl7.org/fhir/StructureDefinition/{name}"


def _facts(
    found: Resource, canonical: str, definitions: PackageSet, core: CoreStore, language: Language
) -> dict[str, Any]:
    """What is known of the answer; `others` are the same canonical elsewhere, newest first."""
    url = split_canonical(canonical)[0]
    file = None
    others: list[dict[str, str | None]] = []
    for each in definitions.candidates(url):
        if each.package.resource(each.entry["filename"]) is found:
            file = each.entry["filename"]
        else:
            others.append({"package": each.package.label, "version": each.version})
    in_core = core.find(url, found["resourceType"])
    if in_core is not None and in_core is not found:
        others.append({"package": core.package_of(in_core), "version": in_core.get("version")})
    facts = {
        "canonical": found.get("url"),
        "resourceType": found["resourceType"],
        "id": found.get("id"),
        "version": found.get("version"),
        "title": own_name(found).in_language(language) if found.get("title") or found.get("name") else None,
        "status": found.get("status"),
        "package": definitions.package_of(found),
        "file": file,
        "snapshot": "snapshot" in found if found["resourceType"] == "StructureDefinition" else None,
    }
    return {key: value for key, value in facts.items() if value is not None} | {"others": others}


def _text(facts: dict[str, Any], language: Language) -> list[str]:
    head = f"{facts['resourceType']}/{facts.get('id', '')}"
    package = Text("pakke", "package").in_language(language)
    lines = [f"{head}  {facts.get('title', '')}".rstrip()]
    lines.append(
        f"  canonical  {facts['canonical']}" + (f"|{facts['version']}" if "version" in facts else "")
    )
    lines.append(
        f"  {package:9}  {facts.get('package', '-')}" + (f"  {facts['file']}" if "file" in facts else "")
    )
    lines.append(f"  status     {facts.get('status', '-')}")
    if "snapshot" in facts:
        has_snapshot = Text("ja", "yes") if facts["snapshot"] else Text("nei", "no")
        lines.append(f"  snapshot   {has_snapshot.in_language(language)}")
    for other in facts["others"]:
        also = Text("også", "also").in_language(language)
        lines.append(f"  {also:9}  {other['package']}  {other['version'] or '-'}")
    return lines


def _hint(canonical: str, definitions: PackageSet, core: CoreStore) -> Text:
    """Another version of it, its address now, or the nearest spelling."""
    from dbep_ig.apps.cli.canonical_hint import canonical_hint

    url, version, _ = split_canonical(canonical)
    versions = [each.version or "?" for each in definitions.candidates(url)]
    in_core = core.find(url)
    if in_core is not None:
        versions.append(str(in_core.get("version", "?")))
    if version is not None and versions:
        known = ", ".join(versions)
        return Text(f"tilgjengelig versjon: {known}", f"available version: {known}")
    known_urls = [*definitions.urls(), *core.canonicals("StructureDefinition"), *core.canonicals("ValueSet")]
    hint = canonical_hint(url, definitions, known_urls)
    return hint or Text("ingen canonical likner", "no canonical resembles it")
