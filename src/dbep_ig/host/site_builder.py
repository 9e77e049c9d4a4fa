"""Runs the site generator: the Markdown trees in `build/site-src` become `build/site`, one build for each language.

MkDocs runs as a process of its own for each language (`mkdocs_pages.py`), both at once, and renders the pages that a change
reaches; what it warns of (a link or an anchor that leads nowhere, a page outside the menu) comes back as issues. It is told
to use no network, and needs none.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from hashlib import sha256
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from tempfile import mkdtemp
from time import time
from typing import TYPE_CHECKING, NamedTuple

from dbep_ig.engine.diagnostics import Issue, Location, Result, Rule, Severity
from dbep_ig.guide.stages import digest_of

from .site_leftovers import remove_other_languages
from .trees import move_tree, write_files, write_tree

if TYPE_CHECKING:
    from .mkdocs_pages import Answer, Request

GENERATOR_MISSING = Rule(
    code="DBEP6010",
    name="site-generator-missing",
    severity=Severity.WARNING,
    issue_type="not-supported",
    nb="Nettstedet er ikke bygd, for {package} er ikke installert",
    en="The site has not been built, for {package} is not installed",
)
BROKEN_PAGE = Rule(
    code="DBEP6011",
    name="broken-site-page",
    issue_type="processing",
    nb="MkDocs meldte om nettstedet på {language}: {said}",
    en="MkDocs reported for the {language} site: {said}",
    spec="https://www.mkdocs.org/user-guide/configuration/#validation",
)
GENERATOR_FAILED = Rule(
    code="DBEP6012",
    name="site-generator-failed",
    issue_type="exception",
    nb="MkDocs avbrøt nettstedet på {language} med avslutningskode {code}: {said}",
    en="MkDocs failed on the {language} site with exit code {code}: {said}",
)
PAGE_WITHOUT_NOTICE = Rule(
    code="DBEP6006",
    name="page-without-notice",
    issue_type="required",
    nb="{count} sider på {language} viser ikke linjen i «notice», blant dem {page}",
    en="{count} pages of the {language} site do not show the line in `notice`, among them {page}",
)
GENERATOR = ("mkdocs", "mkdocs-material", "Markdown", "pymdown-extensions", "Pygments", "Jinja2")
_SCRATCH = "site-"
_SCRIPT = Path(__file__).with_name("mkdocs_pages.py")
_DAY = 24 * 60 * 60  # seconds
_PAGE = re.compile(r"(?:Doc file|The following pages).*?'(?P<page>[^']+)'")


class Mark(NamedTuple):
    """What is known of the finished site of a language.

    made_from  digest of the Markdown and of the generator
    listing    of its files, as they were when they were made
    record     digest of what the generator keeps of each page
    said       what MkDocs warned of
    """

    made_from: str
    listing: str
    record: str
    said: list[str]


class Wish(NamedTuple):
    """What a preview wants.

    first    sources of pages to render before the others
    seconds  how long others are rendered too; None: until all are
    before   the Markdown of the last time, which the folder still has
    is_more  nothing has changed since: only pages that were left
    """

    first: Sequence[str] = ()
    seconds: float | None = None
    before: Mapping[str, bytes] | None = None
    is_more: bool = False


class BuiltSite(NamedTuple):
    """The folder of the finished site, and by language which HTML was rendered and how many pages are left to render."""

    folder: Path
    rendered: Mapping[str, Sequence[str]]
    left: Mapping[str, int]


def build_site(files: Mapping[str, bytes], build: Path, *, on_each_page: bytes = b"") -> Result[Path]:
    """Writes `files` (from `guide.publishing.publish`) to `build/site-src` and makes `build/site` of them.

    on_each_page  what every page of the site must hold, whatever templates the guide brings (DBEP6006)
    -> the folder of the finished site; None when it could not be made (DBEP6010, DBEP6012). A broken link (DBEP6011) stops
       nothing, so that the page can be looked at.
    """
    missing = without_generator()
    if missing is not None:
        return Result(None, (missing,))
    with Generators() as generators:
        made = refresh_site(files, build, generators, on_each_page=on_each_page)
    return Result(None if made.value is None else made.value.folder, made.issues)


class Generators:
    """The process of each language, started when it is first needed and kept for the next time."""

    def __init__(self) -> None:
        self._running: dict[str, subprocess.Popen[str]] = {}

    def __enter__(self) -> "Generators":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def has(self, language: str) -> bool:
        """Whether one is running, which has the pages of the last time in memory."""
        return language in self._running

    def ask(self, language: str, request: "Request") -> None:
        """Sends the question; the answer is waited for by `answer`."""
        process = self._running.get(language)
        if process is None:
            process = self._running[language] = _start(Path(request["folder"]))
        assert process.stdin is not None
        with suppress(BrokenPipeError):  # it has ended; `answer` says how
            process.stdin.write(json.dumps(request) + "\n")
            process.stdin.flush()

    def answer(self, language: str) -> "Answer | Failure":
        """The next answer. A process that ended without one is not kept."""
        process = self._running[language]
        assert process.stdout is not None
        try:
            found: Answer = json.loads(process.stdout.readline())
        except ValueError:
            del self._running[language]
            _, said = process.communicate()
            return Failure(process.returncode, said)
        return found

    def stop(self) -> None:
        """Lets all of them end."""
        for process in self._running.values():
            process.communicate()
        self._running.clear()


class Failure(NamedTuple):
    """How a process ended that gave no answer."""

    code: int
    said: str


def refresh_site(
    files: Mapping[str, bytes],
    build: Path,
    generators: Generators,
    *,
    on_each_page: bytes = b"",
    wish: Wish = Wish(),  # noqa: B008  immutable
) -> Result[BuiltSite]:
    """As `build_site`, by generators that are asked again and again, and where not all pages need to be rendered at once."""
    source, target = build.absolute() / "site-src", build / "site"
    stages = build.absolute() / ".stages"
    stages.mkdir(parents=True, exist_ok=True)
    _remove_abandoned(stages)
    # a folder of its own: of two builds at once, one would move away what the other is making
    scratch = Path(mkdtemp(prefix=_SCRATCH, dir=stages))
    write_tree(files, source, wish.before)
    target.mkdir(parents=True, exist_ok=True)
    mark = target / ".made-from"
    before = _marked(mark)
    languages = sorted({name.partition("/")[0] for name in files if "/" in name})
    digests = {language: _digest(files, language, on_each_page) for language in languages}
    asked: list[str] = []
    issues: list[Issue] = []
    for language in languages:
        known, record = before.get(language), stages / f"site-{language}.json"
        intact = known is not None and known.listing == _listing(target / language)
        if intact and known is not None and known.made_from == digests[language]:
            issues += _issues(known.said, language, source)
            continue
        intact = intact and known is not None and known.record == _digest_of_file(record)
        (scratch / language).mkdir()
        generators.ask(
            language,
            {
                "folder": str(source / language),
                "target": str(scratch / language),
                "before": None if generators.has(language) else str(record) if intact else "",
                "after": str(scratch / record.name),
                "digest": _surroundings(on_each_page),
                "first": list(wish.first),
                "seconds": wish.seconds,
                "static": not wish.is_more,
            },
        )
        asked.append(language)
    rendered: dict[str, Sequence[str]] = {}
    left: dict[str, int] = {}
    for language in asked:
        before.pop(language, None)
        write_files({mark.name: _json_of(before)}, target)
        answer = generators.answer(language)
        if isinstance(answer, Failure):
            issues.append(_failure(answer, language, source))
            move_tree(scratch / language, target / language)
            continue
        record = scratch / f"site-{language}.json"
        move_tree(scratch / language, target / language, keep=None if wish.is_more else answer["kept"])
        if not answer["left"]:
            remove_other_languages(target / language)
        rendered[language], left[language] = answer["rendered"], len(answer["left"])
        lacking = list(_without(on_each_page, target / language, answer["rendered"], language))
        issues += [*_issues(answer["said"], language, source), *lacking]
        whole = not lacking and not answer["left"] and _is_made(target / language)
        if whole and record.is_file():
            known = Mark(
                digests[language], _listing(target / language), _digest_of_file(record), answer["said"]
            )
            record.replace(stages / record.name)
            before[language] = known
    shutil.rmtree(scratch, ignore_errors=True)
    fronts = {name: data for name, data in files.items() if "/" not in name}
    for path in target.iterdir():
        if path.is_dir() and path.name not in languages:
            shutil.rmtree(path)
        elif path.is_file() and path.name not in (*fronts, mark.name):
            path.unlink()
    write_files({**fronts, mark.name: _json_of(before)}, target)
    made = all(_is_made(target / language) for language in languages)
    is_under_way = any(left.values())
    return Result(BuiltSite(target, rendered, left) if made or is_under_way else None, tuple(issues))


def _is_made(site: Path) -> bool:
    return (site / "index.html").is_file()


def _remove_abandoned(stages: Path) -> None:
    """What builds that were stopped have left; one that began within the last day may still be running."""
    for old in (*stages.glob(f"{_SCRATCH}*"), stages / "site"):
        with suppress(OSError):
            if time() - old.stat().st_mtime > _DAY:
                shutil.rmtree(old)


def _marked(mark: Path) -> dict[str, Mark]:
    """Language -> what is known of its finished site; empty where that is not known."""
    try:
        found = {language: Mark(*one) for language, one in json.loads(mark.read_bytes()).items()}
    except (OSError, ValueError, RecursionError, TypeError, AttributeError):
        return {}
    return found


def _json_of(marks: Mapping[str, Mark]) -> bytes:
    return json.dumps(marks).encode()


def _digest_of_file(path: Path) -> str:
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _without(wanted: bytes, site: Path, pages: Iterable[str], language: str) -> Iterable[Issue]:
    """One issue for all of the pages that lack `wanted`; one that is not there (another build moved it) lacks nothing."""
    there = [page for page in sorted(pages) if (site / page).is_file()]
    lacking = [page for page in there if wanted not in (site / page).read_bytes()]
    if lacking:
        params = {"count": len(lacking), "language": language, "page": lacking[0]}
        yield Issue(PAGE_WITHOUT_NOTICE, Location("site/theme"), params)


def without_generator() -> Issue | None:
    """The issue that says so when mkdocs-material is not installed; Jinja, which writes the pages, comes with it."""
    if all(find_spec(name) is not None for name in ("mkdocs", "material", "jinja2")):
        return None
    return Issue(GENERATOR_MISSING, Location("mkdocs"), {"package": "mkdocs-material"})


def _digest(files: Mapping[str, bytes], language: str, on_each_page: bytes) -> str:
    """Of everything a language's site is made from: made once, it need not be made again."""
    own = {path: data for path, data in files.items() if path.startswith(f"{language}/")}
    return digest_of(_surroundings(on_each_page), own)


