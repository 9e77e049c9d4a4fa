"""Entangled, circular, deep, malformed and shared: what the room promises whatever it is given."""

import copy
import random
from concurrent.futures import ThreadPoolExecutor

from dbep_ig.engine.fhir.definitions import DefinitionMap
from dbep_ig.engine.terminology import Terminology

A = "https://example.org/a"


def value_set(name, *imports, **compose):
    return {
        "resourceType": "ValueSet",
        "url": name,
        "compose": {"include": [{"valueSet": [each]} for each in imports], **compose},
    }


def letters(*codes):
    return {"resourceType": "CodeSystem", "url": A, "content": "complete", "caseSensitive": True, "concept": [{"code": code} for code in codes]}  # fmt: skip


def base(name="0", code="x"):
    return {"resourceType": "ValueSet", "url": name, "compose": {"include": [{"system": A, "concept": [{"code": code}]}]}}  # fmt: skip


def rule_of(membership):
    return membership.reason.rule.code


class Counting(DefinitionMap):
    """Counts how often a resource is looked for."""

    def __init__(self, resources):
        super().__init__(resources)
        self.finds = 0

    def find(self, canonical, resource_type=None, *, within=None):
        self.finds += 1
        return super().find(canonical, resource_type, within=within)


def test_value_sets_that_share_parts_are_made_once_each():
    resources = [base("0-a"), base("0-b", "y")]
    for level in range(1, 30):
        for side in "ab":
            resources.append(value_set(f"{level}-{side}", f"{level - 1}-a", f"{level - 1}-b"))
    definitions = Counting(resources)
    terminology = Terminology(definitions)
    assert terminology.member_of("29-a", code="y").is_member
    assert definitions.finds < 500  # made anew for each importer it would be 2^29


def test_sharing_does_not_multiply_the_work_of_what_cannot_be_decided():
    resources = [value_set("0-a", "nowhere-a"), value_set("0-b", "nowhere-b")]
    for level in range(1, 30):
        for side in "ab":
            resources.append(
                value_set(
                    f"{level}-{side}",
                    f"{level - 1}-a",
                    exclude=[{"valueSet": [f"{level - 1}-b"]}],
                )
            )
    compiled = Terminology(DefinitionMap(resources)).compiled_value_set("29-a")
    assert compiled.content.size <= 10_000
    assert compiled.contains(A, "x") is None
    assert {gap.rule.code for gap in compiled.gaps} == {"DBEP5110"}


def test_a_chain_of_imports_ends():
    resources = [base(), *(value_set(str(number), str(number - 1)) for number in range(1, 5_000))]
    terminology = Terminology(DefinitionMap(resources))
    assert rule_of(terminology.member_of("4999", code="x")) == "DBEP5110"
    assert terminology.member_of("40", code="x").is_member


def test_everyone_imports_everyone():
    names = [str(number) for number in range(60)]
    definitions = Counting([value_set(name, *names) for name in names])
    assert rule_of(Terminology(definitions).member_of("0", code="x")) in ("DBEP5105", "DBEP5110")
    assert definitions.finds < 10_000


def test_the_order_of_questions_changes_no_answer():
    resources = [letters("x"), value_set("1", "2", "0"), value_set("2", "1"), base()]
    answers = set()
    for order in (("1", "2"), ("2", "1")):
        terminology = Terminology(DefinitionMap(resources))
        for name in order:
            terminology.member_of(name, code="y")
        told = {(name, code): terminology.member_of(name, code=code) for name in "12" for code in "xy"}
        answers.add(tuple((key, answer.verdict) for key, answer in told.items()))
        assert told["2", "x"].is_member
        assert rule_of(told["1", "y"]) == "DBEP5105"
    assert len(answers) == 1


def test_a_deep_hierarchy():
    concept = {"code": "0"}
    for number in range(1, 20_000):
        concept = {"code": str(number), "concept": [concept]}
    system = {**letters(), "concept": [concept]}
    filters = {"system": A, "filter": [{"property": "concept", "op": "descendent-of", "value": "10000"}]}
    terminology = Terminology(DefinitionMap([system, value_set("deep", include=[filters])]))
    assert terminology.member_of("deep", code="0").is_member
    assert not terminology.member_of("deep", code="10000").is_member


