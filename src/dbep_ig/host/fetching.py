"""The one place where an address is fetched. Nothing is fetched unless a flag or a setting gave a base address.

http and https only, few redirects and never from https to http, no credentials sent along, a limit on bytes and on
waiting. A download that was broken off goes on where it stopped.
"""

import http.client
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from http.client import HTTPMessage
from pathlib import Path
from typing import IO, Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from dbep_ig.engine.diagnostics import Issue, Location, Result, Rule, Text
from dbep_ig.engine.diagnostics.os_faults import reason_of

_STEP = 1 << 16
_REDIRECTS = 5

UNREACHABLE = Rule(
    code="DBEP3050",
    name="address-unreachable",
    issue_type="transient",
    nb="{url} ga ikke noe brukbart svar: {reason}",
    en="{url} gave no usable answer: {reason}",
)
FORBIDDEN_ADDRESS = Rule(
    code="DBEP3051",
    name="address-not-allowed",
    issue_type="security",
    nb="{url} hentes ikke: bare http og https er tillatt, og aldri fra https til http",
    en="{url} is not fetched: only http and https are allowed, and never from https to http",
)

Progress = Callable[[int, int | None], None]  # (bytes so far, bytes in all if known)


class FetchLimits(NamedTuple):
    """bytes: of one answer; seconds: without a sign of life; total_seconds: for the whole of it, a byte at a time too."""

    bytes: int = 512 * 1024 * 1024
    seconds: float = 30.0
    total_seconds: float = 1800.0


class _Forbidden(urllib.error.URLError):
    """A redirect to where we do not go."""


class _CarefulRedirects(urllib.request.HTTPRedirectHandler):
    max_redirections = _REDIRECTS

    def http_error_302(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage
    ) -> Any:
        target = urljoin(req.full_url, headers.get("Location", ""))
        if not _is_allowed(target, after=req.full_url):
            raise _Forbidden(target)
        return super().http_error_302(req, fp, code, msg, headers)

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302


def fetch(
    url: str,
    *,
    accept: str,
    limits: FetchLimits = FetchLimits(),  # noqa: B008  immutable
    body: bytes | None = None,
) -> Result[bytes]:
    """The body of an answer; DBEP3050 or DBEP3051 without a value. With `body`, of type `accept`, it is sent (POST)."""
    parts: list[bytes] = []
    issue = _fetch(url, accept, limits, 0, lambda part, _: parts.append(part), None, None, body)
    return Result(None, (issue,)) if issue is not None else Result(b"".join(parts))


def download(
    url: str,
    unfinished: Path,
    *,
    named_by: str = "",
    progress: Progress | None = None,
    limits: FetchLimits = FetchLimits(),  # noqa: B008  immutable
) -> Result[bytes]:
    """The body of a large answer, by way of a file that a later call goes on with if this one is broken off.

    named_by  the address whose answer named this one: what https names is not fetched by http
    """
    if not _is_allowed(url, after=named_by):
        return Result(None, (_forbidden(url),))
    try:
        there = unfinished.stat().st_size if unfinished.exists() else 0
        unfinished.parent.mkdir(parents=True, exist_ok=True)
        with unfinished.open("ab") as file:

            def keep(part: bytes, start_over: bool) -> None:
                if start_over:
                    file.truncate(0)
                file.write(part)

            issue = _fetch(url, "application/gzip, */*", limits, there, keep, progress, unfinished)
        if issue is not None:
            return Result(None, (issue,))
        body = unfinished.read_bytes()
        unfinished.unlink()  # whatever it turns out to hold, the next call starts again
    except OSError as error:
        return Result(None, (_unreachable(str(unfinished), reason_of(error)),))
    return Result(body)


def _fetch(
    url: str,
    accept: str,
    limits: FetchLimits,
    offset: int,
    keep: Callable[[bytes, bool], None],
    progress: Progress | None,
    unfinished: Path | None,
    body: bytes | None = None,
) -> Issue | None:
    if not _is_allowed(url):
        return _forbidden(url)
    headers = {"Accept": accept, "User-Agent": "dbep-ig", "Accept-Encoding": "identity"}
    if offset:
        headers["Range"] = f"bytes={offset}-"
    if body is not None:
        headers["Content-Type"] = accept
    request = urllib.request.Request(url, data=body, headers=headers)  # noqa: S310  the scheme was looked at above
    opener = urllib.request.build_opener(_CarefulRedirects)
    started = time.monotonic()
    try:
        with opener.open(request, timeout=limits.seconds) as answer:
            goes_on = answer.status == http.HTTPStatus.PARTIAL_CONTENT
            so_far = offset if goes_on else 0
            start_over = offset > 0 and not goes_on
            length = answer.headers.get("Content-Length", "")
            total = so_far + int(length) if length.isdecimal() else None
            if total is not None and total > limits.bytes:
                return _unreachable(url, f"{total} > {limits.bytes} bytes")
            while part := answer.read(_STEP):
                so_far += len(part)
                if time.monotonic() - started > limits.total_seconds:
                    return _unreachable(url, f"> {limits.total_seconds} seconds")
                if so_far > limits.bytes:
                    return _unreachable(url, f"> {limits.bytes} bytes")
                keep(part, start_over)
                start_over = False
                if progress is not None:
                    progress(so_far, total)
            if total is not None and so_far < total:
                return _unreachable(url, f"{so_far} of {total} bytes")
    except _Forbidden as error:
        return _forbidden(str(error.reason))
    except urllib.error.HTTPError as error:
        error.close()
        if error.code == http.HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE and unfinished is not None:
            keep(b"", True)  # what is there is longer than the file: from the start, without a range
            return _fetch(url, accept, limits, 0, keep, progress, None)
        return _unreachable(url, f"HTTP {error.code} {error.reason}")
    except (OSError, http.client.HTTPException, ValueError) as error:
        return _unreachable(url, str(getattr(error, "reason", None) or error or type(error).__name__))
    return None


def _is_allowed(url: str, after: str = "") -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return False
    return not (after.startswith("https:") and parts.scheme == "http")


def _forbidden(url: str) -> Issue:
    return Issue(FORBIDDEN_ADDRESS, Location(url), {"url": url})


def _unreachable(url: str, reason: str | Text) -> Issue:
    return Issue(UNREACHABLE, Location(url), {"url": url, "reason": reason})
