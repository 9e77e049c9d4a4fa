"""Shows the built site to browsers of this machine, and tells them when a page is another.

It listens on 127.0.0.1 alone, answers requests that name it as such (a page of somebody else's that finds the port under a name
of its own is refused), and reads no file outside the site. What it adds to a page, a script, is in what it sends, never in the
files.

Source: https://html.spec.whatwg.org/multipage/server-sent-events.html
"""

import json
import os
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path
from threading import Condition, Thread
from typing import Any, NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

from dbep_ig.engine.diagnostics import LANGUAGES, Issue, Location, Result, Rule, Severity, printable_line

PORT_IN_USE = Rule(
    code="DBEP6071",
    name="port-not-free",
    issue_type="conflict",
    nb="Forhåndsvisningen kan ikke bruke port {port}: {reason}",
    en="The preview cannot use port {port}: {reason}",
)
_HOST = "127.0.0.1"
_USUAL = 8000
_OWN = "/_dbep/"
_SCRIPT = Path(__file__).with_name("preview.js").read_bytes()
_TAG = b'<script src="/_dbep/preview.js" data-number="%d" defer></script>'
# until there is a page for what is not found; the script loads it again when the page has been rendered
_NOT_YET = "<!doctype html><title>…</title><body><p>Siden er ikke laget ennå. / This page has not been rendered yet.</p></body>".encode()
_HEARTBEAT = 10.0  # seconds; what is written to a browser that has gone shows that it has
_TYPES = {
    ".js": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".tgz": "application/gzip",
}


class News(NamedTuple):
    """What browsers are told.

    pages     paths of HTML below the site that are others than before
    findings  language -> lines, gravest first; errors in front
    errors    how many of them are errors
    is_built  the site is of the files as they are now; else it is the one before
    """

    pages: tuple[str, ...] = ()
    findings: Mapping[str, tuple[str, ...]] = {}
    errors: int = 0
    is_built: bool = True


class PreviewServer:
    """The server, in threads of its own; `start` gives one that listens."""

    def __init__(self, server: "_Server") -> None:
        self._server = server
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        """The site's address."""
        return f"http://{_HOST}:{self.port}/"

    def looked_at(self) -> tuple[str, ...]:
        """The pages that browsers show now: `nb/model/Plan.html`."""
        return self._server.board.looked_at()

    def tell(self, news: News) -> None:
        """Sends the news to all browsers that listen, and to those that come, until there are others."""
        self._server.board.put(news)

    def stop(self) -> None:
        """Ends it; browsers notice by themselves."""
        self._server.board.close()
        self._server.shutdown()
        self._server.server_close()


def start(site: Path, port: int | None) -> Result[PreviewServer]:
    """Listens.

    port  None: a usual one, or where that is taken, any that is free
    -> no value when the port is taken or not allowed (DBEP6071)
    """
    for wanted in (_USUAL, 0) if port is None else (port,):
        try:
            return Result(PreviewServer(_Server(wanted, site)))
        except (OSError, OverflowError) as fault:
            last = fault
    from dbep_ig.engine.diagnostics.os_faults import reason_of  # only where something is wrong

    reason = reason_of(last) if isinstance(last, OSError) else str(last)
    return Result(None, (Issue(PORT_IN_USE, Location("--port"), {"port": port, "reason": reason}),))


