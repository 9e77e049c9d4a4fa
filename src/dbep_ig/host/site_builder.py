"""Runs the site generator: the Markdown trees in `build/site-src` become `build/site`, one build for each language.

MkDocs runs as a process of its own for each language, both at once; what it warns of (a link or an anchor that leads
nowhere, a page outside the menu) comes back as issues. It is told to use no network, and needs none.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from tempfile import mkdtemp
from time import time

from dbep_ig.engine.diagnostics import Issue, Location, Result, Rule, Severity
from dbep_ig.guide.stages import digest_of

from .site_leftovers import remove_other_languages
from .trees import move_tree, write_files, write_tree

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
_DAY = 24 * 60 * 60  # seconds
_WARNING = re.compile(r"^(?:WARNING|ERROR) +-  ?(?P<said>.*)$")
_PAGE = re.compile(r"(?:Doc file|The following pages).*?'(?P<page>[^']+)'")


def build_site(files: Mapping[str, bytes], build: Path, *, on_each_page: bytes = b"") -> Result[Path]:
    """Writes `files` (from `guide.publishing.publish`) to `build/site-src` and builds `build/site` from them.

    on_each_page  what every page of the site must hold, whatever templates the guide brings (DBEP6006)
    -> the folder of the finished site; None when it could not be made (DBEP6010, DBEP6012). A broken link (DBEP6011) stops
       nothing, so that the page can be looked at.
    """
    missing = without_generator()
    if missing is not None:
        return Result(None, (missing,))
    source, target = build / "site-src", build / "site"
    stages = build.absolute() / ".stages"
    stages.mkdir(parents=True, exist_ok=True)
    _remove_abandoned(stages)
    # a folder of its own: of two builds at once, one would move away what the other is making
    scratch = Path(mkdtemp(prefix=_SCRATCH, dir=stages))
    write_tree(files, source)
    target.mkdir(parents=True, exist_ok=True)
    mark = target / ".made-from"
    before = _marked(mark)
    languages = sorted({name.partition("/")[0] for name in files if "/" in name})
    digests = {language: _digest(files, language, on_each_page) for language in languages}
    changed = [
        one
        for one in languages
        if before.get(one) != [digests[one], _listing(target / one)] or not _is_made(target / one)
    ]
    running = {language: _start(source / language, scratch / language) for language in changed}
    issues: list[Issue] = []
    for language, process in running.items():
        before.pop(language, None)
        mark.write_text(json.dumps(before), encoding="ascii")
        _, said = process.communicate()
        found = list(_issues(said, process.returncode, language, source))
        remove_other_languages(scratch / language)
        move_tree(scratch / language, target / language)
        found += _without(on_each_page, target / language, language)
        issues += found
        if not found:  # what is said of a site is said of it each time
            before[language] = [digests[language], _listing(target / language)]
    shutil.rmtree(scratch, ignore_errors=True)
    fronts = {name: data for name, data in files.items() if "/" not in name}
    for path in target.iterdir():
        if path.is_dir() and path.name not in languages:
            shutil.rmtree(path)
        elif path.is_file() and path.name not in (*fronts, mark.name):
            path.unlink()
    write_files({**fronts, mark.name: json.dumps(before).encode()}, target)
    made = all(_is_made(target / language) for language in languages)
    return Result(target if made else None, tuple(issues))


def _is_made(site: Path) -> bool:
    return (site / "index.html").is_file()


def _remove_abandoned(stages: Path) -> None:
    """What builds that were stopped have left; one that began within the last day may still be running."""
    for old in (*stages.glob(f"{_SCRATCH}*"), stages / "site"):
        with suppress(OSError):
            if time() - old.stat().st_mtime > _DAY:
                shutil.rmtree(old)


def _marked(mark: Path) -> dict[str, list[str]]:
    """Language -> digest of what its finished site was made from, and of its files; empty where that is not known."""
    try:
        found = json.loads(mark.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _without(wanted: bytes, site: Path, language: str) -> Iterable[Issue]:
    """One issue for all pages that lack `wanted`."""
    lacking = [page for page in sorted(site.rglob("*.html")) if wanted not in page.read_bytes()]
    if lacking:
        params = {
            "count": len(lacking),
            "language": language,
            "page": lacking[0].relative_to(site).as_posix(),
        }
        yield Issue(PAGE_WITHOUT_NOTICE, Location("site/theme"), params)


def without_generator() -> Issue | None:
    """The issue that says so when mkdocs-material is not installed; Jinja, which writes the pages, comes with it."""
    if all(find_spec(name) is not None for name in ("mkdocs", "material", "jinja2")):
        return None
    return Issue(GENERATOR_MISSING, Location("mkdocs"), {"package": "mkdocs-material"})


def _digest(files: Mapping[str, bytes], language: str, on_each_page: bytes) -> str:
    """Of everything a language's site without faults is made from: made once, it need not be made again."""
    generator = [f"{name} {version(name)}" for name in GENERATOR]
    own = {path: data for path, data in files.items() if path.startswith(f"{language}/")}
    return digest_of(sys.version, *generator, _date(), on_each_page, own)


def _date() -> str:
    """Seconds since 1970, in what MkDocs dates."""
    return os.environ.get("SOURCE_DATE_EPOCH", "0")


def _listing(folder: Path) -> str:
    """Of a folder's files as they were when they were made."""
    found = {path.relative_to(folder): path.stat() for path in sorted(folder.rglob("*")) if path.is_file()}
    return digest_of("\n".join(f"{path} {one.st_size} {one.st_mtime_ns}" for path, one in found.items()))


def _start(folder: Path, target: Path) -> "subprocess.Popen[str]":
    """MkDocs of this same Python, so that the extra's own version runs; never a shell.

    Not `--quiet`: that silences warnings before `--strict` can count them.
    """
    environment = {
        **os.environ,
        "NO_MKDOCS_2_WARNING": "true",
        "PYTHONHASHSEED": "0",
        # MkDocs stamps pages with the build's date; the same guide is to give the same bytes.
        "SOURCE_DATE_EPOCH": _date(),
    }
    return subprocess.Popen(  # noqa: S603  no shell, and the folder is the build's own
        [
            sys.executable,
            "-m",
            "mkdocs",
            "build",
            "--strict",
            "--config-file",
            "mkdocs.yml",
            "--site-dir",
            target,
        ],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
    )


def _issues(said: str, code: int, language: str, source: Path) -> Iterable[Issue]:
    warnings = [match["said"] for line in said.splitlines() if (match := _WARNING.match(line))]
    for warning in warnings:
        page = _PAGE.search(warning)
        document = (
            str(source / language / "docs" / page["page"]) if page else str(source / language / "mkdocs.yml")
        )
        yield Issue(BROKEN_PAGE, Location(document), {"language": language, "said": warning})
    if code != 0 and not warnings:
        last = next((line for line in reversed(said.splitlines()) if line.strip()), "")
        params = {"language": language, "code": code, "said": last}
        yield Issue(GENERATOR_FAILED, Location(str(source / language / "mkdocs.yml")), params)
