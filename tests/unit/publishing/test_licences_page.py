"""The page of licences: what the guide, its terminology, its packages, the site and the tool are under."""

import re
from dataclasses import replace

import pytest

from dbep_ig.engine.diagnostics import LANGUAGES
from dbep_ig.guide.build import build_guide
from dbep_ig.guide.publishing import publish
from dbep_ig.guide.publishing.terminology_owners import owner_of
from dbep_ig.host.core_data import open_core
from dbep_ig.licences import bundled, licence_texts
from tests.catalogue.stages.build import GUIDE

from .small_site import files, published_guide

HEAD = "title: {nb: Tema, en: Topic}\ndefinition: {nb: a, en: b}\n"
YAML = {
    "guide.yaml": GUIDE.decode()
    + "license: Beerware\ncopyright: {nb: '© Etaten, https://example.org/nb.', en: © The Agency}\n"
    "dependencies: {no.example.other: {version: 1.2.3, canonical: http://example.org/ImplementationGuide/no.example.other}}\n",
    "model/tema.yaml": "valueset: ex-tema\n"
    + HEAD
    + "copyright: [SNOMED CT, LOINC]\ninclude:\n"
    + "".join(
        f"  - system: {system}\n    concepts: {{'1': {{display: {{nb: a, en: b}}}}}}\n"
        for system in (
            "http://snomed.info/sct",
            "http://loinc.org",
            "urn:oid:2.16.578.1.12.4.1.1.9060",
            "http://example.net/other",
            "ex-eget",
        )
    ),
    "model/eget.yaml": "codesystem: ex-eget\n" + HEAD + "concepts: {'1': {display: {nb: a, en: b}}}\n",
    "model/krav.yaml": "requirements: {K-1: {quote: Noe, source: Kilden}}\n",
    "profiles/plan.yaml": "profile: ex-plan\nparent: CarePlan\ntitle: {nb: Profilen, en: The profile}\ncopyright: SNOMED CT\n"
    "rules: {category: {pattern: {coding: [{system: 'http://snomed.info/sct'}]}}}\n",
}