class _Board:
    """The latest news, and who looks at what."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._number = 0
        self._news: list[tuple[int, News]] = []
        self._looking: list[str] = []
        self.is_open = True

    def put(self, news: News) -> None:
        with self._changed:
            self._number += 1
            self._news = [*self._news[-19:], (self._number, news)]
            self._changed.notify_all()

    def close(self) -> None:
        with self._changed:
            self.is_open = False
            self._changed.notify_all()

    def latest(self) -> int:
        with self._changed:
            return self._number

    def after(self, number: int, seconds: float) -> tuple[int, News] | None:
        """What came since, as one; None when nothing came in that time, or it is closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._number > number or not self.is_open, seconds)
            since = [news for of, news in self._news if of > number]
            if not since:
                return None
            pages = dict.fromkeys(page for news in since for page in news.pages)
            return self._number, since[-1]._replace(pages=tuple(pages))

    def at_first(self, page: str, heard: int) -> tuple[int, News]:
        """What a page is told that has come: what it has missed, and what is the case."""
        with self._changed:
            number = self._number
            if not number - len(self._news) <= heard <= number:  # of another server, or long ago
                news = self._news[-1][1] if self._news else News()
                return number, news._replace(pages=(page,))
        missed = self.after(heard, 0.0)
        if missed is not None:
            return missed
        with self._changed:
            return self._number, self._news[-1][1]._replace(pages=()) if self._news else News()

    def come(self, page: str) -> None:
        with self._changed:
            self._looking.insert(0, page)

    def go(self, page: str) -> None:
        with self._changed:
            self._looking.remove(page)

    def looked_at(self) -> tuple[str, ...]:
        with self._changed:
            return tuple(dict.fromkeys(self._looking))


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    # a port in use is to be told, not shared; what waits for its end (TIME_WAIT) is no use
    allow_reuse_address = os.name == "posix"

    def __init__(self, port: int, site: Path) -> None:
        super().__init__((_HOST, port), _Handler)
        self.site = site
        self.board = _Board()
        self.names = {f"{name}:{self.server_address[1]}" for name in (_HOST, "localhost")}

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that goes away in the middle is nothing to tell of."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    server_version, sys_version = "dbep", ""
    protocol_version = "HTTP/1.0"  # a connection for each question: none is kept that would have to be ended
    timeout = 30  # seconds for a question to arrive

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the name it has in the library
        """Nothing is logged."""

    def do_HEAD(self) -> None:
        """As GET, without the content."""
        self._answer(with_content=False)

    def do_GET(self) -> None:
        """A page, or the news."""
        self._answer(with_content=True)

    def _answer(self, *, with_content: bool) -> None:
        if self.headers.get("Host", "") not in self.server.names:
            self._send(HTTPStatus.MISDIRECTED_REQUEST, b"", "text/plain", with_content=with_content)
            return
        asked = urlsplit(self.path)
        if asked.path == f"{_OWN}preview.js":
            self._send(HTTPStatus.OK, _SCRIPT, "text/javascript", with_content=with_content)
        elif asked.path == f"{_OWN}events" and with_content:
            page, number = (parse_qs(asked.query).get(name, [""])[0] for name in ("page", "number"))
            heard = self.headers.get("Last-Event-ID", number)  # a browser that comes again says so
            self._tell(_page_of(page), int(heard) if heard.isascii() and heard.isdigit() else 0)
        else:
            self._page(asked.path, with_content=with_content)

    def _page(self, path: str, *, with_content: bool) -> None:
        status, file = HTTPStatus.OK, _file_of(self.server.site, path)
        if file is None:
            status, file = HTTPStatus.NOT_FOUND, _file_of(self.server.site, "/404.html")
        elif file.is_dir():
            if not path.endswith("/"):  # links on the page are relative
                self.send_response(HTTPStatus.MOVED_PERMANENTLY)
                self.send_header("Location", f"{_safe(path)}/")
                self.end_headers()
                return
            file = file / "index.html"
        try:
            content = _NOT_YET if file is None else file.read_bytes()
        except OSError:
            status, content = HTTPStatus.NOT_FOUND, _NOT_YET
        kind = "text/html" if file is None else _TYPES.get(file.suffix) or guess_type(file.name)[0] or ""
        if kind == "text/html":
            tag = _TAG % self.server.board.latest()
            before, end, after = content.rpartition(b"</body>")
            content = before + tag + end + after if end else content + tag
        self._send(status, content, kind or "application/octet-stream", with_content=with_content)

    def _send(self, status: HTTPStatus, content: bytes, kind: str, *, with_content: bool) -> None:
        self.send_response(status)
        text = kind.startswith("text/") or kind in ("application/json", "image/svg+xml")
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if text else kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        if with_content:
            self.wfile.write(content)

    def _tell(self, page: str, heard: int) -> None:
        """The news as they come, to one page of one browser, until it goes.

        heard  the number of the last news when the page was sent, or of those that the browser has had
        """
        board = self.server.board
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        board.come(page)
        try:
            number, news = board.at_first(page, heard)
            self._event(number, news)
            while board.is_open:
                found = board.after(number, _HEARTBEAT)
                if found is None:
                    self.wfile.write(b": \n\n")
                else:
                    number = found[0]
                    self._event(number, found[1])
        finally:
            board.go(page)

    def _event(self, number: int, news: News) -> None:
        data = json.dumps({"number": number, **news._asdict()})
        self.wfile.write(f"id: {number}\ndata: {data}\n\n".encode())


def _file_of(site: Path, path: str) -> Path | None:
    """The file or folder of the site that a request's path names; None for all else."""
    parts = [part for part in unquote(path).split("/") if part]
    if any(_is_outside(part) for part in parts):
        return None
    try:
        found, root = site.joinpath(*parts).resolve(), site.resolve()
        return found if found.is_relative_to(root) and found.exists() else None
    except (OSError, ValueError):  # a name that no file can have
        return None


def _is_outside(part: str) -> bool:
    """A part of a path that leads elsewhere, or to what is no page: `..`, hidden files, another way to write a slash."""
    return part.startswith(".") or any(mark in part for mark in ("\\", "\0", ":"))


def _page_of(path: str) -> str:
    """As files below the site are named."""
    page = unquote(path).lstrip("/")
    return f"{page}index.html" if not page or page.endswith("/") else page


def _safe(path: str) -> str:
    """A path for a header: one slash in front, or it would name another machine."""
    return "/" + "".join(mark for mark in path if mark.isprintable() and mark != "\\").lstrip("/").rstrip("/")


def lines_of(issues: Iterable[Issue], language: str) -> tuple[str, ...]:
    """Errors and warnings, one line each."""
    of = next(one for one in LANGUAGES if one == language)
    lines = []
    for issue in issues:
        if issue.severity <= Severity.WARNING:
            place = issue.location.place()
            at = (
                issue.document
                if place is None
                else f"{place.source.name}:{place.span.line}:{place.span.column}"
            )
            lines.append(printable_line(f"{at} {issue.code} {issue.message(of)}"))
    return tuple(lines)
