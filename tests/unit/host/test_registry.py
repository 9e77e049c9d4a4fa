"""Fetching from a registry: a real HTTP server on the loopback address, and every way in which it may misbehave."""

import base64
import hashlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from dbep_ig.host.fetching import FetchLimits, download, fetch
from dbep_ig.host.packages import PackageSettings, load_packages, open_named
from tests.unit.packages.made import package_files, tgz, value_set


class Server:
    """pages: path -> (status, headers, body); `asked` holds (path, Range header) of every request."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.asked: list[tuple[str, str | None]] = []
        self.cut: dict[str, int] = {}
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                wanted = self.headers.get("Range")
                outer.asked.append((self.path, wanted))
                status, headers, body = outer.pages.get(self.path, (404, {}, b""))
                if wanted and status == 200 and headers.get("X-Ranges") != "no":
                    start = int(wanted.removeprefix("bytes=").rstrip("-"))
                    if start >= len(body):
                        status, body = 416, b""
                    else:
                        status, body = 206, body[start:]
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                if headers.get("X-Length") != "no":
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body[: outer.cut.pop(self.path, len(body))])

            def log_message(self, *arguments: object) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self.http.server_port}"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def has(self, label: str, *resources: dict, dist: dict | None = None, **manifest: object) -> bytes:
        """Publishes a package."""
        name, _, version = label.partition("#")
        archive = tgz(package_files(label, *resources, **manifest))
        path = f"/tarballs/{name}-{version}.tgz"
        self.pages[path] = (200, {}, archive)
        listing = self.listing(name)
        listing["versions"][version] = {
            "dist": {"tarball": self.base + path, "shasum": hashlib.sha1(archive).hexdigest(), **(dist or {})}
        }
        listing["dist-tags"] = {"latest": version}
        self.pages[f"/{name}"] = (200, {"Content-Type": "application/json"}, json.dumps(listing).encode())
        return archive

    def listing(self, name: str) -> dict:
        held = self.pages.get(f"/{name}")
        return json.loads(held[2]) if held else {"name": name, "versions": {}}


@pytest.fixture
def server(monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    running = Server()
    yield running
    running.http.shutdown()
    running.http.server_close()


@pytest.fixture
def settings(tmp_path, server) -> PackageSettings:
    return PackageSettings(cache=tmp_path / "cache", registry=server.base)


def codes(result) -> list[str]:
    return [issue.rule.code for issue in result.issues]


def test_a_package_and_what_it_needs_are_fetched_once(server, settings):
    server.has("b#1.0.0", value_set("b"))
    server.has("b#1.1.0", value_set("b", title="new"))
    server.has("a#1.0.0", value_set("a"), dependencies={"b": "1.x"})
    loaded = load_packages(["a#1.0.0"], settings, None)
    assert loaded.issues == ()
    assert [each.label for each in loaded.value.packages] == ["a#1.0.0", "b#1.1.0"]
    assert (settings.cache / "b#1.1.0" / "package" / "ValueSet-b.json").is_file()
    assert sorted(path.name for path in settings.cache.iterdir() if not path.name.startswith(".")) == [
        "a#1.0.0",
        "b#1.1.0",
    ]
    assert list((settings.cache / ".dbep-downloads").iterdir()) == []
    server.asked.clear()
    again = load_packages(["a#1.0.0", "b#1.1.0"], settings, None)
    assert again.issues == ()
    assert not [path for path, _ in server.asked if path.startswith("/tarballs")]


def test_without_a_registry_nothing_is_asked(server, settings):
    server.has("a#1.0.0")
    loaded = load_packages(["a#1.0.0"], settings._replace(registry=""), None)
    assert codes(loaded) == ["DBEP3030"]
    assert server.asked == []


def test_what_is_in_the_cache_asks_for_nothing(server, settings):
    server.has("a#1.0.0", value_set("a"))
    open_named("a#1.0.0", settings)
    server.asked.clear()
    assert open_named("a#1.0.0", settings).value is not None
    assert server.asked == []


def test_latest_is_what_the_registry_says(server, settings):
    server.has("a#2.0.0")
    server.has("a#1.9.9")  # published after, and tagged
    assert open_named("a", settings).value.label == "a#1.9.9"
    assert open_named("a#2.x", settings).value.label == "a#2.0.0"


def test_progress_is_told(server, settings):
    archive = server.has("a#1.0.0", value_set("a"))
    told = []
    open_named("a#1.0.0", settings._replace(progress=lambda so_far, total: told.append((so_far, total))))
    assert told[-1] == (len(archive), len(archive))


def test_a_download_broken_off_goes_on_where_it_stopped(server, settings):
    archive = server.has("a#1.0.0", value_set("a", title="x" * 1000))
    path = "/tarballs/a-1.0.0.tgz"
    server.cut[path] = 100
    assert codes(open_named("a#1.0.0", settings)) == ["DBEP3050"]
    part = settings.cache / ".dbep-downloads" / "a#1.0.0.tgz.part"
    assert part.read_bytes() == archive[:100]
    assert open_named("a#1.0.0", settings).value is not None
    assert server.asked[-1] == (path, "bytes=100-")
    assert not part.exists()


def test_a_server_without_ranges_starts_anew(server, tmp_path):
    server.pages["/x"] = (200, {"X-Ranges": "no"}, b"whole")
    part = tmp_path / "x.part"
    part.write_bytes(b"who")
    assert download(server.base + "/x", part).value == b"whole"
    assert not part.exists()


def test_a_part_that_is_longer_than_the_file_starts_anew(server, tmp_path):
    server.pages["/x"] = (200, {}, b"whole")
    part = tmp_path / "x.part"
    part.write_bytes(b"something else, and longer")
    assert download(server.base + "/x", part).value == b"whole"


def test_a_wrong_part_is_found_out_by_the_digest_and_thrown_away(server, settings):
    server.has("a#1.0.0", value_set("a"))
    part = settings.cache / ".dbep-downloads" / "a#1.0.0.tgz.part"
    part.parent.mkdir(parents=True)
    part.write_bytes(b"not the beginning")
    assert codes(open_named("a#1.0.0", settings)) == ["DBEP3053"]
    assert not part.exists()
    assert open_named("a#1.0.0", settings).value is not None


@pytest.mark.parametrize(
    "dist",
    [
        {"shasum": "0" * 40},
        {"integrity": "sha512-" + base64.b64encode(b"0" * 64).decode()},
        {"integrity": "sha256-AAAA"},
    ],
)
def test_a_wrong_digest_is_refused(server, settings, dist):
    """DBEP3053; nothing is put into the cache."""
    server.has("a#1.0.0", value_set("a"), dist=dist)
    assert codes(open_named("a#1.0.0", settings)) == ["DBEP3053"]
    assert not (settings.cache / "a#1.0.0").exists()


def test_a_right_integrity_is_enough(server, settings):
    archive = server.has("a#1.0.0")
    integrity = "sha512-" + base64.b64encode(hashlib.sha512(archive).digest()).decode()
    server.has("a#1.0.0", dist={"integrity": integrity, "shasum": "ignored, the weaker one"})
    assert open_named("a#1.0.0", settings).issues == ()


def test_another_package_than_the_one_asked_for_is_refused(server, settings):
    """DBEP3054: npm's dependency confusion, or a mistake."""
    other = server.has("b#1.0.0", value_set("b"))
    server.has(
        "a#1.0.0",
        dist={"tarball": f"{server.base}/tarballs/b-1.0.0.tgz", "shasum": hashlib.sha1(other).hexdigest()},
    )
    assert codes(open_named("a#1.0.0", settings)) == ["DBEP3054"]
    assert not (settings.cache / "a#1.0.0").exists()