def test_threads_share_one_terminology():
    resources = [letters(*map(str, range(500))), value_set("all", include=[{"system": A}])]
    resources += [value_set(f"v{number}", "all") for number in range(50)]
    terminology = Terminology(DefinitionMap(resources))

    def ask(number):
        return terminology.member_of(f"v{number % 50}", code=str(number)).is_member

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, range(1_000)))
    assert answers == [number < 500 for number in range(1_000)]
    compiled = {id(terminology.compiled_value_set("v1")) for _ in range(5)}
    assert len(compiled) == 1


def test_what_is_remembered_is_bounded():
    terminology = Terminology(DefinitionMap([letters("x"), base("v")]))
    for number in range(11_000):
        terminology.validate_code(f"https://example.org/{number}", "x")
        terminology.system_fault(f"https://example.org/{number}")
        terminology.member_of(f"https://example.org/{number}", code="x")
        terminology.member_of("http://www.rfc-editor.org/bcp/bcp13.txt", code=f"text/x{number}")
        terminology.member_of(base(f"w{number}"), code="x")
    held = [terminology, *vars(terminology).values(), terminology.compiled_value_set("http://www.rfc-editor.org/bcp/bcp13.txt")]  # fmt: skip
    sizes = [len(each) for one in held if hasattr(one, "__dict__") for each in vars(one).values() if isinstance(each, dict)]  # fmt: skip
    assert sizes
    assert max(sizes) <= 10_001
    assert terminology.member_of("v", code="x").is_member


def test_malformed_resources_raise_nothing():
    whole = [
        {**letters(), "property": [{"code": "inactive", "type": "boolean"}], "version": "1", "language": "en", "concept": [{"code": "x", "display": "X", "designation": [{"language": "nb", "use": {"code": "u"}, "value": "Iks"}], "property": [{"code": "inactive", "valueBoolean": True}], "concept": [{"code": "y"}]}]},
        {"resourceType": "CodeSystem", "url": "https://example.org/s", "content": "supplement", "supplements": A, "concept": [{"code": "x", "designation": [{"value": "Z"}]}]},
        {"resourceType": "ValueSet", "url": "v", "version": "1", "title": "V", "contained": [{"resourceType": "ValueSet", "id": "c", "compose": {"include": [{"system": A}]}}], "compose": {"inactive": False, "include": [{"system": A, "version": "1", "filter": [{"property": "code", "op": "regex", "value": "x"}]}, {"system": A, "concept": [{"code": "x", "display": "Ex", "designation": [{"value": "E"}]}]}, {"valueSet": ["#c"]}], "exclude": [{"system": A, "filter": [{"property": "concept", "op": "is-a", "value": "y"}]}]}, "expansion": {"total": 3, "parameter": [{"name": "filter"}], "contains": [{"system": A, "code": "x", "contains": [{"code": "y"}]}]}},
    ]  # fmt: skip
    wrong = (None, True, 7, "", "x", [], {}, ["x"], [None], [7], {"code": 7}, [{"code": ["x"]}], [[]])
    chance = random.Random(5)

    def places(value, path=()):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield (*path, key)
            if isinstance(inner, dict | list):
                yield from places(inner, (*path, key))

    for place in places(whole):
        if place[-1] in ("url", "resourceType") or len(place) < 2:
            continue
        for value in chance.sample(wrong, 6):
            damaged = copy.deepcopy(whole)
            target = damaged
            for step in place[:-1]:
                target = target[step]
            target[place[-1]] = value
            terminology = Terminology(DefinitionMap(damaged))
            for code in ("x", "y", "z"):
                terminology.member_of("v", code=code)
                terminology.member_of("v", code=code, system=A, display="Q", language="nb")
                terminology.validate_coding({"system": A, "code": code, "display": "Q"}, value_set="v")
                terminology.lookup(A, code)
            terminology.subsumes(A, "x", "y")
            terminology.expand("v")


def test_malformed_codings_raise_nothing():
    terminology = Terminology(DefinitionMap([letters("x"), base("v")]))
    for value in (None, True, 7, "", [], {}, ["x"], {"code": "x"}):
        for key in ("system", "code", "version", "display"):
            coding = {"system": A, "code": "x", key: value}
            terminology.validate_coding(coding)
            terminology.coding_in("v", coding)
            terminology.concept_in("v", {"coding": [coding, value]})
        terminology.concept_in("v", {"coding": value})
