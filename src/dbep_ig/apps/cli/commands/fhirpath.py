"""`dbep fhirpath EXPRESSION FILE…`: the values an expression finds, with their paths.

Imports inside functions are for start-up time.
"""

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from dbep_ig.apps.cli.command import Arguments, command
from dbep_ig.apps.cli.console import Console
from dbep_ig.apps.cli.format_option import format_option
from dbep_ig.apps.cli.parameters import Argument, Option
from dbep_ig.apps.cli.values import Place
from dbep_ig.engine.diagnostics import Issue, Location, Text


@command(
    Argument("expression", Text("UTTRYKK", "EXPRESSION"), Text("FHIRPath", "FHIRPath")),
    Argument(
        "paths",
        Text("STI", "PATH"),
        Text(
            "fil, mappe, mønster eller - for standard inn; JSON, XML og NDJSON, også pakket med gzip (.gz)",
            "a file, a folder, a glob or - for standard input; JSON, XML and NDJSON, also packed with gzip (.gz)",
        ),
        many=True,
        type=Place(),
    ),
    Option("--type", is_flag=True, about=Text("vis typen til hver verdi", "show the type of each value")),
    Option("--ast", is_flag=True, about=Text("vis syntakstreet", "show the syntax tree")),
    Option("--trace", is_flag=True, about=Text("vis det som passerer trace()", "show what passes trace()")),
    format_option(
        "text",
        "json",
        about=Text(
            "text, eller json: ett objekt per verdi med dokument, sti, type og verdi",
            "text, or json: one object per value, with document, path, type and value",
        ),
    ),
    epilog=Text(
        "Eksempler:\n  dbep fhirpath \"name.where(use = 'official').given\" pasient.json\n"
        "  dbep fhirpath 'entry.resource.ofType(CarePlan).title' --type ut/*.json\n"
        "  dbep fhirpath --ast 'a or b and c'",
        "Examples:\n  dbep fhirpath \"name.where(use = 'official').given\" patient.json\n"
        "  dbep fhirpath 'entry.resource.ofType(CarePlan).title' --type out/*.json\n"
        "  dbep fhirpath --ast 'a or b and c'",
    ),
)
def run(arguments: Arguments, console: Console) -> int:
    """Prints what is found. -> 0, 1 the expression is wrong or fails on a document, 2 something could not be read."""
    from dbep_ig.engine.fhirpath import compile_expression, parse
    from dbep_ig.engine.fhirpath.syntax.text import outline
    from dbep_ig.host.core_data import open_core
    from dbep_ig.host.inputs import Inputs, read_documents

    core = open_core()
    parsed = parse(arguments.expression, document=_EXPRESSION)
    if parsed.value is None or core.value is None:
        console.report([*parsed.issues, *core.issues])
        return 1 if parsed.value is None else 2
    if arguments.ast:
        console.lines(outline(parsed.value))
    if not arguments.paths:
        if arguments.ast:
            return 0
        console.note(Text("dbep fhirpath: ingen fil å lese", "dbep fhirpath: no file to read"))
        return 2
    console.expect_input(arguments.paths)
    failed = unread = False
    told: list[Issue] = []
    inputs = Inputs(arguments.paths, console.stdin)
    several = len(inputs) > 1
    for name, documents, issues in read_documents(inputs, core.value):
        told += issues
        unread = unread or (not documents and any(issue.is_error for issue in issues))
        for document in documents:
            resource = document.resource
            compiled = compile_expression(
                arguments.expression,
                types=core.value,
                context_type=str(resource.get("resourceType")),
                document=_EXPRESSION,
            )
            told += [issue for issue in compiled.issues if not _known(issue, told)]
            if compiled.value is None or not compiled.ok:
                failed = True
                continue
            issue = _evaluate(compiled.value, resource, name, arguments, console, several=several)
            if issue is not None:
                told.append(issue)
                failed = failed or issue.is_error
    if told:
        console.report(told)
    return 2 if unread else 1 if failed else 0


_EXPRESSION = "EXPRESSION"


def _evaluate(
    expression: Any,
    resource: dict[str, Any],
    document: str,
    arguments: Arguments,
    console: Console,
    *,
    several: bool,
) -> Issue | None:
    """Prints the items of one resource; the issue that stopped it, if one did."""
    from dbep_ig.engine.fhirpath import Environment, EvaluationError, Item
    from dbep_ig.fhirpath import LocalServices
    from dbep_ig.host.core_data import open_core

    class Tracing(LocalServices):
        """Shows what is traced, where that is asked for."""

        def trace(self, name: str, items: Sequence[Item]) -> None:
            if arguments.trace:
                for item in items:
                    console.note(Text(*[f"trace {name}: {_line(item, show_type=arguments.type)}"] * 2))

    environment = Environment(resource, types=open_core().value, services=Tracing())
    try:
        items = expression.evaluate(resource, environment)
    except EvaluationError as error:
        place = _inside(arguments.expression, error.span)
        return error.issue(Location(_EXPRESSION, expression=document, exact=place))
    if arguments.format == "json":
        for item in items:
            row = {"document": document, "path": item.path, "type": item.type, "value": item.value}
            console.json(_json(row) + "\n")
        return None
    if several:
        console.lines([document])
    console.lines(f"{'  ' if several else ''}{_line(item, show_type=arguments.type)}" for item in items)
    return None


def _line(item: Any, *, show_type: bool) -> str:
    """`Patient.name[0].given[0] (FHIR.string): Pål`."""
    shown = _json(item.value) if isinstance(item.value, dict | list) else _text(item.value)
    kind = f"({item.type})" if show_type and item.type else ""
    head = " ".join(part for part in (item.path or "", kind) if part)
    return f"{head}: {shown}" if head else shown


def _text(value: Any) -> str:
    """A value without quotation marks."""
    return value if isinstance(value, str) else _json(value).strip('"')


def _json(value: Any) -> str:
    """JSON with decimals as they were written; dates, times and quantities as FHIRPath writes them."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{json.dumps(name)}: {_json(child)}' for name, child in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(_json(child) for child in value)}]"
    if isinstance(value, Decimal):
        return f"{value:f}"
    plain = value is None or isinstance(value, bool | int | str)
    return json.dumps(value if plain else str(value), ensure_ascii=False)


def _inside(text: str, span: tuple[int, int]) -> Any:
    from dbep_ig.engine.diagnostics import Place, Source

    source = Source(_EXPRESSION, text)
    return Place(source, source.span(*span))


def _known(issue: Issue, told: list[Issue]) -> bool:
    """Whether an earlier document of the same type said the same."""
    return any(
        other.rule is issue.rule and other.location == issue.location and other.params == issue.params
        for other in told
    )
