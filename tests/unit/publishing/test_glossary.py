"""The word list: what an entry finds, what is wrong with a list, and its page."""

import pytest

from dbep_ig.guide.publishing import publish
from dbep_ig.guide.publishing.glossary import Entry, read_words

from .small_site import PROSE, files, published_guide

WORDS = """
en:
  - avoid: mended
    forms: [mend, mended, mend … again]
    unless: [make do and mend]
    use: fixed
    because: {nb: Feil rettes., en: Errors are fixed.}
    wrong: The message says how to mend it.
    right: [The message says how to fix it., We make do and mend.]
nb:
  - avoid: R4 selv
    use: R4
    because: {nb: Oversatt., en: Translated.}
    wrong: Bare R4 selv.
    right: Bare R4.
"""


def entry(avoid: str, *forms: str, unless: tuple[str, ...] = ()) -> Entry:
    return Entry(avoid, forms or (avoid,), unless, "", ("", ""), "", ())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "text", "found"),
    [
        (entry("at hand"), "not at hand.", ["at hand"]),
        (entry("at hand"), "At\n  hand", ["At\n  hand"]),
        (entry("at hand"), "not-at-hand, that handy, at handle", []),
        (entry("hold to", "hold … to"), "hold it to that", ["hold it to"]),
        (entry("hold to", "hold … to"), "hold a b c d e to that", ["hold a b c d e to"]),
        (entry("hold to", "hold … to"), "hold a b c d e f to that", []),
        (entry("hold to", "hold … to"), "hold it. Then to that", []),
        (entry("hold to", "hold … to"), "hold to", []),
        (entry("R4 selv"), "R4 selv, r4 selv", ["R4 selv"]),
        (entry("stand", unless=("stands for", "stand for")), "they stand for it and stand there", ["stand"]),
        (entry("mend", "mend", "mends"), "mend, mends, amend, mended", ["mend", "mends"]),
        (entry("c++"), "c++ or c", ["c++"]),
    ],
)
def test_what_an_entry_finds(one, text, found):
    assert [match[0] for match in one.find(text)] == found


def test_a_list_that_is_right_gives_its_entries_and_no_issue():
    result = read_words("site/words.yaml", WORDS.encode())
    assert result.issues == ()
    assert result.value is not None
    assert [(language, [one.avoid for one in found]) for language, found in result.value.items()] == [
        ("nb", ["R4 selv"]),
        ("en", ["mended"]),
    ]
    assert result.value["en"][0].right == ("The message says how to fix it.", "We make do and mend.")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("mend, mended, ", ""), ("DBEP6004", 8, 12)),  # nothing finds "mend it"
        (("[make do and mend]", "[sew]"), ("DBEP6004", 9, 12)),
    ],
)
def test_an_entry_that_contradicts_its_example(change, expected):
    """DBEP6004"""
    result = read_words("site/words.yaml", WORDS.replace(*change).encode())
    (issue,) = result.issues
    place = issue.location.place()
    assert place is not None
    assert (issue.rule.code, place.span.line, place.span.column) == expected
    assert result.value is not None
    assert len(result.value["en"]) == 1, "the entry is there all the same"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [("DBEP1010", 1)]),
        ("- en", [("DBEP1020", 1)]),
        ("en: {}", [("DBEP1020", 1)]),
        ("en: [x]", [("DBEP1020", 1)]),
        ("fr: []", [("DBEP1007", 1)]),
        ("en: [", [("DBEP1001", 1)]),
        (WORDS.replace("avoid: mended", "avoids: mended"), [("DBEP1007", 3), ("DBEP1025", 3)]),
        (WORDS.replace("    use: fixed\n", ""), [("DBEP1025", 3)]),
        (WORDS.replace("use: fixed", "use: [fixed]"), [("DBEP1020", 6)]),
        (WORDS.replace("{nb: Feil rettes., en: Errors are fixed.}", "{nb: Feil rettes.}"), [("DBEP1023", 7)]),
        (WORDS.replace("[make do and mend]", "{a: b}"), [("DBEP1020", 5)]),
        (WORDS.replace("[The message says how to fix it., We make do and mend.]", "[]"), [("DBEP1024", 9)]),
    ],
)
def test_what_is_wrong_with_a_list_is_reported_at_its_place(text, expected):
    result = read_words("site/words.yaml", text.encode())
    found = []
    for issue in result.issues:
        place = issue.location.place()
        assert place is not None
        assert issue.location.document == "site/words.yaml"
        found.append((issue.rule.code, place.span.line))
    assert found == expected


def test_the_page_in_both_languages(golden):
    result = publish(published_guide(site={**PROSE, "words.yaml": WORDS.encode()}))
    assert result.value is not None
    assert result.issues == ()
    for language in ("nb", "en"):
        golden(
            f"site/{language}/developers/words.md",
            result.value[f"{language}/docs/developers/words.md"].decode(),
        )
        assert b"developers/words.md" in result.value[f"{language}/mkdocs.yml"]


def test_a_guide_without_a_word_list_has_no_such_page():
    assert not [path for path in files() if path.endswith("developers/words.md")]


def test_a_list_with_faults_is_reported_and_the_site_is_made():
    site = {**PROSE, "words.yaml": WORDS.replace("mend, mended, ", "").encode()}
    result = publish(published_guide(site=site))
    assert [(issue.rule.code, issue.location.document) for issue in result.issues] == [
        ("DBEP6004", "site/words.yaml")
    ]
    assert result.value is not None
    assert "en/docs/developers/words.md" in result.value
