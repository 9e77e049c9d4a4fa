"""A page for each example: in sentences, as tables, as JSON, what it was held to; for an invalid one, what it gives."""

from collections.abc import Iterator
from typing import Any

from dbep_ig.engine.diagnostics import Report, Text
from dbep_ig.engine.fhir.json_types import Resource
from dbep_ig.guide.publishing.json_text import pretty
from dbep_ig.guide.publishing.page import Page
from dbep_ig.guide.publishing.site import Site
from dbep_ig.guide.scenarios import CheckedExample, plan_as_prose


def pages(site: Site) -> Iterator[Page]:
    """The list first, then the valid examples, then those that must fail."""
    valid = [one for one in site.guide.examples if one.example.of is None]
    invalid = [one for one in site.guide.examples if one.example.of is not None]
    yield site.page(
        "examples",
        "examples/index.md",
        section=("examples",),
        title=site.words["examples"],
        description=site.words["examples_lead"],
        valid=valid,
        invalid=invalid,
    )
    displays = _displays(site)
    titles = {one.example.name: site.say(one.example.title) for one in valid}
    for checked in [*valid, *invalid]:
        example = checked.example
        download = f"examples/Bundle-{example.name}.json"
        yield site.page(
            "example",
            f"examples/{example.name}.md",
            section=("examples",) if example.of is None else ("examples", "examples_invalid"),
            title=site.say(example.title),
            description=site.say(example.definition) if example.definition is not None else "",
            files={download: (pretty(example.bundle) + "\n").encode()},
            checked=checked,
            example=example,
            base=None
            if example.of is None
            else (f"examples/{example.of}.md", titles.get(example.of, example.of)),
            download=download,
            story=plan_as_prose(example.bundle, site.language, displays),
            resources=[_resource(entry["resource"]) for entry in example.bundle.get("entry", ())],
            json=pretty(example.bundle),
            held=_held(checked),
            report=_report(checked, site),
        )


def _displays(site: Site) -> dict[tuple[str, str], Text]:
    """(system, code) -> display, of the guide's own code systems."""
    found: dict[tuple[str, str], Text] = {}
    for system in site.guide.model.code_systems.values():
        url = site.guide.model.guide.url("CodeSystem", system.id)
        for concept in system.concepts.values():
            found[url, concept.code] = concept.display
    return found


def _resource(resource: Resource) -> tuple[str, str, list[tuple[int, str, str]]]:
    """(type, id, rows): every element and value, indented by depth; narrative and metadata are shown elsewhere."""
    rows = [
        row
        for key, value in resource.items()
        if key not in ("resourceType", "id", "meta", "text")
        for row in _rows(key, value, 0)
    ]
    return str(resource.get("resourceType")), str(resource.get("id")), rows


def _rows(name: str, value: Any, depth: int) -> Iterator[tuple[int, str, str]]:
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from _rows(name if len(value) == 1 else f"{name}[{number}]", item, depth)
    elif isinstance(value, dict):
        short = _short(value)
        yield depth, name, short
        if not short:
            for key, part in value.items():
                yield from _rows(key, part, depth + 1)
    else:
        yield depth, name, "true" if value is True else "false" if value is False else str(value)


def _short(value: dict[str, Any]) -> str:
    """Small objects on one line: a coding, a reference, a period, a text."""
    if not all(isinstance(part, str) for part in value.values()) or "extension" in value:
        return ""
    if "system" in value and "code" in value and "value" not in value:
        shown = f"{value['code']} «{value['display']}»" if "display" in value else value["code"]
        return f"{value['system']}#{shown}"
    if set(value) == {"reference"}:
        return f"→ {value['reference']}"
    if set(value) == {"text"}:
        return str(value["text"])
    if set(value) <= {"start", "end"}:
        return f"{value.get('start', '…')} – {value.get('end', '…')}"
    if set(value) == {"system", "value"}:
        return f"{value['value']} ({value['system']})"
    return ""


def _held(checked: CheckedExample) -> list[tuple[str, tuple[str, ...]]]:
    return [(held.resource, held.profiles) for held in checked.held if held.profiles or held.expression != ""]


def _report(checked: CheckedExample, site: Site) -> str:
    """What `dbep validate` prints for it, as text without colour."""
    from dbep_ig.engine.reports import format_named

    report = Report.of(checked.issues, documents=(checked.example.document,))
    return format_named("text").render(report, site.language)
