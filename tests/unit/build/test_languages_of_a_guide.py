"""A guide in any languages, through the build's door: texts, generated resources, narratives and examples follow `languages`."""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from dbep_ig import build
from dbep_ig.guide.authoring.local_text import LocalText
from dbep_ig.guide.languages import known_languages, words_of

ROOT = Path(__file__).parents[3]
GUIDE_ROOM = ROOT / "src/dbep_ig/guide"
# The files of the guide's room that name languages, each with the reason.
OF_THE_TOOL = {
    "authoring/compiling/metadata.py": "where `languages` could not be read, which is reported",
    "authoring/forms.py": "examples for editors",
    "authoring/keywords/concept_properties.py": "an example for editors",
    "authoring/language_names.py": "codes of countries and the languages that were meant",
    "authoring/lint/extension_contexts.py": "a message of the tool's",
    "authoring/lint/invariants.py": "a message of the tool's",
    "authoring/lint/value_sets.py": "a code system that does not say its language",
    "authoring/local_text.py": "a text of the tool's as one of the guide's",
    "authoring/shapes.py": "words for yes and no",
    "definition_findings.py": "a message of the tool's",
    "generation/fhir_resources.py": "a resource that does not say its language",
    "generation/package_notice.py": "R4 is in English",
    "languages/words.py": "English has every word; Norwegian by its three codes",
    "publishing/door.py": "who reads what when the reader's own language is not there",
    "publishing/elements.py": "R4 is in English",
    "publishing/glossary.py": "the words to avoid are the project's own",
    "publishing/mkdocs_config.py": "the codes of the theme and of its search",
    "publishing/pages/developers.py": "the tool's own pages",
    "publishing/pages/diagnostic.py": "the tool's own pages",
    "publishing/pages/example.py": "readers of one Norwegian read the other",
    "scenarios/checking.py": "a message of the tool's",
    "scenarios/compile.py": "a message of the tool's",
    "scenarios/forms/booleans.py": "words for yes and no",
    "starting/writing.py": "the languages of a new guide, where none are given",
    "scenarios/forms/timings.py": "how often, in the words that authors use",
}
CHOICES = [["en"], ["nb"], ["sv", "en"], ["en", "nb"], ["nn", "se", "en"], ["de"], ["pt-BR", "zh-Hant"]]
WITHOUT_WORDS = "DBEP1101"  # the tool has no words in a language
# What a plan is in R4, and the guide's own content beside it; `{x}` is the text x in each language.
FILES = {
    "guide.yaml": """guide: example.vaccination
canonical: http://example.org/fhir/vaccination
version: 0.1.0
name: Vaccination
title: {guide}
definition: {about}
notice: {notice}
status: draft
date: 2026-11-22
fhirVersion: 4.0.1
languages: [LANGUAGES]
publisher: Example
contact: [https://example.org]
license: CC0-1.0
copyright: {rights}
prefix: vac
""",
    "model/plan.yaml": """class: Plan
title: {plan}
definition: {plan}
elements:
  status: {title: {status}, definition: {status}, type: code, cardinality: 1..1, maps: CarePlan.status}
  intent: {title: {intent}, definition: {intent}, type: code, cardinality: 1..1, maps: CarePlan.intent}
  größe: {title: {kind}, definition: {kind}, type: CodeableConcept, cardinality: 0..1, maps: CarePlan.category, binding: vaccine (required)}
  who: {title: {who}, definition: {who}, type: Reference(Person), cardinality: 1..1, maps: CarePlan.subject}
  created: {title: {made}, definition: {made}, type: dateTime, cardinality: 0..1, maps: CarePlan.created}
  period: {title: {when}, definition: {when}, type: Period, cardinality: 0..1, maps: CarePlan.period}
""",
    "model/person.yaml": """class: Person
title: {person}
definition: {person}
elements:
  name: {title: {name}, definition: {name}, type: HumanName, cardinality: 0..*, maps: Patient.name}
""",
    "model/vaccine.yaml": """codesystem: vaccine
title: {vaccine}
definition: {vaccine}
concepts:
  flu: {display: {flu}, definition: {flu}}
""",
    "model/vaccines.yaml": """valueset: vaccine
title: {vaccine}
definition: {vaccine}
include: [{system: vaccine}]
""",
    "profiles/plan.yaml": """profile: plan
implements: Plan
parent: CarePlan
title: {profile}
definition: {profile}
invariants:
  plan-1: {severity: error, text: {rule}, expression: subject.exists()}
rules:
  intent: {pattern: plan}
""",
    "profiles/person.yaml": """profile: person
implements: Person
parent: Patient
title: {person}
definition: {person}
""",
    "examples/plan.yaml": """scenario: flu-plan
title: {example}
plan:
  class: Plan
  status: active
  größe: vaccine#flu
  who: {$ref: kari}
  created: 2026-11-02
  period: {start: 2026-11-02, end: 2026-12-01}
kari: {class: Person, name: {text: Kari Test}}
""",
}


