"""The HTTP client against a real server on loopback: what is asked, what is made of the answers, and of their absence."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from dbep_ig.engine.fhir.definitions import DefinitionMap
from dbep_ig.engine.terminology import Question, Terminology, Verdict
from dbep_ig.host.terminology_service import HttpTerminologyService

SNOMED = "http://snomed.info/sct"
GLAUCOMA = {"resourceType": "ValueSet", "url": "https://example.org/glaucoma", "version": "1", "compose": {"include": [{"system": SNOMED, "filter": [{"property": "concept", "op": "is-a", "value": "23986001"}]}]}}  # fmt: skip


def parameters(**values):
    listed = []
    for name, value in values.items():
        kind = "valueBoolean" if isinstance(value, bool) else "valueString"
        listed.append({"name": name.replace("_", "-"), kind: value})
    return {"resourceType": "Parameters", "parameter": listed}


class Server:
    """Answers with what `answers` gives, and remembers what it was asked: (method, path, query, body)."""

    def __init__(self):
        self.asked = []
        self.answers = parameters(result=True)
        self.status = 200
        self.silent = threading.Event()
        self.silent.set()  # cleared: the server keeps the client waiting
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                self._answer(None)

            def do_POST(self):
                self._answer(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

            def _answer(self, body):
                parts = urlsplit(self.path)
                server.asked.append((self.command, parts.path, parse_qs(parts.query), body))
                server.silent.wait(5)
                answer = server.answers
                content = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
                self.send_response(server.status)
                self.send_header("Content-Type", "application/fhir+json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_):
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self._http.server_port}/r4/"
        threading.Thread(target=self._http.serve_forever, daemon=True).start()

    def close(self):
        self.silent.set()
        self._http.shutdown()
        self._http.server_close()


@pytest.fixture
def server():
    running = Server()
    yield running
    running.close()


@pytest.fixture
def terminology(server):
    return Terminology(DefinitionMap([GLAUCOMA]), service=HttpTerminologyService(server.base, seconds=5))


def codes(membership):
    reason = [] if membership.reason is None else [membership.reason]
    return [remark.rule.code for remark in (*reason, *membership.remarks)]


def test_a_code_of_a_system_that_is_not_available_is_asked_for(server, terminology):
    server.answers = parameters(result=True, display="Glaucoma")
    answer = terminology.validate_code(SNOMED, "23986001")
    assert (answer.verdict, answer.display) == (Verdict.MEMBER, "Glaucoma")
    assert server.asked == [
        ("GET", "/r4/CodeSystem/$validate-code", {"url": [SNOMED], "code": ["23986001"]}, None)
    ]


def test_a_code_that_the_service_refuses_does_not_exist(server, terminology):
    server.answers = parameters(result=False, message="Unknown code")
    answer = terminology.validate_code(SNOMED, "1")
    assert (answer.verdict, codes(answer)) == (Verdict.NOT_MEMBER, ["DBEP5201"])


def test_an_available_value_set_is_sent_along(server, terminology):
    answer = terminology.member_of(GLAUCOMA["url"], code="23986001", system=SNOMED)
    assert answer.is_member
    ((method, path, _, body),) = server.asked
    assert (method, path) == ("POST", "/r4/ValueSet/$validate-code")
    sent = {each["name"]: each for each in body["parameter"]}
    assert sent["valueSet"]["resource"] == GLAUCOMA
    assert sent["code"] == {"name": "code", "valueCode": "23986001"}
    assert sent["system"] == {"name": "system", "valueUri": SNOMED}


def test_a_code_outside_the_value_set(server, terminology):
    server.answers = parameters(result=False)
    answer = terminology.member_of(GLAUCOMA["url"], code="1", system=SNOMED)
    assert (answer.verdict, codes(answer)) == (Verdict.NOT_MEMBER, ["DBEP5001"])


def test_a_value_set_that_is_not_available_is_asked_for_by_its_canonical(server, terminology):
    assert terminology.member_of("https://example.org/other|2", code="a").is_member
    ((method, _, query, _),) = server.asked
    assert method == "GET"
    assert query == {
        "url": ["https://example.org/other"],
        "valueSetVersion": ["2"],
        "code": ["a"],
        "inferSystem": ["true"],
    }


def test_what_can_be_decided_here_is_not_asked_for(server, terminology):
    assert terminology.member_of("http://www.rfc-editor.org/bcp/bcp13.txt", code="text/plain").is_member
    assert (
        terminology.member_of(GLAUCOMA["url"], code="a", system="https://example.org/x").verdict
        is Verdict.NOT_MEMBER
    )
    assert server.asked == []


def test_each_question_is_asked_once(server, terminology):
    for _ in range(3):
        terminology.validate_code(SNOMED, "23986001")
    assert len(server.asked) == 1
    terminology.validate_code(SNOMED, "1")
    assert len(server.asked) == 2


@pytest.mark.parametrize(
    "answers",
    [
        parameters(result=False, x_caused_by_unknown_system=SNOMED),
        parameters(message="what is that?"),
        {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "diagnostics": "no"}]},
        {"resourceType": "Parameters", "parameter": [{"name": 1}, 2]},
        [],
        b"<html>",
        b"",
    ],
    ids=["unknown system", "no result", "outcome", "odd parameters", "a list", "no JSON", "nothing"],
)
def test_an_answer_that_says_nothing_leaves_it_undecided(server, terminology, answers):
    server.answers = answers
    answer = terminology.validate_code(SNOMED, "1")
    assert (answer.verdict, codes(answer)) == (Verdict.UNDECIDED, ["DBEP5102", "DBEP5107"])


def test_a_refusal_of_one_question_does_not_end_the_asking(server, terminology):
    server.status = 404
    first = terminology.validate_code(SNOMED, "1")
    assert (first.verdict, codes(first)) == (Verdict.UNDECIDED, ["DBEP5102", "DBEP5107"])
    server.status = 200
    assert terminology.validate_code(SNOMED, "2").is_member


def test_a_service_that_is_silent_is_waited_for_once(server):
    service = HttpTerminologyService(server.base, seconds=0.2)
    server.silent.clear()
    assert service.validate_code(Question("1", SNOMED)).result is None
    assert service.validate_code(Question("2", SNOMED)).result is None
    assert len(server.asked) == 1


def test_nothing_there(server):
    service = HttpTerminologyService("http://127.0.0.1:1/r4", seconds=1)
    assert service.validate_code(Question("1", SNOMED)).result is None
    assert service.expand("https://example.org/x") is None


def test_an_address_that_is_no_web_address_is_not_asked():
    service = HttpTerminologyService("file:///etc")
    assert service.validate_code(Question("1", SNOMED)).result is None


def test_expansion(server, terminology):
    server.answers = {"resourceType": "ValueSet", "url": GLAUCOMA["url"], "expansion": {"contains": [{"system": SNOMED, "code": "23986001", "display": "Glaucoma"}]}}  # fmt: skip
    result = terminology.expand(GLAUCOMA["url"])
    assert [(entry.code, entry.display) for entry in result.value.entries] == [("23986001", "Glaucoma")]
    assert server.asked[0][:2] == ("POST", "/r4/ValueSet/$expand")
    assert terminology.expand(GLAUCOMA["url"]).value == result.value
    assert len(server.asked) == 1


def test_no_expansion(server, terminology):
    server.answers = parameters(result=True)
    assert terminology.expand(GLAUCOMA["url"]).value is None
