"""A class diagram as SVG that stands inside the page: colours from the page's own stylesheet, links that work, a text
for those who cannot see it. No script, no outside file.

Source: https://www.w3.org/TR/SVG2/ and https://www.w3.org/TR/graphics-aria-1.0/
"""

from collections.abc import Mapping
from itertools import pairwise

from .diagram import FOOT, HEAD, LAYER_GAP, ROW, WIDTH, Association, Drawing, Line, Placed
from .markdown import html

_MARGIN = 8
_ROOM = 26  # characters of a row's label and its target together
_FITS = 27  # characters of a class title at 13 px in a box


def svg(drawing: Drawing, *, title: str, description: str, focus: str = "") -> str:
    """The drawing; `focus` names the class that the page is about."""
    width, height = drawing.width + 2 * _MARGIN, drawing.height + 2 * _MARGIN
    hubs = {spot.box.name: spot.box.title for spot in drawing.boxes if spot.box.name in drawing.hubs}
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{-_MARGIN} {-_MARGIN} {_n(width)} {_n(height)}" '
        f'width="{_n(width)}" height="{_n(height)}" role="group" aria-label="{html(title)}">',
        f"<title>{html(title)}</title><desc>{html(description)}</desc>",
        *(_line(line) for line in drawing.lines),
        *(_box(spot, focus, hubs) for spot in drawing.boxes),
        "</svg>",
    ]
    return "".join(parts)


def _box(spot: Placed, focus: str, hubs: Mapping[str, str]) -> str:
    box, x, y = spot.box, spot.x, spot.y
    kind = " ".join(
        name for name, on in (("class", True), ("abstract", box.abstract), ("focus", box.name == focus)) if on
    )
    title = box.title if len(box.title) <= _FITS else box.title[: _FITS - 1] + "…"
    rows = "".join(
        f'<text class="row" x="{_n(x + 12)}" y="{_n(y + HEAD + FOOT / 2 + ROW * n + 14.5)}">{html(row.label)}</text>'
        f'<text class="type" x="{_n(x + WIDTH - 10)}" y="{_n(y + HEAD + FOOT / 2 + ROW * n + 14.5)}" text-anchor="end">{html(_beside(row, hubs))}</text>'
        for n, row in enumerate(box.rows)
    )
    corner = 7
    head = f"M{_n(x)} {_n(y + HEAD)}v{-(HEAD - corner)}q0 -{corner} {corner} -{corner}h{WIDTH - 2 * corner}q{corner} 0 {corner} {corner}v{HEAD - corner}"
    if not box.rows:
        head = (
            f"M{_n(x)} {_n(y + corner)}q0 -{corner} {corner} -{corner}h{WIDTH - 2 * corner}q{corner} 0 {corner} {corner}"
            f"v{HEAD - 2 * corner}q0 {corner} -{corner} {corner}h-{WIDTH - 2 * corner}q-{corner} 0 -{corner} -{corner}"
        )
    return (
        f'<a href="{html(box.href)}" class="{kind}" aria-label="{html(box.title)}">'
        f'<rect class="box" x="{_n(x)}" y="{_n(y)}" width="{WIDTH}" height="{box.height}" rx="{corner}"/>'
        f'<path class="head" d="{head}z"/>'
        f'<text class="name" x="{_n(x + 12)}" y="{_n(y + 19.5)}">{html(title)}</text>{rows}</a>'
    )


def _beside(row: Association, hubs: Mapping[str, str]) -> str:
    """The cardinality, with the hub it refers to, since no line leads there."""
    named = [hubs[target] for target in row.targets if target in hubs]
    return (
        f"→ {named[0]} {row.cardinality}"
        if named and len(row.label) + len(named[0]) < _ROOM
        else row.cardinality
    )


def _line(line: Line) -> str:
    if line.kind == "extends":
        (x1, y1), (x2, _), (_, y3) = line.points
        return (
            f'<path class="edge extends" d="M{_n(x1)} {_n(y1)}H{_n(x2)}V{_n(y3 + 9)}"/>'
            f'<path class="hollow" d="M{_n(x2)} {_n(y3)}l5 9h-10z"/>'
        )
    path = [f"M{_n(line.points[0][0])} {_n(line.points[0][1])}"]
    *_, (end_x, end_y) = line.points
    bend = LAYER_GAP * 0.55
    for number, ((x1, y1), (x2, y2)) in enumerate(pairwise(line.points)):
        last = number == len(line.points) - 2
        if number > 0 or not last:
            # Straight through the layer's width, so that the line keeps to its gap between the boxes.
            x1 = x1 + WIDTH / 2 if number else x1
            x2 = x2 if last else x2 - WIDTH / 2
            if number:
                path.append(f"H{_n(x1)}")
        stop = x2 - 7 if last else x2
        path.append(f"C{_n(x1 + bend)} {_n(y1)} {_n(stop - bend)} {_n(y2)} {_n(stop)} {_n(y2)}")
    return (
        f'<path class="edge" d="{"".join(path)}"/><path class="solid" d="M{_n(end_x)} {_n(end_y)}l-8 -4v8z"/>'
    )


def _n(value: float) -> str:
    """A number without needless digits."""
    return f"{value:.1f}".rstrip("0").rstrip(".")
