"""No code but this: a page for each diagnostic, in both languages, read from beside this file; and R4's invariants in Norwegian.

`CODE.nb.md` and `CODE.en.md`; their first line is `# CODE name`. The examples in them are run by the tests.
"""

from importlib.resources import files

from dbep_ig.engine.diagnostics import Language


def page(code: str, language: Language) -> str | None:
    """The page as Markdown, or None for a code without one."""
    file = files(__name__).joinpath(f"{code}.{language}.md")
    return file.read_text(encoding="utf-8") if file.is_file() else None


def codes() -> tuple[str, ...]:
    """Every code that has a page, sorted."""
    return tuple(
        sorted(file.name.split(".")[0] for file in files(__name__).iterdir() if file.name.endswith(".en.md"))
    )


def names() -> dict[str, str]:
    """Rule name -> code, read from the pages' first lines."""
    found: dict[str, str] = {}
    for code in codes():
        title = (page(code, "en") or "").partition("\n")[0]
        found[title.rpartition(" ")[2]] = code
    return found
