"""A life cycle as a drawing: states in columns from where it begins to where it ends, lines at right angles.

A line to the next column goes straight there. One that passes columns has a lane of its own below them, one backwards a lane
above; all lines to one state share its lane. SVG inside the page: colours from the page's stylesheet, each line with a text for
those who point at it, and a description of all of it for those who cannot see it.

Source: https://www.w3.org/TR/SVG2/ and https://www.w3.org/TR/graphics-aria-1.0/
"""

from collections.abc import Sequence
from typing import NamedTuple

from .markdown import html

_WIDTH, _HEIGHT = 136, 46
_ROW = 66  # from the top of a box to that of the next
_LANE = 11  # between two lines beside each other
_EDGE = 20  # from a box to the first line
_RADIUS = 6
_FITS = 20  # characters of a title at 13 px in a box
Point = tuple[float, float]


class StateBox(NamedTuple):
    """A state as it is drawn."""

    code: str
    title: str
    is_initial: bool
    is_final: bool


class Arrow(NamedTuple):
    """A transition as it is drawn; `text` is what is said where it is pointed at."""

    source: str
    target: str
    text: str


def state_diagram(
    states: Sequence[StateBox], arrows: Sequence[Arrow], *, title: str, description: str
) -> str:
    """The drawing as SVG. Transitions of a state to itself are left out."""
    drawn = [one for one in arrows if one.source != one.target]
    return _Drawing(states, drawn).svg(title, description)


def columns(states: Sequence[StateBox], arrows: Sequence[Arrow]) -> dict[str, int]:
    """Code -> its column: as many steps from the beginning as it takes, and the final ones last."""
    found: dict[str, int] = {}
    begin = [one.code for one in states if one.is_initial] or [one.code for one in states[:1]]
    # what is begun with and led to from there as well stands where it is led to
    first = [
        code for code in begin if not any(a.target == code and a.source in begin for a in arrows)
    ] or begin
    wave, depth = first, 0
    final = {one.code for one in states if one.is_final}
    while wave:
        found |= dict.fromkeys((code for code in wave if code not in found), depth)
        led = [a.target for code in wave for a in arrows if a.source == code and code not in final]
        wave = [code for code in dict.fromkeys(led) if code not in found and code not in final]
        depth += 1
    last = max(found.values(), default=-1) + 1
    for one in states:
        found.setdefault(one.code, last)
    return found


