"""`dbep build --watch` as a process of its own, asked over HTTP as a browser asks."""

import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from dbep_ig.host.preview import changes
from dbep_ig.host.preview.server import News, lines_of, start
from tests.command import dbep
from tests.unit.scenarios.small_guide import FOLDER

SOURCE = Path(__file__).parents[3] / "src"
SECONDS = 120  # for a machine with much else to do
CLASS = "model/tiltak.yaml"


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Watch:
    """The process, its output as it comes, and its server."""

    def __init__(self, folder, *words):
        self.folder = folder
        self.port = free_port()
        environment = {
            **os.environ,
            "PYTHONPATH": str(SOURCE),
            "DBEP_LANG": "en",
            "DBEP_PACKAGES": str(folder / "none"),
        }
        program = "from dbep_ig.apps.cli.main import run; run()"
        self.process = subprocess.Popen(
            [sys.executable, "-c", program, "build", str(folder), "--watch", "--port", str(self.port), *words],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment,
        )  # fmt: skip
        self.output = ""
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            self.output += line

    def until(self, fact, what=""):
        """Waits until it is so, as long as the process runs."""
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            found = fact()
            if found:
                return found
            assert self.process.poll() is None, self.output
            time.sleep(0.05)
        raise AssertionError(f"{what} did not come\n{self.output}")

    def said(self, text, times=1):
        self.until(lambda: self.output.count(text) >= times, text)

    def get(self, path, method="GET", **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.putrequest(method, path, skip_host="Host" in headers)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        return answer.status, answer.read().decode(), dict(answer.getheaders())

    def save(self, path, old, new):
        """As most editors save: another file that gets the name."""
        file = self.folder / path
        text = file.read_text(encoding="utf-8")
        assert old in text
        part = file.with_name(f".{file.name}.swp")
        part.write_text(text.replace(old, new, 1), encoding="utf-8")
        part.replace(file)


class Events:
    """The news that a page of a browser listens to."""

    def __init__(self, port, page, number="0"):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
        self.connection.request("GET", f"/_dbep/events?number={number}&page={page}")
        self.answer = self.connection.getresponse()
        self.latest = None
        self.end = time.monotonic() + 3 * SECONDS

    def next(self):
        while True:
            line = self.answer.readline().decode()
            assert line, "the server has ended"
            if line.startswith("data: "):
                self.latest = json.loads(line[6:])
                return self.latest
            if line.startswith(":") and time.monotonic() > self.end:
                raise AssertionError(f"the last news were {self.latest}")

    def until(self, fact):
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            news = self.next()
            if fact(news):
                return news
        raise AssertionError(f"the last news were {news}")


@pytest.fixture(scope="module")
def watch(tmp_path_factory):
    pytest.importorskip("material")
    folder = tmp_path_factory.mktemp("watched") / "guide"
    shutil.copytree(FOLDER, folder)
    one = Watch(folder)
    try:
        one.said("Preview: ")
        # what is looked at is rendered first, so that nothing waits for a site of a thousand pages
        looked_at = [
            "/nb/model/Tiltak.html",
            "/en/model/Tiltak.html",
            "/en/model/Plan.html",
            "/en/model/index.html",
            "/en/index.html",
        ]
        events = [Events(one.port, page) for page in looked_at]
        for page in looked_at:
            one.until(lambda page=page: one.get(page)[0] == 200, page)
        for each in events:
            each.answer.close()
        yield one
    finally:
        one.process.kill()
        one.process.wait()


def test_it_builds_and_shows_the_site_with_a_script_that_is_in_no_file(watch):
    status, page, headers = watch.get("/en/model/Plan.html")
    assert status == 200
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["Cache-Control"] == "no-store"
    assert re.search(r'<script src="/_dbep/preview.js" data-number="\d+" defer></script></body>', page)
    written = (watch.folder / "build/site/en/model/Plan.html").read_text(encoding="utf-8")
    assert "_dbep" not in written
    assert watch.get("/_dbep/preview.js")[0] == 200
    assert (watch.get("/en/model")[0], watch.get("/en/model/")[0]) == (301, 200)
    assert watch.get("/en/model/Plan.html", "HEAD")[:2] == (200, "")


def test_a_save_is_seen_on_the_page_that_is_looked_at(watch):
    events = Events(watch.port, "/en/model/Tiltak.html", "999")
    assert events.next()["pages"] == ["en/model/Tiltak.html"], "it has missed something: it loads again"
    number = re.search(r'data-number="(\d+)"', watch.get("/en/model/Tiltak.html")[1])[1]
    events = Events(watch.port, "/en/model/Tiltak.html", number)
    watch.save(CLASS, "definition: {nb: ", "definition: {nb: Bare i en test. ")
    events.until(lambda news: "nb/model/Tiltak.html" in news["pages"])
    assert "Bare i en test." in watch.get("/nb/model/Tiltak.html")[1]


def test_a_broken_file_is_shown_on_the_page_and_the_next_save_mends_it(watch):
    events = Events(watch.port, "/en/index.html")
    watch.save(CLASS, "class: ", "clas: ")
    news = events.until(lambda news: news["errors"])
    assert not news["is_built"]
    assert any(CLASS in line and "DBEP" in line for line in news["findings"]["en"])
    assert len(news["findings"]["nb"]) == len(news["findings"]["en"])
    assert watch.get("/en/index.html")[0] == 200
    watch.save(CLASS, "clas: ", "class: ")
    events.until(lambda news: not news["errors"] and news["is_built"])
    (watch.folder / CLASS).write_bytes(b"\xff{[")
    events.until(lambda news: news["errors"])
    shutil.copy(FOLDER / CLASS, watch.folder / CLASS)
    events.until(lambda news: not news["errors"] and news["is_built"])


def test_many_files_at_once_are_one_build(watch):
    before, built = watch.output.count("Saved: "), watch.output.count("Built in")
    for file in sorted((watch.folder / "model").glob("*.yaml")):
        file.write_text(file.read_text(encoding="utf-8") + "# x\n", encoding="utf-8")
    watch.said("Saved: ", before + 1)
    watch.said("Built in", built + 1)
    time.sleep(0.5)
    assert watch.output.count("Saved: ") == before + 1


def test_a_folder_that_is_deleted_and_comes_again(watch):
    events = Events(watch.port, "/en/index.html")
    shutil.move(watch.folder / "model", watch.folder.parent / "model")
    events.until(lambda news: news["errors"])
    shutil.move(watch.folder.parent / "model", watch.folder / "model")
    events.until(lambda news: not news["errors"] and news["is_built"])


@pytest.mark.parametrize(
    "path",
    ["/../build/package/package.json", "/%2e%2e/package/package.json", "/en/..%2f..%2fpackage/package.json", "/.made-from",
     "/en/..%5c..%5cpackage", "//etc/passwd", "/en/%00", "/en/not-there.html", "/" + "x" * 5000, "/en/model/Plan.html/x"],
)  # fmt: skip
def test_nothing_outside_the_site_is_sent(watch, path):
    status, content, _ = watch.get(path)
    assert status == 404
    assert "test.scenarios#" not in content
    assert '"dependencies"' not in content


def test_a_link_out_of_the_site_is_not_followed(watch):
    link = watch.folder / "build" / "site" / "en" / "out.html"
    link.symlink_to(watch.folder / "guide.yaml")
    try:
        assert watch.get("/en/out.html")[0] == 404
    finally:
        link.unlink()


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:{port}", ""]
)
def test_another_name_for_this_machine_is_refused(watch, host):
    assert watch.get("/en/index.html", Host=host.format(port=watch.port))[0] == 421
    assert watch.get("/_dbep/events", Host=host.format(port=watch.port))[0] == 421
    assert watch.get("/en/index.html", Host=f"localhost:{watch.port}")[0] == 200


