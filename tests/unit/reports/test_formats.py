"""Each format says all there is to say; goldens pin the wording, in both languages."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from dbep_ig.engine.diagnostics import (
    Held,
    Issue,
    Location,
    Place,
    Report,
    Rule,
    Severity,
    Source,
    Span,
    Text,
)
from dbep_ig.engine.reports import FORMATS, format_named
from dbep_ig.engine.reports import excerpt as excerpts
from dbep_ig.engine.reports.excerpt import excerpt

TEXT = (
    '{\n  "resourceType": "CarePlan",\n\t"title": "Behandlingsplan for grønn stær",\n  "status": "aktiv"\n}\n'
)
TOO_LONG = Rule(
    code="DBEP4999",
    name="value-too-long",
    severity=Severity.ERROR,
    issue_type="value",
    nb="{actual} tegn, men {element} tillater {allowed}",
    en="{actual} characters, but {element} allows {allowed}",
)
UNDECIDED = Rule(
    code="DBEP5999",
    name="code-undecided",
    severity=Severity.INFORMATION,
    issue_type="incomplete",
    nb="Koden {code} kan ikke avgjøres: {why}",
    en="code {code} cannot be decided: {why}",
)


class Lines:
    """A locator that knows two members."""

    def __init__(self) -> None:
        self.source = Source("plan.json", TEXT)

    def locate(self, pointer, *, key=False):
        if not pointer:
            return Place(self.source, self.source.span(0, 1))
        word = (
            f'"{pointer[0]}"'
            if key
            else {"title": '"Behandlingsplan for grønn stær"', "status": '"aktiv"'}[pointer[0]]
        )
        start = TEXT.index(word)
        return Place(self.source, self.source.span(start, start + len(word)))


def a_report() -> Report:
    locator = Lines()
    at = lambda name, **rest: Location("plan.json", (name,), f"CarePlan.{name}", locator=locator, **rest)  # noqa: E731
    why = Text("kodesystemet er ikke tilgjengelig", "the code system is not available")
    return Report.of(
        [
            Issue(UNDECIDED, at("status"), {"code": "aktiv", "why": why}),
            Issue(
                TOO_LONG,
                at("title"),
                {"actual": 31, "element": "CarePlan.title", "allowed": Decimal("10")},
                related=(
                    Location(
                        "model/plan.yaml",
                        exact=Place(Source("model/plan.yaml", "class: Plan\n"), Span(1, 8, 1, 12)),
                    ),
                ),
                detail=(Issue(UNDECIDED, at("status"), {"code": "x", "why": why}),),
            ),
            Issue(
                TOO_LONG,
                at("status", on_key=True),
                {"actual": 5, "element": "CarePlan.status", "allowed": 4},
                override=Severity.WARNING,
            ),
        ],
        held=[
            Held("plan.json", "CarePlan", (), reason="no-code"),
            Held("plan.json", "Goal/g", ("http://x.y/Goal|1",), "Bundle.entry[1].resource", "plan"),
        ],
        documents=["plan.json"],
    )


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize("name", [each.name for each in FORMATS])
def test_golden(name, language, golden):
    golden(f"report/{name}.{language}.txt", format_named(name).render(a_report(), language))


def test_many_of_one_kind_of_information_become_one_block():
    issue = a_report().issues[-1]
    report = Report.of([issue] * 5, documents=["plan.json"])
    text = format_named("text").render(report, "en")
    assert "DBEP5999 code-undecided ×5" in text
    assert text.count("DBEP5999") == 1
    assert text.count("cannot be decided") == 1
    assert "plan.json:4:13 and 4 more" in text
    assert "5 for information" in text


def test_the_tenth_of_one_kind_in_one_document_is_the_last_that_is_shown():
    issue = a_report().issues[0]
    text = format_named("text").render(Report.of([issue] * 25, documents=["plan.json"]), "en")
    assert text.count("DBEP4999 value-too-long") == 10
    assert "plan.json: … and 15 more of DBEP4999" in text
    assert "25 errors" in text


def test_colour_only_when_asked_for():
    report = a_report()
    assert "\x1b" not in format_named("text").render(report, "en")
    assert "\x1b[1;31merror\x1b[0m" in format_named("text").render(report, "en", colour=True)


def test_nothing_found_is_still_an_operation_outcome():
    outcome = json.loads(format_named("operationoutcome").render(Report.of([]), "nb"))
    assert [issue["severity"] for issue in outcome["issue"]] == ["information"]


def test_gravest_first_then_by_place():
    assert [(issue.rule.code, issue.severity) for issue in a_report().issues] == [
        ("DBEP4999", Severity.ERROR),
        ("DBEP4999", Severity.WARNING),
        ("DBEP5999", Severity.INFORMATION),
    ]


@pytest.mark.parametrize(
    ("text", "start", "end", "line", "carets"),
    [
        ("abc def\n", 4, 7, "abc def", "    ^^^"),
        ("\tabc\n", 1, 4, " abc", " ^^^"),
        ("ab", 2, 2, "ab", "  ^"),  # just past the end
        ("æ\u0301øå x", 5, 6, "æ\u0301øå x", "    ^"),  # a combining accent takes no column
        ("a\x1b[31mb", 1, 2, "a␛[31mb", " ^"),  # no control character reaches a terminal
        ("a\u202eb", 1, 2, "a\ufffdb", " ^"),  # nor a change of writing direction
        ("漢字 x", 3, 4, "漢字 x", "     ^"),  # wide characters take two
    ],
)
def test_excerpt(text, start, end, line, carets):
    source = Source("x", text)
    assert excerpt(Place(source, source.span(start, end))) == (line, carets)


def test_control_characters_of_a_message_are_shown_not_sent():
    issue = Issue(TOO_LONG, Location("x"), {"actual": "\x1b[2J", "element": "a\nb", "allowed": 1})
    text = format_named("text").render(Report.of([issue]), "en")
    assert "␛[2J characters, but a␊b allows 1" in text
    assert "\x1b" not in text


def test_a_very_long_line_is_shown_around_the_caret():
    source = Source("x", "a" * 5000 + "HERE" + "b" * 5000)
    line, carets = excerpt(Place(source, source.span(5000, 5004)))
    assert len(line) < 150
    assert line[carets.index("^") : carets.index("^") + 4] == "HERE"
    assert carets.count("^") == 4


def test_no_format_is_left_out_of_the_list():
    files = {file.stem for file in Path(excerpts.__file__).parent.glob("*_format.py")}
    assert files == {f"{each.name}_format" for each in FORMATS}


def test_no_line_of_text_is_longer_than_people_read():
    """JSON has what is long whole."""
    long = "x" * 100_000
    rule = Rule(code="DBEP0000", name="x", severity=Severity.ERROR, issue_type="value", nb="{a}", en="{a}")
    issue = Issue(rule, Location("p.json", (long,), f"Patient.{long}"), {"a": long})
    report = Report.of(
        [issue], held=[Held("p.json", f"Patient/{long}", (f"http://x/{long}",))], documents=["p.json"]
    )
    lines = format_named("text").render(report, "en").splitlines()
    assert max(map(len, lines)) < 7000
    assert any(line.startswith("  at Patient.xxx") and line.endswith("x…") for line in lines)
    assert long in format_named("json").render(report, "en")


def test_a_claim_of_r4_s_own_type_is_no_reason():
    held = [
        Held(
            "p.json",
            "Practitioner/a",
            ("http://hl7.org/fhir/StructureDefinition/Practitioner|4.0.1",),
            "",
            "claimed",
        ),
        Held("p.json", "Bundle/b", ()),
    ]
    shown = format_named("text").render(Report.of([], held=held, documents=["p.json"]), "en")
    assert "validated against R4 only: Practitioner/a, Bundle/b\n" in shown
