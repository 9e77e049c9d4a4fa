"""What the guide would define if its files lay, and were called, so that they are read."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from dbep_ig.engine.diagnostics import Issue, Location, Place, Rule, Source, Text

from .places import FILES

FILE_NOT_READ = Rule(
    code="DBEP1040",
    name="file-not-read",
    issue_type="not-found",
    nb="Filen leses ikke, enda den har «{written}»: {reason}",
    en="The file is not read, although it has `{written}`: {reason}",
)
OTHER_FOLDER = Rule(
    code="DBEP1041",
    name="file-in-other-folder",
    issue_type="structure",
    nb="«{keyword}» hører ikke hjemme i {folder}/: flytt filen til {right}/",
    en="`{keyword}` does not belong in {folder}/: move the file to {right}/",
)
EXAMPLE_KEYWORDS = ("scenario", "invalid")
_FOLDERS = {"profile": "profiles", "extension": "profiles", **dict.fromkeys(EXAMPLE_KEYWORDS, "examples")}
_OF_JSON = "resourceType"
_LISTS = ("requirements", "actors")
_READ = ("model", "profiles", "examples")
_KEY = re.compile(r"^[\ufeff{]?\s*[\"']?([A-Za-z]+)[\"']?[ \t]*:[ \t]*(.*)$", re.MULTILINE)
_WORD = re.compile(r"(?:^|[{,\s\"'])([A-Za-z]+)[\"']?[ \t]*:(?=\s|$|[\"'\[{])", re.MULTILINE)
_FIRST = re.compile(r"\A\ufeff?(?:\s*(?:#[^\n]*)?\n|\s*---[^\n]*\n)*", re.ASCII)
_YAML = (".yaml", ".yml")


class Stray(NamedTuple):
    """A file that would define something: the word that says what, the name, and where the word is."""

    path: str
    keyword: str
    name: str
    place: Place

    def location(self) -> Location:
        """Where issues about the file are shown."""
        return Location(self.path, exact=self.place)

    def defines(self, written: str, prefix: str) -> bool:
        """Whether a name that leads nowhere is this one, with or without the guide's prefix."""
        return written.removeprefix(f"{prefix}-") == self.name.removeprefix(f"{prefix}-")


def folder_of(keyword: str) -> str:
    """Where files of a kind lie."""
    return _FOLDERS.get(keyword, "model")


def strays(heads: Mapping[str, bytes]) -> list[Stray]:
    """Those among the files (path -> its beginning) that have a first word of ours, and another keyword that goes with it."""
    found = (_stray(path, head.decode(errors="replace")) for path, head in heads.items())
    return [one for one in found if one is not None]


def _stray(path: str, text: str) -> Stray | None:
    begun = _FIRST.match(text)
    rest = text[begun.end() :] if begun is not None else text
    first = _KEY.match(rest)
    if first is None:
        return None
    block = next((one for one in FILES if one.name == first[1]), None)
    if first[1] == "resource":
        others = {"id", "url", "name", "title", "status", "kind", "version"}
    elif block is not None:
        others = set(block.keywords)
    elif first[1] == _OF_JSON and path.endswith(".json"):
        others = {"id", "url", "name", "title", "status", "kind", "version", "text", "meta"}
    elif first[1] in EXAMPLE_KEYWORDS:
        others = {"title", "definition", "of", "change", "expect", "plan"}
    else:
        return None
    others |= {"quote", "source"} if first[1] == "requirements" else set()
    if not others & (set(_WORD.findall(rest)) - {first[1]}):
        return None
    name = re.sub(r"\s+#.*$|,.*$", "", first[2]).strip().strip("\"'}")
    if not name and first[1] not in _LISTS:
        return None  # it names nothing: data of somebody else's
    source = Source(path, text)
    start = len(text) - len(rest) + first.start(1)
    return Stray(path, first[1], name, Place(source, source.span(start, start + len(first[1]))))


def not_read(stray: Stray) -> Issue:
    """DBEP1040, with where the file belongs."""
    folder = folder_of(stray.keyword)
    top, _, rest = stray.path.partition("/")
    if stray.keyword == _OF_JSON:
        form = f"resource: {stray.name}"
        reason = Text(
            f"skriv den som YAML i model/, med «{form}» øverst",
            f"write it as YAML in model/, with `{form}` at the top",
        )
    elif rest and top in _READ and not stray.path.endswith(_YAML):
        reason = Text("navnet må slutte på .yaml", "its name must end in .yaml")
    elif stray.keyword == "guide":
        reason = Text("det må hete guide.yaml", "it must be called guide.yaml")
    else:
        reason = Text(f"flytt den til {folder}/", f"move it to {folder}/")
        if not stray.path.endswith(_YAML):
            reason = Text(
                f"{reason.nb}, med et navn som slutter på .yaml",
                f"{reason.en}, with a name that ends in .yaml",
            )
    written = f"{stray.keyword}: {stray.name}" if stray.name else stray.keyword
    params = {"written": written, "reason": reason}
    return Issue(FILE_NOT_READ, stray.location(), params)


def misplaced(files: Mapping[str, bytes]) -> list[Stray]:
    """What lies in `examples/` and is of the model."""
    there = {path: data for path, data in files.items() if path.startswith("examples/")}
    return [one for one in strays(there) if one.keyword not in EXAMPLE_KEYWORDS]


def in_other_folder(stray: Stray) -> Issue:
    """DBEP1041."""
    params = {
        "keyword": stray.keyword,
        "folder": stray.path.partition("/")[0],
        "right": folder_of(stray.keyword),
    }
    return Issue(OTHER_FOLDER, stray.location(), params)