def files_in(languages: Sequence[str]) -> dict[str, str]:
    def text(found: re.Match[str]) -> str:
        if len(languages) == 1:
            return f"{found[1]} {languages[0]}"
        return "{" + ", ".join(f"{language}: {found[1]} {language}" for language in languages) + "}"

    return {
        path: re.sub(r"\{(\w+)\}", text, content).replace("LANGUAGES", ", ".join(languages))
        for path, content in FILES.items()
    }


def built(folder: Path, files: dict[str, str]) -> build.Built:
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(content, encoding="utf-8")
    return build.guide(folder, into=folder / "build", site=False)


def resource(folder: Path, name: str) -> dict[str, Any]:
    return json.loads((folder / "build" / "package" / name).read_bytes())


def translations(value: dict[str, Any]) -> dict[str, str]:
    found = {}
    for extension in value.get("extension", ()):
        parts = {part["url"]: part for part in extension["extension"]}
        found[parts["lang"]["valueCode"]] = parts["content"]["valueString"]
    return found


@pytest.mark.parametrize("languages", CHOICES, ids="-".join)
def test_all_that_is_made_is_in_the_guide_s_languages(tmp_path, languages):
    made = built(tmp_path, files_in(languages))
    assert [one.message("en") for one in made.report.issues if one.is_error] == []
    without = [one for one in made.report.issues if one.rule.code == WITHOUT_WORDS]
    assert len(without) == len([one for one in languages if one not in known_languages()])
    main, *others = languages
    resources = sorted((tmp_path / "build" / "package").glob("*.json"))
    seen = 0
    for path in resources:
        one = json.loads(path.read_bytes())
        if "resourceType" not in one:
            continue
        seen += 1
        assert one["language"] == main
        assert one["title"].endswith(f" {main}")
        word = one["title"].removesuffix(f" {main}")
        assert translations(one.get("_title", {})) == {other: f"{word} {other}" for other in others}
        assert re.findall(r' lang="([^"]+)"', one["text"]["div"]) == languages
        assert one["publisher"] == "Example"
        assert "_publisher" not in one
    assert seen == 7
    system = resource(tmp_path, "CodeSystem-vac-vaccine.json")
    (flu,) = system["concept"]
    assert flu["display"] == f"flu {main}"
    assert flu.get("designation", []) == [{"language": one, "value": f"flu {one}"} for one in others]
    profile = resource(tmp_path, "StructureDefinition-vac-plan.json")
    root = profile["differential"]["element"][0]
    assert root["short"] == f"profile {main}"
    assert translations(root.get("_short", {})) == {one: f"profile {one}" for one in others}
    manifest = resource(tmp_path, "package.json")
    assert manifest["title"] == f"guide {main}"
    assert manifest["notice"] == {one: f"notice {one}" for one in languages}
    terms = (tmp_path / "build" / "package" / "other" / "NOTICE.md").read_text(encoding="utf-8")
    assert re.findall(r"^# (.+)$", terms, re.MULTILINE) == [f"guide {one}" for one in languages]


@pytest.mark.parametrize(
    ("language", "date"),
    [("en", "2 November 2026"), ("nb", "2. november 2026"), ("sv", "2 november 2026"), ("nn", "2. november 2026")],
)  # fmt: skip
def test_examples_are_in_the_main_language(tmp_path, language, date):
    built(tmp_path, files_in([language, "da"]))
    bundle = resource(tmp_path, "example/Bundle-flu-plan.json")
    plan = bundle["entry"][0]["resource"]
    assert (bundle["language"], plan["language"]) == (language, language)
    assert plan["category"][0]["coding"][0]["display"] == f"flu {language}"
    assert f'lang="{language}"' in plan["text"]["div"]
    for said in (f"Plan {language}", f"<th>Kind {language}</th><td>flu {language}</td>", f"<td>{date}</td>"):
        assert said in plan["text"]["div"]


