"""Drawings of the agenda, made on the server. Coordinates are strings: no language turns their point into a comma."""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from django.utils.translation import gettext as _

from agenda.queries import Chart
from agenda.queries.charts import ChartPoint
from agenda.queries.theory import Theory, edges, goal_key, strategy_key
from initiatives.strokes import Pair, coordinate, point, runs, stroke

WIDTH, HEIGHT = 640, 200
LEFT, RIGHT, TOP, BOTTOM = 16.0, 600.0, 30.0, 168.0
LETTER = 12.0  # the width of a letter where the drawing is at its smallest, on a telephone


@dataclass(frozen=True)
class Dot:
    """A point of a course: where it is, how it is read, and whether its value and period are written there."""

    x: str
    y: str
    display: str
    label: str
    named: bool


@dataclass(frozen=True)
class Course:
    """An indicator's course as a drawing, and the same as rows of a table. `said` tells it in a sentence."""

    chart: Chart
    lines: tuple[str, ...]
    dots: tuple[Dot, ...]
    said: str
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def title(self) -> str:
        """What the chart says: its caption, else its figures in a sentence."""
        return self.chart.placed.caption or self.said


def course(chart: Chart) -> Course:
    """Return the drawing of a placed chart: a line from point to point, broken where a figure is missing."""
    points = chart.points
    known = [float(point.value) for point in points if point.value is not None]
    if not known:
        return Course(chart, (), (), sentence(chart))
    low, high = min(known), max(known)
    every = _spacing(points)
    places: list[Pair | None] = []
    dots = []
    for index, one in enumerate(points):
        if one.value is None:
            places.append(None)
            continue
        x = RIGHT if len(points) == 1 else LEFT + (RIGHT - LEFT) * index / (len(points) - 1)
        share = 0.5 if high == low else (float(one.value) - low) / (high - low)
        y = BOTTOM - (BOTTOM - TOP) * share
        places.append((x, y))
        named = (len(points) - 1 - index) % every == 0
        dots.append(Dot(coordinate(x), coordinate(y), one.display, one.label, named))
    return Course(
        chart, tuple(stroke(run) for run in runs(places) if len(run) > 1), tuple(dots), sentence(chart)
    )


def _spacing(points: Sequence[ChartPoint]) -> int:
    """Return which point in how many has its value and period written, so that no two of these touch."""
    drawn = [point for point in points if point.value is not None]
    longest = max(len(text) for point in drawn for text in (point.display, point.label))
    between = (RIGHT - LEFT) / max(1, len(points) - 1)
    return max(1, ceil(1.5 * LETTER * (longest + 1) / between))


def sentence(chart: Chart) -> str:
    """Return the course in a sentence: from where to where."""
    known = [point for point in chart.points if point.value is not None]
    if not known:
        return _("%(name)s: no figure can be shown") % {"name": chart.name}
    first, last = known[0], known[-1]
    if first is last:
        return _("%(name)s: %(now)s in %(then)s") % {
            "name": chart.name,
            "now": last.display,
            "then": last.label,
        }
    return _("%(name)s: from %(was)s in %(since)s to %(now)s in %(then)s") % {
        "name": chart.name,
        "was": first.display,
        "since": first.label,
        "now": last.display,
        "then": last.label,
    }


# --- the theory of change ----------------------------------------------------------------------------------

COLUMNS = (8, 286, 564, 836)
BOX, BOX_HEIGHT, GAP_HEIGHT, HEAD = 196, 62, 80, 44
LINE, ROW = 27, 16  # letters to a line of a box, height of a line
DASHES = {"proven": "", "promising": "e-2", "emerging": "e-3", "community": "e-3", "agreed": "", "": "e-3"}
TONES = {"good": "tx-good", "warn": "tx-warn", "bad": "tx-bad", "mute": ""}


@dataclass(frozen=True)
class Box:
    """A box of the drawing: where it is, what stands in it, and whether it is marked."""

    key: str
    x: str
    y: str
    kind: str
    lines: tuple[str, ...]
    under: str
    tone: str
    text_x: str
    text_y: tuple[str, ...]
    marked: bool


@dataclass(frozen=True)
class Link:
    """A line between two boxes: its path, how it is drawn, and whether it is marked."""

    path: str
    dash: str
    marked: bool


