"""Code systems and value sets."""

from tests.unit.generation.test_profiles import HEAD, generated

CODES = f"codesystem: ex-farge\n{HEAD}concepts:\n  roed: {{display: {{nb: Rød, en: Red}}, definition: {{nb: Som blod., en: Like blood.}}}}\n"
WHOLE = f"valueset: ex-farge\n{HEAD}include:\n  - system: ex-farge\n"


def test_code_system():
    both = generated({"c": CODES, "v": WHOLE})
    system = next(one.resource for one in both.values() if one.resource["resourceType"] == "ValueSet")
    assert system["compose"] == {"include": [{"system": "http://example.org/fhir/CodeSystem/ex-farge"}]}


def test_names_in_both_languages():
    system = generated({"c": CODES})["ex-farge"].resource
    (concept,) = system["concept"]
    assert concept["display"] == "Rød"
    assert concept["designation"] == [{"language": "en", "value": "Red"}]
    assert concept["definition"] == "Som blod."
    assert (system["content"], system["count"], system["caseSensitive"]) == ("complete", 1, True)
    assert "valueSet" not in system  # no value set of all its codes here


def included(text: str) -> dict:
    value_set = f"valueset: ex-v\n{HEAD}include:\n{text}"
    return generated({"c": CODES, "v": value_set})["ex-v"].resource["compose"]["include"][0]


def test_own_codes_are_called_what_their_system_calls_them():
    (concept,) = included("  - system: ex-farge\n    concepts: {roed: {display: {nb: Rød, en: Red}}}\n")[
        "concept"
    ]
    assert concept == {"code": "roed", "display": "Rød", "designation": [{"language": "en", "value": "Red"}]}


def test_codes_of_an_available_system_keep_its_display():
    text = "  - system: http://hl7.org/fhir/request-status\n    concepts: {active: {display: {nb: Aktiv, en: Active}}}\n"
    (concept,) = included(text)["concept"]
    assert concept["display"] == "Active"
    assert concept["designation"] == [
        {"language": "nb", "value": "Aktiv"},
        {"language": "en", "value": "Active"},
    ]


def test_codes_of_an_unknown_system_get_no_display_of_ours():
    text = "  - system: http://snomed.info/sct\n    concepts: {'1': {display: {nb: En, en: One}}}\n"
    assert "display" not in included(text)["concept"][0]
