"""Jinja, which MkDocs brings along, with Markdown escaping on by default.

Why Jinja and not f-strings: a page type is one template that reads like the page it makes, and a designer can change it.
It is imported here only, and this module only when a site is made, so nothing else waits for it (extra `site`).
"""

from collections.abc import Mapping
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from . import markdown


@cache
def environment() -> Environment:
    """The one environment; an undefined name in a template is our own fault and raises."""
    jinja = Environment(
        loader=PackageLoader("dbep_ig.guide.publishing", "templates"),
        autoescape=True,
        finalize=markdown.finalize,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    jinja.filters["code"] = markdown.code
    jinja.filters["prose"] = markdown.prose
    jinja.filters["paragraphs"] = markdown.paragraphs
    jinja.filters["linked"] = markdown.linked
    jinja.filters["shift"] = markdown.indent
    jinja.filters["html"] = lambda value: markdown.Markdown(markdown.html(value))
    jinja.globals["link"] = markdown.link
    jinja.globals["fenced"] = markdown.fenced
    return jinja


def render(template: str, values: Mapping[str, object]) -> str:
    """The template `NAME.md.jinja` filled in."""
    text = environment().get_template(f"{template}.md.jinja").render(values)
    return _single_blank_lines(text)


def _single_blank_lines(text: str) -> str:
    """At most one blank line in a row outside fenced code, one newline at the end."""
    lines: list[str] = []
    fence = ""
    for line in text.splitlines():
        mark = line.strip()
        if fence:
            if mark == fence:
                fence = ""
        elif mark.startswith("```"):
            fence = mark[: len(mark) - len(mark.lstrip("`"))]
        elif not mark and lines and not lines[-1]:
            continue
        lines.append(line.rstrip() if not fence else line)
    return "\n".join(lines).strip("\n") + "\n"
