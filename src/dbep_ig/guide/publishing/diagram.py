"""Where the boxes and lines of a class diagram go: layers from left to right, subclasses under their parent.

A class and its descendants are one column block. Blocks are layered by who refers to whom (longest path, cycles cut
where a depth-first walk meets them), ordered inside a layer by the mean place of their neighbours, and a line that
passes a layer gets a gap of its own there, so that it runs between boxes. A class that nearly all others refer to (the
patient) would drown the picture in lines: such a hub stands below, and rows name it instead. The same input gives the
same picture.

Lengths are SVG user units (CSS pixels at natural size).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

WIDTH, HEAD, ROW, FOOT = 214, 30, 21, 7
LAYER_GAP, BLOCK_GAP, CHILD_GAP, CHILD_INDENT, LANE = 66, 30, 16, 18, 16
HUB_FROM = 4  # this many blocks refer to it
_SWEEPS = 6


@dataclass(frozen=True, slots=True)
class Association:
    """A row of a class: an element that refers to other classes."""

    label: str
    cardinality: str
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A class to draw; `parent` is the class it extends."""

    name: str
    title: str
    href: str
    parent: str | None
    abstract: bool
    rows: tuple[Association, ...]

    @property
    def height(self) -> int:
        """Head, rows and a little air."""
        return HEAD + (len(self.rows) * ROW + FOOT if self.rows else 0)


@dataclass(frozen=True, slots=True)
class Placed:
    """A box with its upper left corner."""

    box: Box
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line through points; `kind` is `extends` (child to parent) or `refers` (row to class)."""

    kind: str
    source: str
    target: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything placed, and the size of it. `hubs` are the classes that have no lines."""

    boxes: tuple[Placed, ...]
    lines: tuple[Line, ...]
    hubs: frozenset[str]
    width: float
    height: float


@dataclass(slots=True)
class _Block:
    """A root class with its descendants, or a lane for one line through a layer."""

    root: str
    members: list[tuple[Box, int]] = field(default_factory=list)  # box, depth of inheritance
    layer: int = 0
    y: float = 0

    @property
    def height(self) -> float:
        if not self.members:
            return LANE
        return sum(box.height for box, _ in self.members) + CHILD_GAP * (len(self.members) - 1)


def lay_out(boxes: Sequence[Box]) -> Drawing:
    """Boxes, in the order they should be read -> their places and the lines between them."""
    by_name = {box.name: box for box in boxes}
    root_of = {box.name: _root(box, by_name) for box in boxes}
    blocks = _blocks(boxes, root_of)
    position = {name: number for number, name in enumerate(blocks)}
    links = sorted(
        {
            (root_of[box.name], root_of[target])
            for box in boxes
            for row in box.rows
            for target in row.targets
            if target in by_name and root_of[target] != root_of[box.name]
        },
        key=lambda link: (position[link[0]], position[link[1]]),
    )
    hubs = _hubs(blocks, links)
    forward = _without_cycles(
        [name for name in blocks if name not in hubs], [link for link in links if not hubs.intersection(link)]
    )
    _assign_layers(blocks, forward)
    layers, lanes = _layers({name: block for name, block in blocks.items() if name not in hubs}, forward)
    _order(layers, forward, lanes)
    height = _stack(layers)
    columns = _columns(layers)
    spots = [spot for name, block in blocks.items() if name not in hubs for spot in _place(block, columns)]
    width = max((spot.x for spot in spots), default=0) + WIDTH
    if hubs:
        beneath = _in_rows(
            [blocks[name] for name in blocks if name in hubs],
            width,
            height + (BLOCK_GAP * 1.5 if spots else 0),
        )
        spots += beneath
        width = max(width, *(spot.x + WIDTH for spot in beneath))
        height = max(spot.y + spot.box.height for spot in beneath)
    placed = {spot.box.name: spot for spot in spots}
    lines = [*_inheritance(boxes, placed), *_references(boxes, placed, root_of, columns, lanes)]
    return Drawing(tuple(placed[box.name] for box in boxes), tuple(lines), hubs, width, height)


def reading_order(boxes: Sequence[Box]) -> list[str]:
    """Names as the eye meets them: layers from the left, each from the top, hubs last, children after their parent."""
    drawing = lay_out(boxes)
    place = {spot.box.name: (spot.box.name in drawing.hubs, spot.x, spot.y) for spot in drawing.boxes}
    by_name = {box.name: box for box in boxes}
    return sorted(place, key=lambda name: (*place[_root(by_name[name], by_name)], place[name][2]))


def _hubs(blocks: Mapping[str, _Block], links: list[tuple[str, str]]) -> frozenset[str]:
    """Classes without relatives that HUB_FROM blocks or more refer to, or that only hubs refer to and from."""
    inward: dict[str, int] = {}
    for _, target in links:
        inward[target] = inward.get(target, 0) + 1
    return frozenset(
        name for name, count in inward.items() if count >= HUB_FROM and len(blocks[name].members) == 1
    )


