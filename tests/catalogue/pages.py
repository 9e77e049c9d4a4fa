"""The catalogue's pages as data: their examples, and what they say tests them."""

import re
from dataclasses import dataclass, field
from pathlib import Path

import dbep_ig.catalogue

FOLDER = Path(dbep_ig.catalogue.__file__).parent
HEADINGS = {
    "en": ("Why", "Do instead", "Example"),
    "nb": ("Hvorfor", "Gjør slik i stedet", "Eksempel"),
}
_FENCE = re.compile(r"^```(\S+) (\S+) (given|fails|passes)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_TESTED_BY = re.compile(r"<!-- tested by: (\S+?)::(\S+) -->")


@dataclass(frozen=True)
class Example:
    syntax: str
    stage: str
    role: str
    text: str


@dataclass(frozen=True)
class Page:
    code: str
    language: str
    text: str
    examples: tuple[Example, ...] = field(default=())

    @property
    def title(self) -> str:
        return self.text.partition("\n")[0]

    @property
    def headings(self) -> list[str]:
        outside = re.sub(r"^```.*?^```$", "", self.text, flags=re.MULTILINE | re.DOTALL)
        return re.findall(r"^## (.*)$", outside, flags=re.MULTILINE)

    @property
    def tested_by(self) -> list[tuple[str, str]]:
        return _TESTED_BY.findall(self.text)


def read_pages() -> list[Page]:
    pages = []
    for file in sorted(FOLDER.glob("DBEP*.md")):
        code, language, _ = file.name.split(".")
        text = file.read_text(encoding="utf-8")
        pages.append(Page(code, language, text, tuple(Example(*match) for match in _FENCE.findall(text))))
    return pages
