"""The network of partners as a drawing: partners on two arcs, those that work closely beside one another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from activities.queries.network import NEW, Network, Pair
from initiatives.strokes import coordinate, cut, point

WIDTH = 1040
MIDDLE, REACH = WIDTH / 2, 250.0
STEP, WIDE_STEP, EDGE = 27.0, 38.0, 36.0
FEW = 10  # up to so many on an arc there is room to stand apart
MOST_NODES, MOST_LINES = 40, 160
LETTERS = 30


@dataclass(frozen=True)
class Node:
    """A partner: where it is, how large, its name beside it, and whether it is marked."""

    key: str
    name: str
    ties: int
    x: str
    y: str
    radius: str
    text_x: str
    anchor: str
    marked: bool


@dataclass(frozen=True)
class Line:
    """What joins two partners: its path, how strong it is (1 to 3), whether it is new this year and marked."""

    path: str
    strength: int
    new: bool
    marked: bool
    words: tuple[str, str, int]


@dataclass(frozen=True)
class NetworkMap:
    """The whole drawing; `more` partners and `more_lines` joins found no room in it."""

    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]
    more: int
    more_lines: int
    height: int
    width: int = WIDTH


def network_map(found: Network, marked: str = "") -> NetworkMap:
    """Return the drawing of the partners that share work, at most MOST_NODES; those next to `marked` stand out."""
    ties = found.ties_of()
    joined = [partner for partner in found.partners if ties[partner.key]]
    near = {marked, *found.joined_with(marked)} if ties.get(marked) else set()
    joined.sort(key=lambda p: (p.key != marked, p.key not in near, -ties[p.key], p.key))
    drawn = {partner.key: partner.name for partner in joined[:MOST_NODES]}
    pairs = [pair for pair in found.pairs if pair.first in drawn and pair.second in drawn]
    order = arranged(list(drawn), pairs)
    places, height = _places(order)
    most = max((ties[key] for key in drawn), default=1)
    nodes = []
    for key in order:
        x, y = places[key]
        right = x > MIDDLE
        radius = 5 + 7 * sqrt(ties[key] / most)
        nodes.append(
            Node(
                key,
                cut(drawn[key], LETTERS),
                ties[key],
                coordinate(x),
                coordinate(y),
                coordinate(radius),
                coordinate(x + 18 if right else x - 18),
                "start" if right else "end",
                key in near,
            )
        )
    shown = pairs[:MOST_LINES]
    lines = [_line(pair, places, drawn, marked, shown[0].weight) for pair in shown]
    return NetworkMap(
        tuple(nodes),
        tuple(sorted(lines, key=lambda line: (line.marked, line.strength))),
        len(joined) - len(drawn),
        len(found.pairs) - len(shown),
        height,
    )


def arranged(keys: Sequence[str], pairs: Sequence[Pair]) -> list[str]:
    """Return the partners so that those that work closely stand together: communities by modularity (Clauset, Newman
    and Moore 2004), the largest first. The same partners and pairs always give the same order.
    """
    from networkx import Graph
    from networkx.algorithms.community import greedy_modularity_communities

    ordered = sorted(keys)
    number = {key: index for index, key in enumerate(ordered)}
    graph = Graph()
    graph.add_nodes_from(range(len(ordered)))
    graph.add_weighted_edges_from(
        (number[pair.first], number[pair.second], pair.weight)
        for pair in sorted(pairs, key=lambda pair: (pair.first, pair.second))
    )
    if not graph.number_of_edges():
        return ordered
    circles = [sorted(circle) for circle in greedy_modularity_communities(graph, weight="weight")]
    circles.sort(key=lambda circle: (-len(circle), circle))
    return [ordered[index] for circle in circles for index in circle]


def _places(order: Sequence[str]) -> tuple[dict[str, tuple[float, float]], int]:
    """Where each stands: down the right arc, then up the left one."""
    half = (len(order) + 1) // 2
    height = max(half, 6) * (WIDE_STEP if half <= FEW else STEP) + 2 * EDGE
    places = {}
    for index, key in enumerate(order):
        right = index < half
        side = half if right else len(order) - half
        position = index if right else len(order) - 1 - index
        y = EDGE + (height - 2 * EDGE) * (position + 0.5) / side
        lean = (y - height / 2) / (height / 2)
        x = REACH * sqrt(max(0.0, 1 - lean * lean)) * 0.55 + REACH * 0.45
        places[key] = (MIDDLE + x if right else MIDDLE - x, y)
    return places, int(height)


def _line(
    pair: Pair, places: dict[str, tuple[float, float]], names: dict[str, str], marked: str, most: int
) -> Line:
    (x1, y1), (x2, y2) = places[pair.first], places[pair.second]
    # Lines bend towards the middle, so that those along one arc stay inside it.
    bend_x, bend_y = (x1 + x2) / 4 + MIDDLE / 2, (y1 + y2) / 2
    path = f"M{point(x1, y1)}Q{point(bend_x, bend_y)} {point(x2, y2)}"
    strength = 1 + round(2 * (pair.weight - 1) / max(1, most - 1))
    return Line(
        path,
        strength,
        pair.change == NEW,
        marked in (pair.first, pair.second),
        (names[pair.first], names[pair.second], pair.weight),
    )
