"""The catalogue's pages, read."""

from dbep_ig import catalogue
from dbep_ig.catalogue import Entry, Example


def read_entries() -> dict[str, Entry]:
    """Code -> page; a page that is not in the form is an `EntryError`."""
    return {code: catalogue.entry(code) for code in catalogue.codes()}


def examples_of(page: Entry) -> list[Example]:
    """Those that are run."""
    return [one for one in page.examples if isinstance(one, Example) and one.role]
