"""A page for each diagnostic, from the catalogue that `dbep explain` and the tests read, and their list."""

import re
from collections.abc import Iterator

from dbep_ig.guide.publishing.markdown import Markdown
from dbep_ig.guide.publishing.page import Page
from dbep_ig.guide.publishing.site import Site
from dbep_ig.guide.publishing.words import WORDS

_FENCE = re.compile(r"^(?P<fence>`{3,})(?P<syntax>\S+) +(?P<stage>\S+) +(?P<role>given|fails|passes)\s*$")
_COMMENT = re.compile(r"<!--.*?-->\n?", re.DOTALL)
_BARE_URL = re.compile(r"<(https?://[^>\s]+)>")


def pages(site: Site) -> Iterator[Page]:
    """The list first, grouped by stage, then one page for each code."""
    texts = {
        name.split(".")[0]: text
        for name, text in sorted(site.guide.catalogue.items())
        if name.endswith(f".{site.language}.md")
    }
    stages: dict[str, list[tuple[str, str, str, str]]] = {}
    for code, text in texts.items():
        rule = site.guide.rules.get(code)
        row = (code, _name(text), _summary(text), rule.severity.code if rule is not None else "")
        stages.setdefault(group(code), []).append(row)
    yield site.page(
        "diagnostics",
        "diagnostics/index.md",
        section=("diagnostics",),
        title=site.words["diagnostics"],
        description=site.words["diagnostics_lead"],
        stages=[(site.words[key], found) for key, found in stages.items()],
    )
    for code, text in texts.items():
        rule = site.guide.rules.get(code)
        yield site.page(
            "diagnostic",
            f"diagnostics/{code}.md",
            section=("diagnostics", group(code)),
            title=f"{code} {_name(text)}",
            label=code,
            description=_summary(text),
            code=code,
            name=_name(text),
            rule=rule,
            body=Markdown(body(text, site.words)),
        )


def group(code: str) -> str:
    """The word that names a code's subject: its first two digits, else those of the stage it belongs to."""
    for digits in (code[4:6], f"{code[4]}0"):
        if f"group_{digits}" in WORDS:
            return f"group_{digits}"
    return "diagnostics"


def _name(text: str) -> str:
    return text.partition("\n")[0].removeprefix("#").strip().partition(" ")[2]


def _summary(text: str) -> str:
    """The first paragraph, as plain text."""
    for block in re.split(r"\n\s*\n", text)[1:]:
        if block.strip() and not block.startswith(("#", "<!--")):
            parts = " ".join(block.split()).split("`")  # every other part is code, and stays as it is
            return "".join(part if n % 2 else part.replace("*", "") for n, part in enumerate(parts))
    return ""


def body(text: str, words: dict[str, str]) -> str:
    """The page without its first heading; each example in a frame that says whether it passes.

    The catalogue's fences carry `<syntax> <stage> <role>` for the tests; readers need the role only.
    """
    lines: list[str] = []
    closing, role = "", ""
    for line in _COMMENT.sub("", text).splitlines()[1:]:
        start = _FENCE.match(line)
        if start is not None:
            closing, role = start["fence"], start["role"]
            lines += [
                "",
                f'<div class="{role}" markdown>',
                "",
                f'<p class="verdict">{words[f"role_{role}"]}</p>',
                "",
            ]
            lines.append(f"{closing}{start['syntax']}")
        elif closing and line.strip() == closing:
            lines += [closing, "", "</div>", ""]
            closing = ""
        else:
            lines.append(line if closing else _BARE_URL.sub(r"[\1](\1)", line))
    return "\n".join(lines).strip()
