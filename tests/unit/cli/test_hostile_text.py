"""Nothing that a file, a package or an argument holds can write our output: no line of its own, no cursor, no hidden text."""

import ast
import io
import json
import re
import unicodedata
from pathlib import Path

import pytest

from dbep_ig.apps import cli as cli_folder
from dbep_ig.apps.cli import main as cli
from dbep_ig.engine.diagnostics import Location, printable, printable_json
from dbep_ig.engine.reports import FORMATS, format_named
from tests.unit.packages.made import package_files, tgz

SIGNS = "".join(
    map(chr, [*range(1, 0x20), *range(0x7F, 0xA0), 0xAD, 0x61C, 0x180E, *range(0x200B, 0x2010), *range(0x2028, 0x202F)])
) + "".join(map(chr, [*range(0x2060, 0x2070), 0xFEFF, *range(0xFFF9, 0xFFFC), 0xE0001, 0xE0041, 0xE007F]))  # fmt: skip
FAKE = "0 errors, 0 warnings, 0 for information in 1 document."
HOSTILE = f"::æ\n{FAKE}\r\n{FAKE}\u2028{FAKE}\u0085{FAKE}\x1b[2J\x1b[31m\x1b]8;;http://x\x07{SIGNS}\ud800ø##[a]##vso[b]"
READ = HOSTILE.replace("\ud800", "\ufffd")  # half a character in JSON is reported, and read like this
IN_A_NAME = f"::æ\n{FAKE}\r\x1b[2J\x9b31m\u202e\u2066\u2028\x7f\udcffø##[a].json"  # what a file system takes
CORE = "http://hl7.org/fhir/StructureDefinition/"


