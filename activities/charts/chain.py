"""The contribution chain as a drawing: activities, partner measures, what moves first, core indicators, goals."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from activities.landscape import Named
from activities.queries.chains import Chain
from initiatives.strokes import coordinate, point

COLUMNS = (8, 218, 428, 638, 848)
BOX, BOX_HEIGHT, STEP, HEAD = 176, 48, 62, 40
LINE, ROW = 25, 15
MOST_WORKS = 10
WIDTH = 1040


@dataclass(frozen=True)
class Box:
    """A box: which column it stands in (0 to 4), where, its lines of text, and whether it is marked."""

    key: str
    name: str
    column: int
    x: str
    y: str
    lines: tuple[tuple[str, str], ...]
    text_x: str
    marked: bool


@dataclass(frozen=True)
class ChainMap:
    """The drawing; `more` activities found no room in it."""

    boxes: tuple[Box, ...]
    paths: tuple[tuple[str, bool], ...]
    heads: tuple[int, ...]
    more: int
    height: int
    width: int = WIDTH
    box: int = BOX
    box_height: int = BOX_HEIGHT


def chain_map(found: Sequence[Chain], marked: str = "") -> ChainMap:
    """Return the drawing of the first MOST_WORKS chains; what is on a chain through the box `marked` stands out."""
    shown = found[:MOST_WORKS]
    columns: list[dict[str, str]] = [{} for _column in COLUMNS]
    edges: dict[tuple[str, str], None] = {}
    for chain in shown:
        for stops in _stops(chain):
            for column, stop in stops:
                columns[column].setdefault(f"{column}:{stop.key}", stop.name)
            keys = [f"{column}:{stop.key}" for column, stop in stops]
            edges.update(dict.fromkeys(pairwise(keys)))
    ordered = _ordered(columns, list(edges))
    height = HEAD + max((len(column) for column in ordered), default=1) * STEP
    places = _places(ordered, height)
    near = _connected(list(edges), marked)
    boxes = [
        _box(key, columns[number][key], number, places[key], key in near)
        for number, column in enumerate(ordered)
        for key in column
    ]
    paths = [(_curve(places[one], places[other]), one in near and other in near) for one, other in edges]
    return ChainMap(
        tuple(boxes), tuple(sorted(paths, key=lambda path: path[1])), COLUMNS, len(found) - len(shown), height
    )


def _stops(chain: Chain) -> list[list[tuple[int, Named]]]:
    """Return the lines of a chain: through each measure it feeds to each way, leaving out what is not said."""
    start = (0, Named(chain.work.key, chain.work.title))
    lines = []
    for measure in chain.measures or [None]:
        for way in chain.ways or [None]:
            line = [start]
            if measure is not None:
                line.append((1, measure))
            if way is not None:
                stops = ((2, way.first), (3, way.core), (4, way.goal))
                line += [(column, stop) for column, stop in stops if stop is not None]
            lines.append(line)
    return lines


def _ordered(columns: list[dict[str, str]], edges: list[tuple[str, str]]) -> list[list[str]]:
    """Order each column so that what hangs together stands at one height: by the mean place of what leads to it."""
    ordered = [list(columns[0])]
    place = {key: float(index) for index, key in enumerate(ordered[0])}
    for column in columns[1:]:
        weight = {}
        for key in column:
            before = [place[one] for one, other in edges if other == key and one in place]
            weight[key] = sum(before) / len(before) if before else float(len(place))
        keys = sorted(column, key=lambda key: weight[key])
        ordered.append(keys)
        place |= {key: weight[key] for key in keys}
    return ordered


def _places(ordered: Sequence[Sequence[str]], height: int) -> dict[str, tuple[float, float]]:
    places = {}
    for x, column in zip(COLUMNS, ordered, strict=True):
        step = (height - HEAD) / max(1, len(column))
        for number, key in enumerate(column):
            places[key] = (float(x), HEAD + step * number + (step - BOX_HEIGHT) / 2)
    return places


def _connected(edges: list[tuple[str, str]], key: str) -> set[str]:
    """Return what lies before and behind a box, itself included; nothing for a box that is not there."""
    if not any(key in edge for edge in edges):
        return set()
    found = {key}
    for start, end in ((0, 1), (1, 0)):
        waiting = [key]
        while waiting:
            here = waiting.pop()
            following = [edge[end] for edge in edges if edge[start] == here and edge[end] not in found]
            found.update(following)
            waiting += following
    return found


def _box(key: str, name: str, column: int, place: tuple[float, float], marked: bool) -> Box:
    x, y = place
    lines = textwrap.wrap(name, LINE, break_long_words=True) or [""]
    if len(lines) > 2:
        lines = [lines[0], lines[1][: LINE - 1].rstrip() + "\u2026"]
    first = y + BOX_HEIGHT / 2 + 4 - ROW * (len(lines) - 1) / 2
    written = tuple((line, coordinate(first + ROW * number)) for number, line in enumerate(lines))
    return Box(key, name, column, coordinate(x), coordinate(y), written, coordinate(x + 10), marked)


def _curve(one: tuple[float, float], other: tuple[float, float]) -> str:
    x1, y1 = one[0] + BOX, one[1] + BOX_HEIGHT / 2
    x2, y2 = other[0], other[1] + BOX_HEIGHT / 2
    middle = x2 - 17
    return f"M{point(x1, y1)}H{coordinate(max(x1, x2 - 34))}C{point(middle, y1)} {point(middle, y2)} {point(x2, y2)}"
