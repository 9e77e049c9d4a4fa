"""Codes and pages agree, and each page's examples do what the page says."""

import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from dbep_ig.engine.diagnostics import Issue, Location, Rule, Severity, Text
from tests.rendering import faults_of

from .entries import examples_of, read_entries
from .rules import all_rules

PAGES = read_entries()
ROOT = Path(__file__).parents[2]
ISSUE_TYPES = set(  # http://hl7.org/fhir/issue-type, R4
    "invalid structure required value invariant security login unknown expired forbidden suppressed processing not-supported duplicate "
    "multiple-matches not-found deleted too-long code-invalid extension too-costly business-rule conflict transient lock-error no-store "
    "exception timeout incomplete throttled informational".split()
)


def test_every_code_has_a_page_and_every_page_a_code():
    assert sorted(all_rules()) == sorted(PAGES)


def test_no_code_or_name_is_used_twice():
    rules = all_rules()
    assert {code: [where for where, _ in found] for code, found in rules.items() if len(found) > 1} == {}
    names: dict[str, list[str]] = {}
    for code, found in rules.items():
        names.setdefault(found[0][1].name, []).append(code)
    assert {name: codes for name, codes in names.items() if len(codes) > 1} == {}


@pytest.mark.parametrize("code", sorted(all_rules()))
def test_rule_is_well_formed(code):
    for _, rule in all_rules()[code]:
        assert re.fullmatch(r"DBEP[1-79]\d{3}", code)
        assert re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)+", rule.name), rule.name
        assert rule.issue_type in ISSUE_TYPES, rule.issue_type
        wanted = [set(re.findall(r"{(\w+)", text)) for text in rule.message]
        assert wanted[0] == wanted[1], "the two languages take the same parameters"
        for text in rule.message:
            assert text.strip() == text
            assert not text[0].islower(), "a message is a sentence"
            assert not text.endswith("."), "and stands alone, without a full stop"
            assert text
        assert rule.message.nb != rule.message.en


@pytest.mark.parametrize("code", PAGES)
def test_page_is_whole(code):
    page = PAGES[code]
    assert page.name == all_rules()[code][0][1].name
    if not page.tested_by:
        assert {"fails", "passes"} <= {example.role for example in examples_of(page)}
    for named in page.tested_by:
        file, _, test = named.partition("::")
        text = (ROOT / file).read_text(encoding="utf-8")
        assert f"def {test}(" in text
        assert code in text, "the test names the code it is about"


def _examples():
    for code, page in PAGES.items():
        given: dict[str, list[str]] = {}
        for number, example in enumerate(examples_of(page), 1):
            if example.role == "given":
                given.setdefault(example.stage, []).append(example.text)
            else:
                earlier = list(given.get(example.stage, []))
                yield pytest.param(code, example, earlier, id=f"{code}-{number}-{example.role}")


@pytest.mark.parametrize(("code", "example", "given"), list(_examples()))
def test_example_does_what_its_page_says(code, example, given, messages):
    """What the example gives is rendered in both languages with its values: `messages`."""
    stage = import_module(f"tests.catalogue.stages.{example.stage}")
    found = stage.codes(given, example.text, example.syntax)
    if example.role == "fails":
        assert code in found
        assert code in messages.seen, "the message was rendered with its values"
    else:
        assert code not in found
        assert not [other for other in found if all_rules()[other][0][1].severity <= 1], (
            f"an example that passes has no errors: {found}"
        )


RAW = Rule(code="DBEP9998", name="a-b", severity=Severity.ERROR, issue_type="value", nb="Om {key}: {reason}", en="On {key}: {reason}")  # fmt: skip


@pytest.mark.parametrize(
    ("params", "faults"),
    [
        ({"key": "x", "reason": "y"}, 0),
        ({"key": "{brace}", "reason": "y"}, 0),
        ({"key": "x"}, 2),
        ({"key": "x", "reason": Text("fordi {operation}", "because")}, 1),
        ({"key": "x", "reason": RAW.message}, 4),
    ],
    ids=["whole", "braces of a value", "missing", "raw in one language", "a message that nobody filled in"],
)
def test_a_message_that_is_not_filled_in_is_found(params, faults, messages):
    assert len(faults_of(RAW, params)) == faults
    Issue(RAW, Location("x"), params)
    assert len(messages.faults) == faults
    messages.clear()


def test_the_site_knows_every_rule_with_its_own_extra_alone():
    """As `make demo` has it: finding the rules imports nothing of the other extras."""
    program = (
        "import sys\n"
        "for name in ('fhirpathpy', 'fhir', 'jsonschema', 'pydantic'): sys.modules[name] = None\n"
        "from dbep_ig.catalogue import for_site\n"
        "print(*sorted(for_site.rules()))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.stdout.split() == sorted(all_rules())
