"""Runs the site generator: the Markdown trees in `build/site-src` become `build/site`, one build for each language.

MkDocs runs as a process of its own for each language, both at once; what it warns of (a link or an anchor that leads
nowhere, a page outside the menu) comes back as issues. It is told to use no network, and needs none.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from dbep_ig.engine.diagnostics import LANGUAGES, Issue, Language, Location, Result, Rule, Severity

from .site_leftovers import remove_other_languages

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
    severity=Severity.ERROR,
    issue_type="processing",
    nb="MkDocs meldte om nettstedet på {language}: {said}",
    en="MkDocs reported for the {language} site: {said}",
    spec="https://www.mkdocs.org/user-guide/configuration/#validation",
)
GENERATOR_FAILED = Rule(
    code="DBEP6012",
    name="site-generator-failed",
    severity=Severity.ERROR,
    issue_type="exception",
    nb="MkDocs avbrøt nettstedet på {language} med avslutningskode {code}: {said}",
    en="MkDocs failed on the {language} site with exit code {code}: {said}",
)
PAGE_WITHOUT_NOTICE = Rule(
    code="DBEP6006",
    name="page-without-notice",
    severity=Severity.ERROR,
    issue_type="required",
    nb="{count} sider på {language} viser ikke linjen i «notice», blant dem {page}",
    en="{count} pages of the {language} site do not show the line in `notice`, among them {page}",
)
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
    write_tree(files, source)
    digest, mark = _digest(files), target / ".made-from"
    if mark.is_file() and mark.read_text(encoding="ascii") == digest:
        return Result(target)
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    running = {language: _start(source / language) for language in LANGUAGES}
    issues: list[Issue] = []
    for language, process in running.items():
        _, said = process.communicate()
        issues += _issues(said, process.returncode, language, source)
        remove_other_languages(target / language)
    for name in (path for path in files if "/" not in path):
        (target / name).write_bytes(files[name])
    issues += [
        issue for language in LANGUAGES for issue in _without(on_each_page, target / language, language)
    ]
    if not issues:
        mark.write_text(digest, encoding="ascii")
    made = all((target / language / "index.html").is_file() for language in LANGUAGES)
    return Result(target if made else None, tuple(issues))


def _without(wanted: bytes, site: Path, language: Language) -> Iterable[Issue]:
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


def _digest(files: Mapping[str, bytes]) -> str:
    """Of everything a site without faults is made from: made once, it need not be made again."""
    whole = hashlib.sha256(f"{version('mkdocs')} {version('mkdocs-material')}".encode())
    for path, data in sorted(files.items()):
        whole.update(f"\n{path} {len(data)}\n".encode())
        whole.update(data)
    return whole.hexdigest()


def write_tree(files: Mapping[str, bytes], root: Path) -> None:
    """Makes `root` hold exactly these files; one that is the same already is not written again."""
    wanted = {root / path for path in files}
    if root.is_dir():
        for path in sorted(root.rglob("*"), reverse=True):
            if path.is_file() and path not in wanted:
                path.unlink()
            elif path.is_dir() and not any(path.iterdir()):
                path.rmdir()
    for name, data in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_bytes() != data:
            path.write_bytes(data)


def _start(folder: Path) -> "subprocess.Popen[str]":
    """MkDocs of this same Python, so that the extra's own version runs; never a shell.

    Not `--quiet`: that silences warnings before `--strict` can count them.
    """
    environment = {
        **os.environ,
        "NO_MKDOCS_2_WARNING": "true",
        "PYTHONHASHSEED": "0",
        # MkDocs stamps pages with the build's date; the same guide is to give the same bytes.
        "SOURCE_DATE_EPOCH": os.environ.get("SOURCE_DATE_EPOCH", "0"),
    }
    return subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--config-file", "mkdocs.yml"],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
    )


def _issues(said: str, code: int, language: Language, source: Path) -> Iterable[Issue]:
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
