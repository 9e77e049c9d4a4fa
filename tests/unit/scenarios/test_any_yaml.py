"""Whatever YAML stands in an example file: issues, never an exception, and always a place."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .small_guide import compiled

WORDS = st.sampled_from(
    "scenario invalid plan per x class Plan Pasient Tiltak of change expect rule at title nb en status active $ref periode start "
    "slutt plantype plantype#kort tittel formål tiltak fremdrift tekst kode koder fortrolig true null 1 2026-01-01 2/d a.b 0 -1 "
    "plan.status plan.tiltak.0 navn fornavn identifikator mengde tidspunkt text coding system value".split()
)
VALUES = st.recursive(
    WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=12,
)


def _flow(value) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f'"{key}": {_flow(part)}' for key, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(part) for part in value) + "]"
    return value if value == "null" else f'"{value}"'


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(VALUES)
def test_any_document(value):
    for issue in compiled(_flow(value) + "\n").issues:
        assert issue.location.place() is not None
        assert issue.message("nb")


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(WORDS, VALUES, max_size=5), st.dictionaries(WORDS, VALUES, max_size=3))
def test_any_instance_and_change(fields, changes):
    plan = {"class": "Plan", **fields, "pasient": {"$ref": "per"}}
    text = f"scenario: x\nplan: {_flow(plan)}\nper: {{class: Pasient}}\n---\ninvalid: y\nof: x\n"
    text += f"change: {_flow({f'plan.{key}': value for key, value in changes.items()})}\nexpect: [{{rule: a, at: b}}]\n"
    for issue in compiled(text).issues:
        assert issue.location.place() is not None
        assert issue.message("en")
