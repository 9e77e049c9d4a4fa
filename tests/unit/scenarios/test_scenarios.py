"""Examples in the model's words become the right FHIR, and what is wrong with them is said at its place."""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from dbep_ig.guide.authoring.local_text import LocalText
from dbep_ig.guide.scenarios import check_examples

from .small_guide import CASES, checked, compiled, guide, validate, whole


def _cases(name: str):
    class AsText(yaml.SafeLoader):
        """Dates stay text, as in the examples themselves."""

    AsText.yaml_implicit_resolvers = {
        key: [rule for rule in rules if rule[0] != "tag:yaml.org,2002:timestamp"]
        for key, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    cases = yaml.load((CASES / name).read_text(encoding="utf-8"), AsText)
    return [pytest.param(case, id=case["desc"]) for case in cases]


_INSTANCES = "\n".join(
    f"{name}:\n  class: Tiltak\n  navn: Tur\n  status: active\n  pasient: {{$ref: per}}" for name in "ab"
)


def _written(case) -> str:
    text = whole(case["write"] if "in" not in case else "") + _INSTANCES + "\n"
    if "in" in case:
        element = case["write"].partition(":")[0]
        lines, inside = [], False
        for line in text.splitlines():
            inside = line == f"{case['in']}:" if not line.startswith(" ") else inside
            if not (inside and line.startswith(f"  {element}:")):
                lines.append(line)
            if inside and line.startswith("  class:"):
                lines.append(f"  {case['write']}")
        text = "\n".join(lines) + "\n"
    return text


@pytest.mark.parametrize("case", _cases("values.yaml"))
def test_value(case):
    result = compiled(_written(case))
    # The two actions of each case are not referred to, which is said of them.
    assert [issue.message("en") for issue in result.issues if issue.rule.code != "DBEP2919"] == []
    (example,) = result.value
    wanted = case.get("in", "plan")
    entry = next(
        e for e in example.bundle["entry"] if e["resource"]["id"] == ("x" if wanted == "plan" else wanted)
    )
    for key, value in case["gives"].items():
        assert json.loads(json.dumps(entry["resource"].get(key), default=str)) == value


def test_decimals_keep_their_digits():
    (example,) = compiled(_written({"in": "a", "write": "mengde: 2.50 mg"})).value
    resource = next(e["resource"] for e in example.bundle["entry"] if e["resource"]["id"] == "a")
    assert repr(resource["quantityQuantity"]["value"]) == repr(Decimal("2.50"))


@pytest.mark.parametrize("case", _cases("faults.yaml"))
def test_fault(case):
    text = case.get("file") or whole(case["plan"])
    if case.get("replaces"):
        text = whole("").replace("plantype: plantype#kort", case["plan"])
    result = compiled(text)
    assert [issue.rule.code for issue in result.issues] == [wanted["code"] for wanted in case["issues"]]
    for issue, wanted in zip(result.issues, case["issues"], strict=True):
        place = issue.location.place()
        assert place is not None
        if "at" in wanted:
            assert f"{place.span.line}:{place.span.column}" == wanted["at"]
        if "says" in wanted:
            assert wanted["says"] in issue.message("en")


def test_what_the_guide_defines_is_named_by_its_id_in_r4_s_own_resources():
    (example,) = compiled(
        "scenario: x\nplan:\n  class: CarePlan\n  status: active\n  intent: plan\n  subject: {visning: Per}\n"
        "  extension: [{url: fortrolig, valueBoolean: true}, {url: t-fortrolig, valueBoolean: false}]\n"
        "  instantiatesUri: [CodeSystem(plantype), StructureDefinition(t-plan), 'http://example.com/a']\n"
        "  instantiatesCanonical: ValueSet(plantype)\n  description: CodeSystem(plantype)\n"
    ).value
    plan = example.bundle["entry"][0]["resource"]
    base = "http://example.org/guide"
    assert [one["url"] for one in plan["extension"]] == [f"{base}/StructureDefinition/t-fortrolig"] * 2
    assert plan["instantiatesUri"] == [
        f"{base}/CodeSystem/t-plantype",
        f"{base}/StructureDefinition/t-plan",
        "http://example.com/a",
    ]
    assert plan["instantiatesCanonical"] == [f"{base}/ValueSet/t-plantype"]
    assert plan["description"] == "CodeSystem(plantype)", "a text is a text"


def test_a_code_of_no_system_here_is_an_error_and_no_text():
    result = compiled(_written({"in": "a", "write": "navn: plantyp#kort"}))
    assert [(issue.rule.code, issue.is_error) for issue in result.issues] == [("DBEP2050", True)]
    assert result.value == []


def test_an_expected_key_is_told_as_written_and_published_whole():
    variant = "invalid: y\nof: x\nchange: {plan.tittel: B}\nexpect: [{rule: plan-1, at: CarePlan}]\n"
    result = checked(BASE + variant)
    assert [one.message("en") for one in result.issues if one.rule.code == "DBEP2912"] == [
        "The example was to fail with plan-1 at CarePlan, but does not"
    ]
    assert [one.rule for one in result.value[-1].example.expected] == ["t-plan-1"]


BASE = (
    whole("tittel: A\nperiode: {start: 2026-01-01}\ntiltak: [{$ref: a}, {$ref: b}]") + _INSTANCES + "\n---\n"
)


@pytest.mark.parametrize("case", _cases("variants.yaml"))
def test_variant(case):
    result = checked(
        BASE + f"invalid: y\nof: x\nchange: {{{case['change']}}}\nexpect: [{{{case['expect']}}}]\n"
    )
    found = [issue.rule.code for issue in result.issues if issue.rule.code.startswith("DBEP29")]
    assert [code for code in found if code != "DBEP2914"] == case["issues"]


def test_an_invariant_that_no_example_fails_with_is_said():
    assert "DBEP2914" in [issue.rule.code for issue in checked(BASE).issues]
    fails = (
        BASE
        + "invalid: y\nof: x\nchange: {plan.status: completed}\nexpect: [{rule: t-plan-1, at: CarePlan}]\n"
    )
    assert "DBEP2914" not in [issue.rule.code for issue in checked(fails).issues]


def test_an_invariant_that_fails_where_another_was_expected_has_an_example():
    text = (
        BASE
        + "invalid: y\nof: x\nchange: {plan.status: completed}\nexpect: [{rule: t-plan-11, at: CarePlan}]\n"
    )
    codes = [issue.rule.code for issue in checked(text).issues if issue.rule.code.startswith("DBEP29")]
    assert codes == ["DBEP2920"]


def test_a_fault_of_the_scenario_is_not_told_again_for_its_variants():
    text = BASE.replace("start: 2026-01-01", "start: 2026-13-01")
    variant = (
        "invalid: y\nof: x\nchange: {plan.status: completed}\nexpect: [{rule: t-plan-1, at: CarePlan}]\n"
    )
    alone = [issue.rule.code for issue in checked(text).issues if issue.is_error]
    assert alone
    assert [issue.rule.code for issue in checked(text + variant).issues if issue.is_error] == alone


def test_what_no_example_shows_is_not_said_while_examples_cannot_be_compiled():
    examples = compiled(BASE).value or ()
    said = check_examples(examples, guide().model, validate, complete=False).issues
    assert "DBEP2914" not in [issue.rule.code for issue in said]


SNOMED = "http://snomed.info/sct"
CODED = whole("").replace("  navn: Per\n", f"  navn: Per\n  identifikator: {SNOMED}|1\n")


def test_codes_of_an_example_under_terms_that_nothing_in_the_guide_names():
    """DBEP2047: at the YAML, once an example, and not once more for its variants."""
    twice = CODED.replace(f"{SNOMED}|1", f"[{SNOMED}|1, {SNOMED}|2]")
    variant = "---\ninvalid: y\nof: x\nchange: {plan.status: null}\nexpect: [{rule: too-few, at: CarePlan}]\n"
    found = [one for one in checked(twice + variant).issues if one.rule.code == "DBEP2047"]
    assert [(one.params["name"], one.params["system"]) for one in found] == [("x", "SNOMED CT")]
    place = found[0].location.place()
    assert SNOMED in place.source.line(place.span.line)
    assert "DBEP2047" not in {one.rule.code for one in checked(whole("") + variant).issues}


@pytest.mark.parametrize(("base", "named"), [(CODED, ["x"]), (whole(""), ["x-1"])])
def test_a_step_repeats_nothing_of_what_was_before_it(base, named):
    """DBEP2047: what the scenario has, or an earlier step has brought."""
    steps = (
        "then:\n"
        f"  - {{title: {{nb: a, en: b}}, change: {{per.identifikator: '{SNOMED}|2'}}}}\n"
        f"  - {{title: {{nb: a, en: b}}, change: {{per.identifikator: '{SNOMED}|3'}}}}\n"
    )
    found = [one for one in checked(base + steps).issues if one.rule.code == "DBEP2047"]
    assert [one.params["name"] for one in found] == named


def test_what_only_a_variant_has_is_its_own():
    """DBEP2047"""
    variant = f"---\ninvalid: y\nof: x\nchange: {{per.identifikator: '{SNOMED}|1'}}\nexpect: [{{rule: t-plan-1, at: CarePlan}}]\n"
    found = [one for one in checked(whole("") + variant).issues if one.rule.code == "DBEP2047"]
    assert [one.params["name"] for one in found] == ["y"]


@pytest.mark.parametrize("holder", ["guide", "profiles", "value_sets"])
def test_any_definition_of_the_guide_may_name_them(holder):
    """DBEP2047"""
    model, statement = guide().model, LocalText("Fra SNOMED CT.", (("en", "From SNOMED CT."),))
    if holder == "guide":
        model = replace(model, guide=replace(model.guide, copyright=(statement,)))
    else:
        (key, one), *_ = getattr(model, holder).items()
        named = {**getattr(model, holder), key: replace(one, copyright=(statement,))}
        model = replace(model, **{holder: named})
    examples = compiled(CODED).value or ()
    assert "DBEP2047" in {one.rule.code for one in check_examples(examples, guide().model, validate).issues}
    assert "DBEP2047" not in {one.rule.code for one in check_examples(examples, model, validate).issues}


def test_a_finding_is_shown_at_the_yaml_it_comes_from():
    result = checked(whole("tittel: A").replace("status: active", "status: aktiv"))
    issue = next(issue for issue in result.issues if issue.location.pointer[-1:] == ("status",))
    place = issue.location.place()
    assert place is not None
    assert (place.source.name, place.span.line, place.span.column) == ("examples/x.yaml", 4, 11)


def test_a_finding_about_what_a_change_took_away_is_shown_at_the_change():
    result = checked(
        BASE
        + "invalid: y\nof: x\nchange: {plan.pasient: null}\nexpect: [{rule: too-few-values, at: CarePlan}]\n"
    )
    variant = result.value[-1]
    issue = next(issue for issue in variant.issues if issue.is_error)
    place = issue.location.place()
    assert place is not None
    assert place.source.line(place.span.line).startswith("change:")


def test_the_same_files_give_the_same_bundle():
    assert compiled(BASE).value[0].bundle == compiled(BASE).value[0].bundle


def test_entries_resolve_and_the_plan_comes_first():
    (example,) = compiled(_written({"write": "tiltak: [{$ref: a}]"})).value
    entries = example.bundle["entry"]
    assert entries[0]["resource"]["resourceType"] == "CarePlan"
    addresses = {f"{e['resource']['resourceType']}/{e['resource']['id']}" for e in entries}
    assert all(
        e["fullUrl"].endswith(f"/{e['resource']['resourceType']}/{e['resource']['id']}") for e in entries
    )
    assert entries[0]["resource"]["activity"][0]["reference"]["reference"] in addresses


def test_a_resource_that_only_r4_knows_is_written_in_its_own_words():
    text = whole("fremdrift: [{tekst: Bra, authorReference: {$ref: kari}}]") + (
        "kari:\n  class: Practitioner\n  name: {fornavn: Kari}\n  gender: female\n  birthDate: 1980-01-01\n"
        "  qualification: [{code: {tekst: Lege}, period: {start: 2010}}]\n"
    )
    result = checked(text)
    assert [issue.message("en") for issue in result.issues if issue.is_error] == []
    bundle = result.value[0].example.bundle
    practitioner = next(e["resource"] for e in bundle["entry"] if e["resource"]["id"] == "kari")
    assert practitioner["qualification"] == [{"code": {"text": "Lege"}, "period": {"start": "2010"}}]
    assert list(practitioner)[:5] == ["resourceType", "id", "meta", "language", "text"]
    assert bundle["entry"][0]["resource"]["activity"][0]["progress"][0]["authorReference"] == {
        "reference": "Practitioner/kari"
    }


ROOT = Path(__file__).parents[3]


def test_narratives_tell_names_not_ids():
    (example,) = compiled(whole("tittel: <b>A</b> & B")).value
    div = example.bundle["entry"][0]["resource"]["text"]["div"]
    assert "<td>Per</td>" in div
    assert "&lt;b&gt;A&lt;/b&gt; &amp; B" in div
    assert "Kort plan" in div
