"""The class diagram: nothing overlaps, lines end where they should, and the picture is the same each time."""

from hypothesis import given, settings
from hypothesis import strategies as st

from dbep_ig.guide.publishing.diagram import HEAD, WIDTH, Association, Box, lay_out, reading_order
from dbep_ig.guide.publishing.diagram_svg import svg


def _box(name, *targets, parent=None):
    return Box(
        name,
        name,
        f"{name}.html",
        parent,
        False,
        tuple(Association(t.lower(), "0..*", (t,)) for t in targets),
    )


@st.composite
def _models(draw):
    """Any references, also circular ones; inheritance without circles, as the model's lint demands; in any order."""
    names = [f"C{n}" for n in range(draw(st.integers(1, 9)))]
    some = st.lists(st.sampled_from(names), max_size=4)
    boxes = [
        _box(name, *draw(some), parent=draw(st.none() | st.sampled_from(names[: n or 1])) if n else None)
        for n, name in enumerate(names)
    ]
    return draw(st.permutations(boxes))


def _overlap(a, b):
    return not (
        a.x + WIDTH <= b.x or b.x + WIDTH <= a.x or a.y + a.box.height <= b.y or b.y + b.box.height <= a.y
    )


@settings(deadline=None)
@given(_models())
def test_every_model_can_be_drawn(boxes):
    drawing = lay_out(boxes)
    placed = {spot.box.name: spot for spot in drawing.boxes}
    for one in drawing.boxes:
        assert 0 <= one.x <= drawing.width - WIDTH + 0.01
        assert -0.01 <= one.y <= drawing.height - one.box.height + 0.01
        assert not any(_overlap(one, other) for other in drawing.boxes if other is not one)
    for line in drawing.lines:
        if line.kind == "refers":
            start, end = placed[line.source], placed[line.target]
            assert line.points[0][0] == start.x + WIDTH
            assert line.points[-1] == (end.x, end.y + HEAD / 2)
            assert end.x > start.x
    assert svg(drawing, title="t", description="d") == svg(lay_out(boxes), title="t", description="d")
    assert sorted(reading_order(boxes)) == sorted(placed)


def test_who_refers_stands_to_the_left_and_children_under_their_parent():
    boxes = [_box("Goal"), _box("Plan", "Goal"), _box("Special", parent="Plan")]
    spots = {spot.box.name: spot for spot in lay_out(boxes).boxes}
    assert spots["Plan"].x < spots["Goal"].x
    assert spots["Plan"].x < spots["Special"].x < spots["Goal"].x
    assert spots["Special"].y > spots["Plan"].y
    assert reading_order(boxes) == ["Plan", "Special", "Goal"]


def test_a_class_that_many_refer_to_is_a_hub_without_lines():
    boxes = [*(_box(f"C{n}", "Patient") for n in range(4)), _box("Patient")]
    drawing = lay_out(boxes)
    assert drawing.hubs == {"Patient"}
    assert [line for line in drawing.lines if line.target == "Patient"] == []
    assert "→ Patient 0..*" in svg(drawing, title="t", description="d")


def test_texts_in_the_picture_are_escaped():
    drawing = lay_out([Box("A", "<b> & co", "a.html", None, False, ())])
    assert "&lt;b&gt; &amp; co" in svg(drawing, title="<t>", description='"d"')