def test_an_evil_archive_is_refused(server, settings):
    archive = tgz(package_files("a#1.0.0") | {"../../evil": b"x"})
    server.has("a#1.0.0", dist={"shasum": hashlib.sha1(archive).hexdigest()})
    server.pages["/tarballs/a-1.0.0.tgz"] = (200, {}, archive)
    assert codes(open_named("a#1.0.0", settings)) == ["DBEP3013"]
    assert not (settings.cache / "a#1.0.0").exists()


@pytest.mark.parametrize(
    "body", [b"", b"<html>log in</html>", b"[]", b"{}", b'{"versions": []}', b"[" * 100_000]
)
def test_an_answer_that_is_no_listing_is_said(server, settings, body):
    """DBEP3052, then DBEP3030 for the package."""
    server.pages["/a"] = (200, {}, body)
    assert codes(open_named("a#1.0.0", settings)) == ["DBEP3030", "DBEP3052"]


@pytest.mark.parametrize("entry", [None, {}, {"dist": []}, {"dist": {}}, {"dist": {"tarball": 7}}])
def test_a_version_without_an_address_is_asked_for_beside_the_listing(server, settings, entry):
    archive = tgz(package_files("a#1.0.0", value_set("a")))
    server.pages["/a"] = (200, {}, json.dumps({"versions": {"1.0.0": entry}}).encode())
    server.pages["/a/1.0.0"] = (200, {}, archive)
    assert open_named("a#1.0.0", settings).value is not None


