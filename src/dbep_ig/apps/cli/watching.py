"""What `dbep build --watch` does: builds, shows the site, and does it again each time that something is saved.

After a save the whole guide is checked, and what was found is shown in the terminal and on the pages at once. Then it is built,
and the pages that are looked at and those whose text has changed are rendered first; the others follow while nothing is saved.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from time import monotonic

from dbep_ig import build
from dbep_ig.apps.cli.console import Console
from dbep_ig.apps.cli.own_fault import report_own_fault, report_system_fault
from dbep_ig.engine.diagnostics import LANGUAGES, Issue, Result, Text
from dbep_ig.engine.reports import Format
from dbep_ig.host.packages import PackageSettings
from dbep_ig.host.preview import changes
from dbep_ig.host.preview.server import News, PreviewServer, lines_of, start
from dbep_ig.host.site_builder import Generators, Wish, refresh_site

_AT_FIRST = (
    0.3  # seconds for other pages than those that are looked at or have changed, before these are shown
)
_AT_ONCE = 1.0  # seconds before it is looked whether something has been saved


class Watching:
    """One guide, watched until it is interrupted.

    target  the folder that is built into
    site    with pages, and a server that shows them; `language`: in this language alone
    """

    def __init__(
        self,
        root: Path,
        target: Path,
        settings: PackageSettings,
        console: Console,
        shown: Format,
        *,
        site: bool,
        language: str | None = None,
    ) -> None:
        self._root = root
        self._target = target
        self._settings = settings
        self._console = console
        self._format = shown
        self._site = site
        self._language = language
        self._generators = Generators()
        self._server: PreviewServer | None = None
        self._pages: Mapping[str, bytes] = {}
        self._on_each_page = b""
        self._left = False
        self._latest: tuple[Issue, ...] = ()

    def run(self, port: int | None) -> int:
        """-> 0 when it was interrupted, 2 when the port is not free."""
        if self._site:
            started = start(self._target / "site", port)
            if started.value is None:
                self._console.report(started.issues)
                return 2
            self._server = started.value
        try:
            self._watch()
        except KeyboardInterrupt:
            self._console.note(Text("Avsluttet.", "Ended."))
        finally:
            if self._server is not None:
                self._server.stop()
            self._generators.stop()
        return 0

    def _watch(self) -> None:
        seen = changes.look(self._root)
        self._guarded(self._round)
        if self._server is not None:
            self._console.note(
                Text(
                    f"Forhåndsvisning: {self._server.url} (avslutt med Ctrl-C)",
                    f"Preview: {self._server.url} (end with Ctrl-C)",
                )
            )
        while True:
            later = changes.wait_for_change(self._root, seen, no_longer_than=0 if self._left else None)
            if later is seen:
                self._guarded(self._more)
                continue
            names = changes.changed(seen, later)
            seen = later
            more = f" (+{len(names) - 1})" if len(names) > 1 else ""
            self._console.note(Text(f"Lagret: {names[0]}{more}", f"Saved: {names[0]}{more}"))
            self._guarded(self._round)

    def _guarded(self, act: Callable[[], None]) -> None:
        """A fault ends the round, not the watching: what caused it may be mended by the next save."""
        try:
            act()
            self._console.finish()
        except OSError as fault:
            self._left = False
            report_system_fault(fault, ["build", "--watch"], self._console)
        except Exception as fault:  # noqa: BLE001  told as `main` tells it
            self._left = False
            report_own_fault(fault, ["build", "--watch"], self._console)

    def _round(self) -> None:
        """Check, report, build, the pages that matter."""
        begun = monotonic()
        checked = build.check(self._root, kept_in=self._target, package_settings=self._settings)
        report = checked.report.engine
        self._latest = report.issues
        self._console.write(self._format.render(report, self._console.language, colour=self._console.colour))
        self._console.finish()
        if not checked.counts:  # a model with errors: what was built before stays
            self._left = False
            self._tell(is_built=False)
            return
        if report.has_errors:
            self._tell(is_built=False)
        built = build.guide(
            self._root,
            into=self._target,
            site=self._site,
            site_language=self._language,
            package_settings=self._settings,
            render=self._render,
        )
        known = {_identity(issue) for issue in report.issues}
        others = [issue for issue in built.report.engine.issues if _identity(issue) not in known]
        if others:  # of the pages
            self._console.report(others)
        seconds = monotonic() - begun
        self._console.note(
            Text(f"Bygd på {seconds:.1f} s.".replace(".", ",", 1), f"Built in {seconds:.1f} s.")
        )

    def _render(self, pages: Mapping[str, bytes], build_folder: Path, on_each_page: bytes) -> Result[Path]:
        """Those that are looked at and those that have changed; the rest is `_more`."""
        before, self._pages, self._on_each_page = self._pages, pages, on_each_page
        edited = [path for path in pages if before and pages[path] != before.get(path)]
        first = self._looked_at()
        first += [path.split("/docs/", 1)[1] for path in edited if "/docs/" in path and path.endswith(".md")]
        del build_folder
        return self._refreshed(Wish(tuple(dict.fromkeys(first)), _AT_FIRST, before or None))

    def _looked_at(self) -> list[str]:
        """The sources of the pages that browsers show, or wait for."""
        pages = () if self._server is None else self._server.looked_at()
        return [page.partition("/")[2].removesuffix(".html") + ".md" for page in pages]

    def _more(self) -> None:
        """Some of the pages that are left."""
        self._refreshed(Wish(tuple(self._looked_at()), _AT_ONCE, self._pages, is_more=True))

    def _refreshed(self, wish: Wish) -> Result[Path]:
        made = refresh_site(
            self._pages, self._target, self._generators, on_each_page=self._on_each_page, wish=wish
        )
        if made.value is None:
            self._left = False
            return Result(None, made.issues)
        self._left = any(made.value.left.values())
        rendered = made.value.rendered
        found = [f"{language}/{page}" for language in sorted(rendered) for page in rendered[language]]
        known = {_identity(issue) for issue in self._latest}
        self._latest = (*self._latest, *(issue for issue in made.issues if _identity(issue) not in known))
        self._tell(found)
        return Result(made.value.folder, made.issues)

    def _tell(self, pages: Sequence[str] = (), *, is_built: bool = True) -> None:
        if self._server is not None:
            issues = self._latest
            self._server.tell(
                News(
                    tuple(pages),
                    {language: lines_of(issues, language) for language in LANGUAGES},
                    sum(issue.is_error for issue in issues),
                    is_built,
                )
            )


def _identity(issue: Issue) -> tuple[object, ...]:
    return issue.code, issue.document, issue.location.pointer, issue.expression, issue.message("en")
