"""A page for each diagnostic, from the catalogue that `dbep explain` and the tests read, and their list."""

import re
from collections.abc import Iterator, Mapping

from dbep_ig.catalogue import Entry, Example
from dbep_ig.guide.publishing.markdown import Markdown
from dbep_ig.guide.publishing.page import Page
from dbep_ig.guide.publishing.site import Site

_BARE_URL = re.compile(r"<(https?://[^>\s]+)>")


def pages(site: Site) -> Iterator[Page]:
    """The list first, grouped by stage, then one page for each code."""
    entries = dict(sorted(site.guide.catalogue.items()))
    stages: dict[str, list[tuple[str, str, str, str]]] = {}
    for code, entry in entries.items():
        rule = site.guide.rules.get(code)
        row = (code, entry.name, _summary(entry, site), rule.severity.code if rule is not None else "")
        stages.setdefault(group(code, site.words), []).append(row)
    yield site.page(
        "diagnostics",
        "diagnostics/index.md",
        section=("diagnostics",),
        title=site.words["diagnostics"],
        description=site.words["diagnostics_lead"],
        stages=[(site.words[key], found) for key, found in stages.items()],
    )
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


def group(code: str, words: Mapping[str, str]) -> str:
    """The word that names a code's subject: its first two digits, else those of the stage it belongs to."""
    for digits in (code[4:6], f"{code[4]}0"):
        if f"group_{digits}" in words:
            return f"group_{digits}"
    return "diagnostics"


def _summary(entry: Entry, site: Site) -> str:
    """The first paragraph, as plain text."""
    first = re.split(r"\n\s*\n", entry.prose[site.language].what)[0]
    parts = " ".join(first.split()).split("`")  # every other part is code, and stays as it is
    return "".join(part if n % 2 else part.replace("*", "") for n, part in enumerate(parts))


def body(entry: Entry, site: Site) -> str:
    """The page without its title; each example in a frame that says whether it passes.

    The catalogue's fences carry `<syntax> <stage> <role>` for the tests; readers need the role only.
    """
    blocks: list[str] = []
    for heading, parts in entry.sections(site.language):
        if heading:
            blocks.append(f"## {heading}")
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