@pytest.fixture(scope="module")
def pages():
    core = open_core().value
    made = build_guide({name: text.encode() for name, text in YAML.items()}, core, core)
    assert {issue.rule.code for issue in made.issues} <= {"DBEP2019"}
    guide = published_guide(
        model=made.value.model, resources=tuple(one.resource for one in made.value.resources), examples=()
    )
    published = publish(guide)
    assert published.issues == ()
    return {
        language: published.value[f"{language}/docs/about/licences.md"].decode() for language in LANGUAGES
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_a_guide_that_says_nothing_of_rights(language, golden):
    golden(f"site/{language}/about/licences.md", files()[f"{language}/docs/about/licences.md"].decode())


def test_texts_and_notice_are_offered_in_both_languages():
    for language in LANGUAGES:
        for name, text in licence_texts().items():
            assert files()[f"{language}/docs/about/licences/{name}.txt"].decode() == text
    assert b"Hvor:" in files()["nb/docs/about/licences/NOTICE.txt"]
    assert b"Where:" in files()["en/docs/about/licences/NOTICE.txt"]


def test_every_link_to_a_text_leads_to_one():
    for language in LANGUAGES:
        page = files()[f"{language}/docs/about/licences.md"].decode()
        targets = set(re.findall(r"\]\((licences/[^)]+)\)", page))
        assert {f"licences/{name}.txt" for name in licence_texts()} <= targets
        assert all(f"{language}/docs/about/{target}" in files() for target in targets)


def test_it_is_in_the_menu_and_last():
    menu = files()["nb/mkdocs.yml"].decode().partition("\nnav:\n")[2]
    sections = re.findall(r"^- ([^:\n]+):", menu, re.MULTILINE)
    assert sections[-1] == "Om guiden"
    assert "Rettigheter og lisenser: about/licences.md" in menu


def test_the_guide_s_own_terms(pages):
    assert "[Beerware](https://spdx.org/licenses/Beerware.html)" in pages["en"]
    assert "© Etaten, [https://example.org/nb](https://example.org/nb)." in pages["nb"]
    assert "© The Agency" in pages["en"]


def test_each_licence_of_an_expression_has_its_link():
    """A guide has one licence, by R4; what the tool comes with may have a choice of them."""
    offered = bundled()
    first = next(one for one in offered.components if one.licence and "wheel" in one.artefacts)
    offered = replace(
        offered,
        components=(replace(first, licence="CC-BY-4.0 OR Beerware", artefacts=frozenset({"site", "wheel"})),),
    )
    page = publish(published_guide(bundled=offered)).value["en/docs/about/licences.md"].decode()
    assert (
        "[CC-BY-4.0](licences/CC-BY-4.0.txt) OR [Beerware](https://spdx.org/licenses/Beerware.html)" in page
    )


def test_terminology_with_owner_terms_and_where_it_is_used(pages):
    rows = {
        name: [cell.strip() for cell in cells]
        for name, *cells in (
            line.strip("| ").split(" | ") for line in pages["en"].splitlines() if line.startswith("| **")
        )
    }
    told = {re.search(r"\*\*(.+?)\*\*", name)[1]: cells for name, cells in rows.items()}
    assert list(told) == ["LOINC", "SNOMED CT", "http://example.net/other", "Volven 9060"]
    assert "`http://snomed.info/sct`" in next(name for name in rows if "SNOMED" in name)
    owner, terms, used = told["SNOMED CT"]
    assert owner.startswith("International Health Terminology")
    assert terms == "[the owner's terms](https://www.snomed.org/snomed-ct/get-snomed)"
    assert used == "[The profile](../profiles/ex-plan.md), [Topic](../valuesets/ex-tema.md)"
    assert told["Volven 9060"][:2] == [
        "Helsedirektoratet",
        "[terms not verified](https://volven.no)",
    ]
    assert told["http://example.net/other"][1] == "[terms not verified](http://example.net/other)"
    assert "**SNOMED CT:** Includes content from or refers to SNOMED CT®" in pages["en"]
    assert "**SNOMED CT:** Har innhold fra eller viser til SNOMED CT®" in pages["nb"]
    assert "**UCUM" not in pages["en"], "only what the guide uses"


def test_packages_quotations_and_marks(pages):
    assert "| `no.example.other` | 1&#46;2.3 |" in pages["nb"]
    assert "| `hl7.fhir.r4.core` | 4&#46;0.1 | [CC0-1.0](licences/CC0-1.0.txt) |" in pages["nb"]
    assert "- Kilden" in pages["nb"]
    assert "HL7® og FHIR® er registrerte varemerker" in pages["nb"]
    assert "LOINC®: Regenstrief" in pages["en"]


def test_a_guide_alone_is_told_of_alone():
    page = publish(published_guide(bundled=None)).value["en/docs/about/licences.md"].decode()
    assert "## This guide" in page
    assert "The tool" not in page
    assert "licences/" not in page


def test_each_page_ends_with_its_terms():
    made = publish(published_guide()).value
    assert "Rettigheter" not in made["nb/docs/profiles/t-plan.md"].decode(), "nobody said anything"


@pytest.mark.parametrize(
    ("address", "name", "terms"),
    [
        ("http://terminology.hl7.org/CodeSystem/v3-ActCode", "HL7 FHIR", "CC0-1.0"),
        ("urn:ietf:bcp:47", "BCP 47", None),
        ("urn:iso:std:iso:3166", "ISO 3166", None),
        ("http://unitsofmeasure.org", "UCUM", ""),
        ("urn:oid:1.2.3", "urn:oid:1.2.3", None),
    ],
)
def test_owners(address, name, terms):
    owner = owner_of(address)
    assert (owner.name, owner.terms) == (name, terms)
    assert owner.link.startswith("http") or address == "urn:oid:1.2.3"


def test_statements_stand_on_the_pages_of_the_resources():
    core = open_core().value
    made = build_guide({name: text.encode() for name, text in YAML.items()}, core, core)
    resources = tuple(one.resource for one in made.value.resources)
    published = publish(published_guide(model=made.value.model, resources=resources, examples=())).value
    for page, statement in (
        ("valuesets/ex-tema.md", "This material contains content from LOINC"),
        ("profiles/ex-plan.md", "Includes content from or refers to SNOMED CT®"),
        ("codesystems/ex-eget.md", "© The Agency"),
    ):
        text = published[f"en/docs/{page}"].decode()
        section, link, _ = text.rpartition("\n## Copyright\n")[2].partition("(../about/licences.md)")
        assert statement in section
        assert link
