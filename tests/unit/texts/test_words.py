"""What people read uses the field's words: nothing that site/words.yaml avoids, in English or in bokmål."""

from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from dbep_ig.guide.publishing.glossary import Entry, read_words

from .sources import ROOT, Passage, passages, without_code

EXCEPTIONS = yaml.safe_load((Path(__file__).parent / "exceptions.yaml").read_text(encoding="utf-8"))


class Hit(NamedTuple):
    passage: Passage
    line: int
    language: str
    entry: Entry
    around: str

    def __str__(self) -> str:
        return f"{self.passage.file}:{self.line} write “{self.entry.use}” for “{self.entry.avoid}” ({self.language}): {self.around}"


@cache
def hits() -> tuple[Hit, ...]:
    words = read_words("site/words.yaml", (ROOT / "site" / "words.yaml").read_bytes()).value
    assert words
    found = []
    for passage in passages():
        text = without_code(passage.text)
        for language in passage.languages:
            for entry in words[language]:
                for match in entry.find(text):
                    line = passage.line + text.count("\n", 0, match.start())
                    around = " ".join(passage.text[max(match.start() - 40, 0) : match.end() + 40].split())
                    found.append(Hit(passage, line, language, entry, around))
    return tuple(found)


def allowed(hit: Hit, exception: dict[str, str]) -> bool:
    return fnmatch(hit.passage.file, exception["file"]) and exception["text"] in hit.around


def remaining() -> list[Hit]:
    return [hit for hit in hits() if not any(allowed(hit, exception) for exception in EXCEPTIONS)]


def test_the_texts_use_the_words_of_the_field():
    found = [str(hit) for hit in remaining()]
    assert not found, "\n" + "\n".join(found)


def test_an_exception_is_used_and_has_a_reason():
    for exception in EXCEPTIONS:
        assert set(exception) == {"file", "text", "because"}, exception
        assert exception["because"].strip(), exception
        assert any(allowed(hit, exception) for hit in hits()), f"unused: {exception}"


def test_an_exception_allows_one_wording_in_one_place():
    passage = Passage("site/en/x.md", 3, ("en",), "He said: no.")
    words = read_words("site/words.yaml", (ROOT / "site" / "words.yaml").read_bytes()).value
    assert words
    (entry,) = [entry for entry in words["en"] if entry.avoid == "said"]
    hit = Hit(passage, 3, "en", entry, passage.text)
    assert allowed(hit, {"file": "site/*", "text": "He said", "because": "a quotation"})
    assert not allowed(hit, {"file": "site/*", "text": "She said", "because": "a quotation"})
    assert not allowed(hit, {"file": "src/*", "text": "He said", "because": "a quotation"})
    assert str(hit).startswith("site/en/x.md:3 write “reported, stated” for “said”")


def test_the_word_list_can_be_read_and_its_own_examples_agree():
    result = read_words("site/words.yaml", (ROOT / "site" / "words.yaml").read_bytes())
    assert [
        (issue.rule.code, str(issue.location.place()), issue.message("en")) for issue in result.issues
    ] == []


@pytest.mark.parametrize(
    "source",
    [
        ("src/dbep_ig/engine/validation/rules/structure/cardinality.py", "nb", "kan ha høyst"),
        ("src/dbep_ig/engine/validation/rules/structure/cardinality.py", "en", "can have at most"),
        ("src/dbep_ig/apps/cli/commands/__init__.py", "en", "validate resources against R4"),
        ("src/dbep_ig/engine/reports/text_format.py", "en", "validated against"),
        ("src/dbep_ig/guide/languages/nb.yaml", "nb", "I klartekst"),
        ("src/dbep_ig/guide/languages/en.yaml", "en", "In plain words"),
        ("src/dbep_ig/guide/publishing/templates/front.md.jinja", "en", "cards"),
        ("src/dbep_ig/catalogue/DBEP4201.md", "nb", "mangler"),
        ("src/dbep_ig/catalogue/DBEP4201.md", "en", "is missing"),
        ("src/dbep_ig/host/core_build.py", "en", "could not be found"),
        ("site/nb/index.md", "nb", "Én plan"),
        ("site/developers/model.nb.md", "nb", "det planen inneholder"),
        ("site/developers/architecture.md", "en", "One engine"),
        ("README.md", "en", "dbep"),
        ("README.nb.md", "nb", "dbep"),
        ("CONTRIBUTING.md", "en", "make test"),
        ("SECURITY.md", "en", "network"),
        ("guide.yaml", "nb", "Informasjonsmodell"),
        ("model/plan/plan.yaml", "en", "The patient the plan is about."),
        ("examples/minimal-behandlingsplan.yaml", "nb", "utkast"),
        ("tests/conformance/SCORES.md", "en", "cases"),
        ("hatch_build.py", "en", "the guide cannot be built"),
        ("Makefile", "en", "echo"),
    ],
    ids=lambda source: f"{source[0]}-{source[1]}",
)
def test_what_is_looked_through(source):
    """A collector that finds nothing would find nothing wrong."""
    file, language, text = source
    assert any(
        passage.file == file and language in passage.languages and text in passage.text
        for passage in passages()
    )


def test_a_phrase_is_found_across_a_line_break_but_not_in_code():
    words = read_words("site/words.yaml", (ROOT / "site" / "words.yaml").read_bytes()).value
    assert words
    (entry,) = [entry for entry in words["en"] if entry.avoid == "at hand"]
    assert len(list(entry.find("What is not at\n   hand."))) == 1
    assert not list(entry.find(without_code("See `not at hand` and [it](at hand).")))