def _in_rows(blocks: Sequence[_Block], width: float, top: float) -> list[Placed]:
    """Blocks beside each other, as many to a row as the width holds."""
    fits = max(1, int((width + BLOCK_GAP) // (WIDTH + BLOCK_GAP)))
    spots: list[Placed] = []
    y = top
    for start in range(0, len(blocks), fits):
        row = blocks[start : start + fits]
        for number, block in enumerate(row):
            for box, _ in block.members:
                spots.append(Placed(box, number * (WIDTH + BLOCK_GAP), y))
        y += max(block.height for block in row) + BLOCK_GAP
    return spots


def _columns(layers: list[list[_Block]]) -> list[float]:
    """The left edge of each layer; a layer with subclasses is wider by their indentation."""
    edges: list[float] = []
    x = 0.0
    for layer in layers:
        edges.append(x)
        deepest = max((depth for block in layer for _, depth in block.members), default=0)
        x += WIDTH + deepest * CHILD_INDENT + LAYER_GAP
    return edges


def _root(box: Box, by_name: Mapping[str, Box]) -> str:
    seen = {box.name}
    while (parent := by_name.get(box.parent or "")) is not None and parent.name not in seen:
        seen.add(parent.name)
        box = parent
    return box.name


def _blocks(boxes: Sequence[Box], root_of: Mapping[str, str]) -> dict[str, _Block]:
    children: dict[str, list[Box]] = {}
    for box in boxes:
        if box.parent is not None and root_of[box.name] != box.name:
            children.setdefault(box.parent, []).append(box)

    def descend(box: Box, depth: int) -> Iterable[tuple[Box, int]]:
        yield box, depth
        for child in children.get(box.name, ()):
            yield from descend(child, depth + 1)

    roots = [box for box in boxes if root_of[box.name] == box.name]
    return {root.name: _Block(root.name, list(descend(root, 0))) for root in roots}


def _without_cycles(names: list[str], links: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The links that do not lead back to where a depth-first walk came from."""
    onward: dict[str, list[str]] = {name: [] for name in names}
    for source, target in links:
        onward[source].append(target)
    state: dict[str, int] = {}
    kept: list[tuple[str, str]] = []

    def walk(name: str) -> None:
        state[name] = 1
        for target in onward[name]:
            if state.get(target) == 1:
                continue
            kept.append((name, target))
            if target not in state:
                walk(target)
        state[name] = 2

    for name in names:
        if name not in state:
            walk(name)
    return kept


def _assign_layers(blocks: Mapping[str, _Block], links: list[tuple[str, str]]) -> None:
    for _ in blocks:
        for source, target in links:
            blocks[target].layer = max(blocks[target].layer, blocks[source].layer + 1)


Lanes = dict[tuple[str, str], list[_Block]]


def _layers(blocks: Mapping[str, _Block], links: list[tuple[str, str]]) -> tuple[list[list[_Block]], Lanes]:
    layers: list[list[_Block]] = [[] for _ in range(1 + max((b.layer for b in blocks.values()), default=0))]
    for block in blocks.values():
        layers[block.layer].append(block)
    lanes: Lanes = {}
    for source, target in links:
        lane = [
            _Block(f"{source}>{target}", layer=n)
            for n in range(blocks[source].layer + 1, blocks[target].layer)
        ]
        lanes[source, target] = lane
        for block in lane:
            layers[block.layer].append(block)
    return layers, lanes


def _order(layers: list[list[_Block]], links: list[tuple[str, str]], lanes: Lanes) -> None:
    by_root = {block.root: block for layer in layers for block in layer if block.members}
    near: dict[int, list[_Block]] = {}
    for source, target in links:
        chain = [by_root[source], *lanes[source, target], by_root[target]]
        for left, right in pairwise(chain):
            near.setdefault(id(left), []).append(right)
            near.setdefault(id(right), []).append(left)
    for sweep in range(_SWEEPS):
        _stack(layers)
        for layer in layers if sweep % 2 == 0 else reversed(layers):
            means = {
                id(block): sum(_middle(other) for other in near[id(block)]) / len(near[id(block)])
                if id(block) in near
                else _middle(block)
                for block in layer
            }
            layer.sort(key=lambda block: means[id(block)])


def _middle(block: _Block) -> float:
    return block.y + block.height / 2


def _stack(layers: list[list[_Block]]) -> float:
    """Blocks of a layer under each other, each layer centred; the height of the tallest."""
    heights = [sum(b.height for b in layer) + BLOCK_GAP * max(len(layer) - 1, 0) for layer in layers]
    tallest = max(heights, default=0)
    for layer, height in zip(layers, heights, strict=True):
        y = (tallest - height) / 2
        for block in layer:
            block.y = y
            y += block.height + BLOCK_GAP
    return tallest


def _place(block: _Block, columns: list[float]) -> Iterable[Placed]:
    y = block.y
    for box, depth in block.members:
        yield Placed(box, columns[block.layer] + depth * CHILD_INDENT, y)
        y += box.height + CHILD_GAP


def _inheritance(boxes: Sequence[Box], placed: Mapping[str, Placed]) -> Iterable[Line]:
    for box in boxes:
        if box.parent is not None and box.parent in placed:
            child, parent = placed[box.name], placed[box.parent]
            x = parent.x + CHILD_INDENT / 2
            middle = child.y + HEAD / 2
            yield Line(
                "extends",
                box.name,
                box.parent,
                ((child.x, middle), (x, middle), (x, parent.y + parent.box.height)),
            )


def _references(
    boxes: Sequence[Box],
    placed: Mapping[str, Placed],
    root_of: Mapping[str, str],
    columns: list[float],
    lanes: Lanes,
) -> Iterable[Line]:
    drawn: set[tuple[str, str]] = set()
    for box in boxes:
        for number, row in enumerate(box.rows):
            for target in row.targets:
                link = (root_of[box.name], root_of.get(target, ""))
                if target not in placed or link not in lanes or (box.name, target) in drawn:
                    continue
                drawn.add((box.name, target))
                start, end = placed[box.name], placed[target]
                y = start.y + HEAD + ROW * number + ROW / 2 + FOOT / 2
                through = [(columns[lane.layer] + WIDTH / 2, lane.y + LANE / 2) for lane in lanes[link]]
                points = ((start.x + WIDTH, y), *through, (end.x, end.y + HEAD / 2))
                yield Line("refers", box.name, target, points)