def test_it_listens_on_this_machine_alone(tmp_path):
    server = start(tmp_path, None).value
    assert server is not None
    assert server._server.server_address[0] == "127.0.0.1"
    server.stop()


def test_other_methods_are_refused(watch):
    assert watch.get("/en/index.html", "POST")[0] == 501


def test_a_port_in_use_is_an_issue(watch):
    code, _, trouble = dbep("build", str(watch.folder), "--watch", "--port", str(watch.port))
    assert code == 2
    assert "DBEP6071" in trouble


def test_without_a_port_another_is_used_when_the_usual_is_taken(tmp_path):
    first, second = start(tmp_path, None).value, start(tmp_path, None).value
    assert first is not None
    assert second is not None
    assert first.port != second.port
    first.stop()
    second.stop()


def test_ctrl_c_ends_it_with_exit_code_0(tmp_path):
    folder = tmp_path / "guide"
    shutil.copytree(FOLDER, folder)
    one = Watch(folder, "--no-site")
    one.said("Built in")
    one.save(CLASS, "definition: {nb: ", "definition: {nb: Ny. ")
    one.said("Built in", 2)
    one.process.send_signal(signal.SIGINT)
    assert one.process.wait(SECONDS) == 0
    assert "Traceback" not in one.output
    assert not (folder / "build" / "site").exists()


@pytest.mark.parametrize("words", [("--port", "x"), ("--port", "65536"), ("--port", "-1"), ("--port", "٣")])
def test_a_port_is_a_number(words):
    code, _, trouble = dbep("build", "--watch", *words)
    assert code == 2
    assert "--port" in trouble


def test_a_port_without_watch_is_wrong_usage():
    code, _, trouble = dbep("build", "--port", "8000")
    assert code == 2
    assert "--port is for --watch alone" in trouble


def test_without_a_guide_there_is_nothing_to_watch(tmp_path):
    code, out, _ = dbep("build", str(tmp_path), "--watch")
    assert code == 2
    assert "DBEP6020" in out


@pytest.mark.parametrize(
    "name", [".plan.yaml.swp", "plan.yaml~", "#plan.yaml#", "plan.yaml.tmp", ".hidden/x.yaml"]
)
def test_temporary_files_of_editors_are_no_change(tmp_path, name):
    (tmp_path / "model").mkdir()
    before = changes.look(tmp_path)
    file = tmp_path / "model" / name
    file.parent.mkdir(exist_ok=True)
    file.write_text("x", encoding="utf-8")
    assert changes.changed(before, changes.look(tmp_path)) == []
    (tmp_path / "model" / "new.yaml").write_text("x", encoding="utf-8")
    assert changes.changed(before, changes.look(tmp_path)) == ["model/new.yaml"]


def test_a_look_at_our_own_tree_is_quick():
    """A share of a core, for as long as somebody writes: fastest of several, for a machine with much else to do."""
    root = Path(__file__).parents[3]
    times = []
    for _ in range(10):
        begun = time.perf_counter()
        seen = changes.look(root)
        times.append(time.perf_counter() - begun)
    assert len(seen) > 80
    assert min(times) < 0.1


def test_news_of_several_builds_reach_a_page_as_one(tmp_path):
    server = start(tmp_path, None).value
    assert server is not None
    for page in ("a.html", "b.html"):
        server.tell(News((page,)))
    assert Events(server.port, "/a.html", "0").next()["pages"] == ["a.html", "b.html"]
    assert Events(server.port, "/a.html", "2").next()["pages"] == []
    events = Events(server.port, "/en/", "2")
    events.next()
    assert server.looked_at()[0] == "en/index.html"
    server.stop()
    assert lines_of((), "nb") == ()
