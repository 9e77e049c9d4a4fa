"""A life cycle on the pages of the class and the profile, and a scenario's steps on its page, in both languages."""

import re
from xml.etree import ElementTree

import pytest

from dbep_ig import build
from dbep_ig.guide.publishing.state_diagram import Arrow, StateBox, columns, state_diagram
from dbep_ig.host.packages import PackageSettings
from tests.unit.scenarios.test_sequences import write

STEPS = (
    "- {title: {nb: På vent, en: Waiting}, by: lege, change: {plan.status: on-hold}}\n"
    "- {title: {nb: Ikke slik, en: Not so}, change: {plan.status: draft}, "
    "expect: [{rule: transition-not-allowed, at: CarePlan.status}]}"
)


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("guide")
    write(folder, STEPS)
    made = build.guide(folder, package_settings=PackageSettings(folder / "no-cache"))
    assert made.report.ok, made.report.to_text("en")
    return {path: data.decode() for path, data in made.files.items() if path.endswith(".md")}


@pytest.mark.parametrize("page", ["model/Plan.md", "profiles/ex-plan.md"])
@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("nb", ("Livsløp", "Satt på pause", "Slutten er kjent", "Lege", "alle")),
        ("en", ("Life cycle", "On Hold", "The end is known", "Doctor", "anybody")),
    ],
)
def test_diagram_and_table(pages, page, language, says):
    text = pages[f"site-src/{language}/docs/{page}"]
    for one in says:
        assert one in text
    assert "period.end.exists()" in text
    (svg,) = [one for one in re.findall(r"<svg.*?</svg>", text) if "CarePlan.status" in one]
    root = ElementTree.fromstring(svg)
    assert root.get("role") == "img"
    described = root.findtext("{http://www.w3.org/2000/svg}desc")
    assert says[1] in (described or "")
    assert "→" in (described or "")


@pytest.mark.parametrize(
    ("language", "says"), [("nb", ("Hva som skjer", "På vent")), ("en", ("What happens", "Waiting"))]
)
def test_what_happens_then(pages, language, says):
    text = pages[f"site-src/{language}/docs/examples/x.md"]
    for one in says:
        assert one in text
    assert "x-1.md" in text
    assert "x-2.md" in text
    assert "plan.status" in pages[f"site-src/{language}/docs/examples/x-1.md"]


def test_states_stand_from_where_it_begins_to_where_it_ends():
    states = [
        StateBox(code, code, code in ("a", "b"), code in ("z", "y")) for code in ("z", "b", "a", "c", "y")
    ]
    arrows = [Arrow(*pair, "") for pair in ("ab", "bc", "cb", "az", "cz", "by")]
    assert columns(states, arrows) == {"a": 0, "b": 1, "c": 2, "z": 3, "y": 3}


@pytest.mark.parametrize(
    "pairs", [(), ("aa",), ("ab", "ba"), ("ab", "bc", "ca"), ("ab", "ac", "bc", "cb", "ca"), ("za",)]
)
def test_every_transition_is_drawn_inside_the_picture(pairs):
    states = [
        StateBox(code, f"<{code}> & more than fits in a box", code == "a", code == "z") for code in "abcz"
    ]
    svg = state_diagram(states, [Arrow(*pair, "x & y") for pair in pairs], title="<t>", description="d & e")
    root = ElementTree.fromstring(svg)
    left, top, width, height = map(float, (root.get("viewBox") or "").split())
    drawn = [one for one in root.iter() if one.get("class") == "transition"]
    assert len(drawn) == len([pair for pair in pairs if pair[0] != pair[1]])
    for path in root.iter("{http://www.w3.org/2000/svg}path"):
        if path.get("class") == "edge" and "H" not in (path.get("d") or ""):
            numbers = list(map(float, re.findall(r"-?\d+(?:\.\d+)?", path.get("d") or "")))
            assert all(left <= x <= left + width for x in numbers[::2])
            assert all(top <= y <= top + height for y in numbers[1::2])
