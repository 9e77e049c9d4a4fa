"""Every invariant of R4 has a Norwegian text, and a Norwegian message of it shows that text."""

import json
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

import pytest

from dbep_ig.host.core_data import open_core
from dbep_ig.host.invariant_texts import invariant_text, invariant_texts
from tests.command import dbep
from tests.unit.validation import held, profile

CORE = "http://hl7.org/fhir/StructureDefinition/"
ENGLISH = frozenset(
    "the a an and or of must shall should may not if is are be been with without only one either neither both there "
    "this that these when where which has have value code system present allowed used given each every all other than "
    "resource reference extension required optional name contain contains canonical date number string".split()
) - {"and", "is", "a", "of", "have", "all", "date"}  # Norwegian words too, or letters
NORWEGIAN_TOO = frozenset({"system", "an"})


def invariants_of_r4() -> Iterator[tuple[str, dict[str, str]]]:
    """Each with the canonical of the definition that has it."""
    core = open_core().value
    assert core is not None
    for definition in core.all("StructureDefinition"):
        for element in definition.get("snapshot", {}).get("element", ()):
            for one in element.get("constraint", ()):
                yield definition["url"], one


@cache
def keys_of_r4() -> dict[str, set[str]]:
    """Key -> the ids of the definitions where it is first, as R4's `source` says of inherited ones."""
    found: dict[str, set[str]] = defaultdict(set)
    for url, one in invariants_of_r4():
        found[one["key"]].add(one.get("source", url).rpartition("/")[2])
    return found


@cache
def english_of_r4() -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for _, one in invariants_of_r4():
        found[one["key"]].add(one["human"])
    return found


def test_every_invariant_of_r4_has_a_text():
    missing = [
        f"{key} {definition}"
        for key, definitions in keys_of_r4().items()
        for definition in definitions
        if not invariant_text(key, CORE + definition)
    ]
    assert missing == []
    assert len(keys_of_r4()) > 240


def test_no_text_is_of_a_key_that_does_not_exist():
    for written in invariant_texts():
        key, _, definition = written.partition(" ")
        assert key in keys_of_r4(), written
        assert not definition or definition in keys_of_r4()[key], written


def test_a_key_of_several_rules_is_written_for_each_of_them():
    several = {key for key, humans in english_of_r4().items() if len(humans) > 1}
    assert several == {"inv-1", "inv-2"}
    assert {key for key in invariant_texts() if key in several} == set()
    assert invariant_text("inv-1", CORE + "Task") != invariant_text("inv-1", CORE + "Parameters")
    assert invariant_text("inv-1", CORE + "Task|4.0.1") == invariant_text("inv-1", CORE + "Task")
    assert invariant_text("inv-1", "http://example.org/StructureDefinition/other") is None


@pytest.mark.parametrize(("key", "text"), invariant_texts().items())
def test_a_text_is_one_norwegian_sentence(key, text):
    assert re.match(r"[A-ZÆØÅ`]", text)
    assert text.endswith(".")
    assert not re.search(r"[.!?] [A-ZÆØÅ]", text), "one sentence"
    assert text.count("`") % 2 == 0
    words = {word.lower() for word in re.findall(r"[A-Za-zÆØÅæøå]+", re.sub(r"`[^`]*`", "", text))}
    assert not words & (ENGLISH - NORWEGIAN_TOO)
    assert text not in english_of_r4()[key.partition(" ")[0]]


# Messages, through the command

PAYLOADS = {
    "per-1": {"resourceType": "Patient", "name": [{"period": {"start": "2020", "end": "2019"}}]},
    "pat-1": {"resourceType": "Patient", "contact": [{"gender": "male"}]},
    "ele-1": {"resourceType": "Patient", "name": [{"id": "a"}]},
    "ext-1": {"resourceType": "Patient", "extension": [{"url": "http://example.org/x"}]},
    "dom-4": {"resourceType": "Patient", "contained": [{"resourceType": "Patient", "id": "a", "meta": {"versionId": "1"}, "link": [{"other": {"reference": "#"}, "type": "seealso"}]}]},
    "ref-1": {"resourceType": "Patient", "managingOrganization": {"reference": "#x"}},
    "cpl-3": {
        "resourceType": "CarePlan", "status": "active", "intent": "plan", "subject": {"display": "x"},
        "activity": [{"reference": {"display": "x"}, "detail": {"status": "completed"}}],
    },
    "inv-1": {
        "resourceType": "Task", "status": "requested", "intent": "order",
        "authoredOn": "2020-01-02", "lastModified": "2020-01-01",
    },
}  # fmt: skip


