"""Everything that people read, as (file, line, language, text): messages, help, pages, prose, the guide's own words.

Left out: code in back-quotes and fences of catalogue pages, addresses, links' targets, docstrings and comments of Python.
Where nothing says which language a text is in, its words do.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from dbep_ig.guide.authoring import YamlMapping, YamlNode, YamlScalar, YamlSequence, read_yaml_documents

ROOT = Path(__file__).parents[3]
BOTH = ("nb", "en")
_NORWEGIAN = re.compile(r"[æøåÆØÅ«]|\b(og|er|ikke|det|som|av|til|med|uten|hvor|eller|etter|bare)\b")


class Passage(NamedTuple):
    file: str
    line: int
    languages: tuple[str, ...]
    text: str


def passages() -> Iterator[Passage]:
    """Every passage, in the order of the files."""
    for file in sorted((ROOT / "src").rglob("*.py")):
        yield from _python(file)
    for folder in ("bench", "tools", "tests/conformance"):
        for file in sorted((ROOT / folder).glob("*.py")):
            yield from _python(file)
    yield from _python(ROOT / "hatch_build.py")
    for file in sorted((ROOT / "src").rglob("*.jinja")):
        yield from _lines(file, BOTH)
    for file in sorted((ROOT / "src" / "dbep_ig" / "catalogue").glob("*.md")):
        yield from _catalogue_page(file)
    yield from _rows(ROOT / "src" / "dbep_ig" / "catalogue" / "r4-invariants.nb.tsv", ("nb",))
    for file in sorted((ROOT / "site").rglob("*")):
        if file.suffix in (".md", ".html"):
            yield from _lines(file, _language(file))
    for folder in (".", "releases", "tests/conformance"):
        for file in sorted((ROOT / folder).glob("*.md")):
            yield from _lines(file, _language(file))
    for file in sorted(ROOT.glob("NOTICE*")):
        yield from _lines(file, _language(file))
    for folder in ("model", "profiles", "examples"):
        for file in sorted((ROOT / folder).rglob("*.yaml")):
            yield from _yaml(file)
    for language in BOTH:
        yield from _yaml(ROOT / "src" / "dbep_ig" / "guide" / "languages" / f"{language}.yaml", language)
    for name in ("guide.yaml", "tests/conformance/differences.yaml"):
        yield from _yaml(ROOT / name)
    for file in [ROOT / "Makefile", *sorted((ROOT / ".ci").iterdir())]:
        yield from _lines(file, ("en",))


def _language(file: Path) -> tuple[str, ...]:
    parts = {*file.relative_to(ROOT).parts, *file.name.split(".")}
    return ("nb",) if "nb" in parts else ("en",)


def _guess(text: str) -> str:
    return "nb" if _NORWEGIAN.search(text) else "en"


def _name(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def _lines(file: Path, languages: tuple[str, ...], *, fences: bool = True) -> Iterator[Passage]:
    """A paragraph is a passage, so that a phrase is found across a line break."""
    start, paragraph, fence = 0, [], ""
    for number, line in enumerate([*file.read_text(encoding="utf-8").splitlines(), ""], 1):
        mark = re.match(r"\s*(`{3,})", line)
        if mark and not fences:
            fence = "" if fence == mark[1] else fence or mark[1]
        if line.strip() and not fence and not mark:
            start = start if paragraph else number
            paragraph.append(line)
        elif paragraph:
            yield Passage(_name(file), start, languages, "\n".join(paragraph))
            paragraph = []


def _catalogue_page(file: Path) -> Iterator[Passage]:
    """A section of a language is in it, and so are words between examples; the rest is for both."""
    languages = BOTH
    for passage in _lines(file, BOTH, fences=False):
        heading = passage.text.removeprefix("## ")
        if heading != passage.text:
            languages = (heading,) if heading in BOTH else BOTH
        between = passage.text.partition(": ")[0]
        yield passage._replace(languages=(between,) if between in BOTH else languages)


def _rows(file: Path, languages: tuple[str, ...]) -> Iterator[Passage]:
    """The text of each row `key<TAB>text`."""
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if not line.startswith("#"):
            yield Passage(_name(file), number, languages, line.partition("\t")[2])


def _python(file: Path) -> Iterator[Passage]:
    """Texts in a language, and string literals with a space in them; f-strings with `{}` for what is filled in; docstrings left out."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    known: dict[int, str] = {}
    skipped: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            skipped.add(id(node.value))  # a docstring, of a module, a class, a function or a constant
        elif isinstance(node, ast.Call):
            known.update({id(key.value): key.arg for key in node.keywords if key.arg in BOTH})
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in ("Text", "error") and len(node.args) >= 2:
                known.update(zip(map(id, node.args[:2]), BOTH, strict=True))
        elif isinstance(node, ast.JoinedStr):
            skipped.update(id(value) for value in node.values)
    for node in ast.walk(tree):
        text = _text(node)
        if text is not None and id(node) not in skipped and (" " in text.strip() or id(node) in known):
            language = known.get(id(node)) or _guess(text)
            yield Passage(_name(file), node.lineno, (language,), text)


def _text(node: ast.AST) -> str | None:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return None


def _yaml(file: Path, of: str = "") -> Iterator[Passage]:
    """Values and comments; `of` is the language of the values, where the file is in one."""
    data = file.read_bytes()
    documents = read_yaml_documents(_name(file), data).value or []
    for document in documents:
        for node, language in _values(document.root, of):
            line = document.source.position(node.start)[0]
            yield Passage(_name(file), line, (language or _guess(node.text),), node.text)
    for number, line in enumerate(data.decode("utf-8").splitlines(), 1):
        comment = re.search(r"(?:^|\s)#\s+(.*)", line)
        if comment:
            yield Passage(_name(file), number, (_guess(comment[1]),), comment[1])


def _values(node: YamlNode, language: str) -> Iterator[tuple[YamlScalar, str]]:
    if isinstance(node, YamlScalar):
        if " " in node.text or language:
            yield node, language
    elif isinstance(node, YamlSequence):
        for item in node:
            yield from _values(item, language)
    elif isinstance(node, YamlMapping):
        for entry in node:
            key = entry.key.text
            yield from _values(entry.value, key if key in BOTH else language)


def without_code(text: str) -> str:
    """The text with code, addresses, placeholders and comments of HTML blanked out, at the same length."""
    patterns: Iterable[str] = (
        r"<!--.*?-->",
        r"(`+).+?\1",
        r"\]\([^)]*\)",
        r"https?://\S+",
        r"\{[{%].*?[%}]\}",
        r"\{\w+\}",
        r"\(\?P<\w+>",
    )
    for pattern in patterns:
        text = re.sub(pattern, lambda match: "¤" * len(match[0]), text, flags=re.DOTALL)
    return text
