"""One question in a case file, asked of `Terminology`: what the data-driven tests and the catalogue's pages share."""

from dbep_ig.engine.fhir.definitions import DefinitionMap
from dbep_ig.engine.terminology import MISSING, NOT_IN, NOT_IN_MAXIMUM, Membership, Terminology

_SETTINGS = ("language", "within")


def terminology_of(resources: list[dict], fallback=None, service=None) -> Terminology:
    return Terminology(DefinitionMap(resources, fallback), service=service)


def ask(terminology: Terminology, question: dict) -> dict:
    """-> answer, rules (codes, sorted) and whatever else the kind of question has."""
    value_set = question.get("value_set")
    settings = {key: question[key] for key in _SETTINGS if key in question}
    if "expand" in question:
        result = terminology.expand(question["expand"], within=question.get("within"))
        entries = () if result.value is None else result.value.entries
        return {
            "codes": [entry.code for entry in entries],
            "displays": [entry.display for entry in entries],
            "rules": sorted(issue.rule.code for issue in result.issues),
        }
    if "subsumes" in question:
        outcome = terminology.subsumes(*question["subsumes"])
        return {"answer": "undecided" if outcome is None else outcome.value, "rules": []}
    if "concept" in question:
        strength = question.get("strength")
        if not question["concept"].get("coding") and strength in MISSING:
            return {"answer": "not-member", "rules": [MISSING[strength].code]}
        return _told(terminology.concept_in(value_set, question["concept"]), question)
    if "coding" in question:
        if value_set is None:
            return _told(terminology.validate_coding(question["coding"], **settings), question)
        answer = terminology.coding_in(value_set, question["coding"])
        check = terminology.validate_coding(question["coding"], value_set=value_set, **settings)
        return _told(answer, question, check)
    if "code" in question:
        return _told(terminology.member_of(value_set, code=question["code"], **settings), question)
    raise AssertionError(f"no question in {question}")


def _told(answer: Membership, question: dict, check: Membership | None = None) -> dict:
    found = [*answer.remarks]
    if answer.reason is not None:
        found.append(answer.reason)
    if check is not None:
        found.extend(check.remarks)
    codes = {remark.rule.code for remark in found}
    strength = question.get("strength")
    if strength is not None and NOT_IN["required"].code in codes:
        codes.remove(NOT_IN["required"].code)
        codes.add((NOT_IN_MAXIMUM if strength == "maximum" else NOT_IN[strength]).code)
    return {
        "answer": answer.verdict.value,
        "rules": sorted(codes),
        "system": answer.system,
        "display": answer.display,
    }
