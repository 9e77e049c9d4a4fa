"""`dbep expand VALUESET`: every code of a value set, or why it cannot be listed."""

from dbep_ig.apps.cli.command import Arguments, command
from dbep_ig.apps.cli.console import Console
from dbep_ig.apps.cli.parameters import Argument
from dbep_ig.apps.cli.terminology_options import (
    TERMINOLOGY_OPTIONS,
    open_terminology,
    show_hint,
    show_issues,
)
from dbep_ig.engine.diagnostics import Text
from dbep_ig.engine.fhir.json.writing import write_json
from dbep_ig.engine.fhir.uris import is_absolute
from dbep_ig.engine.terminology import Entry, Expansion

_CORE = "http://hl7.org/fhir/ValueSet/"


@command(
    Argument(
        "value_set",
        "VALUESET",
        Text(
            "canonical, eventuelt med |versjon; et bart navn betyr R4s eget verdisett: administrative-gender",
            "a canonical, optionally with |version; a bare name means one of R4's own: administrative-gender",
        ),
    ),
    *TERMINOLOGY_OPTIONS,
)
def run(arguments: Arguments, console: Console) -> int:
    """Prints the expansion. -> 0, 1 if it cannot be listed, 2 if a package could not be opened."""
    bench = open_terminology(arguments, console)
    if bench is None:
        return 2
    canonical = arguments.value_set if is_absolute(arguments.value_set) else _CORE + arguments.value_set
    result = bench.terminology.expand(canonical, within=arguments.within)
    if result.value is None:
        show_issues(list(result.issues), arguments, console)
        if bench.packages.find(canonical, "ValueSet", within=arguments.within) is None:
            show_hint(canonical, bench, "ValueSet", console)
        return 1
    expansion = result.value
    if arguments.format == "json":
        console.json(write_json(expansion.as_resource()))
    else:
        console.lines(_text(expansion, console))
    return 0


def _text(expansion: Expansion, console: Console) -> list[str]:
    width = max((len(entry.code) for entry in expansion.entries), default=0)
    lines = [f"{expansion.name.in_language(console.language)}  {expansion.value_set}".strip()]
    for system, version in expansion.systems:
        lines += ["", f"{system}|{version}" if version else system]
        for entry in expansion.entries:
            if entry.system == system:
                lines.append(_line(entry, width, console))
    count = len(expansion.entries)
    lines += ["", Text(f"{count} koder", f"{count} codes").in_language(console.language)]
    return lines


def _line(entry: Entry, width: int, console: Console) -> str:
    marks = []
    if entry.inactive:
        marks.append(Text("ikke i bruk", "inactive").in_language(console.language))
    if entry.abstract:
        marks.append(Text("gruppe", "group").in_language(console.language))
    tail = f"  ({', '.join(marks)})" if marks else ""
    return f"  {entry.code:{width}}  {entry.display or ''}".rstrip() + tail