def test_an_example_can_be_in_another_of_the_guide_s_languages(tmp_path):
    files = files_in(["en", "sv"])
    files["examples/plan.yaml"] = files["examples/plan.yaml"].replace("plan:\n", "language: sv\nplan:\n", 1)
    made = built(tmp_path, files)
    assert [one.message("en") for one in made.report.issues if one.is_error] == []
    plan = resource(tmp_path, "example/Bundle-flu-plan.json")["entry"][0]["resource"]
    assert plan["language"] == "sv"
    assert plan["category"][0]["coding"][0]["display"] == "flu sv"
    assert "<td>2 november 2026</td>" in plan["text"]["div"]


@pytest.mark.parametrize(
    ("written", "hint"),
    [("se", "; did you mean `sv`?"), ("en-GB", "; did you mean `en`?"), ("de", ""), ("[sv]", "")],
)
def test_an_example_in_a_language_that_the_guide_does_not_have(tmp_path, written, hint):
    files = files_in(["en", "sv"])
    files["examples/plan.yaml"] = files["examples/plan.yaml"].replace(
        "plan:\n", f"language: {written}\nplan:\n", 1
    )
    (issue,) = [one for one in built(tmp_path, files).report.issues if one.is_error]
    assert issue.rule.code == "DBEP1031"
    assert issue.message("en").endswith(f"is not one of the guide's languages, en, sv{hint}")


SHORT = {
    "en": "{start: 2026-11-02, end: 2026-12-01}",
    "nb": "{start: 2026-11-02, slutt: 2026-12-01}",
    "sv": "{start: 2026-11-02, slut: 2026-12-01}",
}


@pytest.mark.parametrize("language", SHORT)
def test_short_words_of_data_types_are_those_of_any_of_the_guide_s_languages(tmp_path, language):
    files = files_in(["en", "nb", "sv"])
    files["examples/plan.yaml"] = files["examples/plan.yaml"].replace(SHORT["en"], SHORT[language])
    made = built(tmp_path, files)
    assert [one.message("en") for one in made.report.issues if one.is_error] == []
    plan = resource(tmp_path, "example/Bundle-flu-plan.json")["entry"][0]["resource"]
    assert plan["period"] == {"start": "2026-11-02", "end": "2026-12-01"}


def test_a_short_word_of_another_language_is_none(tmp_path):
    files = files_in(["en", "sv"])
    files["examples/plan.yaml"] = files["examples/plan.yaml"].replace(SHORT["en"], SHORT["nb"])
    (issue,) = [one for one in built(tmp_path, files).report.issues if one.is_error]
    assert issue.message("en") == "Period has no element `slutt`; did you mean `slut`?"


def test_a_guide_s_own_words(tmp_path):
    labels = {
        "prose": {"months": [f"Monat{n}" for n in range(1, 13)], "date": "am {day}. {month} {year}"},
        "datatypes": {"Period": {"end": ["ende", "bis"]}},
        "notice": {"terms": "Bedingungen"},
    }
    files = files_in(["de"])
    files["site/labels/de.yaml"] = json.dumps(labels)
    files["examples/plan.yaml"] = files["examples/plan.yaml"].replace("end:", "bis:")
    made = built(tmp_path, files)
    assert {one.rule.code for one in made.report.issues if one.rule.code.startswith("DBEP11")} == {"DBEP1100"}
    assert [one.message("en") for one in made.report.issues if one.is_error] == []
    plan = resource(tmp_path, "example/Bundle-flu-plan.json")["entry"][0]["resource"]
    assert plan["period"]["end"] == "2026-12-01"
    assert "<td>am 2. Monat11 2026</td>" in plan["text"]["div"]
    terms = (tmp_path / "build" / "package" / "other" / "NOTICE.md").read_text(encoding="utf-8")
    assert "## Bedingungen" in terms
    assert "## Trademarks" in terms


def _text_of_plan(tmp_path: Path, languages: Sequence[str], title: str) -> list[tuple[str, str]]:
    files = files_in(languages)
    files["model/plan.yaml"] = re.sub(r"^title: .*$", f"title: {title}", files["model/plan.yaml"], flags=re.M)
    return [
        (one.rule.code, one.message("en")) for one in built(tmp_path, files).report.issues if one.is_error
    ]


