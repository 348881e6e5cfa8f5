"""Drawings of what gathers from all apps, made on the server. Coordinates are text: no language changes them."""

from __future__ import annotations

from dataclasses import dataclass

from backbone.queries.gaps import GapCourse
from initiatives.strokes import coordinate, round_axis

WIDTH, ROW, TOP, LEFT, RIGHT = 520, 40, 40, 64.0, 370.0
# A letter's width, and the fewest and most letters of a group's name above its point.
LETTER, SHORTEST, LONGEST = 7, 6, 22


@dataclass(frozen=True)
class GapRow:
    """One period: its name, where its line lies, and where both groups and the words stand."""

    period: str
    y: str
    label_y: str
    x: str
    other_x: str
    told: str
    last: bool


@dataclass(frozen=True)
class Tick:
    """A value of the axis."""

    x: str
    label: str


@dataclass(frozen=True)
class GapChart:
    """Two groups and the distance between them, one line a period; `longest` letters of each name fit above it."""

    course: GapCourse
    rows: tuple[GapRow, ...]
    ticks: tuple[Tick, ...]
    width: int
    height: int
    floor: str
    longest: int


def gap_chart(course: GapCourse) -> GapChart | None:
    """Return the drawing of a gap's course; None where no period shows both groups."""
    if not course.steps:
        return None
    values = [float(value) for step in course.steps for value in (step.value, step.other)]
    low, high, step = round_axis(min(values), max(values), steps=4)

    def at(value: float) -> str:
        return coordinate(LEFT + (RIGHT - LEFT) * (value - low) / (high - low))

    rows = tuple(
        GapRow(
            one.period,
            coordinate(TOP + ROW * (number + 0.5)),
            coordinate(TOP + ROW * (number + 0.5) + 4),
            at(float(one.value)),
            at(float(one.other)),
            one.told,
            number == len(course.steps) - 1,
        )
        for number, one in enumerate(course.steps)
    )
    height = TOP + ROW * len(rows) + 34
    count = round((high - low) / step)
    ticks = tuple(Tick(at(low + step * n), f"{low + step * n:g}") for n in range(count + 1))
    apart = abs(float(rows[0].x) - float(rows[0].other_x))
    longest = min(LONGEST, max(SHORTEST, int(apart / LETTER)))
    return GapChart(course, rows, ticks, WIDTH, height, coordinate(height - 24), longest)