def test_a_relative_address_is_the_registrys_own(server, settings):
    archive = server.has("a#1.0.0")
    server.has(
        "a#1.0.0", dist={"tarball": "/tarballs/a-1.0.0.tgz", "shasum": hashlib.sha1(archive).hexdigest()}
    )
    assert open_named("a#1.0.0", settings).value is not None


def test_an_address_that_does_not_answer_is_said(server, tmp_path):
    """DBEP3050: refused, not found, too large, no such host, a port that is none."""
    server.pages["/large"] = (200, {}, b"x" * 100)
    limits = FetchLimits(bytes=99, seconds=2)
    for url in (
        server.base + "/nothing",
        server.base + "/large",
        "http://127.0.0.1:1/x",
        "http://127.0.0.1:99999/x",
    ):
        result = fetch(url, accept="*/*", limits=limits)
        assert result.value is None
        assert codes(result) == ["DBEP3050"], url
    assert fetch(server.base + "/large", accept="*/*").value == b"x" * 100


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://127.0.0.1/x", "//127.0.0.1/x", "/x", "x", "http://", "http://[x", ""]
)
def test_other_schemes_are_not_fetched(url):
    """DBEP3051."""
    assert codes(fetch(url, accept="*/*")) == ["DBEP3051"]


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/x"])
def test_a_redirect_to_another_scheme_is_not_followed(server, target):
    """DBEP3051."""
    server.pages["/x"] = (302, {"Location": target}, b"")
    assert codes(fetch(server.base + "/x", accept="*/*")) == ["DBEP3051"]


def test_the_limit_holds_with_and_without_a_stated_length(server, tmp_path):
    limits = FetchLimits(bytes=100_000)
    server.pages["/stated"] = (200, {}, b"x" * 1_000_000)
    server.pages["/unstated"] = (200, {"X-Length": "no"}, b"x" * 1_000_000)
    assert codes(download(server.base + "/stated", tmp_path / "a.part", limits=limits)) == ["DBEP3050"]
    assert (tmp_path / "a.part").read_bytes() == b"", "not even begun"
    assert codes(download(server.base + "/unstated", tmp_path / "b.part", limits=limits)) == ["DBEP3050"]
    assert (tmp_path / "b.part").stat().st_size <= 100_000, "stopped on the way"


def test_an_answer_may_not_take_for_ever(server):
    server.pages["/slow"] = (200, {}, b"x")
    assert codes(fetch(server.base + "/slow", accept="*/*", limits=FetchLimits(total_seconds=-1))) == [
        "DBEP3050"
    ]


@pytest.mark.parametrize("tarball", ["file:///etc/passwd", "ftp://127.0.0.1/a.tgz", "gopher:x"])
def test_a_registry_may_not_name_any_address(server, settings, tarball):
    """DBEP3051."""
    server.has("a#1.0.0", dist={"tarball": tarball})
    assert codes(open_named("a#1.0.0", settings)) == ["DBEP3051"]


def test_what_https_names_is_not_fetched_by_http(server, tmp_path):
    result = download(server.base + "/x", tmp_path / "x.part", named_by="https://registry.example.org")
    assert codes(result) == ["DBEP3051"]
    assert server.asked == []


def test_redirects_are_followed_but_not_for_ever(server):
    server.pages["/x"] = (302, {"Location": "/y"}, b"")
    server.pages["/y"] = (200, {}, b"there")
    assert fetch(server.base + "/x", accept="*/*").value == b"there"
    server.pages["/y"] = (302, {"Location": "/x"}, b"")
    assert codes(fetch(server.base + "/x", accept="*/*")) == ["DBEP3050"]


def test_from_https_to_http_is_not_followed():
    from dbep_ig.host.fetching import _is_allowed

    assert _is_allowed("http://a/x", after="http://a/")
    assert _is_allowed("https://a/x", after="https://a/")
    assert not _is_allowed("http://a/x", after="https://a/")


def test_a_cache_that_cannot_be_written_is_said(server, settings):
    server.has("a#1.0.0")
    settings.cache.write_text("a file")
    opened = open_named("a#1.0.0", settings)
    assert [code for code in codes(opened) if code in ("DBEP3036", "DBEP3050")]
    assert opened.value is None or "DBEP3036" in codes(opened)