@pytest.mark.parametrize(
    ("languages", "title", "said"),
    [
        (["sv", "en"], "Plan", ("DBEP1030", "The text does not say which language it is in: the guide has several, so it is written {sv: …, en: …}")),
        (["sv", "en"], "{se: Plan, en: Plan}", ("DBEP1031", "`se` is not one of the guide's languages, sv, en; did you mean `sv`?")),
        (["nb", "en"], "{no: Plan, en: Plan}", ("DBEP1031", "`no` is not one of the guide's languages, nb, en; did you mean `nb`?")),
        (["nb", "en"], "{nb: Plan, en-GB: Plan}", ("DBEP1031", "`en-GB` is not one of the guide's languages, nb, en; did you mean `en`?")),
        (["sv", "en"], "{sv: Plan, fi: Plan}", ("DBEP1031", "`fi` is not one of the guide's languages, sv, en")),
        (["sv", "en"], "{sv: Plan}", ("DBEP1023", "The text is missing in `en` (English)")),
        (["sv", "en"], "{en: Plan}", ("DBEP1023", "The text is missing in `sv` (Svenska)")),
        (["en"], "{en: Plan, nb: Plan}", ("DBEP1031", "`nb` is not one of the guide's languages, en")),
        (["en"], "[Plan]", ("DBEP1020", "Expected a single value or a mapping, found a list")),
    ],
)  # fmt: skip
def test_one_message_for_a_text_in_the_wrong_languages(tmp_path, languages, title, said):
    assert _text_of_plan(tmp_path, languages, title) == [said]


def test_a_text_in_the_one_language_may_say_so(tmp_path):
    assert _text_of_plan(tmp_path, ["en"], "{en: Plan}") == []


@pytest.mark.parametrize("languages", ["[english]", "[]", "[en, en]", "{en: nb}"])
def test_when_languages_cannot_be_read_texts_are_not_to_blame(tmp_path, languages):
    files = files_in(["en", "nb"])
    files["guide.yaml"] = re.sub(
        r"^languages: .*$", f"languages: {languages}", files["guide.yaml"], flags=re.M
    )
    (issue,) = [one for one in built(tmp_path, files).report.issues if one.is_error]
    assert issue.location.place().source.line(issue.location.place().span.line).startswith("languages:")


@pytest.mark.parametrize("languages", [["en"], ["sv", "en"]], ids="-".join)
def test_editors_get_the_guide_s_languages(tmp_path, languages):
    built(tmp_path, files_in(languages))
    for name in ("class", "guide", "scenario"):
        schema = json.loads((tmp_path / "build" / "schema" / f"{name}.json").read_bytes())
        text = schema["$defs"]["text"] if name != "scenario" else schema["then"]["properties"]["title"]
        in_each = text if len(languages) > 1 else text["anyOf"][1]
        assert list(in_each["properties"]) == languages
        assert in_each["required"] == languages


def test_names_are_written_by_one_rule(tmp_path):
    built(tmp_path, files_in(["de"]))
    logical = resource(tmp_path, "StructureDefinition-Plan.json")
    assert "Plan.groesse" in [one["id"] for one in logical["snapshot"]["element"]]


def test_the_tool_has_a_name_and_every_month_in_its_languages():
    for code in known_languages():
        assert len(set(words_of(code).prose["months"])) == 12


@pytest.mark.parametrize("page", ["en", "nb"])
def test_the_page_on_languages_has_every_short_word(page):
    text = (ROOT / f"site/developers/languages.{page}.md").read_text(encoding="utf-8")
    cells = {line.split(" | ")[0].strip("| `"): line for line in text.splitlines() if line.startswith("| `")}
    for code in known_languages():
        for kind, elements in words_of(code).datatypes.items():
            for element, words in elements.items():
                for word in words:
                    assert f"`{word}`" in cells[f"{kind}.{element}"], (code, word)


def test_no_language_is_a_special_case_in_the_code():
    """What reads `.nb` and `.en` is a `Text`, which the tool says itself; the guide's own texts have no such members."""
    assert not {"nb", "en"} & set(dir(LocalText("x")))
    named = re.compile(r"""["'](?:nb|en|nn|no|sv)["']|\bLANGUAGES\b""")
    found = {
        path.relative_to(GUIDE_ROOM).as_posix()
        for path in GUIDE_ROOM.rglob("*.py")
        if named.search(re.sub(r'"""(?:.|\n)*?"""|#.*', "", path.read_text(encoding="utf-8")))
    }
    assert found <= set(OF_THE_TOOL)
