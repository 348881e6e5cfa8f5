"""Small drawings of courses on one scale, made on the server. Coordinates are text: no language changes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from initiatives.strokes import Pair, coordinate, runs, strokes
from measurement.periods import Period

WIDTH, HEIGHT, LEFT, RIGHT, TOP, FLOOR = 152, 84, 6.0, 146.0, 10.0, 70.0
MOST_PERIODS = 12

# A group's figures by period; a period that is absent or None is a gap.
Course = Mapping[Period, Decimal | None]


@dataclass(frozen=True)
class Dot:
    """A point that is marked: the last, and one that no line leads to."""

    x: str
    y: str


@dataclass(frozen=True)
class Multiple:
    """One course as a line, what it is compared with as a `ghost` behind it; both empty where nothing is known."""

    line: str
    ghost: str
    dots: tuple[Dot, ...]
    width: int = WIDTH
    height: int = HEIGHT
    floor: float = FLOOR


def axis_of(courses: Iterable[Course]) -> list[Period]:
    """Return every period from the first to the last of which any course knows, the last twelve at most."""
    known = sorted({period for course in courses for period, value in course.items() if value is not None})
    if not known:
        return []
    axis = [known[-1]]
    while len(axis) < MOST_PERIODS and axis[0] > known[0]:
        axis.insert(0, axis[0].previous)
    return axis


def multiples(courses: Sequence[Course], beside: Course, axis: Sequence[Period]) -> list[Multiple]:
    """Return one drawing for each course over the same periods on one scale, which begins at 0 or below it."""
    values = [float(v) for course in (*courses, beside) for p in axis if (v := course.get(p)) is not None]
    low, high = min([0.0, *values]), max([0.0, *values])

    def places(course: Course) -> list[Pair | None]:
        return [
            None if (value := course.get(period)) is None else _place(at, len(axis), float(value), low, high)
            for at, period in enumerate(axis)
        ]

    ghost = strokes(runs(places(beside)))
    return [Multiple(strokes(parts), ghost, _dots(parts)) for parts in map(runs, map(places, courses))]


def _place(at: int, count: int, value: float, low: float, high: float) -> Pair:
    x = RIGHT if count == 1 else LEFT + (RIGHT - LEFT) * at / (count - 1)
    share = (value - low) / (high - low) if high > low else 0.0
    return x, FLOOR - (FLOOR - TOP) * share


def _dots(parts: Sequence[Sequence[Pair]]) -> tuple[Dot, ...]:
    marked = [run[0] for run in parts if len(run) == 1]
    if parts and len(parts[-1]) > 1:
        marked.append(parts[-1][-1])
    return tuple(Dot(coordinate(x), coordinate(y)) for x, y in marked)