def call(*words: str, stdin: bytes) -> str:
    return dbep(*words, stdin=stdin)[1]


def messages(resource: dict, language: str) -> list[str]:
    options = ("--lang", language, "--format", "json")
    answer = call("validate", "-", *options, stdin=json.dumps(resource).encode())
    return [one["message"] for one in json.loads(answer)["issues"] if one["code"] == "DBEP4301"]


@pytest.mark.parametrize(("key", "resource"), PAYLOADS.items())
def test_the_message_is_in_its_language(key, resource):
    text = invariant_text(key, CORE + resource["resourceType"])
    assert f"{key} er ikke oppfylt: {text}" in messages(resource, "nb")
    english = {f"{key} is not satisfied: {human}" for human in english_of_r4()[key]}
    assert english & set(messages(resource, "en"))
    assert not any(text in message for message in messages(resource, "en"))


def norwegian(*definitions: dict, **resource: object) -> list[str]:
    found = held({"resourceType": "Patient", "meta": {"profile": ["http://example.org/p"]}, **resource}, *definitions)  # fmt: skip
    return [issue.message("nb") for issue in found if issue.rule.code == "DBEP4301"]


def test_an_invariant_of_somebody_else_with_a_key_of_r4s_keeps_its_own_words():
    own = {"key": "pat-1", "severity": "error", "human": "Must have a name", "expression": "name.exists()"}
    assert norwegian(profile("Patient", {"id": "Patient", "constraint": [own]})) == [
        "pat-1 er ikke oppfylt: Must have a name"
    ]


def test_a_translation_in_the_definition_comes_first():
    own = {
        "key": "p-1", "severity": "error", "human": "Must have a name", "expression": "name.exists()",
        "source": CORE + "Patient",
        "_human": {"extension": [{"url": CORE + "translation", "extension": [
            {"url": "lang", "valueCode": "nb"}, {"url": "content", "valueString": "Skal ha navn"},
        ]}]},
    }  # fmt: skip
    assert norwegian(profile("Patient", {"id": "Patient", "constraint": [own]})) == [
        "p-1 er ikke oppfylt: Skal ha navn"
    ]


def test_a_snapshot_that_does_not_say_where_an_invariant_is_from():
    """Some packages' snapshots leave `source` out; the expression shows that it is R4's (here of its vital signs)."""
    vs_2 = {
        "key": "vs-2", "severity": "error", "human": "There must be a value",
        "expression": "(component.empty() and hasMember.empty()) implies (dataAbsentReason.exists() or value.exists())",
    }  # fmt: skip
    observation = {
        "resourceType": "Observation", "meta": {"profile": ["http://example.org/p"]}, "status": "final",
        "code": {"text": "x"},
    }  # fmt: skip
    found = held(observation, profile("Observation", {"id": "Observation", "constraint": [vs_2]}))
    assert f"vs-2 er ikke oppfylt: {invariant_text('vs-2', CORE + 'vitalsigns')}" in [
        issue.message("nb") for issue in found
    ]


def test_the_texts_are_read_only_when_a_norwegian_message_is_shown():
    program = """
import io, sys
from dbep_ig.apps.cli import main as cli
from dbep_ig.host import invariant_texts
for language in ("en", "nb"):
    stdin = io.BytesIO(b'{"resourceType": "Patient", "contact": [{"gender": "male"}]}')
    cli.main(("validate", "-", "--lang", language), environment={}, stdin=stdin, stdout=io.StringIO(), stderr=io.StringIO())
    print(language, invariant_texts.invariant_texts.cache_info().currsize)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["en 0", "nb 1"]