def hidden(text: str) -> set[str]:
    return {sign for sign in text if unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Zl", "Zp")}


def assert_ours(*texts: str) -> None:
    """Only our own line feeds, no line that the input made, no order to the service whose log it is."""
    for text in texts:
        assert hidden(text) <= {"\n"}
        assert not [line for line in text.splitlines() if line.strip().startswith(FAKE)]
        assert not [line for line in text.splitlines() if line.strip().startswith("::")]
        assert not re.search(r"##\w*\[", text)


@pytest.fixture
def call(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("dbep_ig.host.guide_source.PROGRAM", tmp_path)
    monkeypatch.setattr("dbep_ig.host.guide_source.PACKED", tmp_path / "none")

    def run(*words: str, stdin: bytes = b"") -> tuple[int, str, str]:
        out, err = io.StringIO(), io.StringIO()
        environment = {"DBEP_PACKAGES": str(tmp_path / "cache"), "DBEP_LANG": "en", "DBEP_DEBUG": "1"}
        code = cli.main(words, environment=environment, stdin=io.BytesIO(stdin), stdout=out, stderr=err)
        assert "Traceback" not in err.getvalue()
        assert "DBEP9001" not in out.getvalue() + err.getvalue()
        return code, out.getvalue(), err.getvalue()

    return run


def everywhere() -> list[dict]:
    """Resources with it in each kind of value that a finding may quote."""
    plain = {"resourceType": "Patient", "id": HOSTILE}
    return [
        plain,
        {**plain, "name": [{"family": HOSTILE, "use": HOSTILE}], "birthDate": HOSTILE, "active": HOSTILE},
        {**plain, HOSTILE: HOSTILE, "_gender": {HOSTILE: HOSTILE}, "gender": "x" + HOSTILE},
        {**plain, "meta": {"profile": [HOSTILE, f"http://x/{HOSTILE}", "http://x/p"], "lastUpdated": HOSTILE}},
        {**plain, "extension": [{"url": HOSTILE, "valueString": HOSTILE}, {"url": f"http://x/{HOSTILE}"}]},
        {**plain, "contained": [{"resourceType": "Basic", "id": HOSTILE}], "language": HOSTILE},
        {**plain, "managingOrganization": {"reference": f"Organization/{HOSTILE}", "type": HOSTILE}},
        {**plain, "generalPractitioner": [{"reference": f"#{HOSTILE}"}, {"reference": HOSTILE}]},
        {**plain, "identifier": [{"system": HOSTILE, "value": HOSTILE, "period": {"start": HOSTILE}}]},
        {**plain, "text": {"status": HOSTILE, "div": f"<div>{HOSTILE}</div>"}, "photo": [{"data": HOSTILE}]},
        {"resourceType": HOSTILE, "id": HOSTILE},
        {"resourceType": "Bundle", "type": HOSTILE, "entry": [{"fullUrl": HOSTILE, "resource": plain}, HOSTILE]},
        {"resourceType": "Observation", "status": "final", "code": {"coding": [{"system": HOSTILE, "code": HOSTILE,
         "display": HOSTILE}, {"system": "http://loinc.org", "code": "x", "display": HOSTILE}]},
         "valueQuantity": {"value": HOSTILE, "unit": HOSTILE, "system": "http://unitsofmeasure.org", "code": HOSTILE}},
    ]  # fmt: skip


CODES = {
    "resourceType": "CodeSystem", "id": "c", "url": "http://x/c", "version": HOSTILE, "name": HOSTILE, "title": HOSTILE,
    "status": "active", "content": "complete", "copyright": HOSTILE, "property": [{"code": HOSTILE, "type": "string"}],
    "concept": [{"code": "a", "display": HOSTILE, "definition": HOSTILE,
                 "designation": [{"language": HOSTILE, "value": HOSTILE}],
                 "property": [{"code": HOSTILE, "valueString": HOSTILE}], "concept": [{"code": HOSTILE}]}],
}  # fmt: skip
SET = {
    "resourceType": "ValueSet", "id": "v", "url": "http://x/v", "version": HOSTILE, "name": HOSTILE, "title": HOSTILE,
    "status": "active", "compose": {"include": [{"system": "http://x/c"}]},
}  # fmt: skip
PROFILE = {
    "resourceType": "StructureDefinition", "id": "p", "url": "http://x/p", "version": HOSTILE, "name": HOSTILE,
    "title": HOSTILE, "status": "active", "kind": "resource", "abstract": False, "type": "Patient",
    "baseDefinition": f"{CORE}Patient", "derivation": "constraint",
    "differential": {"element": [
        {"id": "Patient", "path": "Patient", "constraint": [
            {"key": "x-1", "severity": "error", "human": HOSTILE, "expression": "false", "requirements": HOSTILE},
            {"key": HOSTILE, "severity": "warning", "human": HOSTILE, "expression": f"'{HOSTILE}' = 'x'"},
            {"key": "x-2", "severity": HOSTILE, "human": HOSTILE, "expression": HOSTILE}]},
        {"id": "Patient.identifier", "path": "Patient.identifier", "requirements": HOSTILE,
         "slicing": {"discriminator": [{"type": "value", "path": "system"}], "rules": "closed"}},
        {"id": "Patient.identifier:a", "path": "Patient.identifier", "sliceName": "a", "min": 1},
        {"id": "Patient.identifier:a.system", "path": "Patient.identifier.system", "min": 1, "fixedUri": HOSTILE},
        {"id": "Patient.gender", "path": "Patient.gender", "min": 1, "fixedCode": HOSTILE},
        {"id": "Patient.language", "path": "Patient.language", "min": 1,
         "binding": {"strength": "required", "valueSet": "http://x/v", "description": HOSTILE}}]},
}  # fmt: skip


@pytest.fixture
def package(call, tmp_path) -> str:
    """An archive whose every text is hostile; loose files too, whose names are."""
    facts = dict.fromkeys(("title", "description", "author", "license", "canonical", "date"), HOSTILE)
    files = package_files("x.y#1.0.0", CODES, SET, PROFILE, fhirVersions=["4.0.1", HOSTILE], **facts)
    (tmp_path / "x.tgz").write_bytes(tgz(files))
    loose = tmp_path / f"loose{IN_A_NAME[:-5]}"
    loose.mkdir()
    (loose / IN_A_NAME).write_text(json.dumps(SET), encoding="utf-8")
    (loose / f"2{IN_A_NAME}").write_text("{", encoding="utf-8")
    return "x.tgz"


@pytest.mark.parametrize("form", [each.name for each in FORMATS])
def test_validate(call, package, form):
    Path(IN_A_NAME).write_text(json.dumps(everywhere()[1]), encoding="utf-8")
    Path("2" + IN_A_NAME).write_text('{"resourceType": "Patient", "a": [}', encoding="utf-8")
    Path("3.ndjson").write_text("".join(json.dumps(one) + "\n" for one in everywhere()), encoding="utf-8")
    asked = ("--format", form, "--package", package)
    for words in (
        (".", "no" + IN_A_NAME, "*" + HOSTILE),
        ("3.ndjson", "--profile", "http://x/p"),
        ("3.ndjson", "--profile", HOSTILE),
        ("3.ndjson", "--check-references"),
    ):
        code, out, err = call("validate", *words, *asked)
        assert code in (1, 2)
        assert_ours(out, err)
        if form in ("json", "operationoutcome"):
            json.loads(out)


@pytest.mark.parametrize("form", [each.name for each in FORMATS])
def test_what_cannot_be_opened(call, package, form, tmp_path):
    plan = tmp_path / "p.json"
    plan.write_text('{"resourceType": "Patient"}', encoding="utf-8")
    loose = next(each.name for each in tmp_path.iterdir() if each.name.startswith("loose"))
    for words in (
        ("--package", HOSTILE),
        ("--package", loose),
        ("--guide", HOSTILE),
        ("--package", package, "--registry", HOSTILE, "--package", "z#1"),
        ("--cache", HOSTILE, "--package", "z#1"),
    ):
        assert_ours(*call("validate", "p.json", "--format", form, *words)[1:])


def values(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for pair in value.items() for text in (pair[0], *values(pair[1]))]
    if isinstance(value, list):
        return [text for one in value for text in values(one)]
    return [value] if isinstance(value, str) else []


@pytest.mark.parametrize("form", ["json", "operationoutcome"])
def test_json_has_the_exact_values(call, form):
    Path(IN_A_NAME).write_text(
        json.dumps({"resourceType": "Patient", "birthDate": HOSTILE}), encoding="utf-8"
    )
    out = call("validate", IN_A_NAME, "--format", form)[1]
    told = values(json.loads(out))
    assert IN_A_NAME in told
    if form == "json":
        assert READ in told


def test_json_of_fhirpath_has_the_exact_values(call):
    resource = {"resourceType": "Patient", "name": [{"family": HOSTILE}]}
    out = call("fhirpath", "name.family", "-", "--format", "json", stdin=json.dumps(resource).encode())[1]
    assert json.loads(out)["value"] == READ


@pytest.mark.parametrize("more", [(), ("--type",), ("--trace",), ("--format", "json")])
def test_fhirpath(call, more):
    resource = {"resourceType": "Patient", "id": HOSTILE, "name": [{"family": HOSTILE, "given": [HOSTILE]}]}
    for name in (IN_A_NAME, "2" + IN_A_NAME):
        Path(name).write_text(json.dumps(resource), encoding="utf-8")
    for expression in ("name.family", "name", "name.family.trace('a\\nb').lower()", "id + 'x'", "$this"):
        code, out, err = call("fhirpath", expression, IN_A_NAME, "2" + IN_A_NAME, "no" + IN_A_NAME, *more)
        assert code == 2
        assert out
        assert_ours(out, err)
    for expression in (
        f"'{HOSTILE}'",
        HOSTILE,
        f"name.where({HOSTILE})",
        f"trace('{HOSTILE}')",
        f"`{HOSTILE}`",
    ):
        assert_ours(*call("fhirpath", expression, IN_A_NAME, "--ast", *more)[1:])


@pytest.mark.parametrize(
    "words",
    [
        ("resolve", "http://x/v"),
        ("resolve", "http://x/v", "--format", "json"),
        ("resolve", "http://x/p", "--format", "resource"),
        ("resolve", HOSTILE),
        ("resolve", f"http://x/v|{HOSTILE}"),
        ("resolve", f"http://x/v{HOSTILE}", "--format", "json"),
        ("expand", "http://x/v"),
        ("expand", "http://x/v", "--format", "json"),
        ("expand", HOSTILE),
        ("lookup", "http://x/c", "a"),
        ("lookup", "http://x/c", "a", "--format", "json"),
        ("lookup", "http://x/c", HOSTILE),
        ("lookup", "http://x/c", "a", "--display", "x" + HOSTILE),
        ("lookup", HOSTILE, HOSTILE, "--format", "json"),
        ("explain", "x-1"),
        ("explain", "x-2"),
        ("explain", HOSTILE),
        ("explain", "4" + HOSTILE),
        ("snapshot", "profile.json"),
        ("snapshot", "profile.json", "--format", "json"),
    ],
    ids=lambda words: " ".join(word[:12] for word in words).encode("unicode_escape").decode(),
)
def test_what_packages_hold(call, package, words):
    Path("profile.json").write_text(json.dumps(PROFILE), encoding="utf-8")
    _, out, err = call(*words, "--package", package)
    assert out + err
    assert_ours(out, err)


@pytest.mark.parametrize("more", [(), ("--format", "json")])
def test_packages(call, package, more, tmp_path):
    wrong = package_files(
        "a.b#1.0.0", CODES, dependencies={"c.d": HOSTILE, HOSTILE: "1"}, scripts={"install": HOSTILE}
    )
    (tmp_path / "wrong.tgz").write_bytes(tgz(wrong))
    (tmp_path / "named.tgz").write_bytes(tgz(package_files(f"a{HOSTILE[:9]}#1{HOSTILE[:9]}", SET)))
    (tmp_path / "members.tgz").write_bytes(
        tgz({f"../{HOSTILE[:40]}": b"", f"package/{HOSTILE[:40]}.json": b"{"})
    )
    (tmp_path / "cache" / f"z#1{IN_A_NAME}").mkdir(parents=True)
    for words in (
        ("info", package), ("info", "wrong.tgz"), ("info", "named.tgz"), ("info", "members.tgz"), ("info", HOSTILE),
        ("add", package), ("add", "wrong.tgz"), ("list",), ("lock", package), ("verify", package), ("verify", HOSTILE),
        ("export", package, "--output", f"out{IN_A_NAME}"), ("export", package, "--output", f"no/{IN_A_NAME}/x.tgz"),
    ):  # fmt: skip
        _, out, err = call("package", *words, *more)
        assert out + err
        assert_ours(out, err)


@pytest.mark.parametrize(
    "words",
    [
        (HOSTILE,),
        ("validate", "--" + HOSTILE),
        ("validate", "x", "--format", HOSTILE),
        ("validate", "x", f"--check-references={HOSTILE}"),
        ("package", HOSTILE),
        ("build", IN_A_NAME),
        ("build", HOSTILE),
        ("build", "."),
        ("version",),
        ("version", HOSTILE),
        ("explain", "--cache", HOSTILE, "per-1"),
    ],
    ids=lambda words: " ".join(word[:12] for word in words).encode("unicode_escape").decode(),
)
@pytest.mark.parametrize("language", ["nb", "en"])
def test_arguments_and_a_guide(call, words, language, tmp_path):
    (tmp_path / "guide.yaml").write_text(
        json.dumps({"id": HOSTILE, "version": HOSTILE, "title": HOSTILE, HOSTILE: 1}), encoding="utf-8"
    )
    built = tmp_path / "build" / "package"
    built.mkdir(parents=True)
    (built / "package.json").write_text(json.dumps({"name": HOSTILE, "version": HOSTILE}), encoding="utf-8")
    _, out, err = call(*words, "--lang", language)
    assert out + err
    assert_ours(out, err)


def test_progress_on_a_terminal(call):
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    Path(IN_A_NAME).write_text('{"resourceType": "Patient"}', encoding="utf-8")
    out, err = Terminal(), Terminal()
    cli.main(["validate", IN_A_NAME], environment={}, stdin=io.BytesIO(), stdout=out, stderr=err)
    shown = err.getvalue().replace("\r", "")
    assert printable(IN_A_NAME) in shown
    assert_ours(shown)
    assert hidden(out.getvalue()) == {"\n", "\x1b"}  # our own colours


def test_colours_are_ours_alone(call):
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    Path("p.json").write_text(
        json.dumps({"resourceType": "Patient", "id": "x\x1b[31my\x1b[0m"}), encoding="utf-8"
    )
    out = Terminal()
    cli.main(["validate", "p.json"], environment={}, stdin=io.BytesIO(), stdout=out, stderr=io.StringIO())
    assert "Patient/x␛[31my␛[0m" in out.getvalue()
    assert "x\x1b[31m" not in out.getvalue()


@pytest.mark.parametrize(
    "sign", sorted({*SIGNS, *"\n\r\t\x00\u0085\u2028\u2029\ud800\udfff\U000e0080\u2065"})
)
def test_one_sign(sign):
    shown = printable(f"a{sign}b")
    assert len(shown) == 3
    assert shown.isprintable()
    text = json.dumps(f"a{sign}b", ensure_ascii=False)
    assert hidden(printable_json(text)) == set()
    assert json.loads(printable_json(text)) == f"a{sign}b"


def test_letters_stay():
    for text in ("Pål Ærlig Øst", "שלום", "مرحبا", "日本語", "नमस्ते", "e\u0301", "\u00a0", "❤️", "👍🏽"):
        assert printable(text) == text
        assert printable_json(text) == text


# what writes without `Console`: Python's streams, and all of click that does
STREAMS = {"sys.stdout", "sys.stderr", "print"}
CLICK_WRITES = {"echo", "secho", "echo_via_pager", "show", "prompt", "confirm", "progressbar", "pause", "clear", "edit", "launch", "main", "style",
                "get_text_stream", "get_binary_stream", "open_file", "help_option", "version_option", "shell_complete_source"}  # fmt: skip


def writers(text: str) -> tuple[set[str], set[str]]:
    """What is given to `console.write` and `console.script`, and what writes past them."""
    writes, streams = set(), set()
    for node in ast.walk(ast.parse(text)):
        name = ast.unparse(node) if isinstance(node, ast.Attribute | ast.Name) else ""
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith((".write", ".script")):
            of = ast.unparse(node.func).rpartition(".")
            if of[0].rpartition(".")[2] in ("console", "obj"):
                writes.add(f"{of[2]} {ast.unparse(node.args[0]).partition('(')[0]}")
        if name in STREAMS or (name.startswith("click.") and name.rpartition(".")[2] in CLICK_WRITES):
            streams.add(name)
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in ("show", "main")
        ):
            streams.add(ast.unparse(node.func))
    return writes, streams


def test_writers_of_commands_pass_the_console():
    """Commands have no other way out than `Console`, and `write` is for what a format, the catalogue or the help has made."""
    folder = Path(cli_folder.__file__).parent
    found = {
        file.relative_to(folder).as_posix(): writers(file.read_text(encoding="utf-8"))
        for file in folder.rglob("*.py")
    }
    assert {name for name, (_, streams) in found.items() if streams} == {"console.py", "main.py"}
    assert found["main.py"][1] == {"sys.stdout", "sys.stderr"}
    assert set().union(*(writes for writes, _ in found.values())) == {
        *(
            "write format_named",
            "write form.render",
            "write _headings",
            "write f'{ctx.get_help",
        ),
        *("script shell_words.source_template % shell_words.source_vars", "script ''.join"),
    }


def test_another_way_out_would_be_noticed():
    for text in (
        "click.echo('x')",
        "click.utils.echo('x')",
        "fault.show()",
        "DBEP.main(words)",
        "print('x')",
        "sys.stdout.write('x')",
    ):
        assert writers(text)[1], text
    assert writers("ctx.obj.write(found)") == ({"write found"}, set())


def test_every_format_makes_places_printable():
    from dbep_ig.engine.diagnostics import Held, Issue, Report, Rule, Severity, Text

    rule = Rule(
        code="DBEP0000", name="x", severity=Severity.WARNING, issue_type="value", nb="{a} {b}", en="{a} {b}"
    )
    place = Location(HOSTILE, (HOSTILE,), HOSTILE)
    issue = Issue(rule, place, {"a": HOSTILE, "b": Text(HOSTILE, HOSTILE)}, related=(place,))
    one = Issue(rule, place, {"a": [HOSTILE], "b": {HOSTILE}}, detail=(issue,), override=Severity.ERROR)
    report = Report.of([issue, one] * 12, held=[Held(HOSTILE, HOSTILE, (HOSTILE,), HOSTILE)], documents=[HOSTILE],
                       notes=[Text(HOSTILE, HOSTILE)])  # fmt: skip
    for form in FORMATS:
        text = format_named(form.name).render(report, "nb")
        assert_ours(text)
        if form.name in ("json", "operationoutcome"):
            assert HOSTILE in values(json.loads(text))
        assert hidden(issue.message("nb")) == set()
