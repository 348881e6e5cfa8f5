"""Small drawings made on the server. Coordinates are strings: no language turns their point into a comma."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django import template

from initiatives.strokes import Pair, coordinate, runs, strokes

register = template.Library()


class Dot(NamedTuple):
    """A point of a drawing and whether it is hollow (provisional)."""

    x: str
    y: str
    hollow: bool


class Sparkline(NamedTuple):
    """A line in pieces (a gap is no line), the dashed path to the target, lone points, the last point."""

    width: int
    height: int
    line: str
    path: str
    alone: list[Dot]
    end: Dot | None


class Cell(NamedTuple):
    """One of a row of boxes: where it begins and whether it is met."""

    x: str
    met: bool


class Step(NamedTuple):
    """One stop on a track: where it is, whether it is ``done``, ``now`` or ``off``, and how far the next one is."""

    x: str
    state: str
    gap: str = "40"


class Segment(NamedTuple):
    """A piece of a parted bar: its tone, where it begins and how wide it is."""

    tone: str
    x: str
    width: str


def _value(point: Any) -> float | None:
    raw = point.get("value") if isinstance(point, Mapping) else getattr(point, "value", point)
    return None if raw is None or raw == "" else float(raw)


def _provisional(point: Any) -> bool:
    status = point.get("status") if isinstance(point, Mapping) else getattr(point, "status", None)
    return status == "provisional"


@register.simple_tag
def sparkline_of(points: Sequence[Any], target: Sequence[Any] | None = None) -> Sparkline:
    """Coordinates of a sparkline of 160 by 36.

    ``points`` and ``target`` are lists of equal length: numbers, or mappings or objects with ``value`` and,
    if wanted, ``status``; None is a gap. Nothing known gives an empty drawing.
    """
    width, height, left, right, top, bottom = 160, 36, 3.0, 157.0, 4.0, 32.0
    values = [_value(point) for point in points or []]
    aims = [_value(point) for point in target or []]
    known = [value for value in values + aims if value is not None]
    if not known:
        return Sparkline(width, height, "", "", [], None)
    low, high = min(known), max(known)
    count = max(len(values), len(aims))

    def place(index: int, value: float | None) -> Pair | None:
        if value is None:
            return None
        x = right if count == 1 else left + (right - left) * index / (count - 1)
        y = (top + bottom) / 2 if high == low else bottom - (bottom - top) * (value - low) / (high - low)
        return x, y

    places = [place(index, value) for index, value in enumerate(values)]
    dots = [
        Dot(coordinate(at[0]), coordinate(at[1]), _provisional(point))
        for at, point in zip(places, points or [], strict=True)
        if at is not None
    ]
    parts = runs(places)
    end = dots[-1] if dots else None
    single = {(coordinate(run[0][0]), coordinate(run[0][1])) for run in parts if len(run) == 1}
    return Sparkline(
        width,
        height,
        strokes(parts),
        strokes(runs([place(index, value) for index, value in enumerate(aims)])),
        [dot for dot in dots if (dot.x, dot.y) in single and dot != end],
        end,
    )


@register.simple_tag
def boxes(met: int, of: int) -> list[Cell]:
    """A row of ``of`` boxes, the first ``met`` of them filled; each 10 wide with a gap of 2."""
    return [Cell(str(index * 12), index < int(met)) for index in range(int(of))]


@register.simple_tag
def track_of(step: int, of: int) -> list[Step]:
    """The stops of a track over 120 units: done before ``step``, then now, then off; at the last all are done."""
    step, of = int(step), int(of)
    finished = step >= of
    gap = 120 // max(of - 1, 1)
    return [
        Step(
            str(8 + gap * index),
            "done" if index + 1 < step or finished else "now" if index + 1 == step else "off",
            str(gap),
        )
        for index in range(of)
    ]


@register.filter
def stacked(parts: Sequence[tuple[str, int]]) -> list[Segment]:
    """Return a bar of 400 parted by how many of each tone there are, in their order; nothing for none of any."""
    whole = sum(count for _tone, count in parts)
    found, start = [], 0.0
    for tone, count in parts:
        width = 400 * count / whole if whole else 0.0
        if count:
            found.append(Segment(tone, coordinate(start), coordinate(max(width - 1.5, 1.0))))
        start += width
    return found


@register.filter
def share(part: Any, whole: Any = 100) -> str:
    """``part`` of ``whole`` in per cent, between 0 and 100, as a coordinate; nothing of nothing is 0."""
    total = float(whole or 0)
    return coordinate(min(100.0, max(0.0, 100 * float(part or 0) / total)) if total else 0.0)


@register.filter
def times(count: Any, size: Any) -> str:
    """A length: ``count`` times ``size``, as a coordinate."""
    return coordinate(float(count or 0) * float(size))
