"""`dbep snapshot FILE`: the whole content of a profile, worked out from its differential, or the reasons why not.

Imports inside functions are for start-up time.
"""

from dbep_ig.apps.cli.command import Arguments, command
from dbep_ig.apps.cli.console import Console
from dbep_ig.apps.cli.format_option import format_option
from dbep_ig.apps.cli.package_options import (
    GUIDE_OPTION,
    PACKAGE_OPTION,
    PLACE_OPTIONS,
    open_asked,
)
from dbep_ig.apps.cli.parameters import Argument, Option
from dbep_ig.apps.cli.values import Place
from dbep_ig.engine.diagnostics import Issue, Location, Rule, Text

NOT_A_STRUCTURE_DEFINITION = Rule(
    code="DBEP3108",
    name="not-a-structure-definition",
    issue_type="structure",
    nb="{document} er en {actual}; bare en StructureDefinition har et snapshot",
    en="{document} is a {actual}; only a StructureDefinition has a snapshot",
    spec="https://hl7.org/fhir/R4/structuredefinition.html",
)

ONE_FILE_ONLY = Rule(
    code="DBEP3109",
    name="one-file-only",
    issue_type="invalid",
    nb="{path} er flere filer; dbep snapshot tar én",
    en="{path} is several files; dbep snapshot takes one",
    spec="https://hl7.org/fhir/R4/structuredefinition.html",
)


@command(
    Argument(
        "file",
        Text("FIL", "FILE"),
        Text(
            "en StructureDefinition som JSON eller XML; - for standard inn",
            "a StructureDefinition as JSON or XML; - for standard input",
        ),
        type=Place(),
    ),
    GUIDE_OPTION,
    PACKAGE_OPTION,
    *PLACE_OPTIONS,
    format_option(
        "text",
        "json",
        about=Text(
            "text: elementene som et tre; json: StructureDefinition med snapshot",
            "text: the elements as a tree; json: the StructureDefinition with its snapshot",
        ),
    ),
    Option(
        "--sort",
        is_flag=True,
        about=Text(
            "sorter også differensialet i basens rekkefølge",
            "also sort the differential in the order of its base",
        ),
    ),
    epilog=Text(
        "Eksempler:\n  dbep snapshot StructureDefinition-plan.json\n"
        "  dbep snapshot plan.json --package min-guide.tgz --format json > plan-med-snapshot.json",
        "Examples:\n  dbep snapshot StructureDefinition-plan.json\n"
        "  dbep snapshot plan.json --package my-guide.tgz --format json > plan-with-snapshot.json",
    ),
)
def run(arguments: Arguments, console: Console) -> int:
    """Prints the snapshot. -> 0, 1 if the differential was refused, 2 if the file or a package could not be read."""
    from dbep_ig.apps.cli.snapshot_outline import outline
    from dbep_ig.engine.fhir.definitions import DefinitionMap
    from dbep_ig.engine.fhir.json.writing import write_json
    from dbep_ig.engine.fhir.sniffing import read_document
    from dbep_ig.engine.snapshots import generate_snapshot, sort_differential
    from dbep_ig.host.inputs import Input, read_inputs
    from dbep_ig.workbench import Workbench

    opened = open_asked(arguments, console)
    issues = list(opened.issues)
    if opened.value is None or not opened.ok:
        console.report(issues)
        return 2
    core, packages = opened.value.core, opened.value.packages
    console.expect_input([arguments.file])
    [found, *more] = list(read_inputs([arguments.file], console.stdin))
    if not isinstance(found, Input) or more:
        console.report([*issues, found] if isinstance(found, Issue) else [*issues, _many(arguments.file)])
        return 2
    read = read_document(found.data, found.name, core)
    issues.extend(read.issues)
    if not read.value or any(issue.is_error for issue in read.issues):
        console.report(issues)
        return 2
    document = read.value[0]
    profile = document.resource
    if profile.get("resourceType") != "StructureDefinition":
        params = {"document": found.name, "actual": profile.get("resourceType")}
        location = Location(found.name, ("resourceType",), "resourceType", locator=document.locator)
        console.report([*issues, Issue(NOT_A_STRUCTURE_DEFINITION, location, params)])
        return 2
    snapshots = Workbench(core, DefinitionMap([profile], packages)).snapshots
    if arguments.sort:
        profile = sort_differential(profile, snapshots).value or profile
    made = generate_snapshot(profile, snapshots, document=found.name, locator=document.locator)
    issues.extend(made.issues)
    if issues:
        console.report(issues)
    if made.value is None:
        return 1
    if arguments.format == "json":
        console.json(write_json(made.value))
    else:
        console.lines(outline(made.value, console.language))
    return 0


def _many(path: str) -> Issue:
    """More than one file where one was asked for."""
    return Issue(ONE_FILE_ONLY, Location(path), {"path": path})
