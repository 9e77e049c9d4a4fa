"""Profiles and classes in a chain of parents: each is generated once, and its snapshot made once, however long the chain is."""

import sys
from collections import Counter

from dbep_ig.guide.build import build_guide
from dbep_ig.host.core_data import open_core

GUIDE = """guide: test.chain
name: Chain
canonical: http://example.org/fhir/ig/chain
version: 0.1.0
status: draft
date: 2026-11-22
fhirVersion: 4.0.1
languages: [nb, en]
publisher: Test
prefix: chain
title: {nb: Kjede, en: Chain}
definition: {nb: Kjede, en: Chain}
"""
TEXTS = "title: {{nb: N{0}, en: N{0}}}\ndefinition: {{nb: N{0}, en: N{0}}}\n"


def chain(length: int, *, classes: bool = False) -> dict[str, bytes]:
    """Classes and profiles, each the parent of the next; in the files the last comes first."""
    files = {"guide.yaml": GUIDE}
    for n in range(length):
        name = f"{length - n:03}"
        profile = f"profile: p{n}\nparent: {f'p{n - 1}' if n else 'Patient'}\n" + TEXTS.format(n)
        files[f"profiles/{name}.yaml"] = profile + "rules:\n  name: {cardinality: 1..*}\n"
        if classes:
            extends = f"extends: C{n - 1}\n" if n else ""
            files[f"model/{name}.yaml"] = f"class: C{n}\n{extends}" + TEXTS.format(n)
    return {path: text.encode() for path, text in files.items()}


def calls(length: int, *, classes: bool = False) -> Counter[str]:
    """How often each function of the package is called while the chain is built."""
    found: Counter[str] = Counter()
    core = open_core().value
    files = chain(length, classes=classes)

    def count(frame, event, _):
        if event == "call" and "dbep_ig" in frame.f_code.co_filename:
            found[frame.f_code.co_qualname] += 1

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        made = build_guide(files, core, core)
    finally:
        sys.setprofile(before)
    assert made.issues == ()
    assert len(made.value.resources) == (2 * length if classes else length) + 1
    return found


def test_each_is_generated_once_and_its_snapshot_made_once():
    found = calls(40, classes=True)
    assert found["_Profile.generate"] == 40
    assert found["derive"] == 80


def test_twice_as_many_are_twice_the_work():
    calls(2)  # what is imported and remembered at first
    short, middle, long = (calls(length).total() for length in (20, 40, 80))
    assert long - middle < 2.1 * (middle - short)


def test_a_snapshot_has_what_the_whole_chain_says():
    core = open_core().value
    files = chain(60)
    files["profiles/060.yaml"] += b"  birthDate: {cardinality: 1..1}\n"
    made = build_guide(files, core, core)
    last = next(one.resource for one in made.value.resources if one.resource["id"] == "chain-p59")
    minimum = {one["id"]: one["min"] for one in last["snapshot"]["element"]}
    assert (minimum["Patient.name"], minimum["Patient.birthDate"]) == (1, 1)
