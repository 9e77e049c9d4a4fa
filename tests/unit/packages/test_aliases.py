"""DBEP3043, and what the earlier addresses of packages mean together."""

import json

import pytest

from dbep_ig.engine.fhir.moved import Moved
from dbep_ig.engine.packages.aliases import canonical_aliases
from dbep_ig.engine.packages.manifest import Manifest, read_manifest

from .made import package

NEW = "http://new.no/fhir"


def found(*packages):
    result = canonical_aliases(packages)
    return result.value, [(issue.location.document, issue.params["reason"].en) for issue in result.issues]


def test_each_alias_leads_to_the_packages_address_of_today():
    one = package("a#1.0.0", canonical=f"{NEW}/", canonicalAliases=["http://old.no/fhir/", "http://older.no"])
    assert found(one) == ({"http://old.no/fhir": NEW, "http://older.no": NEW}, [])


def test_packages_without_any_give_none():
    assert found(package("a#1.0.0", canonical=NEW), package("b#1.0.0")) == ({}, [])


@pytest.mark.parametrize(
    ("stated", "reason"),
    [
        ([NEW], "it is the package's own canonical"),
        (["http://b.no"], "it is the canonical of b#1.0.0"),
        (["http://hl7.org/fhir"], "it is the canonical of R4"),
        (["old"], "it is not an absolute address"),
        ([17], "it is not an absolute address"),
        ("old", "it is not an absolute address"),
        ({"x": "http://old.no"}, "it is not an absolute address"),
        ([""], "it is not an absolute address"),
        (["http://"], "it is not an absolute address"),
        ([{"canonical": "old"}], "it is not an absolute address"),
        ([{"ids": {"a-": "b-"}}], "it is not an absolute address"),
        ([{"canonical": 1}], "it is not an absolute address"),
        ([{"canonical": NEW}], "it is the package's own canonical"),
        ([{"canonical": "http://b.no", "ids": {"a-": "b-"}}], "it is the canonical of b#1.0.0"),
        (
            [{"canonical": "http://o.no", "ids": {"a-": 1}}],
            '`ids` must be an object of texts, like {"old-": "new-"}',
        ),
        (
            [{"canonical": "http://o.no", "ids": ["a-"]}],
            '`ids` must be an object of texts, like {"old-": "new-"}',
        ),
    ],
)
def test_what_cannot_be_an_earlier_address_is_said_once_and_left_out(stated, reason):
    one = package("a#1.0.0", canonical=NEW, canonicalAliases=stated)
    assert found(one, package("b#1.0.0", canonical="http://b.no/")) == ({}, [("a#1.0.0", reason)])


def test_one_address_as_a_text_will_do():
    assert found(package("a#1.0.0", canonical=NEW, canonicalAliases="http://old.no")) == (
        {"http://old.no": NEW},
        [],
    )


def test_a_package_without_canonical_has_moved_nowhere():
    one = package("a#1.0.0", canonicalAliases=["http://old.no"])
    assert found(one) == ({}, [("a#1.0.0", "the package has no canonical")])


def test_of_two_that_claim_it_the_first_has_it():
    one = package("a#1.0.0", canonical="http://a.no", canonicalAliases=["http://old.no"])
    two = package("b#1.0.0", canonical="http://b.no", canonicalAliases=["http://old.no"])
    assert found(one, two) == ({"http://old.no": "http://a.no"}, [("b#1.0.0", "a#1.0.0 has it too")])
    assert found(two, one) == ({"http://old.no": "http://b.no"}, [("a#1.0.0", "b#1.0.0 has it too")])


def test_two_versions_of_one_guide_agree():
    both = [
        package(f"a#{version}", canonical=NEW, canonicalAliases=["http://old.no"])
        for version in ("1.0.0", "2.0.0")
    ]
    assert found(*both) == ({"http://old.no": NEW}, [])


def test_a_version_from_before_the_guide_moved_keeps_its_address():
    """Loaded beside it, what is written with the old address means the old package."""
    before = package("a#1.0.0", canonical="http://old.no")
    after = package("a#2.0.0", canonical=NEW, canonicalAliases=["http://old.no"])
    assert found(after, before) == ({}, [("a#2.0.0", "it is the canonical of a#1.0.0")])


def test_the_manifest_is_written_and_read_again_with_both():
    manifest = Manifest(
        "a", "1.0.0", canonical_aliases=("http://old.no",), notice={"nb": "Utkast.", "en": "Draft."}
    )
    read = read_manifest("a", json.dumps(manifest.to_json()).encode()).value
    assert (read.canonical_aliases, read.notice) == (manifest.canonical_aliases, manifest.notice)
    assert not {"canonicalAliases", "notice"} & set(Manifest("a", "1.0.0").to_json())


@pytest.mark.parametrize(
    ("stated", "read"),
    [("Draft.", {"en": "Draft."}), (["x"], {}), ({"nb": "Utkast.", "en": 3}, {"nb": "Utkast."}), (None, {})],
)
def test_a_notice_of_another_shape_does_not_make_it_fall(stated, read):
    content = json.dumps({"name": "a", "version": "1.0.0", "notice": stated}).encode()
    assert read_manifest("a", content).value.notice == read


@pytest.mark.parametrize(
    ("stated", "aliases"),
    [
        ([{"canonical": "http://old.no/", "ids": {"a-": "b-"}}], {"http://old.no": Moved(NEW, {"a-": "b-"})}),
        ([{"canonical": "http://old.no"}], {"http://old.no": NEW}),
        ([{"canonical": "http://old.no", "ids": {}}], {"http://old.no": NEW}),
        (
            ["http://old.no", *({"canonical": "http://old.no", "ids": {one: "b-"}} for one in ("a-", "c-"))],
            {"http://old.no": Moved(NEW, {"a-": "b-", "c-": "b-"})},
        ),
        ([{"canonical": f"{NEW}/", "ids": {"a-": "b-"}}], {NEW: Moved(NEW, {"a-": "b-"})}),
    ],
)
def test_an_object_says_how_ids_began(stated, aliases):
    """Also where the base address is the same, and the prefix alone has changed."""
    assert found(package("a#1.0.0", canonical=NEW, canonicalAliases=stated)) == (aliases, [])


def test_of_two_versions_that_disagree_on_an_id_the_first_decides():
    both = [
        package(
            f"a#{n}", canonical=NEW, canonicalAliases=[{"canonical": "http://old.no", "ids": {"a-": f"{n}-"}}]
        )
        for n in (1, 2)
    ]
    assert found(*both) == ({"http://old.no": Moved(NEW, {"a-": "1-"})}, [])


def test_objects_are_written_and_read_again():
    manifest = Manifest(
        "a", "1.0.0", canonical_aliases=({"canonical": "http://old.no", "ids": {"a-": "b-"}}, "http://x.no")
    )
    assert (
        read_manifest("a", json.dumps(manifest.to_json()).encode()).value.canonical_aliases
        == manifest.canonical_aliases
    )
