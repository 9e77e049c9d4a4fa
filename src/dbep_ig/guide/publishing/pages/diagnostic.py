"""A page for each diagnostic, from the catalogue that `dbep explain` and the tests read, and their list."""

import re
from collections.abc import Iterator, Mapping

from dbep_ig.catalogue import Entry, Example
from dbep_ig.engine.diagnostics import LANGUAGES, Issue, Severity
from dbep_ig.guide.publishing.markdown import Markdown, link
from dbep_ig.guide.publishing.page import Page
from dbep_ig.guide.publishing.site import Site

_INDEX = "diagnostics/index.md"
_BARE_URL = re.compile(r"<(https?://[^>\s]+)>")


def pages(site: Site) -> Iterator[Page]:
    """The list first, grouped by stage, then one page for each code; where guide.yaml does not ask for them, one page of those used.

    They are in the tool's languages. Where the site has one of these, another language links to its pages.
    """
    if diagnostics_page(site) is None:
        return
    entries = dict(sorted(site.guide.catalogue.items()))
    if not site.guide.model.guide.tool_pages:
        used = {code: entries[code] for code in sorted(_used(site))}
        yield site.page(
            "diagnostics_used",
            _INDEX,
            section=("diagnostics",),
            title=site.words["diagnostics"],
            description=site.words["diagnostics_used_lead"],
            entries=[
                (code, entry.name, site.guide.rules.get(code), Markdown(body(entry, site, level=3)))
                for code, entry in used.items()
            ],
        )
        return
    elsewhere = _elsewhere(site)
    stages: dict[str, list[tuple[Markdown, str, str, str]]] = {}
    for code, entry in entries.items():
        rule = site.guide.rules.get(code)
        to_page = (
            link(code, f"{code}.md")
            if elsewhere is None
            else Markdown(
                f'<a href="../../{elsewhere}/diagnostics/{code}.html" hreflang="{elsewhere}">{code}</a>'
            )
        )
        row = (to_page, entry.name, _summary(entry, site), rule.severity.code if rule is not None else "")
        stages.setdefault(group(code, site.words), []).append(row)
    yield site.page(
        "diagnostics",
        _INDEX,
        section=("diagnostics",),
        title=site.words["diagnostics"],
        description=site.words["diagnostics_lead"],
        stages=[(site.words[key], found) for key, found in stages.items()],
        foreign="" if site.language.partition("-")[0] == site.tool_language else site.tool_language,
    )
    if elsewhere is not None:
        return
    made_of = (
        site.language,
        site.words,
        site.guide.words[site.language].severities,
        [(code, entry, site.guide.rules.get(code)) for code, entry in entries.items()],
    )
    yield from site.guide.stages.value(
        f"diagnostics {site.language}", repr(made_of), lambda: tuple(_each(site, entries))
    )


def _each(site: Site, entries: Mapping[str, Entry]) -> Iterator[Page]:
    """One page for each code, of nothing but the catalogue, the rules and the words of the language."""
    for code, entry in entries.items():
        rule = site.guide.rules.get(code)
        yield site.page(
            "diagnostic",
            f"diagnostics/{code}.md",
            section=("diagnostics", group(code, site.words)),
            title=f"{code} {entry.name}",
            label=code,
            description=_summary(entry, site),
            code=code,
            name=entry.name,
            rule=rule,
            body=Markdown(body(entry, site)),
        )


def diagnostics_page(site: Site) -> str | None:
    """The page with what the tool reports; None in a guide that has no use for it."""
    return _INDEX if site.guide.model.guide.tool_pages or _used(site) else None


def _used(site: Site) -> set[str]:
    """The codes that the examples are reported for, as expected or not."""
    found = {issue.rule.code for one in site.guide.examples for issue in one.issues if not _is_note(issue)}
    return found & set(site.guide.catalogue)


def _is_note(issue: Issue) -> bool:
    return issue.severity is Severity.INFORMATION


def _elsewhere(site: Site) -> str | None:
    """The language of the site whose pages are linked; None where this one has its own."""
    if site.language in LANGUAGES:
        return None
    wanted = (site.tool_language, *LANGUAGES[::-1])
    return next((one for one in wanted if one in site.guide.languages), None)


def group(code: str, words: Mapping[str, str]) -> str:
    """The word that names a code's subject: its first two digits, else those of the stage it belongs to."""
    for digits in (code[4:6], f"{code[4]}0"):
        if f"group_{digits}" in words:
            return f"group_{digits}"
    return "diagnostics"


def _summary(entry: Entry, site: Site) -> str:
    """The first paragraph, as plain text."""
    first = re.split(r"\n\s*\n", entry.prose[site.tool_language].what)[0]
    parts = " ".join(first.split()).split("`")  # every other part is code, and stays as it is
    return "".join(part if n % 2 else part.replace("*", "") for n, part in enumerate(parts))


def body(entry: Entry, site: Site, level: int = 2) -> str:
    """The page without its title; each example in a frame that says whether it passes. `level` is that of its headings.

    The catalogue's fences carry `<syntax> <stage> <role>` for the tests; readers need the role only.
    """
    blocks: list[str] = []
    for heading, parts in entry.sections(site.tool_language):
        if heading:
            blocks.append(f"{'#' * level} {heading}")
        for part in parts:
            if isinstance(part, Example):
                blocks.append(_framed(part, site.words))
            else:
                blocks.append(_BARE_URL.sub(r"[\1](\1)", part))
    return "\n\n".join(blocks).strip()


def _framed(example: Example, words: Mapping[str, str]) -> str:
    if not example.role:
        return example.markdown()
    verdict = f'<p class="verdict">{words[f"role_{example.role}"]}</p>'
    shown = example._replace(stage="", role="").markdown()
    return f'\n<div class="{example.role}" markdown>\n\n{verdict}\n\n{shown}\n\n</div>\n'