@dataclass(frozen=True)
class Map:
    """A theory of change as a drawing."""

    boxes: tuple[Box, ...]
    links: tuple[Link, ...]
    height: int
    width: int = 1040
    box: int = BOX
    box_height: int = BOX_HEIGHT


def theory_map(found: Theory, under: Mapping[str, tuple[str, str]], marked: Collection[str] = ()) -> Map:
    """Return the drawing of a theory: strategies, what moves first, core indicators, goals, in four columns.

    `under` says per key what stands below its name, with a tone; the keys in `marked` and the lines between them stand
    out.
    """
    columns = _columns(found)
    rows = max((len(column) for column in columns), default=1)
    height = HEAD + rows * GAP_HEIGHT
    places = _places(columns, height)
    boxes = [
        _box(key, name, kind, places[key], under.get(key, ("", "")), key in marked)
        for kind, column in zip(("do", "first", "core", "goal"), columns, strict=True)
        for key, name in column
    ]
    links = [
        Link(
            _curve(places[one], places[other]),
            DASHES.get(evidence, ""),
            one in marked and other in marked,
        )
        for one, other, evidence in edges(found)
        if one in places and other in places
    ]
    return Map(tuple(boxes), tuple(sorted(links, key=lambda link: link.marked)), height)


def _columns(found: Theory) -> list[list[tuple[str, str]]]:
    """The boxes of each column in order; those that a route goes through follow what they hang on."""
    cores = {spot.key: spot.name for spots in found.cores.values() for spot in spots}
    do = {strategy_key(route.strategy): route.strategy.name for route in found.routes}
    first = {
        route.first.key: route.first.name
        for route in found.routes
        if route.first is not None and route.first.key not in cores
    }
    goals = {goal_key(goal): goal.statement for goal in found.goals}
    links = edges(found)
    order = list(do)
    columns = [list(do.items())]
    for column in (first, cores, goals):
        keys = sorted(column, key=lambda key: _weight(key, order, links))
        columns.append([(key, column[key]) for key in keys])
        order = [*order, *keys]
    return columns


def _weight(key: str, order: Sequence[str], links: Sequence[tuple[str, str, str]]) -> float:
    """Where a box stands best: at the mean place of what leads to it; without that, last."""
    before = [order.index(one) for one, other, _evidence in links if other == key and one in order]
    return sum(before) / len(before) if before else float(len(order))


def _places(columns: Sequence[Sequence[tuple[str, str]]], height: int) -> dict[str, tuple[float, float]]:
    places = {}
    for x, column in zip(COLUMNS, columns, strict=True):
        step = (height - HEAD) / max(1, len(column))
        for number, (key, _name) in enumerate(column):
            places[key] = (float(x), HEAD + step * number + (step - BOX_HEIGHT) / 2)
    return places


def _box(
    key: str, name: str, kind: str, place: tuple[float, float], under: tuple[str, str], marked: bool
) -> Box:
    x, y = place
    said, tone = under
    lines = wrapped(name, 2)
    rows = len(lines) + bool(said)
    first = y + BOX_HEIGHT / 2 + 4 - ROW * (rows - 1) / 2
    return Box(
        key,
        coordinate(x),
        coordinate(y),
        "gap" if key.startswith("wanted:") else kind,
        lines,
        said,
        TONES.get(tone, tone),
        coordinate(x + 12),
        tuple(coordinate(first + ROW * number) for number in range(rows)),
        marked,
    )


def wrapped(name: str, most: int) -> tuple[str, ...]:
    """Return a name in so many lines at most; what does not fit ends in an ellipsis."""
    lines = textwrap.wrap(name, LINE, break_long_words=True) or [""]
    if len(lines) <= most:
        return tuple(lines)
    last = lines[most - 1]
    return (*lines[: most - 1], (last if len(last) < LINE else last[: LINE - 1]) + "\u2026")


def _curve(one: tuple[float, float], other: tuple[float, float]) -> str:
    x1, y1 = one[0] + BOX, one[1] + BOX_HEIGHT / 2
    x2, y2 = other[0], other[1] + BOX_HEIGHT / 2
    middle = (x1 + x2) / 2
    return f"M{point(x1, y1)}C{point(middle, y1)} {point(middle, y2)} {point(x2, y2)}"
