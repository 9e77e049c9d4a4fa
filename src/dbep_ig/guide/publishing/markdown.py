"""Text into Markdown without surprises: what an author typed is shown as typed.

The templates run with autoescape on; `finalize` escapes every plain `str` for Markdown, and only what was made here
(`Markup`) passes as it is. So a definition with `*`, `|` or `<script>` in it cannot change a page.

Dialect: Python-Markdown with tables, attr_list, md_in_html and pymdownx.superfences.
"""

import posixpath
import re

from markupsafe import Markup


class Markdown(Markup):
    """Text that is Markdown already: Jinja's escaping leaves it alone."""

    __slots__ = ()


_SPECIAL = re.compile(r"[\\`*_{}\[\]|]")
_BLOCK_START = re.compile(r"^(\s*)([#>+=~-]|\d+[.)])", re.MULTILINE)
_ADDRESS = re.compile(r"(https?://[\w./~%?#&=+:@!$,;-]*[\w/~%#&=+@$-])")
_BACKTICKS = re.compile(r"`+")


def finalize(value: object) -> Markdown:
    """What Jinja calls on every expression: None is nothing, `Markup` passes, the rest is escaped."""
    if value is None:
        return Markdown("")
    if isinstance(value, Markup):
        return Markdown(value)
    return inline(str(value))


def inline(text: str) -> Markdown:
    """Text on one line, safe in a paragraph, a heading and a table cell; line breaks become `<br>`."""
    lines = [_escape_line(line) for line in text.strip().splitlines() if line.strip()]
    return Markdown("<br>".join(lines))


def paragraphs(text: str) -> Markdown:
    """Text with blank lines between paragraphs kept."""
    blocks = re.split(r"\n\s*\n", text.strip())
    return Markdown("\n\n").join(inline(block) for block in blocks if block.strip())


def linked(text: str) -> Markdown:
    """As `paragraphs`, and web addresses in the text are links."""
    blocks = (block for block in re.split(r"\n\s*\n", text.strip()) if block.strip())
    return Markdown("\n\n").join(
        Markdown("").join(
            Markdown(f"[{_escape_line(part)}]({part})") if _ADDRESS.fullmatch(part) else inline_piece(part)
            for part in _ADDRESS.split(" ".join(block.split()))
        )
        for block in blocks
    )


def code(text: object) -> Markdown:
    """A code span that holds `text`, also when it has backticks or pipes in it."""
    shown = " ".join(str(text).split())
    if not shown:
        return Markdown("")
    fence = "`" * (1 + max((len(run) for run in _BACKTICKS.findall(shown)), default=0))
    pad = " " if shown.startswith("`") or shown.endswith("`") else ""
    return Markdown(f"{fence}{pad}{shown}{pad}{fence}")


def fenced(text: str, syntax: str = "", title: str = "") -> Markdown:
    """A fenced block longer than any run of backticks inside it."""
    longest = max((len(run) for run in _BACKTICKS.findall(text)), default=0)
    fence = "`" * max(3, longest + 1)
    shown_title = f' title="{html(title)}"' if title else ""
    return (
        Markdown(f"{fence}{{ .{syntax}{shown_title} }}\n{text.rstrip()}\n{fence}")
        if title
        else Markdown(f"{fence}{syntax}\n{text.rstrip()}\n{fence}")
    )


def prose(text: str) -> Markdown:
    """Our own sentences, in which only code spans mean something."""
    parts = re.split(r"(`[^`]+`)", text)
    return Markdown("").join(
        code(part[1:-1]) if part.startswith("`") else inline_piece(part) for part in parts
    )


def inline_piece(text: str) -> Markdown:
    """Escaped as `inline`, the spaces around it kept."""
    return Markdown(_escape_line(text, keep_spaces=True))


def link(text: object, href: str) -> Markdown:
    """`[text](<href>)`; plain text is escaped, `Markup` kept."""
    label = finalize(text)
    return Markdown(f"[{label}]({href})") if href else label


def html(text: object) -> str:
    """Escaped for HTML text and attributes."""
    return str(Markup.escape(str(text)))


def indent(text: str, spaces: int) -> Markdown:
    """Every line that holds something moved to the right (content of tabs and admonitions)."""
    margin = " " * spaces
    return Markdown("\n".join(margin + line if line.strip() else "" for line in str(text).splitlines()))


def relative(target: str, page: str) -> str:
    """The link from one source page to another, `#anchor` kept: `../profiles/x.md#y`."""
    path, _, anchor = target.partition("#")
    shown = posixpath.relpath(path, posixpath.dirname(page) or ".") if path else ""
    return f"{shown}#{anchor}" if anchor else shown


def _escape_line(line: str, *, keep_spaces: bool = False) -> str:
    escaped = _SPECIAL.sub(lambda match: "\\" + match.group(), line if keep_spaces else line.strip())
    escaped = escaped.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _BLOCK_START.sub(lambda match: match.group(1) + _entity(match.group(2)), escaped)


def _entity(start: str) -> str:
    """A list or heading mark at the start of a line, as text."""
    return f"{start[:-1]}&#{ord(start[-1])};"