class _Drawing:
    def __init__(self, states: Sequence[StateBox], arrows: Sequence[Arrow]) -> None:
        self.states = list(states)
        self.arrows = list(arrows)
        self.column = columns(states, arrows)
        self.targets = [one.code for one in states if any(arrow.target == one.code for arrow in arrows)]
        count = max(self.column.values(), default=0) + 1
        self.gap = 2 * _EDGE + _LANE * max(len(self.targets) - 1, 0)
        members = [[one.code for one in states if self.column[one.code] == n] for n in range(count)]
        tallest = max((len(one) for one in members), default=1)
        self.above = [
            code for code in self.targets if any(self._is_far_back(a) for a in arrows if a.target == code)
        ]
        self.below = [
            code for code in self.targets if any(self._is_far(a) for a in arrows if a.target == code)
        ]
        self.top = _LANE * len(self.above) + (_EDGE / 2 if self.above else 0)
        self.bottom = self.top + tallest * _ROW - (_ROW - _HEIGHT)
        self.at: dict[str, Point] = {}
        for number, codes in enumerate(members):
            free = (tallest - len(codes)) * _ROW / 2
            for row, code in enumerate(codes):
                self.at[code] = (_EDGE + number * (_WIDTH + self.gap), self.top + free + row * _ROW)
        self.width = _EDGE + count * _WIDTH + (count - 1) * self.gap
        self.height = self.bottom + (_EDGE / 2 + _LANE * len(self.below) if self.below else 0)

    def _is_far(self, arrow: Arrow) -> bool:
        return self.column[arrow.target] - self.column[arrow.source] > 1

    def _is_far_back(self, arrow: Arrow) -> bool:
        return self.column[arrow.source] - self.column[arrow.target] > 1

    def svg(self, title: str, description: str) -> str:
        margin = 4
        width, height = self.width + 2 * margin, self.height + 2 * margin
        parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{-margin} {-margin} {_n(width)} {_n(height)}" '
            f'width="{_n(width)}" height="{_n(height)}" role="img" aria-label="{html(title)}">',
            f"<title>{html(title)}</title><desc>{html(description)}</desc>",
            *(self._arrow(one) for one in self.arrows),
            *(self._box(one) for one in self.states),
            "</svg>",
        ]
        return "".join(parts)

    def _box(self, one: StateBox) -> str:
        x, y = self.at[one.code]
        title = one.title if len(one.title) <= _FITS else f"{one.title[: _FITS - 1]}…"
        middle = x + _WIDTH / 2
        kind = " ".join(name for name, on in (("state", True), ("end", one.is_final)) if on)
        begin = f'<circle class="solid" cx="{_n(x - 17)}" cy="{_n(y + 9)}" r="4"/><path class="edge" d="M{_n(x - 13)} {_n(y + 9)}H{_n(x - 7)}"/>{_head(x, y + 9, 1)}'
        inner = f'<rect class="inner" x="{_n(x + 3)}" y="{_n(y + 3)}" width="{_WIDTH - 6}" height="{_HEIGHT - 6}" rx="6"/>'
        code = (
            ""
            if one.title == one.code
            else f'<text class="type" x="{_n(middle)}" y="{_n(y + 36)}" text-anchor="middle">{html(one.code)}</text>'
        )
        down = 27.5 if one.title == one.code else 21
        return (
            f'<g class="{kind}">{begin if one.is_initial else ""}'
            f'<rect class="box" x="{_n(x)}" y="{_n(y)}" width="{_WIDTH}" height="{_HEIGHT}" rx="8"/>'
            f"{inner if one.is_final else ''}"
            f'<text class="row strong" x="{_n(middle)}" y="{_n(y + down)}" text-anchor="middle">{html(title)}</text>{code}</g>'
        )

    def _arrow(self, arrow: Arrow) -> str:
        points, direction = self._points(arrow)
        end = points[-1]
        shortened = (*points[:-1], (end[0] - 7 * direction, end[1]))
        return (
            f'<g class="transition"><title>{html(arrow.text)}</title><path class="edge" d="{_path(shortened)}"/>'
            f"{_head(end[0], end[1], direction)}</g>"
        )

    def _points(self, arrow: Arrow) -> tuple[list[Point], int]:
        """The corners of a line, and which way its end points: 1 right, -1 left."""
        (x1, y1), (x2, y2) = self.at[arrow.source], self.at[arrow.target]
        lane = self.targets.index(arrow.target)
        shift = _EDGE + _LANE * lane
        here, there = self.column[arrow.source], self.column[arrow.target]
        out = y1 + 8 + (_HEIGHT - 16) * (lane + 1) / (len(self.targets) + 1)
        into = y2 + _HEIGHT / 2
        right, left = x1 + _WIDTH, x2
        if there > here:
            before = x2 - self.gap + shift  # in the gap before the target
            if there == here + 1:
                if abs(y1 - y2) < 1:
                    return [(right, into - 6), (left, into - 6)], 1
                return [(right, out), (before, out), (before, into), (left, into)], 1
            down = self.bottom + _EDGE / 2 + _LANE * (self.below.index(arrow.target) + 0.5)
            after = right + shift
            return [
                (right, out),
                (after, out),
                (after, down),
                (before, down),
                (before, into),
                (left, into),
            ], 1
        behind = x2 + _WIDTH + shift  # in the gap behind the target
        if here == there:
            return [(right, out), (behind, out), (behind, into + 8), (x2 + _WIDTH, into + 8)], -1
        before = x1 - self.gap + shift
        low, end = y1 + _HEIGHT - 10, y2 + _HEIGHT - 10
        if here == there + 1:
            if abs(y1 - y2) < 1:
                return [(x1, low), (x2 + _WIDTH, low)], -1
            return [(x1, low), (before, low), (before, end), (x2 + _WIDTH, end)], -1
        up = _LANE * (self.above.index(arrow.target) + 0.5)
        return [(x1, low), (before, low), (before, up), (behind, up), (behind, end), (x2 + _WIDTH, end)], -1


def _head(x: float, y: float, direction: int) -> str:
    """The point of an arrow."""
    return f'<path class="solid" d="M{_n(x)} {_n(y)}l{-8 * direction} -4v8z"/>'


def _path(points: Sequence[Point]) -> str:
    """A line with rounded corners."""
    first, *rest = points
    parts = [f"M{_n(first[0])} {_n(first[1])}"]
    before = first
    for number, point in enumerate(rest):
        if number == len(rest) - 1:
            parts.append(f"L{_n(point[0])} {_n(point[1])}")
            break
        after = rest[number + 1]
        near = _towards(point, before)
        far = _towards(point, after)
        parts.append(f"L{_n(near[0])} {_n(near[1])}Q{_n(point[0])} {_n(point[1])} {_n(far[0])} {_n(far[1])}")
        before = point
    return "".join(parts)


def _towards(corner: Point, other: Point) -> Point:
    """A little way from a corner, half of the way at most."""
    dx, dy = other[0] - corner[0], other[1] - corner[1]
    length = abs(dx) + abs(dy)
    if not length:
        return corner
    part = min(_RADIUS, length / 2) / length
    return corner[0] + dx * part, corner[1] + dy * part


def _n(value: float) -> str:
    """A number without needless digits."""
    return f"{value:.1f}".rstrip("0").rstrip(".")
