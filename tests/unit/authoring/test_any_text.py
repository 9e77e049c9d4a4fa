"""Whatever is typed, building answers with issues that have messages and places, never with an exception."""

from hypothesis import given, settings
from hypothesis import strategies as st

from dbep_ig.guide.build import build_guide
from dbep_ig.host.core_data import open_core
from tests.catalogue.stages.build import GUIDE
from tests.unit.authoring.test_model_faults import CODES, EXPRESSION, PLAN, PROFILE, SUBCLASS

FILES = {
    "guide.yaml": GUIDE.decode(),
    "model/plan.yaml": PLAN + EXPRESSION + "title.exists() implies description.exists()\n",
    "model/under.yaml": SUBCLASS + "    cardinality: 1..1\n",
    "model/codes.yaml": CODES,
    "profiles/plan.yaml": PROFILE
    + "  category: {pattern: ex-farge#roed}\n"
    + '  identifier:\n    slicing: {by: value:system}\n    slices: {a: {rules: {system: {fixed: "urn:a"}}}}\n',
    "profiles/ext.yaml": "extension: ex-e\ntitle: {nb: a, en: b}\ndefinition: {nb: a, en: b}\ncontext: CarePlan\ntype: string\n",
}
LINES = sorted({line for text in FILES.values() for line in text.splitlines()})
VALUES = [
    *("", "x", "[]", "{}", "null", "true", "'", "#", "a#b", "*a", "- x", "http://x", "0..0", "3..4", "[x]"),
    *("CarePlan", "CarePlan.x", "CarePlan.extension", "CarePlan.extension(ex-e)", "CarePlan.activity.detail"),
    *("Reference(Plan)", "Reference(x)", "Reference", "BackboneElement", "Extension", "Resource", "xhtml"),
]


@st.composite
def edits(draw):
    files = {name: text.splitlines() for name, text in FILES.items()}
    for _ in range(draw(st.integers(1, 4))):
        lines = files[draw(st.sampled_from(sorted(files)))]
        if not lines:
            continue
        index = draw(st.integers(0, len(lines) - 1))
        kind = draw(st.sampled_from(("delete", "insert", "value", "character", "indent")))
        if kind == "delete":
            del lines[index]
        elif kind == "insert":
            lines.insert(index, draw(st.sampled_from(LINES)))
        elif kind == "value":
            lines[index] = lines[index].partition(":")[0] + ": " + draw(st.sampled_from(VALUES))
        elif kind == "indent":
            lines[index] = "  " + lines[index]
        else:
            at = draw(st.integers(0, len(lines[index])))
            lines[index] = lines[index][:at] + draw(st.characters()) + lines[index][at + 1 :]
    return {name: "\n".join(lines).encode("utf-8", "surrogatepass") for name, lines in files.items()}


@settings(max_examples=150, deadline=None)
@given(edits())
def test_no_edit_is_an_exception(files):
    core = open_core().value
    result = build_guide(files, core, core)
    assert result.value is not None or any(issue.is_error for issue in result.issues)
    if result.value is not None:
        assert result.value.files().value
    for issue in result.issues:
        assert issue.message("nb")
        assert issue.message("en")
        issue.location.place()


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass"))
)
def test_no_bytes_are_an_exception(data):
    core = open_core().value
    result = build_guide({"guide.yaml": GUIDE, "model/x.yaml": data}, core, core)
    assert all(issue.location.document for issue in result.issues)