def _surroundings(on_each_page: bytes) -> str:
    """Digest of what decides how pages look and is not among the files."""
    generator = [f"{name} {version(name)}" for name in GENERATOR]
    return digest_of(sys.version, *generator, _date(), on_each_page, _SCRIPT.read_bytes())


def _date() -> str:
    """Seconds since 1970, in what MkDocs dates."""
    return os.environ.get("SOURCE_DATE_EPOCH", "0")


def _listing(folder: Path) -> str:
    """Of a folder's files as they were when they were made."""
    found = {path.relative_to(folder): path.stat() for path in sorted(folder.rglob("*")) if path.is_file()}
    return digest_of("\n".join(f"{path} {one.st_size} {one.st_mtime_ns}" for path, one in found.items()))


def _start(folder: Path) -> "subprocess.Popen[str]":
    """MkDocs of this same Python, so that the extra's own version runs; never a shell."""
    environment = {
        **os.environ,
        "NO_MKDOCS_2_WARNING": "true",
        "PYTHONHASHSEED": "0",
        # MkDocs stamps pages with the build's date; the same guide is to give the same bytes.
        "SOURCE_DATE_EPOCH": _date(),
        "PYTHONIOENCODING": "utf-8",
    }
    return subprocess.Popen(  # noqa: S603  no shell, and the folder is the build's own
        [sys.executable, "-P", str(_SCRIPT)],
        cwd=folder,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
    )


def _issues(said: Iterable[str], language: str, source: Path) -> Iterable[Issue]:
    for warning in said:
        page = _PAGE.search(warning)
        name = f"docs/{page['page']}" if page else "mkdocs.yml"
        document = str(source / language / name)
        yield Issue(BROKEN_PAGE, Location(document), {"language": language, "said": warning})


def _failure(failure: Failure, language: str, source: Path) -> Issue:
    last = next((line for line in reversed(failure.said.splitlines()) if line.strip()), "")
    params = {"language": language, "code": failure.code, "said": last}
    return Issue(GENERATOR_FAILED, Location(str(source / language / "mkdocs.yml")), params)
