"""A page for each example: in plain words, as tables, as JSON, what it was validated against; for an invalid one, what it gives."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from dbep_ig.engine.diagnostics import Issue, Language, Report
from dbep_ig.engine.fhir.documents import Resource
from dbep_ig.engine.reports import format_named
from dbep_ig.guide.authoring.local_text import LocalText
from dbep_ig.guide.languages import words_of
from dbep_ig.guide.publishing.elements import short_form
from dbep_ig.guide.publishing.page import Page
from dbep_ig.guide.publishing.site import Site
from dbep_ig.guide.scenarios import CheckedExample, Example, Happening, plan_as_prose


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
    roles = _roles(site)
    of_scenarios: dict[str, list[Example]] = {}
    for one in site.guide.examples:
        if one.example.happening is not None:
            of_scenarios.setdefault(one.example.happening.scenario, []).append(one.example)
    for checked in [*valid, *invalid]:
        example = checked.example
        download = f"examples/Bundle-{example.name}.json"
        known = frozenset(
            f"{entry['resource']['resourceType']}/{entry['resource']['id']}"
            for entry in example.bundle.get("entry", ())
            if "resource" in entry
        )
        happening = example.happening
        yield site.page(
            "example",
            f"examples/{example.name}.md",
            section=("examples",) if example.of is None else ("examples", "examples_invalid"),
            title=site.say(example.title),
            description=site.say(example.definition) if example.definition is not None else "",
            files={download: site.guide.written.of(example.bundle)},
            checked=checked,
            example=example,
            untranslated=_differ(str(example.bundle.get("language") or site.language), site.language),
            base=None
            if example.of is None
            else (f"examples/{example.of}.md", titles.get(example.of, example.of)),
            download=download,
            story=plan_as_prose(
                example.bundle if happening is None else happening.after, words_of(site.language), displays
            ),
            step=None if happening is None else _step_of(happening, titles, roles),
            steps=[_Row.of(one, roles) for one in of_scenarios.get(example.name, ())],
            resources=[
                _resource(entry["resource"], known)
                for entry in example.bundle.get("entry", ())
                if "resource" in entry
            ],
            json=site.guide.written.of(example.bundle).decode(),
            held=_held(checked),
            report=_report(checked, [one for one in checked.issues if one.is_error], site.tool_language),
            others=_report(checked, [one for one in checked.issues if not one.is_error], site.tool_language),
        )


def _differ(one: str, other: str) -> bool:
    """Two languages that a reader of the one does not read the other in: written Norwegian is no hindrance."""
    first, second = (tag.partition("-")[0] for tag in (one, other))
    return first != second and not {first, second} <= {"nb", "nn", "no"}


def _displays(site: Site) -> dict[tuple[str, str], LocalText]:
    """(system, code) -> display, of the guide's own code systems."""
    found: dict[tuple[str, str], LocalText] = {}
    for system in site.guide.model.code_systems.values():
        url = site.guide.model.guide.url("CodeSystem", system.id)
        for concept in system.concepts.values():
            found[url, concept.code] = concept.display
    return found


def _roles(site: Site) -> dict[str, str]:
    """What the roles of life cycles are called."""
    found: dict[str, str] = {}
    for one in site.guide.model.classes.values():
        for role, title in one.states.roles.items() if one.states is not None else ():
            found.setdefault(role, site.say(title))
    return found


class _Row(NamedTuple):
    """A step as the scenario's page lists it."""

    number: int
    example: Example
    by: str

    @classmethod
    def of(cls, example: Example, roles: Mapping[str, str]) -> "_Row":
        """Of a compiled step."""
        happening = example.happening
        assert happening is not None
        return cls(happening.number, example, roles.get(happening.by or "", happening.by or ""))


def _step_of(
    happening: Happening, titles: Mapping[str, str], roles: Mapping[str, str]
) -> tuple[str, str, str]:
    """(page, title) of the scenario, and who does the step."""
    name = happening.scenario
    role = happening.by or ""
    return f"examples/{name}.md", titles.get(name, name), roles.get(role, role)


class Row(NamedTuple):
    """An element or a value; `target` is the anchor of the resource it refers to."""

    depth: int
    name: str
    value: str
    target: str = ""


def _resource(resource: Resource, known: frozenset[str]) -> tuple[str, str, list[Row]]:
    """(type, id, rows): every element and value, indented by depth; narrative and metadata are shown elsewhere.

    known  addresses (`Patient/pal`) of the resources on the page
    """
    rows = [
        row
        for key, value in resource.items()
        if key not in ("resourceType", "id", "meta", "text", "language")
        for row in _rows(key, value, 0, known)
    ]
    return str(resource.get("resourceType")), str(resource.get("id")), rows


def _rows(name: str, value: Any, depth: int, known: frozenset[str]) -> Iterator[Row]:
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from _rows(name if len(value) == 1 else f"{name}[{number}]", item, depth, known)
    elif isinstance(value, dict):
        address = value.get("reference")
        if set(value) == {"reference"} and isinstance(address, str):
            yield Row(depth, name, address, address.replace("/", "-") if address in known else "")
            return
        carried = [key for key in value if key.startswith("value")]
        if "url" in value and len(value) == 2 and carried:
            inner = str(value["url"]).rsplit("/", 1)[-1]
            yield from _rows(f"{name.partition('[')[0]}({inner})", value[carried[0]], depth, known)
            return
        if isinstance(value.get("extension"), list) and isinstance(value.get("url"), str) and not carried:
            # an extension with parts: its name, and the parts below
            inner = value["url"].rsplit("/", 1)[-1]
            yield Row(depth, f"{name.partition('[')[0]}({inner})", "")
            for part in value["extension"]:
                yield from _rows("extension", part, depth + 1, known)
            return
        short = short_form(value)
        if not short and len(value) == 1:
            ((key, part),) = value.items()
            yield from _rows(f"{name}.{key}", part, depth, known)
            return
        yield Row(depth, name, short)
        if not short:
            for key, part in value.items():
                yield from _rows(key, part, depth + 1, known)
    else:
        yield Row(depth, name, "true" if value is True else "false" if value is False else str(value))


def _held(checked: CheckedExample) -> list[tuple[str, tuple[str, ...]]]:
    return [(held.resource, held.profiles) for held in checked.held if held.profiles or held.expression != ""]


def _report(checked: CheckedExample, issues: Iterable[Issue], language: Language) -> str:
    """What `dbep validate` prints of these issues, as text without colour; nothing when there are none."""
    report = Report.of(issues, documents=(checked.example.document,))
    return format_named("text").render(report, language) if report.issues else ""
