"""A page for each diagnostic, in both languages, beside this file: `CODE.md`, in the form that `form.py` shows and reads.

The examples in them are run by the tests. Here is R4's invariants in Norwegian as well, `r4-invariants.nb.tsv`.
"""

from importlib.resources import files

from dbep_ig.catalogue.form import Entry, EntryError, Example, read_entry

__all__ = ["Entry", "EntryError", "Example", "codes", "entry", "names", "read_entry"]


def entry(code: str) -> Entry | None:
    """The page, or None for a code without one."""
    text = _text(code)
    return None if text is None else read_entry(f"{code}.md", text)


def codes() -> tuple[str, ...]:
    """Every code that has a page, sorted."""
    found = (file.name for file in files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(".md") for name in found if name.endswith(".md")))


def names() -> dict[str, str]:
    """Rule name -> code, read from the pages' first lines."""
    return {(_text(code) or "").partition("\n")[0].rpartition(" ")[2]: code for code in codes()}


def _text(code: str) -> str | None:
    file = files(__name__).joinpath(f"{code}.md")
    return file.read_text(encoding="utf-8") if file.is_file() else None
