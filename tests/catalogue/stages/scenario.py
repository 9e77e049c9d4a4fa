"""An example in a model's words: compiled, and held to the profiles. The model is the small one of tests/cases/scenarios/guide."""

from tests.unit.scenarios.small_guide import checked


def codes(given: list[str], example: str, syntax: str) -> list[str]:
    return [issue.rule.code for issue in checked("---\n".join([*given, example])).issues]
